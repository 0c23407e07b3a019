// What runs where, for whoever works with a running Tieout: `.tieout/run.json`, there exactly while all are ready.
import { rmSync } from 'node:fs';
import { writePrivateFile } from './write-private-file.ts';

export interface RunFileService {
  url?: string;
  /** Absent for a server that was not started here. */
  pid?: number;
  startedAt?: string;
}

export type RunFileServiceName =
  'console' | 'procore' | 'xero' | 'postgres' | 'temporal' | 'temporalUi' | 'worker' | 'relay';

export interface RunFile {
  connection: string;
  startedAt: string;
  services: Partial<Record<RunFileServiceName, RunFileService>>;
  temporal: { namespace: string };
  envFile: string;
}

export function writeRunFile(path: string, content: RunFile): void {
  writePrivateFile(path, `${JSON.stringify(content, null, 2)}\n`);
}

export function removeRunFile(path: string): void {
  rmSync(path, { force: true });
}

// What runs where, for whoever works with a running Tieout: `.tieout/run.json`, there exactly while all are ready.
import { z } from 'zod';
import { readIfPresent, writePrivateFile } from '../../launcher/private-files.ts';
import { ownerOf } from '../../launcher/processes.ts';
import type { ReadyService } from '../../launcher/service.ts';
import { parseKept } from './parse-kept.ts';
import type { ExternalServers, ServiceName } from './plan-services.ts';
import type { ProjectPaths } from './project-paths.ts';

const serviceSchema = z.object({
  url: z.string().optional(),
  /** Absent for a server that was not started here. */
  pid: z.int().optional(),
  startedAt: z.string().optional(),
});
const runFileSchema = z.object({
  connection: z.string(),
  startedAt: z.string(),
  services: z.record(z.string(), serviceSchema),
  temporal: z.object({ namespace: z.string() }),
  envFile: z.string(),
});
export type RunFile = z.infer<typeof runFileSchema>;

export function writeRunFile(path: string, content: RunFile): void {
  writePrivateFile(path, `${JSON.stringify(content, null, 2)}\n`);
}

/** Null when nothing runs here now: what a kill left lying around is no word of a living start. */
export function readRunFile({ runFile, registryFile }: ProjectPaths): RunFile | null {
  const text = readIfPresent(runFile);
  if (text === null || ownerOf(registryFile) === null) return null;
  return parseKept(runFile, text, runFileSchema);
}

/** What runs, started here or named by the environment, or null while one is not ready yet. */
export function servicesOf(
  names: readonly ServiceName[],
  ready: ReadonlyMap<string, ReadyService>,
  external: ExternalServers,
): RunFile['services'] | null {
  if (!names.every((name) => ready.has(name))) return null;
  const services: RunFile['services'] = {};
  for (const [name, url] of Object.entries(external)) services[name] = { url };
  for (const name of names) {
    const { url, uiUrl, pid, startedAt } = ready.get(name) ?? { pid: 0, startedAt: '' };
    services[name] = { ...(url === undefined ? {} : { url }), pid, startedAt };
    if (uiUrl !== undefined) services['temporalUi'] = { url: uiUrl, pid, startedAt };
  }
  return services;
}

// Writes a file only its owner may read, in one step: a reader never meets half of it.
import { renameSync, writeFileSync } from 'node:fs';

export function writePrivateFile(path: string, text: string): void {
  const half = `${path}.${process.pid}.new`;
  writeFileSync(half, text, { mode: 0o600 });
  renameSync(half, path);
}

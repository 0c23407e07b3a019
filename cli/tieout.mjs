#!/usr/bin/env node
// The `tieout` command: lets Node read TypeScript, then runs cli/main.ts; without its packages it says how to get them.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

try {
  const { register } = await import('tsx/esm/api');
  register();
  await import('./main.ts');
} catch (error) {
  // A file of ours that is missing is a fault of ours, and shown as one.
  const isPackage = /^Cannot find (package|module '[^./])/.test(error?.message ?? '');
  if (error?.code !== 'ERR_MODULE_NOT_FOUND' || !isPackage) throw error;
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  process.stderr.write(
    `The packages of Tieout are not all installed: run "npm ci" in ${root}, or "npm start", which does that first.\n`,
  );
  process.exitCode = 2;
}

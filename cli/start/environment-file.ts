// The generated secrets of the embedded pair: made once, kept in `.tieout/env`, and never printed.
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { systemCode } from './start-problem.ts';
import { writePrivateFile } from './write-private-file.ts';

/** What each value is when it is not there yet. */
const generators: Record<string, (consoleUrl: string) => string> = {
  PROCORE_CLIENT_ID: () => randomBytes(32).toString('hex'),
  PROCORE_CLIENT_SECRET: () => randomBytes(32).toString('hex'),
  // Procore's ids have outgrown 32 bits; ours here always has, so that nothing learns to rely on less.
  PROCORE_COMPANY_ID: () => `56${randomInt(10 ** 10, 10 ** 11)}`,
  PROCORE_WEBHOOK_AUTHORIZATION: () => `Bearer ${randomBytes(32).toString('hex')}`,
  XERO_CLIENT_ID: () => randomBytes(16).toString('hex').toUpperCase(),
  XERO_CLIENT_SECRET: () => randomBytes(36).toString('base64url'),
  XERO_TENANT_ID: () => randomUUID(),
  XERO_WEBHOOK_KEY: () => randomBytes(64).toString('base64'),
  TIEOUT_CODEC_KEY: () => randomBytes(32).toString('base64'),
  // Part of every marker in the vendors' records: it stays what it was, even when the ports move.
  TIEOUT_PUBLIC_URL: (consoleUrl) => consoleUrl,
};

/** The values in the file; those missing are added and the file is written again. */
export function ensureEnvironmentFile(path: string, consoleUrl: string): Record<string, string> {
  const values = readEnvironmentFile(path);
  const missing = Object.entries(generators).filter(([key]) => !values[key]);
  if (missing.length === 0) return values;
  for (const [key, generate] of missing) values[key] = generate(consoleUrl);
  const lines = Object.entries(values).map(([key, value]) => `${key}=${value}`);
  writePrivateFile(path, `${lines.join('\n')}\n`);
  return values;
}

export function readEnvironmentFile(path: string): Record<string, string> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return {};
    throw error;
  }
  const pairs = text.split('\n').flatMap((line): [string, string][] => {
    const at = line.indexOf('=');
    return at > 0 && !line.startsWith('#') ? [[line.slice(0, at), line.slice(at + 1)]] : [];
  });
  return Object.fromEntries(pairs);
}

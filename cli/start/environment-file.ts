// The generated secrets of the embedded pair: made once, kept in `.tieout/env` so that a shell can source it too, and
// never printed.
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { readIfPresent, writePrivateFile } from '../../launcher/private-files.ts';
import { assignment, readEnvironmentText } from './environment-text.ts';

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

/**
 * The values in the file; those missing are added to it, and what a person wrote stays, in quotes where a shell needs
 * them. Each of `further` connections has an organisation of its own.
 */
export function ensureEnvironmentFile(
  path: string,
  consoleUrl: string,
  further: readonly string[] = [],
): Record<string, string> {
  const before = readIfPresent(path) ?? '';
  const kept = readEnvironmentText(before, path);
  const tenants = further.map(
    (name) => [`XERO_TENANT_ID_${name.toUpperCase()}`, () => randomUUID()] as const,
  );
  const added = [...Object.entries(generators), ...tenants]
    .filter(([key]) => !kept.values[key])
    .map(([key, generate]) => [key, generate(consoleUrl)] as const);
  const text = kept.text + added.map(([key, value]) => `${assignment(key, value)}\n`).join('');
  if (text !== before) writePrivateFile(path, text);
  return { ...kept.values, ...Object.fromEntries(added) };
}

export function readEnvironmentFile(path: string): Record<string, string> {
  return readEnvironmentText(readIfPresent(path) ?? '', path).values;
}

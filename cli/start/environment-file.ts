// The generated secrets of the embedded pair: made once, kept in `.tieout/env` so that a shell can source it too, and
// never printed.
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { parseEnv } from 'node:util';
import { readIfPresent, writePrivateFile } from '../../launcher/private-files.ts';

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

/** The values in the file; those missing are added to it, and what a person wrote stays. */
export function ensureEnvironmentFile(path: string, consoleUrl: string): Record<string, string> {
  const before = readIfPresent(path) ?? '';
  const values = parse(before);
  const added = Object.entries(generators)
    .filter(([key]) => !values[key])
    .map(([key, generate]) => `${key}=${generate(consoleUrl)}\n`);
  const kept = before === '' || before.endsWith('\n') ? before : `${before}\n`;
  const text = quoted(kept + added.join(''));
  if (text !== before) writePrivateFile(path, text);
  return parse(text);
}

export function readEnvironmentFile(path: string): Record<string, string> {
  return parse(readIfPresent(path) ?? '');
}

/** A value with a space is in quotes, without which a shell would take its second word for a command. */
function quoted(text: string): string {
  return text.replace(/^(\w+)=([^\s'"#]+(?: [^\s'"#]+)+)$/gm, "$1='$2'");
}

function parse(text: string): Record<string, string> {
  // Node 20's type says that a value may be absent; none is.
  return parseEnv(text) as Record<string, string>;
}

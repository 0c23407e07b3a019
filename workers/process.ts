// What every process of ours does alike: JSON log lines on stderr, one ready line on stdout, a clean stop, exit codes.
import { ConfigurationError, configurationExitCode } from '../config/configuration-error.ts';

export type Log = (level: 'info' | 'warn' | 'error', message: string, fields?: object) => void;

/** Structured lines; the caller keeps secrets and personal data out of them. */
export const log: Log = (level, message, fields = {}) => {
  const at = new Date().toISOString();
  process.stderr.write(`${JSON.stringify({ at, level, message, ...fields })}\n`);
};

/** Tells whoever started this process that it serves. */
export function announceReady(fields: { url?: string } = {}): void {
  process.stdout.write(`${JSON.stringify({ ready: true, ...fields })}\n`);
}

/** Resolves on SIGTERM or SIGINT. */
export function stopAsked(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
  });
}

/**
 * A failure's sentence for the log, without its stack and without what a vendor said. A failed query is named by
 * the database's own sentence: the query's text would carry its values, and with them names and amounts.
 */
export function sentenceOfError(error: unknown): string {
  if (!(error instanceof Error)) return withoutVendorWords(String(error));
  if ('query' in error && 'params' in error) {
    return error.cause instanceof Error ? error.cause.message : 'a database query failed';
  }
  return withoutVendorWords(error.message);
}

/** How a VendorError, and every failure made from one, begins to quote the vendor. */
const vendorSpeaks = ' It said: ';

/** Our own half of a failure's sentence: a vendor's half may name a person, and no log may. */
export function withoutVendorWords(message: string): string {
  const at = message.indexOf(vendorSpeaks);
  return at === -1 ? message : message.slice(0, at);
}

/** Runs a process to its end. A configuration error ends it with 2 and says what to change. */
export async function runProcess(main: () => Promise<void>): Promise<void> {
  // postgres.js 3.4.9 throws past every caller when its server dies inside a transaction, and the connection's
  // queue cannot be trusted afterwards: say so in a sentence and end; whoever started this starts it again.
  process.on('uncaughtException', (error) => {
    log(
      'error',
      'a connection broke in the middle of its work; this process ends and is started again',
      {
        error: error.name,
        what: sentenceOfError(error).slice(0, 300),
      },
    );
    process.exit(1);
  });
  try {
    await main();
    process.exit(0);
  } catch (error) {
    if (error instanceof ConfigurationError) {
      log('error', error.message, { problems: error.problems });
      process.exit(configurationExitCode);
    }
    log('error', sentenceOfError(error), {
      error: error instanceof Error ? error.name : undefined,
    });
    process.exit(1);
  }
}

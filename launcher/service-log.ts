// Where a child's stderr goes: its own log file, turned over at each start, with the last message kept for a sentence.
import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** How many earlier runs stay readable. */
const keptRuns = 3;

export interface ServiceLog {
  write(part: Buffer): void;
  /** The last thing said: the `message` (or `msg`) of a JSON line, else the line as it is. */
  lastMessage(): string | null;
  close(): void;
}

/** `worker.log` becomes `worker.1.log`, and so on. */
export function rotateLog(dir: string, name: string): string {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const numbered = (n: number): string => join(dir, n === 0 ? `${name}.log` : `${name}.${n}.log`);
  for (let n = keptRuns - 1; n >= 0; n -= 1) {
    if (existsSync(numbered(n))) renameSync(numbered(n), numbered(n + 1));
  }
  return numbered(0);
}

export function openServiceLog(path: string): ServiceLog {
  const file = openSync(path, 'a', 0o600);
  let tail = '';
  let closed = false;
  return {
    write(part) {
      // A grandchild that kept the pipe may speak after the child is gone.
      if (closed) return;
      writeSync(file, part);
      tail = (tail + part.toString('utf8')).slice(-8_000);
    },
    lastMessage() {
      const lines = tail.split('\n').filter((line) => line.trim() !== '');
      return lastErrorMessage(lines) ?? lines.at(-1)?.trim() ?? null;
    },
    close() {
      closed = true;
      closeSync(file);
    },
  };
}

/** The last JSON line that is an error, else the last that has a message at all. */
function lastErrorMessage(lines: string[]): string | null {
  const said = lines.flatMap((line) => readMessage(line) ?? []);
  const error = said.findLast((entry) =>
    ['error', 'fatal', 'ERROR', 'FATAL'].includes(entry.level),
  );
  return (error ?? said.at(-1))?.message ?? null;
}

function readMessage(line: string): { level: string; message: string } | null {
  if (!line.startsWith('{')) return null;
  try {
    const entry = JSON.parse(line) as Record<string, unknown>;
    const message = entry['message'] ?? entry['msg'];
    return typeof message === 'string' ? { level: String(entry['level']), message } : null;
  } catch (error) {
    // Cut off at the start of what is kept.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

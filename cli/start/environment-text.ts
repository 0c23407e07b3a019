// How `.tieout/env` is written and read: assignments as a shell reads them, each value in quotes where it has to be, so that
// `. .tieout/env` and this reader find the same.
import { StartProblem } from '../../launcher/start-problem.ts';

export interface EnvironmentText {
  values: Record<string, string>;
  /** The same, every value written so that a shell reads it as it is here. */
  text: string;
}

/** What a shell takes as it is. */
const plain = /^[\w@%+=:,./-]+$/;

export function assignment(name: string, value: string): string {
  return `${name}=${plain.test(value) || value === '' ? value : quoted(value)}`;
}

/** In single quotes nothing has a meaning but the single quote itself: IEEE Std 1003.1-2024, Shell, 2.2.2. */
function quoted(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
}

const start = /^[ \t]*((?:export[ \t]+)?)([A-Za-z_]\w*)=/;

/** Comments and empty lines stay. A value without quotes is taken to the end of its line, whatever is in it. */
export function readEnvironmentText(text: string, path: string): EnvironmentText {
  const values: Record<string, string> = {};
  const lines: string[] = [];
  let rest = text.replaceAll('\r\n', '\n');
  while (rest !== '') {
    const line = rest.split('\n', 1)[0] ?? '';
    const found = start.exec(line);
    if (!found) {
      refuseOther(line, path, lines.length + 1);
      lines.push(line);
      rest = rest.slice(line.length + 1);
      continue;
    }
    const [whole, exported = '', name = ''] = found;
    const { value, length } = readValue(rest.slice(whole.length), () =>
      refuse(path, lines.length + 1, 'its quotes do not close'),
    );
    values[name] = value;
    lines.push(`${exported}${assignment(name, value)}`);
    rest = rest.slice(whole.length + length + 1);
  }
  return { values, text: lines.length === 0 ? '' : `${lines.join('\n')}\n` };
}

function refuseOther(line: string, path: string, number: number): void {
  if (/^[ \t]*(#.*)?$/.test(line)) return;
  refuse(path, number, 'it is neither NAME=value nor a comment');
}

/** The line is not shown: it may hold a secret. */
function refuse(path: string, number: number, why: string): never {
  throw new StartProblem(
    `${path}, line ${number}: ${why}; correct that line, or delete it.`,
    'configuration',
  );
}

type Value = { value: string; length: number };

function readValue(text: string, unclosed: () => never): Value {
  const line = text.split('\n', 1)[0] ?? '';
  if (!/^['"]/.test(line)) return { value: withoutNote(line), length: line.length };
  let value = '';
  let at = 0;
  // Quoted parts that touch are one value, as in 'it'\''s'.
  for (;;) {
    const part = quotedPart(text.slice(at));
    if (part === null) break;
    value += part.value;
    at += part.length;
  }
  const after = text.slice(at).split('\n', 1)[0] ?? '';
  if (!/^[ \t]*(#.*)?$/.test(after) || (after.startsWith('#') && at > 0)) unclosed();
  return { value, length: at + after.length };
}

/** Of a plain value, as before there were quotes: a note begins after a space. */
function withoutNote(line: string): string {
  return line.replace(/[ \t]+#.*$/, '').trim();
}

function quotedPart(text: string): Value | null {
  const single = /^'([^']*)'/.exec(text);
  if (single) return { value: single[1] ?? '', length: single[0].length };
  const double = /^"((?:[^"\\]|\\[^])*)"/.exec(text);
  if (double) {
    // Only before these does a backslash mean anything in double quotes: IEEE Std 1003.1-2024, Shell, 2.2.3.
    const value = (double[1] ?? '').replace(/\\([$`"\\\n])/g, (_, c: string) =>
      c === '\n' ? '' : c,
    );
    return { value, length: double[0].length };
  }
  const escaped = /^\\([^\n])/.exec(text);
  return escaped ? { value: escaped[1] ?? '', length: escaped[0].length } : null;
}

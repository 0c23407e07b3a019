// What moved, in one half of a sentence: the first field with its values, and how many more there are.
import { groupedAmount } from '../money/amount.ts';
import { partsOfPath } from './three-way.ts';
import type { FieldChange } from './verdict.ts';

const isAmount = /^-?\d+\.\d{2,}$/;

function shown(value: string | null): string {
  if (value === null || value === '') return 'nothing';
  return isAmount.test(value) ? groupedAmount(value) : `"${value}"`;
}

const fieldWords: Record<string, string> = {
  taxType: 'tax type',
  taxNumber: 'registration number',
  contactNumber: 'contact number',
  url: 'link',
};

/** "line amount", "number": a path as a person says it where the line itself is beside it. */
function wordsOfPath(path: string): string {
  const { line, field } = partsOfPath(path);
  if (line === null || field === null) return fieldWords[path] ?? path;
  return `a line's ${fieldWords[field] ?? field}`;
}

const isWholeLine = ({ path }: FieldChange): boolean => {
  const { line, field } = partsOfPath(path);
  return line !== null && field === null;
};

/** A whole line is told as its description, a colon and its amount. */
function lineShown(line: string): string {
  const at = line.lastIndexOf(': ');
  return at < 0 ? shown(line) : `${shown(line.slice(0, at))} of ${shown(line.slice(at + 2))}`;
}

/** A whole line is there on one side only: it was added, or it was removed. */
function lineThatCameOrWent(change: FieldChange, side: 'procore' | 'xero'): string {
  const now = change[side];
  return now === null
    ? `the line ${lineShown(change.base ?? '')} was removed`
    : `the line ${lineShown(now)} was added`;
}

export function whatMoved(changes: readonly FieldChange[], side: 'procore' | 'xero'): string {
  const first = changes.find((change) => change[side] !== change.base) ?? changes[0];
  if (!first) return 'nothing that can be named';
  const more = changes.length > 1 ? `, and ${changes.length - 1} more` : '';
  // A contact is known by an id here, which says nothing to a person.
  if (first.path === 'contact') return `the contact is another one${more}`;
  if (isWholeLine(first)) return `${lineThatCameOrWent(first, side)}${more}`;
  return `${wordsOfPath(first.path)} is ${shown(first[side])} and was ${shown(first.base)}${more}`;
}

// The money a question is about, without tax: what an approval would move, or what the two sides disagree on; never the whole
// document for a part of it.
import type { Amount } from '../money/amount.ts';
import {
  fromMinor,
  isAmountText,
  isWholeMinor,
  scaleMinor,
  sumMinor,
  toMinor,
} from '../money/amount.ts';
import { partsOfPath } from './three-way.ts';
import type { FieldChange, SealedVerdict, Verdict } from './verdict.ts';

/** `whole` is the document's own amount: all of it where the question is about all of it. Null where no money is known. */
export function differenceOf(
  verdicts: readonly SealedVerdict[],
  whole: Amount | null,
): Amount | null {
  const parts = verdicts.map(partOf);
  const known = parts.filter((part) => part !== null);
  if (known.length < parts.length || known.length === 0) return whole;
  return fromMinor(sumMinor(known.map((part) => (part < 0n ? -part : part))));
}

/** Null where it is about the whole. */
function partOf(verdict: Verdict): bigint | null {
  if (/^(payment|doublePayment)\//.test(verdict.role)) return ofPayment(verdict);
  switch (verdict.outcome) {
    case 'blocked':
      return ofFigures(verdict) ?? (verdict.changes.length > 0 ? ofLines(verdict.changes) : null);
    case 'update':
    case 'conflict':
      return isOfTheWhole(verdict.changes) ? null : ofLines(verdict.changes);
    case 'unchanged':
    case 'create':
    case 'void':
    case 'delete':
    case 'adopt':
      return null;
  }
}

/** A void record counts for nothing, and another contact or currency is another debt altogether. */
function isOfTheWhole(changes: readonly FieldChange[]): boolean {
  return changes.some(({ path }) => ['status', 'contact', 'currency'].includes(path));
}

/** What Procore's list of payments gains or loses; of one that is taken as it stands, what the two say differently. */
function ofPayment({ changes, outcome }: Verdict): bigint | null {
  const amount = changes.find(({ path }) => path === 'amount');
  if (!amount) return changes.length > 0 ? 0n : null;
  const after = outcome === 'adopt' ? amount.xero : amount.proposed;
  return differenceIn(amount.procore, after);
}

/** What does not add up, by its own figures. */
function ofFigures({ findings }: Verdict): bigint | null {
  for (const { figures } of findings) {
    const { parts, header, difference } = figures;
    if (parts && header) return differenceIn(parts, header);
    if (difference) return differenceIn(null, difference);
  }
  return null;
}

function differenceIn(before: string | null, after: string | null): bigint | null {
  const [from, to] = [minorIn(before ?? '0.00'), minorIn(after ?? '0.00')];
  return from === null || to === null ? null : to - from;
}

/** Over all lines, so that an amount that was only moved from one to another counts for nothing. Null where one is not known. */
function ofLines(changes: readonly FieldChange[]): bigint | null {
  const lines = changes.filter(({ path }) => {
    const { line, field } = partsOfPath(path);
    return line !== null && (field === null || field === 'amount' || field === 'tax');
  });
  const parts = lines.map(({ path, xero, proposed }) =>
    differenceIn(amountAt(path, xero), amountAt(path, proposed)),
  );
  const known = parts.filter((part) => part !== null);
  return known.length < parts.length ? null : sumMinor(known);
}

/** A whole line is said as "what it says: its amount". */
function amountAt(path: string, text: string | null): string | null {
  if (text === null || partsOfPath(path).field !== null) return text;
  return text.slice(text.lastIndexOf(': ') + 2);
}

/** "12.50", or "12.50 × 3.00"; null for what is not known to the cent, such as an amount with tax in it. */
function minorIn(text: string): bigint | null {
  const [amount = '', quantity = '1.00', ...more] = text.split(' × ');
  const isKnown = [amount, quantity].every((one) => isAmountText(one) && isWholeMinor(one));
  return isKnown && more.length === 0 ? scaleMinor(toMinor(amount), toMinor(quantity), 100n) : null;
}

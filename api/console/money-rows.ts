// How much, on each side: sub-total, tax, total with tax, what is still to pay, and where each stands.
import {
  fromMinor,
  isAmountText,
  isWholeMinor,
  sumMinor,
  toMinor,
} from '../../domain/money/amount.ts';
import { sumAmounts } from '../../domain/money/amount.ts';
import type { DocumentRecord, OwnedDocument } from '../../domain/plan/owned.ts';
import { isStanding } from '../../domain/records/xero/standing.ts';
import type { Column, ComparisonRow } from './comparison-row.ts';

/** Null where that side does not say it. */
export type Sums = {
  subTotal: string | null;
  tax: string | null;
  total: string | null;
  /** What is still to pay. */
  due: string | null;
  status: string | null;
};

export type SumsBySide = Record<Column, Sums | null>;

const words = [
  ['subTotal', 'Sub-total without tax'],
  ['tax', 'Tax'],
  ['total', 'Total with tax'],
  ['due', 'Still to pay'],
  ['status', 'Status'],
] as const;

export function moneyRows(sides: SumsBySide): ComparisonRow[] {
  return words.flatMap(([name, label]): ComparisonRow[] => {
    const values = {
      base: sides.base?.[name] ?? null,
      procore: sides.procore?.[name] ?? null,
      xero: sides.xero?.[name] ?? null,
      proposed: sides.proposed?.[name] ?? null,
    };
    if (Object.values(values).every((value) => value === null)) return [];
    const kind =
      name === 'status' ? 'field' : name === 'total' || name === 'subTotal' ? 'total' : 'money';
    return [{ label, kind, values, changed: isDifferent(name, values) }];
  });
}

type Values = ComparisonRow['values'];

/** What is due and where it stands differ by their nature; a record that was ended says so. */
function isDifferent(name: keyof Sums, { base, procore, xero, proposed }: Values): boolean {
  if (name === 'due' || xero === null) return false;
  if (name === 'status') return !isStanding({ status: xero });
  const expected = proposed ?? base ?? procore;
  return (expected !== null && expected !== xero) || (base !== null && base !== xero);
}

function sumOf(amounts: readonly string[]): string | null {
  // A quantity of its own, or parts of a cent: then there is no sum to be sure of here.
  const isPlain = amounts.every((amount) => isAmountText(amount) && isWholeMinor(amount));
  return isPlain ? fromMinor(sumMinor(amounts.map(toMinor))) : null;
}

/** As its lines say it, where no record says it itself. */
export function sumsOfLines(document: OwnedDocument): Sums {
  const subTotal = sumOf(document.lines.map(({ unitAmount }) => unitAmount));
  const tax = sumOf(document.lines.map(({ taxAmount }) => taxAmount));
  return { subTotal, tax, total: totalOf(subTotal, tax), due: null, status: null };
}

export function totalOf(subTotal: string | null, tax: string | null): string | null {
  return subTotal === null || tax === null ? null : sumAmounts([subTotal, tax]);
}

/** What is still to pay, or of a credit note what is still open; an order is not paid at all. */
export function sumsOfDocument(record: DocumentRecord): Sums {
  const { subTotal, totalTax, total, status } = record;
  return { subTotal, tax: totalTax, total, due: dueOf(record), status };
}

function dueOf(record: DocumentRecord): string | null {
  if ('amountDue' in record) return record.amountDue;
  return 'remainingCredit' in record ? record.remainingCredit : null;
}

/** After the write: what was paid stays paid, and a status that is not written stays as it is. */
export function sumsProposed(
  document: OwnedDocument,
  status: string | null,
  now: Sums | null,
): Sums {
  const sums = sumsOfLines(document);
  const paid = now?.total && now.due ? negativeOf(now.total, now.due) : '0.00';
  const isBill = now === null || now.due !== null;
  const due = isBill && sums.total !== null ? sumAmounts([sums.total, paid]) : null;
  return { ...sums, due, status: status ?? now?.status ?? null };
}

/** What was paid and credited, taken off: due − total. */
function negativeOf(total: string, due: string): string {
  return sumAmounts([due, total.startsWith('-') ? total.slice(1) : `-${total}`]);
}

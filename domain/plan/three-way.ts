// The three-way comparison: which owned fields moved since the last agreement, and on which side.
import { canonicalJson } from '../identity/canonical-json.ts';
import { canonicalAmount } from '../money/amount.ts';
import type { XeroBill, XeroLine, XeroPurchaseOrder } from '../records/xero-records.ts';
import type { BillBody, LineBody, PurchaseOrderBody } from '../records/write-bodies.ts';
import type { Base, OwnedDocument } from './observation.ts';
import type { FieldChange } from './plan.ts';

/** Fields by their path, as text, so that two states compare without a float or an order of keys. */
export type FlatFields = Map<string, string>;

export type Comparison = {
  verdict: 'same' | 'sourceMoved' | 'targetMoved' | 'bothMoved';
  changes: FieldChange[];
};

/** What Tieout owns of a line, from a body or from Xero's own record; a quantity other than 1 shows in the amounts. */
export function ownedLine(line: LineBody | XeroLine): OwnedDocument['lines'][number] {
  const quantity = 'quantity' in line ? canonicalAmount(line.quantity) : '1.00';
  return {
    description: line.description,
    unitAmount:
      quantity === '1.00'
        ? canonicalAmount(line.unitAmount)
        : `${canonicalAmount(line.unitAmount)} × ${quantity}`,
    taxType: line.taxType ?? '',
    taxAmount: canonicalAmount(line.taxAmount),
    accountCode: line.accountCode ?? '',
    tracking: [...line.tracking].sort((a, b) => (a.category < b.category ? -1 : 1)),
  };
}

/** The owned fields of a document as it was, or would be, written. */
export function ownedBody({
  contactId,
  number,
  date,
  currency,
  lines,
}: BillBody | PurchaseOrderBody): OwnedDocument {
  return { contactId, number, date, currency, lines: lines.map(ownedLine) };
}

/**
 * The owned fields of a document as Xero holds it. Tieout writes amounts without tax; a person who
 * makes them tax inclusive changes what every line means, so that shows in the amounts too.
 */
export function ownedDocument(record: XeroBill | XeroPurchaseOrder): OwnedDocument {
  const inclusive = record.lineAmountTypes === 'Inclusive' ? ' tax inclusive' : '';
  return {
    contactId: record.contactId,
    number: record.number ?? '',
    date: record.date,
    currency: record.currency,
    lines: record.lines.map(ownedLine).map((line) => ({
      ...line,
      unitAmount: `${line.unitAmount}${inclusive}`,
    })),
  };
}

function flattenDocument(document: OwnedDocument): FlatFields {
  const fields: FlatFields = new Map([
    ['contact', document.contactId],
    ['number', document.number],
    ['date', document.date],
    ['currency', document.currency],
  ]);
  document.lines.forEach((line, index) => {
    const at = `line ${index + 1}`;
    fields.set(`${at} description`, line.description);
    fields.set(`${at} amount`, line.unitAmount);
    fields.set(`${at} tax type`, line.taxType);
    fields.set(`${at} tax`, line.taxAmount);
    fields.set(`${at} account`, line.accountCode);
    fields.set(
      `${at} tracking`,
      line.tracking.map(({ category, option }) => `${category}: ${option}`).join(', '),
    );
  });
  return fields;
}

/**
 * Compares field by field. The source moved where the projection differs from the agreed projection;
 * the target moved where Xero differs from what was agreed there. A field on which both now say the
 * same is no change, whoever moved. A conflict is a field the target moved and the source does not
 * already say.
 */
export function compareFields(
  base: { projection: FlatFields; target: FlatFields },
  projection: FlatFields,
  target: FlatFields,
): Comparison {
  const changes: FieldChange[] = [];
  let sourceMoved = false;
  let targetMoved = false;
  const names = new Set([...projection.keys(), ...target.keys(), ...base.projection.keys()]);
  for (const field of names) {
    const procore = projection.get(field) ?? null;
    const xero = target.get(field) ?? null;
    if (procore === xero) continue;
    const source = procore !== (base.projection.get(field) ?? null);
    const edited = xero !== (base.target.get(field) ?? null);
    if (!source && !edited) continue;
    sourceMoved ||= source;
    targetMoved ||= edited;
    changes.push({ field, base: base.target.get(field) ?? null, procore, xero, proposed: procore });
  }
  const verdict = targetMoved
    ? sourceMoved
      ? 'bothMoved'
      : 'targetMoved'
    : sourceMoved
      ? 'sourceMoved'
      : 'same';
  return { verdict, changes };
}

export function compareDocuments(
  base: Base<OwnedDocument>,
  projection: OwnedDocument,
  target: OwnedDocument,
): Comparison {
  const { verdict, changes } = compareFields(
    { projection: flattenDocument(base.projection), target: flattenDocument(base.target) },
    flattenDocument(projection),
    flattenDocument(target),
  );
  // The tax of a line follows its amount and tax type; it is news only where it moved alone.
  const moved = new Set(changes.map(({ field }) => field));
  const isNews = ({ field }: FieldChange): boolean =>
    !/ tax$/.test(field) ||
    !(moved.has(field.replace(/tax$/, 'amount')) || moved.has(`${field} type`));
  return { verdict, changes: changes.filter(isNews) };
}

/** The fields of a new record, for a person to read: nothing on either side yet, all proposed. */
export function newDocumentFields(projection: OwnedDocument): FieldChange[] {
  return [...flattenDocument(projection)].map(([field, value]) => ({
    field,
    base: null,
    procore: value,
    xero: null,
    proposed: value,
  }));
}

/**
 * Gives each line of a new body the id of the Xero line it continues, because a line sent without
 * its id is added and an id left out is a line deleted. Lines that did not change come first, then
 * those of the same description, then those in the place that is left; a line beyond the target's
 * last is new.
 */
export function keepLineIds(lines: readonly LineBody[], target: readonly XeroLine[]): LineBody[] {
  const free = [...target];
  const kept = new Map<number, string | null>();
  const passes: ((line: LineBody, held: XeroLine) => boolean)[] = [
    (line, held) => canonicalJson(ownedLine(held)) === canonicalJson(ownedLine(line)),
    (line, held) => held.description === line.description,
    () => true,
  ];
  for (const continues of passes) {
    lines.forEach((line, index) => {
      if (kept.has(index)) return;
      const at = free.findIndex((held) => continues(line, held));
      if (at >= 0) kept.set(index, free.splice(at, 1)[0]?.lineId ?? null);
    });
  }
  return lines.map((line, index) => ({ ...line, lineId: kept.get(index) ?? null }));
}

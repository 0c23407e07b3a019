// The rows of base, Procore, Xero and proposed side by side: every field we own, changed or not.
import { fromMinor, isWholeMinor, sumMinor, toMinor } from '../../domain/money/amount.ts';
import type { Observation, OwnedDocument } from '../../domain/plan/observation.ts';
import type { FieldChange, Plan } from '../../domain/plan/plan.ts';
import { writesOf } from '../../domain/plan/plan.ts';
import { ownedBody, ownedDocument } from '../../domain/plan/three-way.ts';
import type { XeroBill } from '../../domain/records/xero/bill.ts';
import type { XeroPurchaseOrder } from '../../domain/records/xero/purchase-order.ts';

export const columns = ['base', 'procore', 'xero', 'proposed'] as const;
export type Column = (typeof columns)[number];

export type ComparisonRow = {
  label: string;
  /** A heading within the table, such as one line of a bill. */
  kind: 'field' | 'money' | 'line' | 'total';
  values: Record<Column, string | null>;
  /** The sides disagree here, and what is proposed settles it. */
  changed: boolean;
};

type Names = ReadonlyMap<string, string>;

export function comparisonOf(
  observation: Observation,
  plan: Plan,
  names: Names = new Map(),
): ComparisonRow[] {
  const changes = 'changes' in plan ? plan.changes : [];
  if (observation.type === 'contact') {
    return changes.length > 0 ? changes.map(changeRow) : contactRows(observation);
  }
  const [write] = writesOf(plan);
  const body = write?.body;
  if (body?.kind === 'xeroBill' || body?.kind === 'xeroPurchaseOrder') {
    const proposed = ownedBody(body);
    const target = targetOf(observation, changes);
    return documentRows(
      {
        base: observation.base?.target ?? null,
        procore: proposed,
        xero: target ? ownedDocument(target) : null,
        proposed,
      },
      changes,
      names,
    );
  }
  const facts = factRows(observation, names);
  return [...changes.map(changeRow), ...facts];
}

/** The record in Xero that the plan speaks of: ours, or the one that looks like it. */
function targetOf(
  observation: Exclude<Observation, { type: 'contact' }>,
  changes: readonly FieldChange[],
): XeroBill | XeroPurchaseOrder | null {
  if (observation.target) return observation.target;
  if (observation.type !== 'payApp') return observation.marked;
  const twinId = changes.find((change) => change.field === 'bill in Xero')?.xero;
  return observation.lookAlikes.find((bill) => bill.id === twinId) ?? observation.marked;
}

function changeRow({ field, ...values }: FieldChange): ComparisonRow {
  const differs = values.procore !== values.xero && values.procore !== null;
  return { label: sentenceCase(field), kind: 'field', values, changed: differs };
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

type Sides = Record<Column, OwnedDocument | null>;

function documentRows(
  sides: Sides,
  changes: readonly FieldChange[],
  names: Names,
): ComparisonRow[] {
  const changed = new Set(changes.filter(isDifference).map(({ field }) => field));
  const row = (
    label: string,
    field: string,
    valueOf: (side: OwnedDocument) => string | undefined,
    kind: ComparisonRow['kind'] = 'field',
  ): ComparisonRow => ({
    label,
    kind,
    values: valuesOf(sides, valueOf),
    changed: changed.has(field),
  });
  const rows = [
    row('Contact', 'contact', (side) => names.get(side.contactId) ?? side.contactId),
    row('Number', 'number', (side) => side.number),
    row('Date', 'date', (side) => side.date),
    row('Currency', 'currency', (side) => side.currency),
  ];
  const count = Math.max(...Object.values(sides).map((side) => side?.lines.length ?? 0));
  for (let index = 0; index < count; index += 1) {
    const at = `line ${index + 1}`;
    const parts = ['description', 'account', 'tax type', 'tax', 'tracking'] as const;
    const amount = row(
      lineLabel(sides, index),
      `${at} amount`,
      (side) => side.lines[index]?.unitAmount,
      'line',
    );
    rows.push(amount);
    for (const part of parts.filter((name) => changed.has(`${at} ${name}`))) {
      rows.push(
        row(sentenceCase(part), `${at} ${part}`, (side) => linePart(side.lines[index], part)),
      );
    }
  }
  const total = row('Total without tax', '', totalOf, 'total');
  const { base, xero, proposed } = total.values;
  const isEdited = base !== null && base !== xero;
  return [...rows, { ...total, changed: xero !== null && (xero !== proposed || isEdited) }];
}

/** A new document's fields are no differences: there is nothing yet that they could differ from. */
function isDifference(change: FieldChange): boolean {
  return (change.xero !== null || change.base !== null) && change.xero !== change.proposed;
}

function valuesOf(
  sides: Sides,
  valueOf: (side: OwnedDocument) => string | undefined,
): ComparisonRow['values'] {
  const entries = columns.map((column) => {
    const side = sides[column];
    return [column, side ? (valueOf(side) ?? null) : null];
  });
  return Object.fromEntries(entries) as ComparisonRow['values'];
}

type OwnedLine = OwnedDocument['lines'][number];

function lineLabel(sides: Sides, index: number): string {
  const line = (sides.proposed ?? sides.procore)?.lines[index] ?? sides.xero?.lines[index];
  return line?.description ?? `Line ${index + 1}`;
}

function linePart(
  line: OwnedLine | undefined,
  part: 'description' | 'account' | 'tax type' | 'tax' | 'tracking',
): string | undefined {
  switch (part) {
    case 'description':
      return line?.description;
    case 'account':
      return line?.accountCode;
    case 'tax type':
      return line?.taxType;
    case 'tax':
      return line?.taxAmount;
    case 'tracking':
      return line?.tracking.map(({ category, option }) => `${category}: ${option}`).join(', ');
  }
}

function totalOf(side: OwnedDocument): string | undefined {
  const amounts = side.lines.map((line) => line.unitAmount);
  // A quantity of its own, or parts of a cent: then there is no sum to be sure of here.
  const isPlain = amounts.every((amount) => /^-?\d+\.\d+$/.test(amount) && isWholeMinor(amount));
  return isPlain ? fromMinor(sumMinor(amounts.map(toMinor))) : undefined;
}

function factRow(
  label: string,
  procore: string | null,
  xero: string | null = null,
  kind: ComparisonRow['kind'] = 'field',
): ComparisonRow {
  return { label, kind, values: { base: null, procore, xero, proposed: null }, changed: false };
}

/** Where nothing is proposed, what each system says is shown all the same. */
function factRows(
  observation: Exclude<Observation, { type: 'contact' }>,
  names: Names,
): ComparisonRow[] {
  const { commitment, project } = observation;
  const contactId = observation.target?.contactId ?? observation.contact?.contactId ?? null;
  const contact = contactId === null ? null : (names.get(contactId) ?? contactId);
  const place = project ? `${project.number} ${project.name}` : null;
  const contract = commitment ? `${commitment.number} ${commitment.title}`.trim() : null;
  if (observation.type === 'commitment') {
    const { target } = observation;
    return [
      factRow('Project', place),
      factRow('Contract', contract, target?.number ?? null),
      factRow('Contact', null, contact),
      factRow('Status', commitment?.status ?? null, target?.status ?? null),
      factRow('Contract sum', commitment?.revisedSum ?? null, target?.subTotal ?? null, 'total'),
    ];
  }
  const { requisition, target } = observation;
  return [
    factRow('Project', place),
    factRow('Contract', contract),
    factRow('Contact', null, contact),
    factRow('Number', requisition?.invoiceNumber ?? null, target?.number ?? null),
    factRow('Date', requisition?.billingDate ?? null, target?.date ?? null),
    factRow('Status', requisition?.status ?? null, target?.status ?? null),
    factRow(
      'Due now, without tax',
      requisition?.summary.currentPaymentDue ?? null,
      target?.subTotal ?? null,
      'total',
    ),
  ];
}

function contactRows(observation: Extract<Observation, { type: 'contact' }>): ComparisonRow[] {
  const { vendor } = observation;
  const contact = observation.target ?? observation.candidates[0] ?? null;
  return [
    factRow('Name', vendor?.name ?? null, contact?.name ?? null),
    factRow('Email', vendor?.email ?? null, contact?.email ?? null),
    factRow('Registration number', vendor?.taxNumber ?? null, contact?.taxNumber ?? null),
    factRow(
      'Status',
      vendor ? (vendor.isActive ? 'Active' : 'Inactive') : null,
      contact?.status ?? null,
    ),
  ];
}

// The three-way comparison: which owned fields moved since the last agreement, on which side, each by its path.
import type { OptionCode } from '../mapping/option-codes.ts';
import { optionIdOf } from '../mapping/option-codes.ts';
import { identifyLines } from './line-identity.ts';
import type { Identified } from './line-identity.ts';
import type { DocumentBase, OwnedDocument, OwnedLine, OwnedTracking } from './owned.ts';
import type { FieldChange } from './verdict.ts';

/** A field's value: `key` is compared, `shown` is what a person reads. */
type Value = { key: string; shown: string };
/** Fields by their path, so that two states compare without a float or an order of keys. */
export type FlatFields = Map<string, Value>;

export type Comparison = {
  verdict: 'same' | 'sourceMoved' | 'targetMoved' | 'bothMoved';
  changes: FieldChange[];
};

const plain = (text: string): Value => ({ key: text, shown: text });

export function textFields(fields: Record<string, string>): FlatFields {
  return new Map(Object.entries(fields).map(([path, text]) => [path, plain(text)]));
}

/** The fields of a line, in the order in which a person reads them. */
const lineFields = ['description', 'amount', 'taxType', 'tax', 'account', 'tracking'] as const;
export type LineField = (typeof lineFields)[number];

/** `lines[7].amount`; without a field the whole line. */
export function linePath(id: string, field?: LineField): string {
  return field === undefined ? `lines[${id}]` : `lines[${id}].${field}`;
}

/** What a path names: a field of the document, a whole line, or a field of one. */
export type PathParts = { line: string | null; field: string | null };

export function partsOfPath(path: string): PathParts {
  if (!path.startsWith('lines[')) return { line: null, field: path };
  const end = path.lastIndexOf(']');
  const field = path.slice(end + 2);
  return { line: path.slice('lines['.length, end), field: field === '' ? null : field };
}

/**
 * Compares field by field. The source moved where the projection differs from the agreed projection; the target moved
 * where Xero differs from what was agreed there. A field on which both now say the same is no change, whoever moved.
 */
export function compareFields(
  base: { projection: FlatFields; target: FlatFields },
  projection: FlatFields,
  target: FlatFields,
): Comparison {
  const changes: FieldChange[] = [];
  let sourceMoved = false;
  let targetMoved = false;
  const paths = new Set([...projection.keys(), ...target.keys(), ...base.projection.keys()]);
  for (const path of paths) {
    const [procore, xero] = [projection.get(path), target.get(path)];
    if (procore?.key === xero?.key) continue;
    const source = procore?.key !== base.projection.get(path)?.key;
    const edited = xero?.key !== base.target.get(path)?.key;
    if (!source && !edited) continue;
    sourceMoved ||= source;
    targetMoved ||= edited;
    changes.push({
      path,
      base: base.target.get(path)?.shown ?? null,
      procore: procore?.shown ?? null,
      xero: xero?.shown ?? null,
      proposed: procore?.shown ?? null,
    });
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

function trackingValue(tracking: readonly OwnedTracking[], codes: readonly OptionCode[]): Value {
  return {
    key: tracking
      .map((one) => optionIdOf(codes, one) ?? `${one.category}: ${one.option}`)
      .sort()
      .join(', '),
    shown: tracking.map(({ category, option }) => `${category}: ${option}`).join(', '),
  };
}

function valueOf(line: OwnedLine, field: LineField, codes: readonly OptionCode[]): Value {
  switch (field) {
    case 'description':
      return plain(line.description);
    case 'amount':
      return plain(line.unitAmount);
    case 'taxType':
      return plain(line.taxType);
    case 'tax':
      return plain(line.taxAmount);
    case 'account':
      return plain(line.accountCode);
    case 'tracking':
      return trackingValue(line.tracking, codes);
  }
}

const wholeLine = (line: OwnedLine): Value => plain(`${line.description}: ${line.unitAmount}`);

function headFields(document: OwnedDocument, withUrl: boolean): FlatFields {
  return textFields({
    contact: document.contactId,
    number: document.number,
    date: document.date,
    currency: document.currency,
    ...(withUrl ? { url: document.url ?? '' } : {}),
  });
}

function flatten(
  document: OwnedDocument,
  lines: Identified,
  whole: ReadonlySet<string>,
  { codes, withUrl }: { codes: readonly OptionCode[]; withUrl: boolean },
): FlatFields {
  const fields = headFields(document, withUrl);
  for (const [id, line] of lines) {
    if (whole.has(id)) {
      fields.set(linePath(id), wholeLine(line));
      continue;
    }
    for (const field of lineFields) fields.set(linePath(id, field), valueOf(line, field, codes));
  }
  return fields;
}

/** Options that one of the states names by id: a name alone elsewhere is the same option, even where Xero shows it no more. */
function optionsAmong(states: readonly Identified[]): OptionCode[] {
  const tracking = states.flatMap((lines) => [...lines.values()].flatMap((line) => line.tracking));
  return tracking.flatMap(({ categoryId, optionId, category, option }) =>
    categoryId === null || optionId === null
      ? []
      : [{ categoryId, optionId, category, option, status: '', formerly: [] }],
  );
}

export function compareDocuments(
  base: DocumentBase,
  projection: OwnedDocument,
  target: OwnedDocument,
  codes: readonly OptionCode[],
): Comparison {
  const states = identifyLines(base, projection, target);
  const all = [states.base.projection, states.base.target, states.projection, states.target];
  const ids = new Set(all.flatMap((lines) => [...lines.keys()]));
  // A line that one state lacks is one difference: its fields would say the same six times.
  const whole = new Set([...ids].filter((id) => !all.every((lines) => lines.has(id))));
  const known = [...codes, ...optionsAmong(all)];
  const withUrl = base.target.url !== undefined && target.url !== undefined;
  const flat = (document: OwnedDocument, lines: Identified): FlatFields =>
    flatten(document, lines, whole, { codes: known, withUrl });
  const urlAgreed = withUrl ? { url: projection.url ?? base.projection.url ?? null } : {};
  const { verdict, changes } = compareFields(
    {
      projection: flat({ ...base.projection, ...urlAgreed }, states.base.projection),
      target: flat(base.target, states.base.target),
    },
    flat({ ...projection, ...urlAgreed }, states.projection),
    flat(target, states.target),
  );
  return { verdict, changes: changes.filter((change) => isNews(change.path, changes)) };
}

/** The tax of a line follows its amount and tax type; it is news only where it moved alone. */
function isNews(path: string, changes: readonly FieldChange[]): boolean {
  const { line, field } = partsOfPath(path);
  if (line === null || field !== 'tax') return true;
  return !changes.some(
    (other) => other.path === linePath(line, 'amount') || other.path === linePath(line, 'taxType'),
  );
}

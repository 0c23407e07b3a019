// The rows of base, Procore, Xero and proposed side by side: every field we own, changed or not.
import { differencesSeen } from '../../db/queries/console-exceptions.ts';
import type { ExceptionRow, PlanShown } from '../../db/queries/console-exceptions.ts';
import {
  fromMinor,
  isAmountText,
  isWholeMinor,
  sumMinor,
  toMinor,
} from '../../domain/money/amount.ts';
import type { Observation } from '../../domain/objects/objects.ts';
import { identifyLines } from '../../domain/plan/line-identity.ts';
import type { Identified } from '../../domain/plan/line-identity.ts';
import type { DocumentBase, OwnedDocument, OwnedLine } from '../../domain/plan/owned.ts';
import { ownedBody } from '../../domain/plan/owned.ts';
import type { LineField } from '../../domain/plan/three-way.ts';
import { linePath } from '../../domain/plan/three-way.ts';
import type { FieldChange, SealedVerdict } from '../../domain/plan/verdict.ts';
import type { BillBody, PurchaseOrderBody } from '../../domain/records/write-bodies.ts';
import type { ComparisonRow } from './comparison-row.ts';
import { isMoneyPath, labelOf, lineFieldWords } from './field-words.ts';
import type { LineNames } from './field-words.ts';
import type { Names } from './objects/object-pages.ts';
import { baseIn, inXero, sidesOf } from './objects/objects.ts';

/** What a question is about, as it was asked: from its own observation, and from nothing newer. */
export function comparisonOf(
  question: ExceptionRow,
  { observation, verdicts, isAsAsked }: PlanShown,
  names: Names,
): ComparisonRow[] {
  const lines = lineNamesIn(observation);
  const changes = isAsAsked
    ? verdicts.flatMap((verdict) => verdict.changes)
    : differencesSeen(question);
  const facts = sidesOf(observation, names, changes);
  if (!isAsAsked) return [...changes.map((seen) => changeRow(seen, names, lines)), ...facts];
  const rows = verdicts.flatMap((verdict) => {
    const document = documentOf(observation, verdict);
    return document
      ? documentRows(document, verdict.changes, names)
      : verdict.changes.map((change) => changeRow(change, names, lines));
  });
  const hasDocument = verdicts.some((verdict) => documentOf(observation, verdict) !== null);
  return hasDocument ? rows : [...rows, ...facts];
}

function changeRow(change: FieldChange, names: Names, lines: LineNames): ComparisonRow {
  const { path, ...said } = change;
  const { base, procore, xero } = said;
  const shown = (value: string | null): string | null =>
    path === 'contact' && value !== null ? (names.get(value) ?? value) : value;
  return {
    label: labelOf(path, lines),
    kind: isMoneyPath(path) ? 'money' : 'field',
    values: {
      base: shown(base),
      procore: shown(procore),
      xero: shown(xero),
      proposed: shown(said.proposed),
    },
    changed: procore !== xero && (base !== null || (procore !== null && xero !== null)),
  };
}

/** Lines by the ids that paths have for them where no document is written. */
function lineNamesIn(observation: Observation): LineNames {
  const base = baseIn(observation);
  const records = [base?.projection, base?.target];
  return new Map(
    records.flatMap((document) =>
      (document?.lines ?? []).flatMap(({ lineId, description }): [string, string][] =>
        lineId === null ? [] : [[lineId, description]],
      ),
    ),
  );
}

/** The four states of a document that a verdict would write. */
type DocumentStates = {
  base: DocumentBase | null;
  projection: OwnedDocument;
  xero: OwnedDocument | null;
  proposed: OwnedDocument;
};

function documentOf(observation: Observation, verdict: SealedVerdict): DocumentStates | null {
  const write = 'write' in verdict ? verdict.write : null;
  const body = write?.body;
  if (body?.kind !== 'xeroBill' && body?.kind !== 'xeroPurchaseOrder') return null;
  const agreed = write?.agreed ?? null;
  const written = ownedBody(body satisfies BillBody | PurchaseOrderBody);
  const isDocument = agreed !== null && 'projection' in agreed && 'lines' in agreed.projection;
  const both = isDocument ? (agreed as DocumentBase) : { projection: written, target: written };
  return {
    base: baseIn(observation),
    projection: both.projection,
    xero: inXero(observation, verdict),
    proposed: both.target,
  };
}

type LineStates = { base: Identified; procore: Identified; xero: Identified };

function linesOf({ base, projection, xero }: DocumentStates): LineStates {
  // A new document has no base: what is there already is lined up with ours as it stands.
  const agreed = xero ?? projection;
  const before = base ?? {
    ...{ projection: agreed, target: agreed, mappingVersion: '', plannerVersion: 0 },
    ...{ source: null, twins: null },
  };
  const states = identifyLines(before, projection, xero ?? projection);
  return {
    base: base ? states.base.target : new Map<string, OwnedLine>(),
    procore: states.projection,
    xero: xero ? states.target : new Map<string, OwnedLine>(),
  };
}

function documentRows(
  states: DocumentStates,
  changes: readonly FieldChange[],
  names: Names,
): ComparisonRow[] {
  const lines = linesOf(states);
  const ids = new Set([...lines.procore.keys(), ...lines.xero.keys(), ...lines.base.keys()]);
  const isNew = states.base === null;
  const withTax = changes.filter(({ path }) => path === 'total');
  return [
    ...headRows(states, changes, names),
    ...[...ids].flatMap((id, index) => lineRows(lines, { id, place: index + 1, isNew }, changes)),
    totalRow(states),
    ...withTax.map((change) => changeRow(change, names, new Map())),
  ];
}

/** A new document's fields are no differences: there is nothing yet that they could differ from. */
function isDifference(change: FieldChange | undefined): boolean {
  if (!change) return false;
  return (change.xero !== null || change.base !== null) && change.xero !== change.proposed;
}

/** Fields of the document itself; those that have no row of their own come after them as they differ. */
function headRows(
  { base, projection, xero, proposed }: DocumentStates,
  changes: readonly FieldChange[],
  names: Names,
): ComparisonRow[] {
  const row = (path: string, valueOf: (side: OwnedDocument) => string): ComparisonRow => {
    const of = (side: OwnedDocument | null | undefined) => (side ? valueOf(side) : null);
    return {
      label: labelOf(path),
      kind: 'field',
      values: {
        base: of(base?.target),
        procore: of(projection),
        xero: of(xero),
        proposed: of(proposed),
      },
      changed: isDifference(changes.find((change) => change.path === path)),
    };
  };
  const own = new Set(['contact', 'number', 'date', 'currency']);
  const further = changes.filter(
    // The twin's id says nothing to a person: its fields stand in their rows.
    ({ path }) =>
      !own.has(path) && path !== 'bill' && path !== 'total' && !path.startsWith('lines['),
  );
  return [
    row('contact', (side) => names.get(side.contactId) ?? side.contactId),
    row('number', (side) => side.number),
    row('date', (side) => side.date),
    row('currency', (side) => side.currency),
    ...further.map((change) => changeRow(change, names, new Map())),
  ];
}

type LineAt = { id: string; place: number; isNew: boolean };

function lineRows(
  lines: LineStates,
  { id, place, isNew }: LineAt,
  changes: readonly FieldChange[],
): ComparisonRow[] {
  const [base, procore, xero] = [lines.base.get(id), lines.procore.get(id), lines.xero.get(id)];
  const whole = changes.find(({ path }) => path === linePath(id));
  const changeOf = (field: LineField) => changes.find(({ path }) => path === linePath(id, field));
  const amount = changeOf('amount');
  const proposed = isNew
    ? procore?.unitAmount
    : whole
      ? whole.proposed === null
        ? undefined
        : procore?.unitAmount
      : (amount?.proposed ?? xero?.unitAmount);
  const parts = (['description', 'account', 'taxType', 'tax', 'tracking'] as const).flatMap(
    (field): ComparisonRow[] => {
      const change = changeOf(field);
      if (!change || !isDifference(change)) return [];
      const { path: _path, ...values } = change;
      const kind = field === 'tax' ? 'money' : 'field';
      return [{ label: lineFieldWords[field], kind, values, changed: true }];
    },
  );
  const head: ComparisonRow = {
    label: (procore ?? xero ?? base)?.description ?? `Line ${place}`,
    kind: 'line',
    values: {
      base: base?.unitAmount ?? null,
      procore: procore?.unitAmount ?? null,
      xero: xero?.unitAmount ?? null,
      proposed: proposed ?? null,
    },
    changed: isDifference(whole) || isDifference(amount),
  };
  return [head, ...parts];
}

function totalRow({ base, projection, xero, proposed }: DocumentStates): ComparisonRow {
  const values = {
    base: base ? totalOf(base.target) : null,
    procore: totalOf(projection),
    xero: xero ? totalOf(xero) : null,
    proposed: totalOf(proposed),
  };
  const isEdited = values.base !== null && values.base !== values.xero;
  const changed = xero !== null && (values.xero !== values.proposed || isEdited);
  return { label: 'Total without tax', kind: 'total', values, changed };
}

function totalOf(side: OwnedDocument): string | null {
  const amounts = side.lines.map((line) => line.unitAmount);
  // A quantity of its own, or parts of a cent: then there is no sum to be sure of here.
  const isPlain = amounts.every((amount) => isAmountText(amount) && isWholeMinor(amount));
  return isPlain ? fromMinor(sumMinor(amounts.map(toMinor))) : null;
}

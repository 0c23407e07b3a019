// The rows of base, Procore, Xero and proposed side by side: every field we own, changed or not, and the sums of each side.
import { differencesSeen } from '../../db/queries/console-exceptions.ts';
import type { ExceptionRow, PlanShown } from '../../db/queries/console-exceptions.ts';
import type { Observation } from '../../domain/objects/objects.ts';
import { identifyLines } from '../../domain/plan/line-identity.ts';
import type { Identified } from '../../domain/plan/line-identity.ts';
import type { DocumentBase, OwnedDocument, OwnedLine } from '../../domain/plan/owned.ts';
import { ownedBody } from '../../domain/plan/owned.ts';
import type { LineField } from '../../domain/plan/three-way.ts';
import { linePath, partsOfPath } from '../../domain/plan/three-way.ts';
import type { FieldChange, SealedVerdict } from '../../domain/plan/verdict.ts';
import type { ComparisonRow } from './comparison-row.ts';
import { isMoneyPath, labelOf, lineFieldWords } from './field-words.ts';
import type { LineNames } from './field-words.ts';
import { moneyRows, sumsOfLines, sumsProposed } from './money-rows.ts';
import type { Sums } from './money-rows.ts';
import { baseIn, inXero, sidesOf, sumsIn } from './objects/objects.ts';
import type { PageNames } from './page-names.ts';
import { accountName, contactName, taxTypeName } from './page-names.ts';

/** What stands open, the lines on which both sides agree, and how much it comes to on each side. */
export type Compared = {
  open: ComparisonRow[];
  agreed: ComparisonRow[];
  money: ComparisonRow[];
};

/** What a question is about, as it was asked: from its own observation, and from nothing newer. */
export function comparisonOf(question: ExceptionRow, shown: PlanShown, names: PageNames): Compared {
  const { observation, verdicts, isAsAsked } = shown;
  // What cannot be approved writes nothing, whatever its plan would be.
  const writes = question.fix === null;
  const documents = isAsAsked
    ? verdicts.flatMap((verdict) => {
        const states = documentOf(observation, verdict);
        return states ? [{ states, changes: verdict.changes, verdict }] : [];
      })
    : [];
  if (documents.length === 0) return withoutDocument(question, shown, names);
  const parts = documents.map(({ states, changes, verdict }) =>
    documentRows({ states, changes, names, writes }, sumsIn(observation, verdict)),
  );
  const others = verdicts
    .filter((verdict) => documents.every((one) => one.verdict !== verdict))
    .flatMap(({ changes }) => changes.map((change) => changeRow(change, names, new Map())));
  return {
    open: [...parts.flatMap(({ open }) => open), ...others],
    agreed: parts.flatMap(({ agreed }) => agreed),
    money: parts.flatMap(({ money }) => money),
  };
}

/** Nothing of lines is written: what differs, and what each system says. */
function withoutDocument(
  question: ExceptionRow,
  { observation, verdicts, isAsAsked }: PlanShown,
  names: PageNames,
): Compared {
  const lines = lineNamesIn(observation);
  const changes = isAsAsked
    ? verdicts.flatMap((verdict) => verdict.changes)
    : differencesSeen(question);
  const [verdict = null] = isAsAsked ? verdicts : [];
  const sums = sumsIn(observation, verdict);
  const write = verdict && 'write' in verdict ? verdict.write : null;
  const isEnded = write?.operation === 'void' && question.fix === null;
  const status = changes.find(({ path }) => path === 'status');
  const ended = isEnded && status ? { ...nothing, due: '0.00', status: status.proposed } : null;
  const money = moneyRows({ base: null, ...sums, proposed: ended });
  const hasStatus = sums.procore !== null || sums.xero !== null;
  return {
    open: [
      ...changes
        .filter(({ path }) => !(hasStatus && path === 'status'))
        .map((change) => changeRow(change, names, lines)),
      ...sidesOf(observation, names.contacts, changes),
    ],
    agreed: [],
    // Two records that no verdict compares are facts beside each other, and no difference.
    money: money.map((row) => (row.label === 'Status' ? row : { ...row, changed: false })),
  };
}

const nothing = { subTotal: null, tax: null, total: null };

function changeRow(change: FieldChange, names: PageNames, lines: LineNames): ComparisonRow {
  const { path, ...said } = change;
  const { procore, xero, base } = said;
  return {
    label: labelOf(path, lines),
    kind: isMoneyPath(path) ? 'money' : 'field',
    values: valuesNamed(path, said, names),
    changed: procore !== xero && (base !== null || (procore !== null && xero !== null)),
  };
}

/** Contacts, accounts and tax types by their names. */
function valuesNamed(
  path: string,
  { base, procore, xero, proposed }: Omit<FieldChange, 'path'>,
  names: PageNames,
): ComparisonRow['values'] {
  const { line, field } = partsOfPath(path);
  const nameOf = line === null && field === 'contact' ? contactName : codeName(field);
  const named = (value: string | null): string | null =>
    value === null || value === '' || !nameOf ? value : nameOf(names, value);
  return {
    base: named(base),
    procore: named(procore),
    xero: named(xero),
    proposed: named(proposed),
  };
}

function codeName(field: string | null) {
  if (field === 'account') return accountName;
  return field === 'taxType' ? taxTypeName : null;
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
  /** The status that would be written; null leaves it as it is. */
  status: string | null;
};

function documentOf(observation: Observation, verdict: SealedVerdict): DocumentStates | null {
  const write = 'write' in verdict ? verdict.write : null;
  const body = write?.body;
  if (!body || !('lines' in body) || !('contactId' in body)) return null;
  const agreed = write?.agreed ?? null;
  const written = ownedBody(body);
  const isDocument = agreed !== null && 'projection' in agreed && 'lines' in agreed.projection;
  const both = isDocument ? (agreed as DocumentBase) : { projection: written, target: written };
  return {
    base: baseIn(observation),
    projection: both.projection,
    xero: inXero(observation, verdict),
    proposed: both.target,
    status: body.status,
  };
}

type LineStates = { base: Identified; procore: Identified; xero: Identified };

function linesOf({ base, projection, xero }: DocumentStates): LineStates {
  // A new document has no base: what is there already is lined up with ours as it stands.
  const agreed = xero ?? projection;
  const before = base ?? {
    ...{ projection: agreed, target: agreed, mappingVersion: '', plannerVersion: 0 },
    ...{ source: null, twins: null, together: null, closed: false },
  };
  const states = identifyLines(before, projection, xero ?? projection);
  return {
    base: base ? states.base.target : new Map<string, OwnedLine>(),
    procore: states.projection,
    xero: xero ? states.target : new Map<string, OwnedLine>(),
  };
}

type DocumentGround = {
  states: DocumentStates;
  changes: readonly FieldChange[];
  names: PageNames;
  /** Whether an approval would write it. */
  writes: boolean;
};

function documentRows(
  ground: DocumentGround,
  sums: { procore: Sums | null; xero: Sums | null },
): Compared {
  const { states } = ground;
  const lines = linesOf(states);
  const ids = new Set([...lines.procore.keys(), ...lines.xero.keys(), ...lines.base.keys()]);
  const groups = [...ids].map((id, index) =>
    lineRows(lines, { id, place: index + 1, isNew: states.base === null }, ground),
  );
  return {
    open: [...headRows(ground), ...groups.filter((group) => !isAgreed(group)).flat()],
    agreed: groups.filter(isAgreed).flat(),
    money: moneyRows({
      base: states.base && sumsOfLines(states.base.target),
      ...sums,
      proposed: ground.writes ? sumsProposed(states.proposed, states.status, sums.xero) : null,
    }),
  };
}

/** Both sides say the same of it, and nothing of it is to move. */
function isAgreed([head, ...parts]: readonly ComparisonRow[]): boolean {
  if (!head || parts.length > 0 || head.changed) return false;
  const { procore, xero } = head.values;
  return procore !== null && procore === xero;
}

/** A new document's fields are no differences: there is nothing yet that they could differ from. */
function isDifference(change: FieldChange | undefined): boolean {
  if (!change) return false;
  return (change.xero !== null || change.base !== null) && change.xero !== change.proposed;
}

/** Fields of the document itself; those that have no row of their own come after them as they differ. */
function headRows({ states, changes, names, writes }: DocumentGround): ComparisonRow[] {
  const { base, projection, xero, proposed } = states;
  const row = (path: string, valueOf: (side: OwnedDocument) => string): ComparisonRow => {
    const of = (side: OwnedDocument | null | undefined) => (side ? valueOf(side) : null);
    return {
      label: labelOf(path),
      kind: 'field',
      values: {
        base: of(base?.target),
        procore: of(projection),
        xero: of(xero),
        proposed: writes ? of(proposed) : null,
      },
      changed: isDifference(changes.find((change) => change.path === path)),
    };
  };
  // Totals and the status have their rows at the end; a twin's id says nothing to a person.
  const own = new Set(['contact', 'number', 'date', 'currency', 'bill', 'total', 'status']);
  const further = changes.filter(({ path }) => !own.has(path) && !path.startsWith('lines['));
  return [
    row('contact', (side) => contactName(names, side.contactId)),
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
  { changes, names, writes }: DocumentGround,
): ComparisonRow[] {
  const [base, procore, xero] = [lines.base.get(id), lines.procore.get(id), lines.xero.get(id)];
  const whole = changes.find(({ path }) => path === linePath(id));
  const changeOf = (field: LineField) => changes.find(({ path }) => path === linePath(id, field));
  const amount = changeOf('amount');
  const head: ComparisonRow = {
    label: (procore ?? xero ?? base)?.description ?? `Line ${place}`,
    kind: 'line',
    values: {
      base: base?.unitAmount ?? null,
      procore: procore?.unitAmount ?? null,
      xero: xero?.unitAmount ?? null,
      proposed: writes ? (proposedAmount({ procore, xero, whole, amount, isNew }) ?? null) : null,
    },
    changed: isDifference(whole) || isDifference(amount),
    ...(base && !(procore && xero) ? { gone: goneFrom(procore, xero) } : {}),
  };
  const parts = (['description', 'account', 'taxType', 'tax', 'tracking'] as const).flatMap(
    (field): ComparisonRow[] => {
      const change = changeOf(field);
      if (!change || !isDifference(change)) return [];
      const values = valuesNamed(change.path, change, names);
      const kind = field === 'tax' ? 'money' : 'field';
      const shown = writes ? values : { ...values, proposed: null };
      return [{ label: lineFieldWords[field], kind, values: shown, changed: true }];
    },
  );
  return [head, ...parts];
}

type ProposedGround = {
  procore: OwnedLine | undefined;
  xero: OwnedLine | undefined;
  whole: FieldChange | undefined;
  amount: FieldChange | undefined;
  isNew: boolean;
};

function proposedAmount({ procore, xero, whole, amount, isNew }: ProposedGround) {
  if (isNew) return procore?.unitAmount;
  if (whole) return whole.proposed === null ? undefined : procore?.unitAmount;
  return amount?.proposed ?? xero?.unitAmount;
}

function goneFrom(procore: OwnedLine | undefined, xero: OwnedLine | undefined): string {
  if (!procore && !xero) return 'removed on both sides';
  return procore ? 'removed in Xero' : 'removed in Procore';
}

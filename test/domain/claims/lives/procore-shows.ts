// How Procore would show a contract of a life: its schedule of values, its change orders, and each claim with its G702 and G703.
import type { ClaimContract, ProcoreClaim } from '../../../../domain/claims/claim-observation.ts';
import type { ProcoreChangeOrder } from '../../../../domain/records/procore/change-order.ts';
import type { ClaimItem, ClaimSummary } from '../../../../domain/records/procore/claim-figures.ts';
import type { SovLine } from '../../../../domain/records/procore/commitment.ts';
import { grossOf, heldOf, releasedOf } from './claim-sums.ts';
import type { Entry, LifeLine } from './life.ts';
import { nothing, share, sum, taxOf, text, unitOf } from './life.ts';
import type { Model } from './model.ts';
import type { Balance, ModelClaim } from './model-records.ts';
import { contractNumber } from './model.ts';

export const ids = { project: '5', contract: '9', vendor: '17' };
const names: Record<string, string> = { '02-200': 'Earthworks', '03-300': 'Concrete' };
const costTypes = { S: 'Subcontract', M: 'Materials' };

const codeOf = (code: string) => ({ code, name: names[code] ?? code });

function sovLine({ id, description, amount, ...line }: LifeLine, position: number): SovLine {
  return {
    ...{ id, position, description, amount: text(amount) },
    costCode: codeOf(line.costCode),
    costType: { code: line.costType, name: costTypes[line.costType] },
    taxCodeId: line.taxCode === null ? null : `t-${line.taxCode}`,
  };
}

export function contractShown(model: Model, version: string): ClaimContract {
  const { setup, ordered, contract } = model;
  const own = ordered.filter(({ changeOrder }) => changeOrder === null);
  const added = ordered.filter(({ changeOrder }) => changeOrder !== null);
  // A company with an ERP: the contract itself has a line of nothing for each line of a change order.
  const twins = setup.hasTwins
    ? added.map((line) => ({ ...line, amount: 0n, id: `${line.id}t` }))
    : [];
  const total = (lines: readonly LifeLine[]): string =>
    text(sum(lines.map(({ amount }) => amount)));
  const said = {
    id: ids.contract,
    projectId: ids.project,
    number: contractNumber,
    title: 'Structure',
    vendorId: ids.vendor,
    currency: setup.currency ?? null,
    date: '2026-04-02',
    retainagePercent: '10',
    originalSum: text(model.revisedSum - sum(added.map(({ amount }) => amount))),
    approvedChangeOrders: total(added),
    revisedSum: text(model.revisedSum),
    lines: [...own, ...twins].map((line, index) => sovLine(line, index + 1)),
    updatedAt: version,
  };
  const closed = setup.kind === 'po' ? 'Closed' : 'Complete';
  const status = contract === 'open' ? 'Approved' : contract === 'closed' ? closed : 'Void';
  return setup.kind === 'pc'
    ? { kind: 'procorePrimeContract', contractKind: 'pc', status, ...said }
    : { kind: 'procoreCommitment', contractKind: setup.kind, status, ...said };
}

/** The approved ones. */
export function changeOrdersShown({ lines }: Model, version: string): ProcoreChangeOrder[] {
  const found = new Set(lines.flatMap(({ changeOrder }) => changeOrder ?? []));
  return [...found].map((id) => {
    const own = lines.filter(({ changeOrder }) => changeOrder === id);
    return {
      kind: 'procoreChangeOrder',
      ...{ id, projectId: ids.project, contractId: ids.contract },
      ...{ number: id.replace('co', ''), title: `Variation ${id}`, status: 'approved' },
      grandTotal: text(sum(own.map(({ amount }) => amount))),
      lines: own.map((line, index) => sovLine(line, index + 1)),
      updatedAt: version,
    };
  });
}

type Shown = { line: LifeLine; entry: Entry; before: Balance };

/** `gone` are lines of change orders that were undone, which earlier claims listed. */
export function claimShown(
  model: Model,
  claim: ModelClaim,
  { version, gone }: { version: string; gone: readonly LifeLine[] },
): ProcoreClaim {
  const { setup } = model;
  const at = model.claims.indexOf(claim);
  const shown = [...model.billable, ...gone].map((line): Shown => ({
    line,
    entry: claim.entries.find((entry) => entry.line === line.id) ?? nothing(line.id),
    before: model.balance(line.id, at),
  }));
  const said = {
    id: claim.id,
    projectId: ids.project,
    number: claim.number,
    invoiceNumber: claim.invoiceNumber,
    status: claim.status,
    billingDate: claim.date,
    periodId: null,
    currency: setup.currency ?? null,
    summary: summaryShown(model, at, shown),
    items: itemsShown(model, claim, shown),
    updatedAt: version,
  };
  if (setup.kind === 'pc') {
    const own = { contractId: ids.contract, contractKind: 'pc' as const, totalPaid: null };
    return { kind: 'procorePaymentApplication', ...own, ...said };
  }
  return {
    kind: 'procoreRequisition',
    ...{ commitmentId: ids.contract, contractKind: setup.kind, vendorId: ids.vendor },
    previousId: model.claims[at - 1]?.id ?? null,
    invoiceType: null,
    ...said,
  };
}

function itemsShown(model: Model, claim: ModelClaim, shown: readonly Shown[]): ClaimItem[] {
  const items = shown.map((one) => itemShown(model, claim, one));
  const detailed = model.lines.filter(({ id }) => shown.some(({ line }) => line.detailOf === id));
  const parents = detailed.map((line) => {
    const parts = items.filter(
      ({ sovLineId, itemType }) => itemType === 'contract_detail_item' && sovLineId === line.id,
    );
    const own = { id: `${claim.id}-${line.id}`, itemType: 'contract_item' as const };
    return summedUp(parts, { ...own, description: line.description });
  });
  const orders = [...new Set(shown.flatMap(({ line }) => line.changeOrder ?? []))];
  const wholes = orders.map((id) =>
    summedUp(
      items.filter(({ changeOrderId }) => changeOrderId === id),
      {
        ...{ id: `${claim.id}-${id}`, itemType: 'whole_change_order_item' as const },
        ...{ sovLineId: id, description: `Variation ${id}` },
      },
    ),
  );
  const isBoth = model.setup.kind !== 'pc' && model.setup.changeOrderItems === 'both';
  return [...parents, ...items, ...(isBoth ? wholes : [])];
}

const summedFields = [
  'workCompletedFromPrevious',
  'workCompletedThisPeriod',
  'materialsPresentlyStored',
  'totalCompletedAndStoredToDate',
  'workRetainageFromPrevious',
  'workRetainageRetainedThisPeriod',
  'workRetainageReleasedThisPeriod',
  'materialsRetainageBalance',
  'materialsRetainageReleasedThisPeriod',
  'materialsRetainageMoved',
] as const;

function summedUp(parts: readonly ClaimItem[], over: Partial<ClaimItem>): ClaimItem {
  const [first] = parts;
  if (!first) throw new Error('a parent without parts');
  const sums = summedFields.map((field) => [
    field,
    text(sum(parts.map((part) => BigInt(part[field].replace('.', ''))))),
  ]);
  return { ...first, ...(Object.fromEntries(sums) as Partial<ClaimItem>), ...over };
}

function itemShown(model: Model, claim: ModelClaim, { line, entry, before }: Shown): ClaimItem {
  const { setup } = model;
  const { movedShownIn: shownIn } = setup;
  const moved = entry.heldMoved;
  const { workHeld, storedHeld } = before;
  const total = before.work + before.stored;
  return {
    ...placeOf(model, line),
    id: `${claim.id}-${line.id}`,
    description: line.description,
    wbsFlatCode: null,
    status: claim.rejected === line.id ? 'rejected' : null,
    scheduledValue: text(line.amount),
    workCompletedFromPrevious: text(before.work + entry.builtIn),
    workCompletedThisPeriod: text(entry.work),
    materialsPresentlyStored: text(before.stored - entry.builtIn + entry.stored),
    totalCompletedAndStoredToDate: text(total + grossOf(entry)),
    totalFromPrevious: setup.kind === 'pc' ? null : text(total),
    workRetainageFromPrevious: text(workHeld + (shownIn === 'fromPrevious' ? moved : 0n)),
    workRetainageRetainedThisPeriod: text(entry.workHeld + (shownIn === 'retained' ? moved : 0n)),
    workRetainageReleasedThisPeriod: text(entry.workReleased),
    materialsRetainageBalance: text(storedHeld - entry.storedReleased - moved + entry.storedHeld),
    materialsRetainageReleasedThisPeriod: text(entry.storedReleased),
    materialsRetainageMoved: text(moved),
    tax: taxShown(model, line),
  };
}

function taxShown({ setup }: Model, { taxCode }: LifeLine): ClaimItem['tax'] {
  if (setup.kind === 'pc' || taxCode === null) return null;
  const named = taxCode.startsWith('DRC') ? 20n : taxOf(setup.regime, taxCode).percent;
  return { taxCodeId: `t-${taxCode}`, rate: String(named) };
}

/** What kind of item bills a line, and what that names. An owner invoice has one item for a whole change order. */
function placeOf(
  { setup }: Model,
  { id, costCode, changeOrder, detailOf, isMarkup }: LifeLine,
): Pick<ClaimItem, 'itemType' | 'sovLineId' | 'changeOrderId' | 'costCode'> {
  const own = { costCode: setup.kind === 'pc' ? codeOf(costCode) : null };
  if (isMarkup) {
    return { itemType: 'markup_item', sovLineId: null, changeOrderId: null, costCode: null };
  }
  if (changeOrder === null) {
    return detailOf === null
      ? { itemType: 'contract_item', sovLineId: id, changeOrderId: null, ...own }
      : { itemType: 'contract_detail_item', sovLineId: detailOf, changeOrderId: null, ...own };
  }
  const ofOrder = { changeOrderId: changeOrder, ...own };
  if (setup.kind === 'pc') return { itemType: 'change_order_item', sovLineId: null, ...ofOrder };
  return setup.changeOrderItems === 'whole'
    ? { itemType: 'whole_change_order_item', sovLineId: changeOrder, ...ofOrder }
    : { itemType: 'change_order_item', sovLineId: id, ...ofOrder };
}

function summaryShown(model: Model, at: number, shown: readonly Shown[]): ClaimSummary {
  const balances = (count: number): Balance[] =>
    shown.map(({ line }) => model.balance(line.id, count));
  const earned = (all: readonly Balance[]): bigint =>
    sum(all.map((one) => one.work + one.stored - one.workHeld - one.storedHeld));
  const [before, after] = [balances(at), balances(at + 1)];
  const work = sum(after.map(({ workHeld }) => workHeld));
  const stored = sum(after.map(({ storedHeld }) => storedHeld));
  const changes = model.ordered.filter(({ changeOrder }) => changeOrder !== null);
  return {
    contractSumToDate: text(model.revisedSum),
    netChangeByChangeOrders: text(sum(changes.map(({ amount }) => amount))),
    totalCompletedAndStoredToDate: text(sum(after.map((one) => one.work + one.stored))),
    completedWorkRetainage: text(work),
    storedMaterialsRetainage: text(stored),
    totalRetainage: text(work + stored),
    totalEarnedLessRetainage: text(earned(after)),
    lessPreviousCertificates: text(earned(before)),
    taxApplicableToThisPayment: procoreTax(model, shown),
    currentPaymentDue: text(earned(after) - earned(before)),
  };
}

/** Procore adds up the lines' taxes before it rounds, on the work or on what is due of it. */
function procoreTax({ setup }: Model, shown: readonly Shown[]): string | null {
  if (setup.taxOn === null) return null;
  const taxed = shown.map(({ line, entry }) => {
    const base =
      setup.taxOn === 'gross' ? grossOf(entry) : grossOf(entry) - heldOf(entry) + releasedOf(entry);
    return base * taxOf(setup.regime, line.taxCode).percent;
  });
  return text(share(sum(taxed), 1n, 100n, unitOf(setup)));
}

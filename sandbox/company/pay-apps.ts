// What each month's pay app claims: work, stored materials and retainage per line, and the summary over them.
import type {
  RequisitionItem,
  RequisitionSummary,
  SeededCommitment,
  SeededLine,
  SeededRequisition,
} from './seeded-company.ts';
import type { ContractOutline } from './commitments.ts';
import type { ProjectRecords } from './project-records.ts';
import type { ItemFigures } from './billing-arithmetic.ts';
import type { Random } from './random.ts';
import type { Cents } from './cents.ts';
import { itemAmounts, movementOf, summaryOf, workRetainageBalance } from './billing-arithmetic.ts';
import { basisPointsOf, centsOf, percentOf, percentText, sum, textOf } from './cents.ts';
import { twoDigits } from './project-records.ts';
import { BILLING_MONTHS } from './reference-names.ts';

/** Where a line stands between two pay apps. */
type LineState = {
  work: Cents;
  stored: Cents;
  workRetainage: Cents;
  materialsRetainage: Cents;
};

/** One pay app without the ids that are given in date order afterwards. */
export type PayAppDraft = Omit<
  SeededRequisition,
  'id' | 'previous_requisition_id' | 'invoice_number' | 'items'
> & { monthIndex: number; isLast: boolean; items: Omit<RequisitionItem, 'id'>[] };

const ROUND_TO: Record<ContractOutline['grain'], bigint> = {
  hundreds: 10_000n,
  dollars: 100n,
  cents: 1n,
};

export function payAppsOf(
  commitment: SeededCommitment,
  outline: ContractOutline,
  records: ProjectRecords,
  random: Random,
): PayAppDraft[] {
  const states = commitment.lines.map((): LineState => ({
    work: 0n,
    stored: 0n,
    workRetainage: 0n,
    materialsRetainage: 0n,
  }));
  const drafts: PayAppDraft[] = [];
  let previousCertificates = 0n;
  for (let sequence = 1; sequence <= outline.payAppCount; sequence += 1) {
    const isLast = sequence === outline.payAppCount;
    const figures = commitment.lines.map((line, index) => {
      const state = states[index];
      if (state === undefined) throw new RangeError('A line has no state');
      const next = figuresOfMonth(line, index, state, { commitment, outline, isLast, random });
      states[index] = stateAfter(next);
      return next;
    });
    const draft = payAppOf(commitment, outline, records, {
      sequence,
      figures,
      previousCertificates,
      random,
    });
    previousCertificates = centsOf(draft.summary.total_earned_less_retainage);
    drafts.push(draft);
  }
  return drafts;
}

function stateAfter(figures: ItemFigures): LineState {
  return {
    work: figures.workFromPrevious + figures.workThisPeriod,
    stored: figures.materialsStored,
    workRetainage: workRetainageBalance(figures),
    materialsRetainage: figures.materialsRetainage,
  };
}

type MonthContext = {
  commitment: SeededCommitment;
  outline: ContractOutline;
  isLast: boolean;
  random: Random;
};

/**
 * Stored materials leave the store in one of Procore's two ways. By hand: this period's work contains them and
 * `materials_moved` is 0. With `move_materials_to_previous_work_completed` on: Procore itself moves all of last
 * period's store, with its retainage, into "from previous application", and says so in the two `…_moved` fields.
 * Source: Procore OpenAPI 2024-10, requisition item: materials_moved "will be non-zero only if
 * move_materials_to_previous_work_completed is true", read 2026-11-23.
 */
function figuresOfMonth(
  line: SeededLine,
  index: number,
  state: LineState,
  { commitment, outline, isLast, random }: MonthContext,
): ItemFigures {
  const scheduled = centsOf(line.amount);
  const grain = ROUND_TO[outline.grain];
  const percent = basisPointsOf(commitment.retainage_percent);
  const movedByProcore = outline.movesMaterials ? state.stored : 0n;
  const retainageMoved = outline.movesMaterials ? state.materialsRetainage : 0n;
  const movedByHand =
    !outline.movesMaterials && state.stored > 0n
      ? isLast || random.chance(50)
        ? state.stored
        : roundDown(state.stored / 2n, grain)
      : 0n;
  const carried = state.stored - movedByProcore - movedByHand;
  const room = scheduled - state.work - state.stored;
  // The first line moves every month, so no pay app is empty; the others rest now and then.
  const rests = index > 0 && random.chance(25);
  const newWork = rests
    ? 0n
    : atMost(room, share(scheduled, random.between(300, 1400), outline, random));
  // The second line always stores, so every such contract shows it at least once.
  const mayStore = outline.storesMaterials && index > 0 && !isLast;
  const stores = mayStore && (index === 1 || random.chance(40));
  const newStored = stores
    ? atMost(room - newWork, share(scheduled, random.between(200, 800), outline, random))
    : 0n;
  const workThisPeriod = newWork + movedByHand;
  const materialsStored = carried + newStored;
  return {
    scheduledValue: scheduled,
    workFromPrevious: state.work + movedByProcore,
    workThisPeriod,
    materialsStored,
    materialsFromPrevious: carried,
    materialsMoved: movedByProcore,
    workRetainageFromPrevious: state.workRetainage + retainageMoved,
    workRetained: percentOf(workThisPeriod, percent),
    workReleased: 0n,
    materialsRetainage: percentOf(materialsStored, percent),
    materialsReleased: 0n,
    materialsRetainageMoved: retainageMoved,
    previousTotal: state.work + state.stored,
    previousRetainage: state.workRetainage + state.materialsRetainage,
  };
}

function share(
  scheduled: Cents,
  basisPoints: number,
  outline: ContractOutline,
  random: Random,
): Cents {
  const grain = ROUND_TO[outline.grain];
  const odd = outline.grain === 'cents' ? BigInt(random.below(100)) : 0n;
  const amount = roundDown(percentOf(scheduled, BigInt(basisPoints)) + odd, grain);
  return amount < grain ? grain : amount;
}

function roundDown(amount: Cents, grain: bigint): Cents {
  return amount - (amount % grain);
}

function atMost(room: Cents, amount: Cents): Cents {
  if (room <= 0n) return 0n;
  return amount < room ? amount : room;
}

type PayAppInput = {
  sequence: number;
  figures: ItemFigures[];
  previousCertificates: Cents;
  random: Random;
};

function payAppOf(
  commitment: SeededCommitment,
  outline: ContractOutline,
  records: ProjectRecords,
  { sequence, figures, previousCertificates, random }: PayAppInput,
): PayAppDraft {
  const monthIndex = outline.firstMonth + sequence - 1;
  const month = BILLING_MONTHS[monthIndex];
  const period = records.billingPeriods.find(
    (candidate) =>
      candidate.project_id === commitment.project_id && candidate.position === monthIndex + 1,
  );
  if (month === undefined || period === undefined) throw new RangeError('No such billing month');
  const isLast = sequence === outline.payAppCount;
  const isOpen = isLast && outline.lastIsOpen;
  const status = isOpen ? (random.chance(50) ? 'draft' : 'under_review') : 'approved';
  const billingDate = `2026-${twoDigits(month.month)}-${random.between(25, month.days)}`;
  const approvedOn = `2026-${twoDigits(month.month + 1)}-${twoDigits(random.between(2, 6))}`;
  const contractSum = sum(commitment.lines.map((line) => centsOf(line.amount)));
  const summary = summaryOf({
    items: figures.map((item, index) => ({
      figures: item,
      taxRateBasisPoints: taxRateOf(commitment.lines[index], records),
    })),
    originalContractSum: contractSum,
    changeOrders: 0n,
    retainagePercent: commitment.retainage_percent,
    previousCertificates,
    formattedPeriod: `${period.start_date} to ${period.end_date}`,
  });
  const claimed = sum(figures.map((item) => movementOf(item).gross));
  return {
    monthIndex,
    isLast,
    project_id: commitment.project_id,
    commitment_id: commitment.id,
    kind: commitment.kind,
    vendor_id: commitment.vendor_id,
    number: sequence,
    invoice_type: 'progress',
    period_id: period.id,
    requisition_start: period.start_date,
    requisition_end: period.end_date,
    billing_date: billingDate,
    submitted_at: status === 'draft' ? null : billingDate,
    status,
    percent_complete: percentComplete(summary),
    total_claimed_amount: textOf(claimed),
    move_materials_to_previous_work_completed: outline.movesMaterials,
    summary,
    items: commitment.lines.map((line, index) =>
      itemOf(line, figures[index], commitment, records, isOpen),
    ),
    created_at: `${billingDate}T0${random.below(5)}:${twoDigits(random.below(60))}:00.000Z`,
    updated_at: isOpen
      ? `2026-11-09T0${random.below(5)}:${twoDigits(random.below(60))}:00.000Z`
      : `${approvedOn}T2${random.below(4)}:${twoDigits(random.below(60))}:00.000Z`,
  };
}

function taxRateOf(line: SeededLine | undefined, records: ProjectRecords): bigint {
  const taxCode = records.taxCodes.find(({ id }) => id === line?.tax_code_id);
  if (taxCode === undefined) throw new RangeError('A line lacks its tax code');
  return basisPointsOf(taxCode.rate);
}

/** "96.36%": Procore shows the percentage of the contract sum completed and stored with its sign. */
export function percentComplete(summary: RequisitionSummary): string {
  const total = centsOf(summary.total_completed_and_stored_to_date);
  return `${percentText(total, centsOf(summary.contract_sum_to_date))}%`;
}

function itemOf(
  line: SeededLine,
  figures: ItemFigures | undefined,
  commitment: SeededCommitment,
  records: ProjectRecords,
  isOpen: boolean,
): Omit<RequisitionItem, 'id'> {
  const wbsCode = records.wbsCodes.find((code) => code.id === line.wbs_code_id);
  const taxCode = records.taxCodes.find((code) => code.id === line.tax_code_id);
  if (figures === undefined || wbsCode === undefined || taxCode === undefined) {
    throw new RangeError('A line lacks its figures, WBS code or tax code');
  }
  const { id, flat_code, description } = wbsCode;
  return {
    item_type: 'contract_item',
    line_item_id: line.id,
    cost_code_id: line.cost_code_id,
    wbs_code: { id, flat_code, description },
    description_of_work: line.description,
    line_number: String(line.position),
    position: line.position,
    ...itemAmounts(figures, basisPointsOf(commitment.retainage_percent)),
    work_completed_retainage_percent_this_period: commitment.retainage_percent,
    materials_stored_retainage_percent_this_period: commitment.retainage_percent,
    taxes: [{ tax_code_id: taxCode.id, tax_code_name: taxCode.code, tax_code_rate: taxCode.rate }],
    status: isOpen ? 'no_action' : 'approved',
    comment: null,
    subcontractor_claimed_amount: textOf(movementOf(figures).gross),
  };
}

// How the figures of a G703 line and of a G702 summary follow from what was entered: exact cents, each percentage rounded once.
import type { RequisitionItem, RequisitionSummary } from './seeded-company.ts';
import { basisPointsOf, centsOf, divideRounded, percentText, sum, textOf } from './cents.ts';
import type { Cents } from './cents.ts';

/** What is entered or carried for one line; everything else is derived. */
export type ItemFigures = {
  scheduledValue: Cents;
  workFromPrevious: Cents;
  workThisPeriod: Cents;
  materialsStored: Cents;
  /** What of last period's stored materials is still stored. */
  materialsFromPrevious: Cents;
  materialsMoved: Cents;
  workRetainageFromPrevious: Cents;
  workRetained: Cents;
  workReleased: Cents;
  materialsRetainage: Cents;
  materialsReleased: Cents;
  materialsRetainageMoved: Cents;
  /** Completed and stored, and retainage of both kinds, as the previous application left them. */
  previousTotal: Cents;
  previousRetainage: Cents;
};

export type ItemMovement = { total: Cents; retainage: Cents; gross: Cents; held: Cents };

/**
 * Worked example: 1,000.00 of work was certified at 10 %, then 500.00 more work and 200.00 stored:
 * total 1,700.00, retainage 100 + 50 + 20 = 170.00; gross 700.00, held 70.00, net 630.00.
 */
export function movementOf(figures: ItemFigures): ItemMovement {
  const total = figures.workFromPrevious + figures.workThisPeriod + figures.materialsStored;
  const retainage = workRetainageBalance(figures) + figures.materialsRetainage;
  return {
    total,
    retainage,
    gross: total - figures.previousTotal,
    held: retainage - figures.previousRetainage,
  };
}

export function workRetainageBalance(figures: ItemFigures): Cents {
  return figures.workRetainageFromPrevious + figures.workRetained - figures.workReleased;
}

/** The figures of a parent, which are the sums of its parts'. */
export function addedUp(all: readonly ItemFigures[]): ItemFigures {
  const of = (name: keyof ItemFigures): Cents => sum(all.map((figures) => figures[name]));
  return {
    scheduledValue: of('scheduledValue'),
    workFromPrevious: of('workFromPrevious'),
    workThisPeriod: of('workThisPeriod'),
    materialsStored: of('materialsStored'),
    materialsFromPrevious: of('materialsFromPrevious'),
    materialsMoved: of('materialsMoved'),
    workRetainageFromPrevious: of('workRetainageFromPrevious'),
    workRetained: of('workRetained'),
    workReleased: of('workReleased'),
    materialsRetainage: of('materialsRetainage'),
    materialsReleased: of('materialsReleased'),
    materialsRetainageMoved: of('materialsRetainageMoved'),
    previousTotal: of('previousTotal'),
    previousRetainage: of('previousRetainage'),
  };
}

/** The same figures read back from a line as Procore shows it, beside the previous application's line. */
export function figuresOf(item: RequisitionItem, previous: RequisitionItem | null): ItemFigures {
  return {
    scheduledValue: centsOf(item.scheduled_value),
    workFromPrevious: centsOf(item.work_completed_from_previous_application),
    workThisPeriod: centsOf(item.work_completed_this_period),
    materialsStored: centsOf(item.materials_presently_stored),
    materialsFromPrevious: centsOf(item.materials_presently_stored_from_previous_progress),
    materialsMoved: centsOf(item.materials_moved),
    workRetainageFromPrevious: centsOf(item.work_completed_retainage_from_previous_application),
    workRetained: centsOf(item.work_completed_retainage_retained_this_period),
    workReleased: centsOf(item.work_completed_retainage_released_this_period),
    materialsRetainage: centsOf(item.materials_stored_retainage_currently_retained),
    materialsReleased: centsOf(item.materials_stored_retainage_released_this_period),
    materialsRetainageMoved: centsOf(item.materials_retainage_retained_moved),
    previousTotal: centsOf(item.total_completed_and_stored_to_date_from_previous),
    previousRetainage: previous === null ? 0n : retainageOf(previous),
  };
}

/** Work and materials retainage of one shown line, as balances. */
export function retainageOf(item: RequisitionItem): Cents {
  return (
    centsOf(item.work_completed_retainage_from_previous_application) +
    centsOf(item.work_completed_retainage_retained_this_period) -
    centsOf(item.work_completed_retainage_released_this_period) +
    centsOf(item.materials_stored_retainage_currently_retained)
  );
}

type MoneyFields = Pick<
  RequisitionItem,
  | 'scheduled_value'
  | 'work_completed_from_previous_application'
  | 'work_completed_this_period'
  | 'materials_presently_stored'
  | 'materials_presently_stored_from_previous_progress'
  | 'materials_moved'
  | 'total_completed_and_stored_to_date'
  | 'total_completed_and_stored_to_date_percent'
  | 'total_completed_and_stored_to_date_from_previous'
  | 'work_completed_retainage_from_previous_application'
  | 'work_completed_retainage_retained_this_period'
  | 'work_completed_retainage_released_this_period'
  | 'materials_stored_retainage_currently_retained'
  | 'materials_stored_retainage_new_materials'
  | 'materials_stored_retainage_released_this_period'
  | 'materials_retainage_retained_moved'
  | 'gross_amount'
  | 'net_amount'
>;

/** The amounts of one line as Procore shows them. `retainageBasisPoints` splits the materials balance for display only. */
export function itemAmounts(figures: ItemFigures, retainageBasisPoints: bigint): MoneyFields {
  const { total, gross, held } = movementOf(figures);
  const carried = divideRounded(figures.materialsFromPrevious * retainageBasisPoints, 10_000n);
  const onNewMaterials =
    figures.materialsRetainage > carried ? figures.materialsRetainage - carried : 0n;
  return {
    scheduled_value: textOf(figures.scheduledValue),
    work_completed_from_previous_application: textOf(figures.workFromPrevious),
    work_completed_this_period: textOf(figures.workThisPeriod),
    materials_presently_stored: textOf(figures.materialsStored),
    materials_presently_stored_from_previous_progress: textOf(figures.materialsFromPrevious),
    materials_moved: textOf(figures.materialsMoved),
    total_completed_and_stored_to_date: textOf(total),
    total_completed_and_stored_to_date_percent: percentText(total, figures.scheduledValue),
    total_completed_and_stored_to_date_from_previous: textOf(figures.previousTotal),
    work_completed_retainage_from_previous_application: textOf(figures.workRetainageFromPrevious),
    work_completed_retainage_retained_this_period: textOf(figures.workRetained),
    work_completed_retainage_released_this_period: textOf(figures.workReleased),
    materials_stored_retainage_currently_retained: textOf(figures.materialsRetainage),
    materials_stored_retainage_new_materials: textOf(onNewMaterials),
    materials_stored_retainage_released_this_period: textOf(figures.materialsReleased),
    materials_retainage_retained_moved: textOf(figures.materialsRetainageMoved),
    gross_amount: textOf(gross),
    net_amount: textOf(gross - held),
  };
}

export type SummaryInput = {
  items: readonly { figures: ItemFigures; taxRateBasisPoints: bigint }[];
  originalContractSum: Cents;
  changeOrders: Cents;
  retainagePercent: string;
  /** The previous application's total earned less retainage; 0 for the first. */
  previousCertificates: Cents;
  formattedPeriod: string;
};

/** Line taxes are summed unrounded on work less retainage and rounded once: 33.35 × 15 % twice = 10.005 → 10.01. */
function taxOn(items: SummaryInput['items']): Cents {
  const unrounded = sum(
    items.map(({ figures, taxRateBasisPoints }) => {
      const { gross, held } = movementOf(figures);
      return (gross - held) * taxRateBasisPoints;
    }),
  );
  return divideRounded(unrounded, 10_000n);
}

export function summaryOf(input: SummaryInput): RequisitionSummary {
  const figures = input.items.map((item) => item.figures);
  const total = sum(figures.map((item) => movementOf(item).total));
  const workRetainage = sum(figures.map(workRetainageBalance));
  const materialsRetainage = sum(figures.map((item) => item.materialsRetainage));
  const stored = sum(figures.map((item) => item.materialsStored));
  const storedBefore = sum(figures.map((item) => item.materialsFromPrevious));
  const totalRetainage = workRetainage + materialsRetainage;
  const earned = total - totalRetainage;
  const contractSum = input.originalContractSum + input.changeOrders;
  const percent = textOf(basisPointsOf(input.retainagePercent));
  return {
    original_contract_sum: textOf(input.originalContractSum),
    net_change_by_change_orders: textOf(input.changeOrders),
    contract_sum_to_date: textOf(contractSum),
    total_completed_and_stored_to_date: textOf(total),
    completed_work_retainage_percent: percent,
    completed_work_retainage_amount: textOf(workRetainage),
    stored_materials_retainage_percent: percent,
    stored_materials_retainage_amount: textOf(materialsRetainage),
    total_retainage: textOf(totalRetainage),
    total_earned_less_retainage: textOf(earned),
    less_previous_certificates_for_payment: textOf(input.previousCertificates),
    current_payment_due: textOf(earned - input.previousCertificates),
    tax_applicable_to_this_payment: textOf(taxOn(input.items)),
    balance_to_finish_including_retainage: textOf(contractSum - earned),
    new_materials: textOf(stored - storedBefore),
    stored_materials: textOf(storedBefore),
    formatted_period: input.formattedPeriod,
  };
}

// How a line stands on a pay app before anything is claimed: each carries forward where the contract's previous pay app left it.
import { itemAmounts, retainageOf } from '../company/billing-arithmetic.ts';
import type { ItemFigures } from '../company/billing-arithmetic.ts';
import { basisPointsOf, centsOf, percentOf, sum, textOf } from '../company/cents.ts';
import type { RequisitionItem, SeededTaxCode } from '../company/seeded-company.ts';
import { ruleOf } from './open-rules.ts';
import { notFound } from './procore-call.ts';
import { nextId } from './procore-state.ts';
import type { CommitmentRow, ProcoreState, RequisitionRow } from './procore-state.ts';
import { catchUpOf } from './requisition-items.ts';
import { sameLine } from './requisition-leaves.ts';
import type { BillingSource } from './requisition-sources.ts';

export function carriedItem(
  state: ProcoreState,
  commitment: CommitmentRow,
  source: BillingSource,
  previous: RequisitionRow | null,
): RequisitionItem {
  const before = sameLine(previous, source);
  const { line, description: text, scheduled, position, lineNumber, ...named } = source;
  const wbsCode = state.wbsCodes.get(String(line.wbs_code_id));
  if (wbsCode === undefined) throw notFound();
  const { id, flat_code, description } = wbsCode;
  const percent = commitment.retainage_percent;
  const carried = carriedFigures(commitment, scheduled, before);
  const slides = ruleOf(state, 'lowerRetainagePercent') === 'also before';
  return {
    id: nextId(state),
    ...named,
    cost_code_id: line.cost_code_id,
    wbs_code: { id, flat_code, description },
    description_of_work: text,
    line_number: lineNumber,
    position,
    ...itemAmounts(slides ? slidDown(carried, before, percent) : carried, basisPointsOf(percent)),
    work_completed_retainage_percent_this_period: percent,
    materials_stored_retainage_percent_this_period: percent,
    taxes: taxesOf(state, line.tax_code_id),
    status: 'no_action',
    comment: null,
    subcontractor_claimed_amount: '0.00',
  };
}

/** A lower percentage counts for what was held before, too. */
function slidDown(
  figures: ItemFigures,
  before: RequisitionItem | null,
  percent: string,
): ItemFigures {
  const materials = percentOf(figures.materialsStored, basisPointsOf(percent));
  return {
    ...figures,
    workRetained: catchUpOf(figures, before, percent),
    materialsRetainage:
      materials < figures.materialsRetainage ? materials : figures.materialsRetainage,
  };
}

/** A tax group stands for its codes; whether an item lists them or the group is an open rule. */
function taxesOf(state: ProcoreState, taxCodeId: number | null): RequisitionItem['taxes'] {
  const taxCode = state.taxCodes.get(String(taxCodeId));
  if (taxCode === undefined) return [];
  if (taxCode.member_ids === undefined) return [taxOf(taxCode)];
  const members = taxCode.member_ids.flatMap((id) => state.taxCodes.get(String(id)) ?? []);
  if (ruleOf(state, 'taxGroups') === 'members') return members.map(taxOf);
  return [taxOf({ ...taxCode, rate: textOf(sum(members.map(({ rate }) => centsOf(rate)))) })];
}

function taxOf({ id, code, rate }: SeededTaxCode): RequisitionItem['taxes'][number] {
  return { tax_code_id: id, tax_code_name: code, tax_code_rate: rate };
}

/** Nothing is claimed yet; stored materials stay stored, or move into earlier work where the contract says so. */
function carriedFigures(
  commitment: CommitmentRow,
  scheduled: bigint,
  before: RequisitionItem | null,
): ItemFigures {
  const amount = (read: (item: RequisitionItem) => string): bigint =>
    before === null ? 0n : centsOf(read(before));
  const stored = amount((item) => item.materials_presently_stored);
  const storedRetainage = amount((item) => item.materials_stored_retainage_currently_retained);
  const retainage = before === null ? 0n : retainageOf(before);
  const work =
    amount((item) => item.work_completed_from_previous_application) +
    amount((item) => item.work_completed_this_period);
  const moves = commitment.move_materials;
  const kept = moves ? 0n : stored;
  return {
    scheduledValue: scheduled,
    workFromPrevious: moves ? work + stored : work,
    workThisPeriod: 0n,
    materialsStored: kept,
    materialsFromPrevious: kept,
    materialsMoved: moves ? stored : 0n,
    workRetainageFromPrevious: moves ? retainage : retainage - storedRetainage,
    workRetained: 0n,
    workReleased: 0n,
    materialsRetainage: moves ? 0n : storedRetainage,
    materialsReleased: 0n,
    materialsRetainageMoved: moves ? storedRetainage : 0n,
    previousTotal: amount((item) => item.total_completed_and_stored_to_date),
    previousRetainage: retainage,
  };
}

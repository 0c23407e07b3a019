// How one line of a G703 looks in Procore's answers, with what the open rules make of moved and stored materials.
import { centsOf, percentText, textOf } from '../company/cents.ts';
import type { PaymentApplicationLine } from '../company/owner-records.ts';
import { amountsOf } from '../company/owner-arithmetic.ts';
import { billedCurrencyOf } from './currency.ts';
import { ruleOf } from './open-rules.ts';
import { presentCostCode } from './present-directory.ts';
import type { PaymentApplicationRow, ProcoreState } from './procore-state.ts';

/** A line among all of an application, whichever kind it is. */
export function presentG703Line(
  state: ProcoreState,
  row: PaymentApplicationRow,
  line: PaymentApplicationLine,
): object {
  const isMarkup = line.origin_type === 'Markup';
  const inItsOwnModel = isMarkup && ruleOf(state, 'ownerMarkupSchedule') === 'absent';
  return {
    ...(inItsOwnModel ? presentMarkupLine(state, line) : presentChangedLine(state, line)),
    description_override: null,
    currency_configuration: billedCurrencyOf(state, row),
  };
}

/** The answer to a changed line. Source: Procore OpenAPI 2024-10, payment_application_line_items, read 2026-11-26. */
export function presentChangedLine(state: ProcoreState, line: PaymentApplicationLine): object {
  const costCode = state.costCodes.get(String(line.cost_code_id));
  const wbsCode = state.wbsCodes.get(String(line.wbs_code_id));
  return {
    ...figuresOf(state, line),
    item_number: line.item_number,
    scheduled_value: line.scheduled_value,
    cost_code: costCode === undefined ? null : presentCostCode(costCode, state),
    wbs_code:
      wbsCode === undefined
        ? null
        : { id: wbsCode.id, flat_code: wbsCode.flat_code, description: wbsCode.description },
    ...materialsOf(state, line),
    ...movedOf(state, line),
    scheduled_unit_price: '0.0000',
    scheduled_quantity: '0.0',
    total_completed_and_stored_to_date_quantity: '0.0',
    work_completed_this_period_quantity: '0.0',
    work_completed_from_previous_application_quantity: '0.0',
  };
}

/** The answer to a changed markup. Source: Procore OpenAPI 2024-10, …markup_line_items, read 2026-11-26. */
export function presentMarkupLine(state: ProcoreState, line: PaymentApplicationLine): object {
  return figuresOf(state, line);
}

/** What moved, where the rules count it as of this period: amounts and retainage. */
function movedNow(state: ProcoreState, line: PaymentApplicationLine): [bigint, bigint] {
  const amount = ruleOf(state, 'ownerMovedMaterials') === 'in period' ? line.materials_moved : '0';
  const isHeldNow = ruleOf(state, 'ownerMovedRetainage') === 'in period';
  return [centsOf(amount), isHeldNow ? centsOf(line.materials_retainage_retained_moved) : 0n];
}

function figuresOf(state: ProcoreState, line: PaymentApplicationLine): object {
  const amounts = amountsOf(line);
  const [moved, retainageMoved] = movedNow(state, line);
  const shifted = (amount: string, by: bigint): string => textOf(centsOf(amount) + by);
  return {
    id: line.id,
    type: line.type,
    description_of_work: line.description_of_work,
    work_completed_from_previous_application: shifted(
      line.work_completed_from_previous_application,
      -moved,
    ),
    work_completed_this_period: shifted(line.work_completed_this_period, moved),
    materials_presently_stored: line.materials_presently_stored,
    total_completed_and_stored_to_date: textOf(amounts.total),
    total_completed_and_stored_to_date_percent: percentText(amounts.total, amounts.scheduled),
    balance_to_finish: textOf(amounts.scheduled - amounts.total),
    work_completed_retainage_from_previous_application: shifted(
      line.work_completed_retainage_from_previous_application,
      -retainageMoved,
    ),
    work_completed_retainage_retained_this_period: shifted(
      line.work_completed_retainage_retained_this_period,
      retainageMoved,
    ),
    work_completed_retainage_released_this_period:
      line.work_completed_retainage_released_this_period,
    work_completed_retainage_percent_this_period: line.work_completed_retainage_percent_this_period,
    work_completed_retainage_currently_retained: textOf(amounts.workRetainage),
    total_retainage_currently_retained: textOf(amounts.retainage),
    total_retainage_from_previous_application: textOf(amounts.retainageFromPrevious),
  };
}

function materialsOf(state: ProcoreState, line: PaymentApplicationLine): object {
  const { materialsRetainage } = amountsOf(line);
  const [, retainageMoved] = movedNow(state, line);
  const isBalance = ruleOf(state, 'ownerMaterialsRetained') === 'balance';
  const shifted = (amount: string): string => textOf(centsOf(amount) + retainageMoved);
  return {
    materials_stored_retainage_currently_retained: textOf(materialsRetainage),
    materials_stored_retainage_from_previous_application: shifted(
      line.materials_stored_retainage_from_previous_application,
    ),
    materials_stored_retainage_released_this_period: shifted(
      line.materials_stored_retainage_released_this_period,
    ),
    materials_stored_retainage_retained_this_period: isBalance
      ? textOf(materialsRetainage)
      : line.materials_stored_retainage_retained_this_period,
    materials_stored_retainage_percent_this_period:
      line.materials_stored_retainage_percent_this_period,
  };
}

function movedOf(state: ProcoreState, line: PaymentApplicationLine): object {
  if (ruleOf(state, 'ownerMaterialsMoved') === 'absent') return {};
  const { materials_moved, materials_retainage_retained_moved } = line;
  return { materials_moved, materials_retainage_retained_moved };
}

// The lines of a payment application: what is claimed, stored, held and released on one line of the latest application.
import { centsOf, percentText, textOf } from '../company/cents.ts';
import { amountsOf, withStored, withWork } from '../company/owner-arithmetic.ts';
import { withMarkups } from '../company/owner-lines.ts';
import type { PaymentApplicationLine } from '../company/owner-records.ts';
import { projectOf, writableBody } from './access.ts';
import { amountField, given } from './body-fields.ts';
import type { Body } from './body-fields.ts';
import { presentChangedLine, presentMarkupLine } from './present-g703-line.ts';
import { isLast } from './present-payment-application.ts';
import {
  keepPaymentApplication,
  refuseSyncedInvoice,
  requireChangeable,
} from './payment-application-records.ts';
import { primeContractOf } from './prime-contract-records.ts';
import { notFound, unprocessable } from './procore-call.ts';
import type { ProcoreAnswer, ProcoreCall, ProcoreRoute } from './procore-call.ts';
import type { PaymentApplicationRow, PrimeContractRow } from './procore-state.ts';
import type { RouteContext } from './route-context.ts';

const CONTRACT = '/rest/v1.0/prime_contracts/{prime_contract_id}';

export function paymentApplicationLineRoutes(context: RouteContext): ProcoreRoute[] {
  return [
    {
      method: 'PATCH',
      path: `${CONTRACT}/payment_application_line_items/{id}`,
      handle: (call) => changeLine(context, call, 'payment_application_line_item'),
    },
    {
      method: 'PATCH',
      path: `${CONTRACT}/payment_application_markup_line_items/{id}`,
      handle: (call) => changeLine(context, call, 'payment_application_markup_line_item'),
    },
  ];
}

function changeLine(
  context: RouteContext,
  call: ProcoreCall,
  type: PaymentApplicationLine['type'],
): ProcoreAnswer {
  const { state } = context;
  const contract = primeContractOf(context, call, call.params['prime_contract_id']);
  const { row, line } = foundLine(context, call, contract, type);
  const body = writableBody(state, call, type);
  refuseSyncedInvoice(call, row, body);
  requireChangeable(context, call, row);
  // Amounts that others build on never change, whoever asks.
  if (!isLast(state, row)) {
    throw unprocessable('Only the items of the most recent invoice of a contract can be edited');
  }
  const changed = changedLine(call, line, body);
  const entered = row.lines.map((other) => (other.id === line.id ? changed : other));
  const follows = call.rule('ownerMarkupWork') === 'follows';
  const lines = follows ? withMarkups(entered, contract.markups) : entered;
  keepPaymentApplication(context, call, { ...row, lines });
  const shown = lines.find(({ id }) => id === line.id) ?? changed;
  const isMarkup = type === 'payment_application_markup_line_item';
  const body200 = isMarkup ? presentMarkupLine(state, shown) : presentChangedLine(state, shown);
  return { status: 200, body: body200 };
}

type Found = { row: PaymentApplicationRow; line: PaymentApplicationLine };

function foundLine(
  { state }: RouteContext,
  call: ProcoreCall,
  contract: PrimeContractRow,
  type: PaymentApplicationLine['type'],
): Found {
  const project = projectOf(state, call);
  for (const row of state.paymentApplications.values()) {
    if (row.contract_id !== contract.id || row.project_id !== project.id) continue;
    const line = row.lines.find((one) => one.type === type && String(one.id) === call.params['id']);
    if (line !== undefined) return { row, line };
  }
  throw notFound();
}

const WORK_HELD = 'work_completed_retainage_retained_this_period';
const STORED_HELD = 'materials_stored_retainage_retained_this_period';
const RELEASED = 'work_completed_retainage_released_this_period';

/** Retainage follows the line's percentage unless its amount is entered, which then stands and shows its own. */
function changedLine(
  call: ProcoreCall,
  before: PaymentApplicationLine,
  body: Body,
): PaymentApplicationLine {
  const amount = (name: string): bigint => centsOf(amountField(body, name, '0.00'));
  let line = before;
  if (given(body, 'work_completed_this_period')) {
    line = withWork(line, amount('work_completed_this_period'));
  }
  if (given(body, 'materials_presently_stored')) {
    line = withStored(line, amount('materials_presently_stored'));
  }
  if (given(body, WORK_HELD)) line = withWorkHeld(line, amount(WORK_HELD));
  if (given(body, STORED_HELD)) line = withStoredHeld(call, line, amount(STORED_HELD));
  if (given(body, RELEASED)) line = withReleased(line, amount(RELEASED));
  return line;
}

/** "work_completed_this_period should be non-zero to hold a retainage": Procore OpenAPI 2024-10, read 2026-11-26. */
function withWorkHeld(line: PaymentApplicationLine, held: bigint): PaymentApplicationLine {
  const work = centsOf(line.work_completed_this_period);
  if (held !== 0n && work === 0n) {
    throw unprocessable({ [WORK_HELD]: ['needs work completed this period'] });
  }
  return {
    ...line,
    [WORK_HELD]: textOf(held),
    work_completed_retainage_percent_this_period: percentText(held, work),
  };
}

/** The same note of materials_presently_stored. Whether the amount is a balance or a movement is an open rule. */
function withStoredHeld(
  call: ProcoreCall,
  line: PaymentApplicationLine,
  held: bigint,
): PaymentApplicationLine {
  const stored = centsOf(line.materials_presently_stored);
  if (held !== 0n && stored === 0n) {
    throw unprocessable({ [STORED_HELD]: ['needs materials presently stored'] });
  }
  const isBalance = call.rule('ownerMaterialsRetained') === 'balance';
  const before =
    centsOf(line.materials_stored_retainage_from_previous_application) -
    centsOf(line.materials_stored_retainage_released_this_period);
  const changed = { ...line, [STORED_HELD]: textOf(isBalance ? held - before : held) };
  const { materialsRetainage } = amountsOf(changed);
  const percent = percentText(materialsRetainage, stored);
  return { ...changed, materials_stored_retainage_percent_this_period: percent };
}

/** Nobody releases more than is held, on a deduction neither. */
function withReleased(line: PaymentApplicationLine, released: bigint): PaymentApplicationLine {
  const held = centsOf(line.work_completed_retainage_from_previous_application);
  const isWithin =
    held < 0n ? released <= 0n && released >= held : released >= 0n && released <= held;
  if (isWithin) return { ...line, [RELEASED]: textOf(released) };
  throw unprocessable({ [RELEASED]: ['must be between zero and the retainage held before'] });
}

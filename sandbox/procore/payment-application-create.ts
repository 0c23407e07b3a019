// What a new payment application starts from: the contract's lines, markups and approved change orders, each carried forward
// from where the previous application left it.
import { amountsOf } from '../company/owner-arithmetic.ts';
import { lineOrigins, nextLine, sameOrigin } from '../company/owner-lines.ts';
import type { PaymentApplicationLine } from '../company/owner-records.ts';
import { requireFreeOrigin, writableBody } from './access.ts';
import { idField } from './body-fields.ts';
import { withInvoiceFields } from './payment-application-fields.ts';
import { changeOrdersOf } from './present-prime-contract.ts';
import { primeContractOf } from './prime-contract-records.ts';
import { ProcoreRefusal, unprocessable } from './procore-call.ts';
import type { ProcoreCall } from './procore-call.ts';
import { nextId, nextStamp } from './procore-state.ts';
import type {
  BillingPeriodRow,
  PaymentApplicationRow,
  PrimeContractRow,
  ProcoreState,
} from './procore-state.ts';
import type { RouteContext } from './route-context.ts';

const BILLABLE = ['Approved', 'Complete'];

export function createPaymentApplication(
  context: RouteContext,
  call: ProcoreCall,
): PaymentApplicationRow {
  const { state } = context;
  const contract = primeContractOf(context, call, call.params['prime_contract_id']);
  if (!contract.allow_payment_applications) {
    throw unprocessable({ base: ['Payment applications are not enabled on this contract'] });
  }
  if (!BILLABLE.includes(contract.status)) {
    throw unprocessable({ base: ['The contract must be approved before it can be invoiced'] });
  }
  const body = writableBody(state, call, 'payment_application');
  const period = periodOf(
    context,
    call,
    contract,
    idField(body, 'commitment_billing_period_id', null),
  );
  const previous = latestOf(state, contract);
  const stamp = nextStamp(state, context.now());
  const number = (previous?.number ?? 0) + 1;
  const blank: PaymentApplicationRow = {
    id: nextId(state),
    project_id: contract.project_id,
    contract_id: contract.id,
    number,
    invoice_number: null,
    status: 'draft',
    period_id: period.id,
    period_start: period.start_date,
    period_end: period.end_date,
    billing_date: period.end_date,
    lines: [],
    origin_id: null,
    origin_data: null,
    created_at: stamp,
    updated_at: stamp,
  };
  const header = withInvoiceFields(call, blank, body);
  requireFreeOrigin(state.paymentApplications.values(), header.id, header.origin_id);
  const row = { ...header, lines: firstLines(context, contract, previous, number) };
  state.paymentApplications.set(String(row.id), row);
  return row;
}

function latestOf(
  state: ProcoreState,
  contract: PrimeContractRow,
): PaymentApplicationRow | undefined {
  return state.paymentApplications
    .values()
    .filter(({ contract_id }) => contract_id === contract.id)
    .sort((a, b) => b.number - a.number)[0];
}

function firstLines(
  { state }: RouteContext,
  contract: PrimeContractRow,
  previous: PaymentApplicationRow | undefined,
  number: number,
): PaymentApplicationLine[] {
  const approved = changeOrdersOf(state, contract).filter(({ status }) => status === 'approved');
  const origins = lineOrigins(contract, approved);
  // What was billed stays billed, also where its line is gone.
  const orphans = (previous?.lines ?? []).filter((line) => !sameOrigin(origins, line));
  const kept = orphans.map(({ origin_type, origin_id, type, ...line }) => {
    const { description_of_work, cost_code_id, wbs_code_id, scheduled_value } = line;
    const of = { description_of_work, cost_code_id, wbs_code_id, scheduled_value };
    return { origin_type, origin_id, type, ...of };
  });
  const lines = [...origins, ...kept].map((origin, index) => {
    const before = sameOrigin(previous?.lines ?? [], origin);
    const place = { id: nextId(state), item_number: index + 1, first_number: number };
    const moves = contract.move_materials && before !== undefined;
    const moved = moves ? amountsOf(before).stored : 0n;
    return nextLine(origin, before, place, { moved, percent: contract.retainage_percent });
  });
  return lines;
}

/** The open billing period; only an admin may bill another, as for pay apps. */
function periodOf(
  { state }: RouteContext,
  call: ProcoreCall,
  contract: PrimeContractRow,
  wanted: number | null,
): BillingPeriodRow {
  const period = state.billingPeriods
    .values()
    .filter(({ project_id }) => project_id === contract.project_id)
    .find(({ id, status }) => (wanted === null ? status === 'open' : id === wanted));
  if (period === undefined) {
    throw unprocessable({ commitment_billing_period_id: ['There is no open billing period'] });
  }
  if (period.status === 'closed' && call.app !== 'admin') {
    throw new ProcoreRefusal(403, 'Only an invoice administrator may bill a closed period');
  }
  return period;
}

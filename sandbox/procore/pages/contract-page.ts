// What a reader sees of one contract: its sums, its schedule of values, its pay apps and what was paid.
import type { Answer } from '../../kit/http.ts';
import { textOf } from '../../company/cents.ts';
import { changeOrdersOf, worthOf } from '../change-order-sums.ts';
import { totalsOf } from '../present-commitment.ts';
import type {
  ChangeOrderRow,
  CommitmentRow,
  LineRow,
  PaymentRow,
  ProcoreState,
  ProjectRow,
  RequisitionRow,
} from '../procore-state.ts';
import { payAppAddress, projectAddress } from './addresses.ts';
import { html } from './html.ts';
import type { Markup } from './html.ts';
import { facts, pageAnswer, table } from './layout.ts';
import { contractState, projectName } from './project-pages.ts';

export function contractPage(
  state: ProcoreState,
  project: ProjectRow,
  contract: CommitmentRow,
): Answer {
  const payApps = state.requisitions.values().filter((row) => row.commitment_id === contract.id);
  const payments = state.payments.values().filter((row) => row.contract_id === contract.id);
  const content = html`${contractFacts(state, contract)}
    <h2>Schedule of values</h2>
    ${lineTable(state, contract.lines)}
    <h2>Change orders</h2>
    ${changeOrderTable(changeOrdersOf(state, contract.id))}
    <h2>Pay apps</h2>
    ${payAppTable(payApps)}
    <h2>Payments issued</h2>
    ${paymentTable(payments)}`;
  const crumbs = [{ address: projectAddress(project.id), label: projectName(project) }];
  return pageAnswer({ title: `${contract.number} ${contract.title}`, crumbs, content });
}

function contractFacts(state: ProcoreState, contract: CommitmentRow): Markup {
  const totals = totalsOf(state, contract);
  return facts([
    ['Company', state.vendors.get(String(contract.vendor_id))?.name ?? ''],
    ['Status', contractState(contract)],
    ['Date', contract.contract_date],
    ['Default retainage', `${contract.retainage_percent} %`],
    ['Original sum', totals.grand_total],
    ['Approved change orders', totals.approved_change_orders],
    ['Pending change orders', totals.pending_change_orders],
    ['Draft change orders', totals.draft_change_orders_amount],
    ['Revised sum', totals.revised_contract],
    ['Invoiced', totals.total_requisitions_amount],
    ['Paid', `${totals.total_payments} (${totals.percentage_paid} %)`],
    ['Left to pay', totals.remaining_balance_outstanding],
    ['Procore id', String(contract.id)],
    ['ERP id', contract.origin_id],
  ]);
}

export function lineTable(state: ProcoreState, lines: readonly LineRow[]): Markup {
  return table<LineRow>(
    [
      { head: '#', isNumber: true, of: ({ position }) => position },
      { head: 'Code', of: (line) => state.wbsCodes.get(String(line.wbs_code_id))?.flat_code ?? '' },
      { head: 'Description', of: ({ description }) => description },
      { head: 'Tax', of: (line) => state.taxCodes.get(String(line.tax_code_id))?.code ?? 'none' },
      { head: 'Quantity', isNumber: true, of: ({ quantity }) => quantity },
      { head: 'Unit cost', isNumber: true, of: ({ unit_cost }) => unit_cost },
      { head: 'Amount', isNumber: true, of: ({ amount }) => amount },
    ],
    lines,
  );
}

function changeOrderTable(changeOrders: readonly ChangeOrderRow[]): Markup {
  if (changeOrders.length === 0) return html`<p>None.</p>`;
  return table<ChangeOrderRow>(
    [
      { head: '#', isNumber: true, of: ({ number }) => number },
      { head: 'Title', of: ({ title }) => title },
      { head: 'Status', of: ({ status }) => status },
      { head: 'Lines', of: ({ lines }) => lines.map(({ description }) => description).join(', ') },
      { head: 'Amount', isNumber: true, of: (row) => textOf(worthOf(row)) },
    ],
    changeOrders,
  );
}

function payAppTable(payApps: readonly RequisitionRow[]): Markup {
  return table<RequisitionRow>(
    [
      {
        head: 'Pay app',
        of: (row) => html`<a href="${payAppAddress(row)}">${row.number}</a>`,
      },
      { head: 'Their number', of: ({ invoice_number }) => invoice_number },
      { head: 'Status', of: ({ status }) => status },
      { head: 'Billing date', of: ({ billing_date }) => billing_date },
      { head: 'Retainage', isNumber: true, of: ({ summary }) => summary.total_retainage },
      { head: 'Due', isNumber: true, of: ({ summary }) => summary.current_payment_due },
      { head: 'Tax', isNumber: true, of: ({ summary }) => summary.tax_applicable_to_this_payment },
    ],
    payApps,
  );
}

export function paymentTable(payments: readonly PaymentRow[]): Markup {
  if (payments.length === 0) return html`<p>None.</p>`;
  return table<PaymentRow>(
    [
      { head: '#', isNumber: true, of: ({ payment_number }) => payment_number },
      { head: 'Date', of: ({ date }) => date },
      { head: 'Invoice', of: ({ invoice_number }) => invoice_number },
      { head: 'Notes', of: ({ notes }) => notes },
      { head: 'Amount', isNumber: true, of: ({ amount }) => amount },
    ],
    payments,
  );
}

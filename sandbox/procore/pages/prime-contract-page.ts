// What a reader sees of one prime contract: its sums, schedule of values, markups, change orders, owner invoices and payments.
import { textOf } from '../../company/cents.ts';
import { linesTotal, markupAmount } from '../../company/owner-lines.ts';
import type { SeededMarkup } from '../../company/owner-records.ts';
import type { Answer } from '../../kit/http.ts';
import { g702Of } from '../present-payment-application.ts';
import { changeOrdersOf, primeTotalsOf } from '../present-prime-contract.ts';
import type {
  PaymentApplicationRow,
  PrimeChangeOrderRow,
  PrimeContractRow,
  ProcoreState,
  ProjectRow,
} from '../procore-state.ts';
import { ownerInvoiceAddress, projectAddress } from './addresses.ts';
import { lineTable, paymentTable } from './contract-page.ts';
import { html } from './html.ts';
import type { Markup } from './html.ts';
import { facts, pageAnswer, table } from './layout.ts';
import { ownerName } from './prime-contract-list.ts';

export function primeContractPage(
  state: ProcoreState,
  project: ProjectRow,
  contract: PrimeContractRow,
): Answer {
  const invoices = state.paymentApplications
    .values()
    .filter(({ contract_id }) => contract_id === contract.id);
  const payments = state.payments.values().filter(({ contract_id }) => contract_id === contract.id);
  const content = html`${contractFacts(state, contract)}
    <h2>Schedule of values</h2>
    ${lineTable(state, contract.lines)}
    <h2>Markups</h2>
    ${markupTable(contract)}
    <h2>Change orders</h2>
    ${changeTable(changeOrdersOf(state, contract))}
    <h2>Owner invoices</h2>
    ${invoiceTable(state, invoices)}
    <h2>Payments received</h2>
    ${paymentTable(payments)}`;
  const label = `${project.project_number} ${project.name}`;
  const crumbs = [{ address: projectAddress(project.id), label }];
  return pageAnswer({ title: `${contract.number} ${contract.title}`, crumbs, content });
}

function contractFacts(state: ProcoreState, contract: PrimeContractRow): Markup {
  const totals = primeTotalsOf(state, contract);
  return facts([
    ['Owner', ownerName(state, contract.vendor_id)],
    ['Status', contract.status],
    ['Date', contract.contract_date],
    ['Default retainage', `${contract.retainage_percent} %`],
    ['Original sum with markup', totals.grand_total],
    ['Approved change orders', totals.approved_change_orders],
    ['Revised sum', totals.revised_contract_amount],
    ['Invoiced', totals.owner_invoices_amount],
    ['Received', `${totals.total_payments} (${totals.percentage_paid} %)`],
    ['Outstanding', totals.outstanding_balance],
    ['Procore id', String(contract.id)],
    ['ERP id', contract.origin_id],
  ]);
}

function markupTable({ lines, markups }: PrimeContractRow): Markup {
  if (markups.length === 0) return html`<p>None.</p>`;
  return table<SeededMarkup>(
    [
      { head: 'Markup', of: ({ name }) => name },
      { head: 'Percent', isNumber: true, of: ({ percentage }) => percentage },
      { head: 'Amount', isNumber: true, of: (markup) => textOf(markupAmount(lines, markup)) },
    ],
    markups,
  );
}

function changeTable(changes: readonly PrimeChangeOrderRow[]): Markup {
  if (changes.length === 0) return html`<p>None.</p>`;
  return table<PrimeChangeOrderRow>(
    [
      { head: 'Number', of: ({ number }) => number },
      { head: 'Title', of: ({ title }) => title },
      { head: 'Status', of: ({ status }) => status },
      { head: 'Amount', isNumber: true, of: ({ lines }) => textOf(linesTotal(lines)) },
    ],
    changes,
  );
}

function invoiceTable(state: ProcoreState, rows: readonly PaymentApplicationRow[]): Markup {
  if (rows.length === 0) return html`<p>None.</p>`;
  return table<PaymentApplicationRow>(
    [
      {
        head: 'Invoice',
        of: (row) => html`<a href="${ownerInvoiceAddress(row)}">${row.number}</a>`,
      },
      { head: 'Our number', of: ({ invoice_number }) => invoice_number },
      { head: 'Status', of: ({ status }) => status },
      { head: 'Billing date', of: ({ billing_date }) => billing_date },
      { head: 'Retainage', isNumber: true, of: (row) => g702Of(state, row).total_retainage },
      { head: 'Due', isNumber: true, of: (row) => g702Of(state, row).current_payment_due },
    ],
    rows,
  );
}

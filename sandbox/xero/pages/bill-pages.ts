// The list of bills, and one bill with its lines, sums, payments and history.
import type { Answer } from '../../kit/http.ts';
import type { Invoice, Payment } from '../records.ts';
import type { XeroState } from '../xero-state.ts';
import type { Html } from './html.ts';
import {
  accountName,
  contactLink,
  historyTable,
  linesTable,
  sums,
  sumsTable,
} from './document-parts.ts';
import { html } from './html.ts';
import { isLink } from '../document-rules.ts';
import { money, notThere, page, windowOf } from './layout.ts';
import { settlementIn, settlementsOf } from '../payment-sums.ts';

export function billsPage(state: XeroState, query: URLSearchParams): Answer {
  const bills = state.invoices
    .values()
    .filter(({ type }) => type === 'ACCPAY')
    .sort((one, other) =>
      compare(`${other.date} ${other.invoiceNumber}`, `${one.date} ${one.invoiceNumber}`),
    );
  const { rows, links } = windowOf(bills, query, '/');
  return page(state, 'Bills', html`${links}${billsTable(state, rows)}${links}`);
}

export function billsTable(state: XeroState, bills: readonly Invoice[]): Html {
  const settled = settlementsOf(state);
  const rows = bills.map((bill) => {
    const { amountDue } = settled(bill);
    return html`<tr>
      <td><a href="/bill/${bill.invoiceId}">${nameOf(bill)}</a></td>
      <td>${contactLink(state, bill.contactId)}</td>
      <td>${bill.date}</td>
      <td class="money">${money(bill.totals.total)}</td>
      <td class="money">${money(amountDue)}</td>
      <td>${bill.status}</td>
    </tr> `;
  });
  return html`<table>
    <thead>
      <tr>
        <th>Number</th>
        <th>Contact</th>
        <th>Date</th>
        <th class="money">Total</th>
        <th class="money">Due</th>
        <th>Status</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

export function billPage(state: XeroState, invoiceId: string): Answer {
  const bill = state.invoices.get(invoiceId.toLowerCase());
  if (bill === undefined) return notThere(state, 'bill');
  const { payments, amountPaid, amountDue } = settlementIn(state, bill);
  const paid = [
    ['Paid', amountPaid],
    ['Due', amountDue],
  ] as const;
  const content = html`${facts(state, bill)} ${linesTable(state, bill.lines)}
  ${sumsTable([...sums(bill.totals), ...paid])} ${paymentsTable(state, payments)}
  ${historyTable(state, bill.invoiceId)}`;
  const kind = bill.type === 'ACCPAY' ? 'Bill' : 'Invoice';
  return page(state, `${kind} ${nameOf(bill)}`, content);
}

function facts(state: XeroState, bill: Invoice): Html {
  const { url } = bill;
  const back =
    url !== null && isLink(url)
      ? html`<dt>Link</dt>
          <dd><a href="${url}">${url}</a></dd>`
      : html``;
  return html`<dl>
    <dt>Contact</dt>
    <dd>${contactLink(state, bill.contactId)}</dd>
    <dt>Date</dt>
    <dd>${bill.date}</dd>
    <dt>Due date</dt>
    <dd>${bill.dueDate ?? 'none'}</dd>
    <dt>Status</dt>
    <dd>${bill.status}</dd>
    <dt>Amounts are</dt>
    <dd>${bill.lineAmountTypes} of tax</dd>
    <dt>Made by</dt>
    <dd>${bill.createdBy}</dd>
    ${back}
  </dl>`;
}

function paymentsTable(state: XeroState, payments: readonly Payment[]): Html {
  if (payments.length === 0)
    return html`<h2>Payments</h2>
      <p>None.</p>`;
  const rows = payments.map(
    (payment) =>
      html`<tr>
        <td>${payment.date}</td>
        <td>${accountName(state, payment.accountCode)}</td>
        <td>${payment.reference}</td>
        <td>${payment.isReconciled ? 'reconciled' : ''}</td>
        <td class="money">${money(payment.amount)}</td>
      </tr> `,
  );
  return html`<h2>Payments</h2>
    <table>
      <thead>
        <tr>
          <th>Date</th>
          <th>From</th>
          <th>Reference</th>
          <th>Bank</th>
          <th class="money">Amount</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>`;
}

function nameOf({ invoiceNumber }: Invoice): string {
  return invoiceNumber === '' ? 'without a number' : invoiceNumber;
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

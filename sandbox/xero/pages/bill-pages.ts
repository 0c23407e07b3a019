// The lists of bills and of sales invoices, and one of them with its lines, sums, payments, credits and history.
import type { Answer } from '../../kit/http.ts';
import type { Allocation, Invoice, Payment } from '../records.ts';
import type { XeroState } from '../xero-state.ts';
import type { Html } from './html.ts';
import {
  accountName,
  codeBehind,
  contactLink,
  currencyFact,
  historyTable,
  linesTable,
  sums,
  sumsTable,
} from './document-parts.ts';
import { CREDIT_NOUNS, creditOf } from '../credits.ts';
import { html } from './html.ts';
import { isLink } from '../document-rules.ts';
import { money, notThere, page, windowOf } from './layout.ts';
import { rateText } from '../exchange.ts';
import { settlementIn, settlementsOf } from '../payment-sums.ts';

type Kind = { title: string; one: string; list: string; path: string };

const KINDS: Record<Invoice['type'], Kind> = {
  ACCPAY: { title: 'Bills', one: 'Bill', list: '/', path: '/bill' },
  ACCREC: { title: 'Sales invoices', one: 'Invoice', list: '/sales', path: '/invoice' },
};

export function billsPage(
  state: XeroState,
  query: URLSearchParams,
  type: Invoice['type'] = 'ACCPAY',
): Answer {
  const bills = state.invoices
    .values()
    .filter((one) => one.type === type)
    .sort((one, other) =>
      compare(`${other.date} ${other.invoiceNumber}`, `${one.date} ${one.invoiceNumber}`),
    );
  const { title, list } = KINDS[type];
  const { rows, links } = windowOf(bills, query, list);
  return page(state, title, html`${links}${billsTable(state, rows)}${links}`);
}

export function billsTable(state: XeroState, bills: readonly Invoice[]): Html {
  const settled = settlementsOf(state);
  const rows = bills.map((bill) => {
    const { amountDue } = settled(bill);
    return html`<tr>
      <td><a href="${KINDS[bill.type].path}/${bill.invoiceId}">${nameOf(bill)}</a></td>
      <td>${contactLink(state, bill.contactId)}</td>
      <td>${bill.date}</td>
      <td class="money">${money(bill.totals.total)}${codeBehind(bill)}</td>
      <td class="money">${money(amountDue)}${codeBehind(bill)}</td>
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
  const { payments, allocations, amountPaid, amountCredited, amountDue } = settlementIn(
    state,
    bill,
  );
  const paid = [
    ['Paid', amountPaid],
    ['Credited', amountCredited],
    ...(bill.cis ? [['CIS deduction', bill.cis.deduction] as const] : []),
    ['Due', amountDue],
  ] as const;
  const content = html`${facts(state, bill)} ${linesTable(state, bill.lines)}
  ${sumsTable([...sums(state, bill.totals), ...paid])} ${paymentsTable(state, payments)}
  ${creditsTable(state, allocations)} ${historyTable(state, bill.invoiceId)}`;
  return page(state, `${KINDS[bill.type].one} ${nameOf(bill)}`, content);
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
    ${currencyFact(state, bill)}
    ${
      bill.type === 'ACCREC'
        ? html`<dt>Reference</dt>
            <dd>${bill.reference}</dd>`
        : html``
    }
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
        <td>${payment.isReconciled ? 'reconciled' : ''}${movedWords(state, payment)}</td>
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

/** What the bank moved for a payment in a foreign currency, and at which rate. */
function movedWords(state: XeroState, { exchange = null }: Payment): string {
  if (exchange === null) return '';
  return ` ${money(exchange.bankAmount)} at ${rateText(state, exchange.currencyRate)}`;
}

function creditsTable(state: XeroState, allocations: readonly Allocation[]): Html {
  if (allocations.length === 0) return html``;
  const rows = allocations.map(
    ({ credit, date, amount }) =>
      html`<tr>
        <td>${date}</td>
        <td>${CREDIT_NOUNS[credit.kind]} ${creditOf(state, credit)?.number ?? ''}</td>
        <td class="money">${money(amount)}</td>
      </tr> `,
  );
  return html`<h2>Credits</h2>
    <table>
      <thead>
        <tr>
          <th>Date</th>
          <th>Of</th>
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

// What a bill's page and an order's page have in common: the lines, the sums, what happened.
import type { InCurrency, LineItem, Totals } from '../records.ts';
import type { XeroState } from '../xero-state.ts';
import type { Html } from './html.ts';
import { fourthsNumber } from '../decimal.ts';
import { rateText } from '../exchange.ts';
import { taxNameOf } from '../tax.ts';
import { html } from './html.ts';
import { money, moment } from './layout.ts';

export function linesTable(state: XeroState, lines: readonly LineItem[]): Html {
  return html`<h2>Lines</h2>
    <table>
      <thead>
        <tr>
          <th>Description</th>
          <th class="money">Quantity</th>
          <th class="money">Price</th>
          <th>Account</th>
          <th>Tax</th>
          <th class="money">Tax amount</th>
          <th>Tracking</th>
          <th class="money">Amount</th>
        </tr>
      </thead>
      <tbody>
        ${lines.map((line) => lineRow(state, line))}
      </tbody>
    </table>`;
}

function lineRow(state: XeroState, line: LineItem): Html {
  const { amounts } = line;
  return html`<tr>
    <td>${line.description}</td>
    <td class="money">${amounts === null ? '' : fourthsNumber(amounts.quantity)}</td>
    <td class="money">${amounts === null ? '' : fourthsNumber(amounts.unitAmount)}</td>
    <td>${accountName(state, line.accountCode)}</td>
    <td>${taxName(state, line.taxType)}</td>
    <td class="money">${money(line.taxAmount)}</td>
    <td>${trackingName(state, line)}</td>
    <td class="money">${amounts === null ? '' : money(amounts.lineAmount)}</td>
  </tr> `;
}

export function accountName(state: XeroState, code: string | null): string {
  const account = code === null ? undefined : state.accounts.get(code);
  if (account === undefined) return '';
  return account.isUncoded === true ? account.name : `${account.code} ${account.name}`;
}

function taxName(state: XeroState, taxType: string | null): string {
  if (taxType === null) return '';
  return state.taxRates.get(taxType)?.name ?? taxType;
}

function trackingName(state: XeroState, line: LineItem): string {
  const names = line.tracking.map(({ categoryId, optionId }) => {
    const category = state.trackingCategories.get(categoryId);
    const option = category?.options.find((one) => one.optionId === optionId);
    return `${category?.name ?? ''}: ${option?.name ?? ''}`;
  });
  return names.join(', ');
}

/** Rows of label and amount under the lines. */
export function sums(
  state: XeroState,
  { subTotal, totalTax, total }: Totals,
): readonly (readonly [string, bigint])[] {
  return [
    ['Sub-total', subTotal],
    [taxNameOf(state.organisation()), totalTax],
    ['Total', total],
  ];
}

export function sumsTable(rows: readonly (readonly [string, bigint])[]): Html {
  const shown = rows.map(
    ([label, amount]) =>
      html`<tr>
        <th scope="row">${label}</th>
        <td class="money">${money(amount)}</td>
      </tr> `,
  );
  return html`<table>
    <tbody>
      ${shown}
    </tbody>
  </table>`;
}

/** The currency of a document and its rate, where it is not the organisation's own. */
export function currencyFact(state: XeroState, document: InCurrency): Html {
  const rate = document.currencyRate ?? null;
  if (rate === null) return html``;
  return html`<dt>Currency</dt>
    <dd>${document.currencyCode} at ${rateText(state, rate)}</dd>`;
}

/** The code behind an amount in a list, where it is not the organisation's own. */
export function codeBehind({ currencyCode, currencyRate = null }: InCurrency): string {
  return currencyRate === null ? '' : ` ${currencyCode}`;
}

export function historyTable(state: XeroState, id: string): Html {
  const rows = (state.history.get(id) ?? []).map(
    ({ atMs, by, what, details = '' }) =>
      html`<tr>
        <td>${moment(atMs)}</td>
        <td>${by}</td>
        <td>${what} ${details}</td>
      </tr> `,
  );
  return html`<h2>History</h2>
    <table>
      <thead>
        <tr>
          <th>When</th>
          <th>Who</th>
          <th>What</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>`;
}

export function contactLink(state: XeroState, contactId: string): Html {
  const name = state.contacts.get(contactId)?.name ?? 'Unknown contact';
  return html`<a href="/Contacts/View/${contactId}">${name}</a>`;
}

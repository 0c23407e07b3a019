// The list of purchase orders, and one order with its lines, sums and history.
import type { Answer } from '../../kit/http.ts';
import type { XeroState } from '../xero-state.ts';
import {
  codeBehind,
  contactLink,
  currencyFact,
  historyTable,
  linesTable,
  sums,
  sumsTable,
} from './document-parts.ts';
import { html } from './html.ts';
import { money, notThere, page, windowOf } from './layout.ts';

export const ORDER_PATH = '/Accounts/Payable/PurchaseOrders/View';

export function ordersPage(state: XeroState, query: URLSearchParams): Answer {
  const { rows, links } = windowOf(state.purchaseOrders.values(), query, '/purchase-orders');
  const shown = rows.map(
    (order) =>
      html`<tr>
        <td><a href="${ORDER_PATH}/${order.purchaseOrderId}">${order.purchaseOrderNumber}</a></td>
        <td>${contactLink(state, order.contactId)}</td>
        <td>${order.date}</td>
        <td class="money">${money(order.totals.total)}${codeBehind(order)}</td>
        <td>${order.status}</td>
      </tr> `,
  );
  const table = html`<table>
    <thead>
      <tr>
        <th>Number</th>
        <th>Contact</th>
        <th>Date</th>
        <th class="money">Total</th>
        <th>Status</th>
      </tr>
    </thead>
    <tbody>
      ${shown}
    </tbody>
  </table>`;
  return page(state, 'Purchase orders', html`${links}${table}${links}`);
}

export function orderPage(state: XeroState, id: string): Answer {
  const order = state.purchaseOrders.get(id.toLowerCase());
  if (order === undefined) return notThere(state, 'purchase order');
  const content = html`<dl>
      <dt>Contact</dt>
      <dd>${contactLink(state, order.contactId)}</dd>
      <dt>Date</dt>
      <dd>${order.date}</dd>
      <dt>Delivery date</dt>
      <dd>${order.deliveryDate ?? 'none'}</dd>
      <dt>Reference</dt>
      <dd>${order.reference}</dd>
      <dt>Status</dt>
      <dd>${order.status}</dd>
      ${currencyFact(state, order)}
    </dl>
    ${linesTable(state, order.lines)} ${sumsTable(sums(state, order.totals))}
    ${historyTable(state, order.purchaseOrderId)}`;
  return page(state, `Purchase order ${order.purchaseOrderNumber}`, content);
}

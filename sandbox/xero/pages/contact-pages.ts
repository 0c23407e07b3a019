// The list of contacts, and one contact with its bills and sales invoices.
import type { Answer } from '../../kit/http.ts';
import type { XeroState } from '../xero-state.ts';
import { billsTable } from './bill-pages.ts';
import { contactLink, historyTable } from './document-parts.ts';
import { html } from './html.ts';
import { notThere, page, windowOf } from './layout.ts';

export function contactsPage(state: XeroState, query: URLSearchParams): Answer {
  const contacts = state.contacts.values().sort((one, other) => one.name.localeCompare(other.name));
  const { rows, links } = windowOf(contacts, query, '/contacts');
  const shown = rows.map(
    ({ contactId, contactNumber, status, texts }) =>
      html`<tr>
        <td>${contactLink(state, contactId)}</td>
        <td>${contactNumber ?? ''}</td>
        <td>${texts['EmailAddress'] ?? ''}</td>
        <td>${status}</td>
      </tr> `,
  );
  const table = html`<table>
    <thead>
      <tr>
        <th>Name</th>
        <th>Contact number</th>
        <th>Email</th>
        <th>Status</th>
      </tr>
    </thead>
    <tbody>
      ${shown}
    </tbody>
  </table>`;
  return page(state, 'Contacts', html`${links}${table}${links}`);
}

export function contactPage(state: XeroState, contactId: string): Answer {
  const contact = state.contacts.get(contactId.toLowerCase());
  if (contact === undefined) return notThere(state, 'contact');
  const own = state.invoices.values().filter((one) => one.contactId === contact.contactId);
  const bills = own.filter(({ type }) => type === 'ACCPAY');
  const sales = own.filter(({ type }) => type === 'ACCREC');
  const sold =
    sales.length === 0
      ? html``
      : html`<h2>Sales invoices</h2>
          ${billsTable(state, sales)}`;
  const content = html`<dl>
      <dt>Status</dt>
      <dd>${contact.status}</dd>
      <dt>Contact number</dt>
      <dd>${contact.contactNumber ?? 'none'}</dd>
      <dt>Email</dt>
      <dd>${contact.texts['EmailAddress'] ?? ''}</dd>
    </dl>
    <h2>Bills</h2>
    ${billsTable(state, bills)} ${sold} ${historyTable(state, contact.contactId)}`;
  return page(state, contact.name, content);
}

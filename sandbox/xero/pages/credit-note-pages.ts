// The list of credit notes, and one credit note with its lines, sums, what it was put against, and its history.
import type { Answer } from '../../kit/http.ts';
import type { CreditNote } from '../records.ts';
import type { CreditSums } from '../credits.ts';
import type { XeroState } from '../xero-state.ts';
import type { Html } from './html.ts';
import {
  codeBehind,
  contactLink,
  currencyFact,
  historyTable,
  linesTable,
  sums,
  sumsTable,
} from './document-parts.ts';
import { creditOf, creditSumsIn } from '../credits.ts';
import { html } from './html.ts';
import { money, notThere, page, windowOf } from './layout.ts';

export function creditNotesPage(state: XeroState, query: URLSearchParams): Answer {
  const { rows, links } = windowOf(state.creditNotes.values(), query, '/credit-notes');
  const shown = rows.map(
    (note) =>
      html`<tr>
        <td><a href="/credit-note/${note.creditNoteId}">${nameOf(note)}</a></td>
        <td>
          ${note.type === 'ACCPAYCREDIT' ? 'from' : 'to'} ${contactLink(state, note.contactId)}
        </td>
        <td>${note.date}</td>
        <td class="money">${money(note.totals.total)}${codeBehind(note)}</td>
        <td class="money">${money(usesOf(state, note).remaining)}${codeBehind(note)}</td>
        <td>${note.status}</td>
      </tr> `,
  );
  const table = html`<table>
    <thead>
      <tr>
        <th>Number</th>
        <th>Contact</th>
        <th>Date</th>
        <th class="money">Total</th>
        <th class="money">Left</th>
        <th>Status</th>
      </tr>
    </thead>
    <tbody>
      ${shown}
    </tbody>
  </table>`;
  return page(state, 'Credit notes', html`${links}${table}${links}`);
}

export function creditNotePage(state: XeroState, id: string): Answer {
  const note = state.creditNotes.get(id.toLowerCase());
  if (note === undefined) return notThere(state, 'credit note');
  const uses = usesOf(state, note);
  const content = html`<dl>
      <dt>Contact</dt>
      <dd>${contactLink(state, note.contactId)}</dd>
      <dt>Date</dt>
      <dd>${note.date}</dd>
      <dt>Reference</dt>
      <dd>${note.reference}</dd>
      <dt>Status</dt>
      <dd>${note.status}</dd>
      ${currencyFact(state, note)}
    </dl>
    ${linesTable(state, note.lines)}
    ${sumsTable([...sums(state, note.totals), ['Left', uses.remaining]])} ${usesTable(state, uses)}
    ${historyTable(state, note.creditNoteId)}`;
  return page(state, `Credit note ${nameOf(note)}`, content);
}

function usesTable(state: XeroState, { allocations, payments }: CreditSums): Html {
  const put = allocations.map(
    ({ date, amount, invoiceId }) =>
      html`<tr>
        <td>${date}</td>
        <td>
          <a href="/invoice/${invoiceId}">${state.invoices.get(invoiceId)?.invoiceNumber ?? ''}</a>
        </td>
        <td class="money">${money(amount)}</td>
      </tr> `,
  );
  const refunded = payments.map(
    ({ date, amount }) =>
      html`<tr>
        <td>${date}</td>
        <td>refunded</td>
        <td class="money">${money(amount)}</td>
      </tr> `,
  );
  return html`<h2>Used for</h2>
    <table>
      <tbody>
        ${put}${refunded}
      </tbody>
    </table>`;
}

function usesOf(state: XeroState, { creditNoteId }: CreditNote): CreditSums {
  const credit = creditOf(state, { kind: 'creditNote', id: creditNoteId });
  if (credit === null) throw new Error(`There is no credit note ${creditNoteId}`);
  return creditSumsIn(state, credit);
}

function nameOf({ creditNoteNumber }: CreditNote): string {
  return creditNoteNumber === '' ? 'without a number' : creditNoteNumber;
}

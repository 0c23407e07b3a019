// Where the pages are: at the sandbox's own addresses, and at those under which the real Xero shows the same records.
import type { Answer, SandboxRequest } from '../../kit/http.ts';
import type { Route } from '../../kit/router.ts';
import type { XeroState } from '../xero-state.ts';
import { ORDER_PATH, orderPage, ordersPage } from './order-pages.ts';
import { billPage, billsPage } from './bill-pages.ts';
import { creditNotePage, creditNotesPage } from './credit-note-pages.ts';
import { contactPage, contactsPage } from './contact-pages.ts';

/** Source: Xero developer docs, Deep linking to Xero, as quoted in public notes, read 2026-11-23. */
export function pageRoutes(state: XeroState): Route[] {
  const bill = ({ query }: SandboxRequest): Answer => billPage(state, named(query, 'InvoiceID'));
  const note = ({ query }: SandboxRequest): Answer =>
    creditNotePage(state, named(query, 'CreditNoteID'));
  const id = ({ params }: SandboxRequest): string => params['id'] ?? '';
  return [
    get('/', ({ query }) => billsPage(state, query)),
    get('/bill/{id}', (request) => billPage(state, id(request))),
    get('/sales', ({ query }) => billsPage(state, query, 'ACCREC')),
    get('/invoice/{id}', (request) => billPage(state, id(request))),
    get('/credit-notes', ({ query }) => creditNotesPage(state, query)),
    get('/credit-note/{id}', (request) => creditNotePage(state, id(request))),
    get('/AccountsPayable/View.aspx', bill),
    get('/AccountsReceivable/View.aspx', bill),
    get('/AccountsPayable/ViewCreditNote.aspx', note),
    get('/AccountsReceivable/ViewCreditNote.aspx', note),
    get('/contacts', ({ query }) => contactsPage(state, query)),
    get('/Contacts/View/{id}', (request) => contactPage(state, id(request))),
    get('/purchase-orders', ({ query }) => ordersPage(state, query)),
    get(`${ORDER_PATH}/{id}`, (request) => orderPage(state, id(request))),
  ];
}

/** What a query names, however its first letter is written. */
function named(query: URLSearchParams, name: string): string {
  return query.get(name) ?? query.get(name.charAt(0).toLowerCase() + name.slice(1)) ?? '';
}

function get(path: string, handle: Route['handle']): Route {
  return { method: 'GET', path, handle, open: true };
}

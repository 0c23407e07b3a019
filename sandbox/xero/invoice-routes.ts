// The Invoices endpoint: bills and sales invoices.
import type { Answer, SandboxRequest } from '../kit/http.ts';
import type { Books } from './books.ts';
import type { Endpoint, Written } from './write-envelope.ts';
import type { JsonObject } from './json-input.ts';
import type { Invoice } from './records.ts';
import type { OrderFields } from './listing.ts';
import type { Route } from '../kit/router.ts';
import type { WhereFields } from './where-clause.ts';
import { InvoiceView } from './invoice-view.ts';
import { callerOf } from './books.ts';
import { envelope, found, writeMany, writeOne } from './write-envelope.ts';
import { foldedName } from './contacts.ts';
import {
  isTrue,
  listed,
  listedIds,
  defaultOrder,
  modifiedSince,
  ordered,
  pageOf,
  paginated,
} from './listing.ts';
import { settlementsOf } from './payment-sums.ts';
import { rateWarnings } from './rate-warnings.ts';
import { whereOf } from './where-clause.ts';

const ENDPOINT: Endpoint = {
  plural: 'Invoices',
  idField: 'InvoiceID',
  errorFlag: 'HasErrors',
  echoed: ['Type', 'InvoiceNumber', 'Reference', 'Url'],
};

// Source: Xero developer docs, Invoices, optimised orders, read 2026-11-23.
const ORDER: OrderFields<Invoice> = {
  invoiceid: ({ invoiceId }) => invoiceId,
  updateddateutc: ({ updatedAtMs }) => updatedAtMs,
  date: ({ date }) => date,
};

export function invoiceRoutes(books: Books, base: string): Route[] {
  const { state, invoices } = books;
  const shown = (invoice: Invoice, request: SandboxRequest): Record<string, unknown> =>
    new InvoiceView(state, callerOf(request).unitPlaces).shown(invoice, 'full');
  const written = (invoice: Invoice, input: JsonObject, request: SandboxRequest): Written => ({
    shown: shown(invoice, request),
    warnings: rateWarnings(state, input, invoice),
  });
  return [
    { method: 'GET', path: `${base}/Invoices`, handle: (request) => list(books, request) },
    {
      method: 'PUT',
      path: `${base}/Invoices`,
      handle: (request) =>
        writeMany(state, request, ENDPOINT, (input) =>
          written(invoices.create(input, callerOf(request)), input, request),
        ),
    },
    {
      method: 'POST',
      path: `${base}/Invoices`,
      handle: (request) =>
        writeMany(state, request, ENDPOINT, (input) =>
          written(invoices.upsert(input, callerOf(request)), input, request),
        ),
    },
    {
      method: 'GET',
      path: `${base}/Invoices/{id}`,
      handle: (request) => {
        const invoice = found(invoices.byId(request.params['id'] ?? ''));
        return envelope(state, { Invoices: [shown(invoice, request)] });
      },
    },
    {
      method: 'POST',
      path: `${base}/Invoices/{id}`,
      handle: (request) =>
        writeOne(state, request, ENDPOINT, (input) => {
          const id = request.params['id'] ?? '';
          return written(invoices.update(id, input, callerOf(request)), input, request);
        }),
    },
  ];
}

function list(books: Books, request: SandboxRequest): Answer {
  const { state } = books;
  const { query } = request;
  const view = new InvoiceView(state, callerOf(request).unitPlaces);
  const chosen = chosenBy(books, request);
  const sorted = ordered(
    chosen,
    query.get('order'),
    ORDER,
    defaultOrder(state, ({ updatedAtMs, invoiceId }) => [updatedAtMs, invoiceId]),
  );
  const isSummary = isTrue(query, 'summaryOnly');
  // Source: Xero developer docs, Invoices: Statuses and summaryOnly page by themselves, read 2026-11-23.
  const page = pageOf(query, isSummary || query.has('Statuses'));
  if (page === null) {
    return envelope(state, { Invoices: sorted.map((one) => view.shown(one, 'unpaged')) });
  }
  const { items, pagination } = paginated(sorted, page);
  const detail = isSummary ? 'summary' : 'full';
  return envelope(state, { pagination, Invoices: items.map((one) => view.shown(one, detail)) });
}

function chosenBy(books: Books, request: SandboxRequest): Invoice[] {
  const { query } = request;
  const ids = listedIds(query, 'IDs');
  const contactIds = listedIds(query, 'ContactIDs');
  const numbers = listed(query, 'InvoiceNumbers');
  const statuses = listed(query, 'Statuses');
  const where = query.get('where') ?? '';
  const matches = where === '' ? () => true : whereOf(where, whereFields(books), foldedName);
  const term = (query.get('searchTerm') ?? query.get('SearchTerm') ?? '').toLowerCase();
  const isOwnOnly = isTrue(query, 'createdByMyApp');
  return modifiedSince(books.state, request, books.state.invoices.values()).filter(
    (invoice) =>
      (ids === null || ids.has(invoice.invoiceId)) &&
      (contactIds === null || contactIds.has(invoice.contactId)) &&
      (numbers === null || numbers.has(invoice.invoiceNumber)) &&
      (statuses === null || statuses.has(invoice.status)) &&
      (!isOwnOnly || invoice.createdBy === request.app) &&
      (term === '' ||
        `${invoice.invoiceNumber}\n${invoice.reference}`.toLowerCase().includes(term)) &&
      matches(invoice),
  );
}

// Source: Xero developer docs, Invoices, optimised filters, read 2026-11-23.
function whereFields({ state }: Books): WhereFields<Invoice> {
  const settled = settlementsOf(state);
  const contactOf = ({ contactId }: Invoice): { name: string; contactNumber: string | null } =>
    state.contacts.get(contactId) ?? { name: '', contactNumber: null };
  return {
    status: { kind: 'text', valueOf: ({ status }) => status },
    'contact.contactid': { kind: 'guid', valueOf: ({ contactId }) => contactId },
    'contact.name': { kind: 'folded', valueOf: (invoice) => contactOf(invoice).name },
    'contact.contactnumber': {
      kind: 'text',
      valueOf: (invoice) => contactOf(invoice).contactNumber,
    },
    reference: { kind: 'text', valueOf: ({ reference }) => reference },
    invoicenumber: { kind: 'text', valueOf: ({ invoiceNumber }) => invoiceNumber },
    invoiceid: { kind: 'guid', mayOr: true, valueOf: ({ invoiceId }) => invoiceId },
    type: { kind: 'text', valueOf: ({ type }) => type },
    amountpaid: { kind: 'money', valueOf: (invoice) => settled(invoice).amountPaid },
    amountdue: { kind: 'money', isRange: true, valueOf: (one) => settled(one).amountDue },
    date: { kind: 'date', isRange: true, valueOf: ({ date }) => date },
    duedate: { kind: 'date', isRange: true, valueOf: ({ dueDate }) => dueDate },
  };
}

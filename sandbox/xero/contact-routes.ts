// The Contacts endpoint.
import type { Answer, SandboxRequest } from '../kit/http.ts';
import type { Books } from './books.ts';
import type { Contact } from './records.ts';
import type { Endpoint } from './write-envelope.ts';
import type { OrderFields } from './listing.ts';
import type { Route } from '../kit/router.ts';
import type { WhereFields } from './where-clause.ts';
import { callerOf } from './books.ts';
import { cisSettings } from './cis.ts';
import { contactShown, contactSummary, tradingOf } from './contact-view.ts';
import { envelope, found, writeMany, writeOne } from './write-envelope.ts';
import { foldedName } from './contacts.ts';
import {
  isTrue,
  listedIds,
  defaultOrder,
  modifiedSince,
  ordered,
  pageOf,
  paginated,
} from './listing.ts';
import { whereOf } from './where-clause.ts';

const ENDPOINT: Endpoint = {
  plural: 'Contacts',
  idField: 'ContactID',
  errorFlag: 'HasValidationErrors',
  echoed: ['ContactNumber', 'AccountNumber', 'Name', 'EmailAddress'],
};

// Source: Xero developer docs, Contacts, optimised filters and orders, read 2026-11-23.
const WHERE: WhereFields<Contact> = {
  name: { kind: 'folded', valueOf: ({ name }) => name },
  emailaddress: { kind: 'folded', valueOf: ({ texts }) => texts['EmailAddress'] ?? '' },
  accountnumber: { kind: 'folded', valueOf: ({ texts }) => texts['AccountNumber'] ?? '' },
};
const ORDER: OrderFields<Contact> = {
  contactid: ({ contactId }) => contactId,
  updateddateutc: ({ updatedAtMs }) => updatedAtMs,
  name: ({ name }) => foldedName(name),
};
const SEARCHED = ['FirstName', 'LastName', 'CompanyNumber', 'EmailAddress'];

export function contactRoutes(books: Books, base: string): Route[] {
  const { state, contacts } = books;
  const shown = (contact: Contact): Record<string, unknown> =>
    contactShown(contact, tradingOf(state));
  return [
    { method: 'GET', path: `${base}/Contacts`, handle: (request) => list(books, request) },
    {
      method: 'PUT',
      path: `${base}/Contacts`,
      handle: (request) =>
        writeMany(state, request, ENDPOINT, (input) => ({
          shown: shown(contacts.create(input, callerOf(request))),
        })),
    },
    {
      method: 'POST',
      path: `${base}/Contacts`,
      handle: (request) =>
        writeMany(state, request, ENDPOINT, (input) => ({
          shown: shown(contacts.upsert(input, callerOf(request))),
        })),
    },
    {
      method: 'GET',
      path: `${base}/Contacts/{id}`,
      handle: (request) => {
        const contact = found(contacts.byIdOrNumber(request.params['id'] ?? ''));
        return envelope(state, { Contacts: [shown(contact)] });
      },
    },
    {
      method: 'GET',
      path: `${base}/Contacts/{id}/CISSettings`,
      handle: (request) => {
        const contact = found(contacts.byIdOrNumber(request.params['id'] ?? ''));
        return envelope(state, { CISSettings: [found(cisSettings(state, contact))] });
      },
    },
    {
      method: 'POST',
      path: `${base}/Contacts/{id}`,
      handle: (request) =>
        writeOne(state, request, ENDPOINT, (input) => ({
          shown: shown(contacts.update(request.params['id'] ?? '', input, callerOf(request))),
        })),
    },
  ];
}

function list({ state }: Books, request: SandboxRequest): Answer {
  const { query } = request;
  const ids = listedIds(query, 'IDs');
  const where = query.get('where') ?? '';
  const matches = where === '' ? () => true : whereOf(where, WHERE, foldedName);
  const term = (query.get('searchTerm') ?? query.get('SearchTerm') ?? '').toLowerCase();
  const withArchived = isTrue(query, 'includeArchived');
  const chosen = modifiedSince(state, request, state.contacts.values()).filter(
    (contact) =>
      (withArchived || contact.status === 'ACTIVE') &&
      (ids === null || ids.has(contact.contactId)) &&
      (term === '' || searched(contact).includes(term)) &&
      matches(contact),
  );
  const sorted = ordered(
    chosen,
    query.get('order'),
    ORDER,
    defaultOrder(state, ({ updatedAtMs, contactId }) => [updatedAtMs, contactId]),
  );
  const trading = tradingOf(state);
  const show = isTrue(query, 'summaryOnly')
    ? contactSummary
    : (contact: Contact) => contactShown(contact, trading);
  const page = pageOf(query, false);
  if (page === null) return envelope(state, { Contacts: sorted.map(show) });
  const { items, pagination } = paginated(sorted, page);
  return envelope(state, { pagination, Contacts: items.map(show) });
}

function searched({ name, contactNumber, texts }: Contact): string {
  const fields = SEARCHED.map((field) => texts[field] ?? '');
  return [name, contactNumber ?? '', ...fields].join('\n').toLowerCase();
}

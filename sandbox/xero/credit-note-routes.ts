// The CreditNotes endpoint.
import type { Answer, SandboxRequest } from '../kit/http.ts';
import type { Books } from './books.ts';
import type { CreditNote } from './records.ts';
import type { Endpoint, Written } from './write-envelope.ts';
import type { JsonObject } from './json-input.ts';
import type { OrderFields } from './listing.ts';
import type { Route } from '../kit/router.ts';
import type { WhereFields } from './where-clause.ts';
import type { XeroState } from './xero-state.ts';
import { CreditNoteView } from './credit-note-view.ts';
import { callerOf } from './books.ts';
import { envelope, found, writeMany, writeOne } from './write-envelope.ts';
import { listAnswer } from './listed-answer.ts';
import { rateWarnings } from './rate-warnings.ts';

const ENDPOINT: Endpoint = {
  plural: 'CreditNotes',
  idField: 'CreditNoteID',
  errorFlag: 'HasErrors',
  echoed: ['Type', 'CreditNoteNumber', 'Reference'],
};

/** The file's example, and what the other documents may be ordered by. Source: Xero OpenAPI 16.1.0, read 2026-11-26. */
const ORDER: OrderFields<CreditNote> = {
  creditnotenumber: ({ creditNoteNumber }) => creditNoteNumber,
  creditnoteid: ({ creditNoteId }) => creditNoteId,
  updateddateutc: ({ updatedAtMs }) => updatedAtMs,
  date: ({ date }) => date,
};

export function creditNoteRoutes(books: Books, base: string): Route[] {
  const { state, creditNotes } = books;
  const path = `${base}/CreditNotes`;
  const shown = (note: CreditNote, request: SandboxRequest): Record<string, unknown> =>
    new CreditNoteView(state, callerOf(request).unitPlaces).shown(note, 'full');
  const written = (note: CreditNote, input: JsonObject, request: SandboxRequest): Written => ({
    shown: shown(note, request),
    warnings: rateWarnings(state, input, note),
  });
  return [
    { method: 'GET', path, handle: (request) => list(state, request) },
    {
      method: 'PUT',
      path,
      handle: (request) =>
        writeMany(state, request, ENDPOINT, (input) =>
          written(creditNotes.create(input, callerOf(request)), input, request),
        ),
    },
    {
      method: 'POST',
      path,
      handle: (request) =>
        writeMany(state, request, ENDPOINT, (input) =>
          written(creditNotes.upsert(input, callerOf(request)), input, request),
        ),
    },
    {
      method: 'GET',
      path: `${path}/{id}`,
      handle: (request) => {
        const note = found(creditNotes.byId(request.params['id'] ?? ''));
        return envelope(state, { CreditNotes: [shown(note, request)] });
      },
    },
    {
      method: 'POST',
      path: `${path}/{id}`,
      handle: (request) =>
        writeOne(state, request, ENDPOINT, (input) => {
          const id = request.params['id'] ?? '';
          return written(creditNotes.update(id, input, callerOf(request)), input, request);
        }),
    },
  ];
}

function list(state: XeroState, request: SandboxRequest): Answer {
  const view = new CreditNoteView(state, callerOf(request).unitPlaces);
  return listAnswer(state, request, {
    plural: 'CreditNotes',
    records: state.creditNotes.values(),
    idOf: ({ creditNoteId }) => creditNoteId,
    where: whereFields(state),
    order: ORDER,
    show: (note, isPaged) => view.shown(note, isPaged ? 'full' : 'unpaged'),
  });
}

/** No list of optimised filters was found for credit notes: these are those of invoices. */
function whereFields(state: XeroState): WhereFields<CreditNote> {
  return {
    status: { kind: 'text', valueOf: ({ status }) => status },
    type: { kind: 'text', valueOf: ({ type }) => type },
    'contact.contactid': { kind: 'guid', valueOf: ({ contactId }) => contactId },
    'contact.name': {
      kind: 'folded',
      valueOf: ({ contactId }) => state.contacts.get(contactId)?.name ?? '',
    },
    reference: { kind: 'text', valueOf: ({ reference }) => reference },
    creditnotenumber: { kind: 'text', valueOf: ({ creditNoteNumber }) => creditNoteNumber },
    creditnoteid: { kind: 'guid', mayOr: true, valueOf: ({ creditNoteId }) => creditNoteId },
    date: { kind: 'date', isRange: true, valueOf: ({ date }) => date },
  };
}

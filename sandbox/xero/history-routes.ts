// The History of documents and contacts: what happened to one, and the notes an app adds, which stay for good.
import type { Answer, SandboxRequest } from '../kit/http.ts';
import type { Books } from './books.ts';
import type { Caller, XeroState } from './xero-state.ts';
import type { Endpoint } from './write-envelope.ts';
import type { HistoryEntry } from './records.ts';
import type { JsonObject } from './json-input.ts';
import type { Route } from '../kit/router.ts';
import { ValidationFailure } from './failures.ts';
import { callerOf } from './books.ts';
import { creditOf } from './credits.ts';
import { envelope, found, writeMany } from './write-envelope.ts';
import { instantToWire } from './dates.ts';
import { note } from './history.ts';
import { text } from './json-input.ts';
import { texts } from './texts.ts';

/** Source: Xero developer docs, History and notes, read 2026-11-23. */
const DETAILS_MAX = 2_500;
const SYSTEM_USER = 'System Generated';
const PEOPLE = ['bookkeeper', 'adviser'];

/** No PUT or DELETE of one record exists, so a note is never edited or deleted. */
export function historyRoutes(books: Books, base: string): Route[] {
  return Object.entries(owners(books)).flatMap(([plural, idOf]): Route[] => {
    const path = `${base}/${plural}/{id}/History`;
    const owner = (request: SandboxRequest): string | null => idOf(request.params['id'] ?? '');
    return [
      {
        method: 'GET',
        path,
        handle: (request) => listed(books.state, found(owner(request))),
      },
      {
        method: 'PUT',
        path,
        handle: (request) =>
          writeMany(books.state, request, endpointOf(books.state), (input) => ({
            shown: added(books.state, owner(request), input, callerOf(request)),
          })),
      },
    ];
  });
}

/** The document's or contact's own id; only by its id, as the path of the OpenAPI file has it. */
function owners({ state }: Books): Record<string, (id: string) => string | null> {
  const among =
    (records: { has(id: string): boolean }) =>
    (id: string): string | null =>
      records.has(id.toLowerCase()) ? id.toLowerCase() : null;
  return {
    Invoices: among(state.invoices),
    CreditNotes: among(state.creditNotes),
    PurchaseOrders: among(state.purchaseOrders),
    Contacts: among(state.contacts),
    Prepayments: (id) =>
      creditOf(state, { kind: 'prepayment', id: id.toLowerCase() })?.ref.id ?? null,
    Overpayments: (id) =>
      creditOf(state, { kind: 'overpayment', id: id.toLowerCase() })?.ref.id ?? null,
  };
}

/** Source: Xero OpenAPI 16.1.0, responses of the history endpoints, read 2026-11-26. */
function endpointOf(state: XeroState): Endpoint {
  return {
    plural: 'HistoryRecords',
    idField: null,
    errorFlag: null,
    echoed: ['Details'],
    refused: () => momentShown(state.kit.clock.nowMs()),
  };
}

function added(
  state: XeroState,
  owner: string | null,
  input: JsonObject,
  caller: Caller,
): Record<string, unknown> {
  const details = text(input, 'Details') ?? '';
  if (owner === null) throw new ValidationFailure([texts.documentNotFound]);
  if (details.trim() === '') throw new ValidationFailure([texts.historyDetails]);
  if (details.length > DETAILS_MAX) {
    throw new ValidationFailure([texts.tooLong('Details', DETAILS_MAX)]);
  }
  note(state, owner, caller, 'Note', details);
  return { ...momentShown(state.kit.clock.nowMs()), Details: details, ValidationErrors: [] };
}

/** The latest first, as on Xero's screens; no document gives the order. */
function listed(state: XeroState, owner: string): Answer {
  const entries = state.history.get(owner) ?? [];
  return envelope(state, { HistoryRecords: [...entries].reverse().map(entryShown) });
}

function entryShown({ atMs, by, what, details = '' }: HistoryEntry): Record<string, unknown> {
  return {
    Changes: what,
    ...momentShown(atMs),
    User: PEOPLE.includes(by) ? by : SYSTEM_USER,
    Details: details,
  };
}

function momentShown(atMs: number): Record<string, string> {
  return {
    DateUTCString: new Date(atMs).toISOString().slice(0, 19),
    DateUTC: instantToWire(atMs),
  };
}

// The answer to a GET of many credits: filtered by time and by `where`, ordered, and paged where a page is asked for.
import type { Answer, SandboxRequest } from '../kit/http.ts';
import type { OrderFields } from './listing.ts';
import type { WhereFields } from './where-clause.ts';
import type { XeroState } from './xero-state.ts';
import { defaultOrder, modifiedSince, ordered, pageOf, paginated } from './listing.ts';
import { envelope } from './write-envelope.ts';
import { foldedName } from './contacts.ts';
import { whereOf } from './where-clause.ts';

type Listing<T> = {
  plural: string;
  records: T[];
  idOf: (record: T) => string;
  where: WhereFields<T>;
  order: OrderFields<T>;
  show: (record: T, isPaged: boolean) => unknown;
};

export function listAnswer<T extends { updatedAtMs: number }>(
  state: XeroState,
  request: SandboxRequest,
  { plural, records, idOf, where, order, show }: Listing<T>,
): Answer {
  const { query } = request;
  const filter = query.get('where') ?? '';
  const matches = filter === '' ? () => true : whereOf(filter, where, foldedName);
  const chosen = modifiedSince(state, request, records).filter(matches);
  const sorted = ordered(
    chosen,
    query.get('order'),
    order,
    defaultOrder(state, (record) => [record.updatedAtMs, idOf(record)]),
  );
  const page = pageOf(query, false);
  if (page === null) return envelope(state, { [plural]: sorted.map((one) => show(one, false)) });
  const { items, pagination } = paginated(sorted, page);
  return envelope(state, { pagination, [plural]: items.map((one) => show(one, true)) });
}

// The PurchaseOrders endpoint.
import type { Answer, SandboxRequest } from '../kit/http.ts';
import type { Books } from './books.ts';
import type { Endpoint, Written } from './write-envelope.ts';
import type { OrderFields } from './listing.ts';
import type { OrderOutcome } from './purchase-orders.ts';
import type { PurchaseOrder } from './records.ts';
import type { Route } from '../kit/router.ts';
import { callerOf } from './books.ts';
import { envelope, found, writeMany, writeOne } from './write-envelope.ts';
import { defaultOrder, modifiedSince, ordered, pageOf, paginated } from './listing.ts';
import { orderShown } from './purchase-order-view.ts';
import { parseDay } from './dates.ts';
import { queryParse } from './failures.ts';
import { tradingOf } from './contact-view.ts';

const ENDPOINT: Endpoint = {
  plural: 'PurchaseOrders',
  idField: 'PurchaseOrderID',
  errorFlag: 'HasErrors',
  echoed: ['PurchaseOrderNumber', 'Reference'],
};

const ORDER: OrderFields<PurchaseOrder> = {
  purchaseorderid: ({ purchaseOrderId }) => purchaseOrderId,
  purchaseordernumber: ({ purchaseOrderNumber }) => purchaseOrderNumber,
  updateddateutc: ({ updatedAtMs }) => updatedAtMs,
  date: ({ date }) => date,
};

export function purchaseOrderRoutes(books: Books, base: string): Route[] {
  const { state, purchaseOrders } = books;
  const written = ({ order, warnings }: OrderOutcome): Written => ({
    shown: orderShown(state, order, tradingOf(state)),
    warnings,
  });
  return [
    { method: 'GET', path: `${base}/PurchaseOrders`, handle: (request) => list(books, request) },
    {
      method: 'PUT',
      path: `${base}/PurchaseOrders`,
      handle: (request) =>
        writeMany(state, request, ENDPOINT, (input) =>
          written(purchaseOrders.create(input, callerOf(request))),
        ),
    },
    {
      method: 'POST',
      path: `${base}/PurchaseOrders`,
      handle: (request) =>
        writeMany(state, request, ENDPOINT, (input) =>
          written(purchaseOrders.upsert(input, callerOf(request))),
        ),
    },
    {
      method: 'GET',
      path: `${base}/PurchaseOrders/{id}`,
      handle: (request) => {
        const order = found(purchaseOrders.byIdOrNumber(request.params['id'] ?? ''));
        return envelope(state, { PurchaseOrders: [orderShown(state, order, tradingOf(state))] });
      },
    },
    {
      method: 'POST',
      path: `${base}/PurchaseOrders/{id}`,
      handle: (request) =>
        writeOne(state, request, ENDPOINT, (input) =>
          written(purchaseOrders.update(request.params['id'] ?? '', input, callerOf(request))),
        ),
    },
  ];
}

/** Always paged; Status, DateFrom, DateTo and order only. Source: Xero developer docs, Purchase Orders, read 2026-11-23. */
function list({ state }: Books, request: SandboxRequest): Answer {
  const { query } = request;
  if ((query.get('where') ?? '') !== '') throw queryParse('Purchase orders cannot be filtered');
  const status = query.get('Status') ?? query.get('status');
  const from = dayOf(query, 'DateFrom');
  const to = dayOf(query, 'DateTo');
  const chosen = modifiedSince(state, request, state.purchaseOrders.values()).filter(
    (order) =>
      (status === null || order.status === status) &&
      (from === null || order.date >= from) &&
      (to === null || order.date <= to),
  );
  const sorted = ordered(
    chosen,
    query.get('order'),
    ORDER,
    defaultOrder(state, (order) => [order.updatedAtMs, order.purchaseOrderId]),
  );
  const { items, pagination } = paginated(
    sorted,
    pageOf(query, true) ?? { page: 1, pageSize: 100 },
  );
  const trading = tradingOf(state);
  const shown = items.map((order) => orderShown(state, order, trading));
  return envelope(state, { pagination, PurchaseOrders: shown });
}

function dayOf(query: URLSearchParams, name: string): string | null {
  const value = query.get(name) ?? query.get(name.charAt(0).toLowerCase() + name.slice(1));
  if (value === null || value === '') return null;
  const day = parseDay(value);
  if (day === null) throw queryParse(`${name} must be a date like 2026-05-31`);
  return day;
}

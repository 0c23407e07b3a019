// The Payments and BatchPayments endpoints.
import type { Answer, SandboxRequest } from '../kit/http.ts';
import type { BatchPayment, Payment } from './records.ts';
import type { Books } from './books.ts';
import type { Endpoint, Written } from './write-envelope.ts';
import type { JsonObject } from './json-input.ts';
import type { OrderFields } from './listing.ts';
import type { Route } from '../kit/router.ts';
import type { WhereFields } from './where-clause.ts';
import { batchShown, paymentShown } from './payment-view.ts';
import { callerOf } from './books.ts';
import { envelope, found, writeMany, writeOne } from './write-envelope.ts';
import { foldedName } from './contacts.ts';
import { defaultOrder, modifiedSince, ordered, pageOf, paginated } from './listing.ts';
import { paymentTypeOf, targetOf } from './payment-target.ts';
import { rateWarnings } from './rate-warnings.ts';
import { whereOf } from './where-clause.ts';

const PAYMENTS: Endpoint = {
  plural: 'Payments',
  idField: 'PaymentID',
  errorFlag: 'HasValidationErrors',
  echoed: ['Reference', 'Status'],
};
const BATCHES: Endpoint = {
  plural: 'BatchPayments',
  idField: 'BatchPaymentID',
  errorFlag: 'HasValidationErrors',
  echoed: ['Reference', 'Status'],
};

// Source: Xero developer docs, Payments, optimised orders, read 2026-11-23.
const ORDER: OrderFields<Payment> = {
  updateddateutc: ({ updatedAtMs }) => updatedAtMs,
  date: ({ date }) => date,
  paymentid: ({ paymentId }) => paymentId,
};
const BATCH_ORDER: OrderFields<BatchPayment> = {
  updateddateutc: ({ updatedAtMs }) => updatedAtMs,
  date: ({ date }) => date,
};
const BATCH_WHERE: WhereFields<BatchPayment> = {
  status: { kind: 'text', valueOf: ({ status }) => status },
};

export function paymentRoutes(books: Books, base: string): Route[] {
  const { state, payments } = books;
  return [
    { method: 'GET', path: `${base}/Payments`, handle: (request) => list(books, request) },
    {
      method: 'PUT',
      path: `${base}/Payments`,
      handle: (request) =>
        writeMany(state, request, PAYMENTS, (input) => paid(books, request, input)),
    },
    {
      method: 'POST',
      path: `${base}/Payments`,
      handle: (request) =>
        writeOne(state, request, PAYMENTS, (input) => paid(books, request, input)),
    },
    {
      method: 'GET',
      path: `${base}/Payments/{id}`,
      handle: (request) => {
        const payment = found(state.payments.get((request.params['id'] ?? '').toLowerCase()));
        return envelope(state, { Payments: [paymentShown(state, payment)] });
      },
    },
    {
      method: 'POST',
      path: `${base}/Payments/{id}`,
      handle: (request) =>
        writeOne(state, request, PAYMENTS, (input) => {
          const id = request.params['id'] ?? '';
          return { shown: paymentShown(state, payments.delete(id, input, callerOf(request))) };
        }),
    },
    ...batchRoutes(books, base),
  ];
}

function paid({ state, payments }: Books, request: SandboxRequest, input: JsonObject): Written {
  const made = payments.create(input, callerOf(request));
  const { exchange = null, date } = made;
  return {
    shown: paymentShown(state, made),
    // What the bank moved goes before a rate, which is then not used.
    warnings:
      exchange === null || (input['BankAmount'] ?? null) !== null
        ? []
        : rateWarnings(state, input, { ...exchange, date }),
  };
}

function batchRoutes({ state, batchPayments }: Books, base: string): Route[] {
  return [
    {
      method: 'GET',
      path: `${base}/BatchPayments`,
      handle: (request) => {
        const where = request.query.get('where') ?? '';
        const matches = where === '' ? () => true : whereOf(where, BATCH_WHERE, foldedName);
        const chosen = modifiedSince(state, request, state.batchPayments.values()).filter(matches);
        const sorted = ordered(
          chosen,
          request.query.get('order'),
          BATCH_ORDER,
          defaultOrder(state, (batch) => [batch.updatedAtMs, batch.batchPaymentId]),
        );
        return envelope(state, { BatchPayments: sorted.map((one) => batchShown(state, one)) });
      },
    },
    {
      method: 'PUT',
      path: `${base}/BatchPayments`,
      handle: (request) =>
        writeMany(state, request, BATCHES, (input) => ({
          shown: batchShown(state, batchPayments.create(input, callerOf(request))),
        })),
    },
    {
      method: 'POST',
      path: `${base}/BatchPayments`,
      handle: (request) =>
        writeMany(state, request, BATCHES, (input) => ({
          shown: batchShown(state, batchPayments.delete(input, null, callerOf(request))),
        })),
    },
    {
      method: 'GET',
      path: `${base}/BatchPayments/{id}`,
      handle: (request) => {
        const batch = found(state.batchPayments.get((request.params['id'] ?? '').toLowerCase()));
        return envelope(state, { BatchPayments: [batchShown(state, batch)] });
      },
    },
    {
      method: 'POST',
      path: `${base}/BatchPayments/{id}`,
      handle: (request) =>
        writeOne(state, request, BATCHES, (input) => {
          const id = request.params['id'] ?? '';
          return { shown: batchShown(state, batchPayments.delete(input, id, callerOf(request))) };
        }),
    },
  ];
}

function shownPayments(state: Books['state']): Payment[] {
  const all = state.payments.values();
  const isWhole = state.rule('deletedPayments') === 'listed';
  return isWhole ? all : all.filter(({ status }) => status !== 'DELETED');
}

function list({ state }: Books, request: SandboxRequest): Answer {
  const { query } = request;
  const where = query.get('where') ?? '';
  const matches = where === '' ? () => true : whereOf(where, whereFields(state), foldedName);
  const chosen = modifiedSince(state, request, shownPayments(state)).filter(matches);
  const sorted = ordered(
    chosen,
    query.get('order'),
    ORDER,
    defaultOrder(state, (payment) => [payment.updatedAtMs, payment.paymentId]),
  );
  const page = pageOf(query, false);
  if (page === null) {
    return envelope(state, { Payments: sorted.map((one) => paymentShown(state, one)) });
  }
  const { items, pagination } = paginated(sorted, page);
  return envelope(state, { pagination, Payments: items.map((one) => paymentShown(state, one)) });
}

// Source: Xero developer docs, Payments, optimised filters, read 2026-11-23.
function whereFields(state: Books['state']): WhereFields<Payment> {
  const typeOf = (payment: Payment): string => paymentTypeOf(targetOf(state, payment));
  return {
    paymenttype: { kind: 'text', valueOf: typeOf },
    status: { kind: 'text', valueOf: ({ status }) => status },
    'invoice.invoiceid': {
      kind: 'guid',
      mayOr: true,
      valueOf: ({ invoiceId, credit }) => invoiceId ?? shownAsInvoice(state, credit),
    },
    paymentid: { kind: 'guid', mayOr: true, valueOf: ({ paymentId }) => paymentId },
    reference: { kind: 'text', valueOf: ({ reference }) => reference },
    date: { kind: 'date', isRange: true, valueOf: ({ date }) => date },
  };
}

/** A refund is found by the Invoice it shows, where it shows one. */
function shownAsInvoice(state: Books['state'], credit: Payment['credit']): string | null {
  return state.rule('refundTarget') === 'asInvoice' ? (credit?.id ?? null) : null;
}

// The Allocations of a credit: put against documents, and taken back.
import type { Books } from './books.ts';
import type { CreditKind, CreditRef } from './records.ts';
import type { Endpoint } from './write-envelope.ts';
import type { Route } from '../kit/router.ts';
import type { SandboxRequest } from '../kit/http.ts';
import type { XeroState } from './xero-state.ts';
import { CREDIT_NAMES, allocationRemoved, allocationWritten } from './credit-view.ts';
import { ValidationFailure, badRequest } from './failures.ts';
import { EMPTY_GUID, guid, object } from './json-input.ts';
import { amountOf } from './payments.ts';
import { callerOf } from './books.ts';
import { creditOf } from './credits.ts';
import { found, writeMany } from './write-envelope.ts';

/** A refused allocation tells what was to be done. Source: XeroAPI/xero-node issue 491, read 2026-11-26. */
function endpointOf(state: XeroState, ref: CreditRef): Endpoint {
  return {
    plural: 'Allocations',
    idField: null,
    errorFlag: null,
    echoed: [],
    refused: (input) => {
      const invoiceId = guid(object(input, 'Invoice') ?? {}, 'InvoiceID') ?? EMPTY_GUID;
      const date = creditOf(state, ref)?.date ?? state.today();
      const asked = {
        allocationId: EMPTY_GUID,
        credit: ref,
        invoiceId,
        amount: amountOf(input),
        date,
      };
      return allocationWritten(state, asked);
    },
  };
}

export function allocationRoutes(books: Books, base: string, kind: CreditKind): Route[] {
  const { state, allocations } = books;
  const path = `${base}/${CREDIT_NAMES[kind].many}/{id}/Allocations`;
  const refOf = ({ params }: SandboxRequest): CreditRef => {
    const id = (params['id'] ?? '').toLowerCase();
    return found(creditOf(state, { kind, id })).ref;
  };
  return [
    {
      method: 'PUT',
      path,
      handle: (request) => {
        const ref = refOf(request);
        return writeMany(state, request, endpointOf(state, ref), (input) => ({
          shown: allocationWritten(state, allocations.create(ref, input, callerOf(request))),
        }));
      },
    },
    {
      method: 'DELETE',
      path: `${path}/{allocationId}`,
      handle: (request) => {
        const id = request.params['allocationId'] ?? '';
        const removed = refused(() => allocations.remove(refOf(request), id, callerOf(request)));
        return { status: 200, body: allocationRemoved(removed) };
      },
    },
  ];
}

/** A DELETE has no elements to say no to. */
function refused<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ValidationFailure) throw badRequest(error.messages.join(' '));
    throw error;
  }
}

// The Prepayments and Overpayments endpoints: they are read and allocated; what makes them is a bank transaction.
import type { Answer, SandboxRequest } from '../kit/http.ts';
import type { BankCredit } from './records.ts';
import type { Books } from './books.ts';
import type { OrderFields } from './listing.ts';
import type { Route } from '../kit/router.ts';
import type { WhereFields } from './where-clause.ts';
import type { XeroState } from './xero-state.ts';
import { BANK_CREDIT_TYPES } from './records.ts';
import { BankCreditView } from './bank-credit-view.ts';
import { CREDIT_NAMES } from './credit-view.ts';
import { callerOf } from './books.ts';
import { envelope, found } from './write-envelope.ts';
import { listAnswer } from './listed-answer.ts';
import { listed } from './listing.ts';

type Kind = 'prepayment' | 'overpayment';

/** The list of what a credit is called, by kind. Source: Xero OpenAPI 16.1.0, GET lists, read 2026-11-26. */
const NUMBER_LISTS: Record<Kind, string> = {
  prepayment: 'InvoiceNumbers',
  overpayment: 'References',
};

const ORDER: OrderFields<BankCredit> = {
  reference: ({ reference }) => reference,
  status: ({ status }) => status,
  updateddateutc: ({ updatedAtMs }) => updatedAtMs,
  date: ({ date }) => date,
};

export function bankCreditRoutes({ state }: Books, base: string, kind: Kind): Route[] {
  const path = `${base}/${CREDIT_NAMES[kind].many}`;
  return [
    { method: 'GET', path, handle: (request) => list(state, request, kind) },
    {
      method: 'GET',
      path: `${path}/{id}`,
      handle: (request) => {
        const credit = state.bankCredits.get((request.params['id'] ?? '').toLowerCase());
        const own = found(credit !== undefined && isOf(credit, kind) ? credit : null);
        const view = new BankCreditView(state, callerOf(request).unitPlaces);
        return envelope(state, { [CREDIT_NAMES[kind].many]: [view.shown(own, 'full')] });
      },
    },
  ];
}

function list(state: XeroState, request: SandboxRequest, kind: Kind): Answer {
  const numbers = listed(request.query, NUMBER_LISTS[kind]);
  const view = new BankCreditView(state, callerOf(request).unitPlaces);
  return listAnswer(state, request, {
    plural: CREDIT_NAMES[kind].many,
    records: state.bankCredits
      .values()
      .filter((one) => isOf(one, kind) && (numbers === null || numbers.has(one.reference))),
    idOf: ({ bankCreditId }) => bankCreditId,
    where: whereFields(kind),
    order: ORDER,
    show: (credit, isPaged) => view.shown(credit, isPaged ? 'full' : 'unpaged'),
  });
}

function isOf({ type }: BankCredit, kind: Kind): boolean {
  return BANK_CREDIT_TYPES[type].kind === kind;
}

/** No list of optimised filters was found for these: the fields that other documents are found by. */
function whereFields(kind: Kind): WhereFields<BankCredit> {
  return {
    status: { kind: 'text', valueOf: ({ status }) => status },
    type: { kind: 'text', valueOf: ({ type }) => type },
    'contact.contactid': { kind: 'guid', valueOf: ({ contactId }) => contactId },
    reference: { kind: 'text', valueOf: ({ reference }) => reference },
    date: { kind: 'date', isRange: true, valueOf: ({ date }) => date },
    [CREDIT_NAMES[kind].id.toLowerCase()]: {
      kind: 'guid',
      mayOr: true,
      valueOf: ({ bankCreditId }) => bankCreditId,
    },
  };
}

// The BankTransactions endpoint: what was spent and received, prepayments and overpayments among it, read only.
import type { BankCredit, BankTransaction } from './records.ts';
import type { Books } from './books.ts';
import type { OrderFields } from './listing.ts';
import type { Route } from '../kit/router.ts';
import type { WhereFields } from './where-clause.ts';
import type { XeroState } from './xero-state.ts';
import { BANK_CREDIT_TYPES } from './records.ts';
import { callerOf } from './books.ts';
import { centsNumber } from './decimal.ts';
import { contactStub } from './contact-view.ts';
import { dayString, dayToWire, instantToWire } from './dates.ts';
import { envelope, found } from './write-envelope.ts';
import { lineShown } from './line-items.ts';
import { listAnswer } from './listed-answer.ts';
import { rateNumber } from './exchange.ts';

type Listed = BankTransaction | BankCredit;

const ORDER: OrderFields<Listed> = {
  type: ({ type }) => type,
  status: ({ status }) => status,
  date: ({ date }) => date,
  updateddateutc: ({ updatedAtMs }) => updatedAtMs,
};

/** No list of optimised filters was found for these: the fields that other documents are found by. */
const WHERE: WhereFields<Listed> = {
  type: { kind: 'text', valueOf: ({ type }) => type },
  status: { kind: 'text', valueOf: ({ status }) => status },
  date: { kind: 'date', isRange: true, valueOf: ({ date }) => date },
  'contact.contactid': { kind: 'guid', valueOf: ({ contactId }) => contactId },
  reference: { kind: 'text', valueOf: ({ reference }) => reference },
};

export function bankTransactionRoutes({ state }: Books, base: string): Route[] {
  const path = `${base}/BankTransactions`;
  return [
    {
      method: 'GET',
      path,
      handle: (request) => {
        const { unitPlaces } = callerOf(request);
        return listAnswer(state, request, {
          plural: 'BankTransactions',
          records: [...state.bankTransactions.values(), ...state.bankCredits.values()],
          idOf,
          where: WHERE,
          order: ORDER,
          show: (one, isPaged) => shown(state, one, { unitPlaces, isFull: isPaged }),
        });
      },
    },
    {
      method: 'GET',
      path: `${path}/{id}`,
      handle: (request) => {
        const { unitPlaces } = callerOf(request);
        const id = (request.params['id'] ?? '').toLowerCase();
        const one = found(state.bankTransactions.get(id) ?? state.bankCredits.get(id));
        return envelope(state, {
          BankTransactions: [shown(state, one, { unitPlaces, isFull: true })],
        });
      },
    },
  ];
}

function idOf(one: Listed): string {
  return 'bankCreditId' in one ? one.bankCreditId : one.bankTransactionId;
}

/** A prepayment or overpayment that is used up is still AUTHORISED as what the bank saw. Source: as the statuses of OpenAPI 16.1.0. */
function shown(
  state: XeroState,
  one: Listed,
  { unitPlaces, isFull }: { unitPlaces: 2 | 4; isFull: boolean },
): Record<string, unknown> {
  const contact = state.contacts.get(one.contactId);
  const bank = state.accounts.get(one.bankAccountCode);
  const id = idOf(one);
  return {
    BankTransactionID: id,
    Type: one.type,
    ...('bankCreditId' in one
      ? {
          [BANK_CREDIT_TYPES[one.type].kind === 'prepayment' ? 'PrepaymentID' : 'OverpaymentID']:
            id,
        }
      : {}),
    ...(contact === undefined ? {} : { Contact: contactStub(contact) }),
    BankAccount: { AccountID: bank?.accountId, Code: bank?.code, Name: bank?.name },
    IsReconciled: 'isReconciled' in one && one.isReconciled,
    Reference: one.reference,
    DateString: dayString(one.date),
    Date: dayToWire(one.date),
    Status: one.status === 'PAID' ? 'AUTHORISED' : one.status,
    LineAmountTypes: one.lineAmountTypes,
    LineItems: isFull ? one.lines.map((line) => lineShown(state, line, unitPlaces)) : [],
    SubTotal: centsNumber(one.totals.subTotal),
    TotalTax: centsNumber(one.totals.totalTax),
    Total: centsNumber(one.totals.total),
    HasAttachments: false,
    CurrencyCode: one.currencyCode,
    CurrencyRate: rateNumber(state, one.currencyRate ?? null),
    UpdatedDateUTC: instantToWire(one.updatedAtMs),
  };
}

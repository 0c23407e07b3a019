// The routes by which a test or a person has the bookkeeper act on one record, as often as wanted.
import { z } from 'zod';
import type { Books } from './books.ts';
import type { Route } from '../kit/router.ts';
import { BANK_CREDIT_TYPES } from './records.ts';
import { ControlError, parsed } from '../kit/control-plane.ts';
import { ValidationFailure } from './failures.ts';
import {
  allocateCredit,
  billOrder,
  creditDocument,
  editDocument,
  enterJournal,
  moveMoney,
  payDocument,
  refundCredit,
  spendOrReceive,
  takeBackAllocation,
  voidRecord,
} from './acts.ts';

const id = z.guid();
const amount = z.string().regex(/^\d{1,10}(\.\d{1,2})?$/, 'must be an amount like 250.00');
const date = z.iso.date().optional();
const rate = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,6})?$/, 'must be a rate like 0.552341')
  .optional();
const paid = { amount: amount.optional(), date, rate, bankAmount: amount.optional() };
const signedAmount = z.string().regex(/^-?\d{1,10}(\.\d{1,2})?$/, 'must be an amount like -250.00');
const codedLine = z.strictObject({
  description: z.string().optional(),
  amount: signedAmount,
  accountCode: z.string(),
  taxType: z.string().optional(),
  tracking: z.array(z.strictObject({ name: z.string(), option: z.string() })).optional(),
});
const lineAmountTypes = z.enum(['Exclusive', 'Inclusive', 'NoTax']).optional();
const bankTypes = Object.keys(BANK_CREDIT_TYPES) as [string, ...string[]];

export function actRoutes(books: Books): Route[] {
  return [
    act(
      books,
      'credit',
      z.strictObject({
        invoiceId: id,
        amount: amount.optional(),
        allocate: z.boolean().default(true),
        date,
        rate,
      }),
      creditDocument,
    ),
    act(books, 'allocate', z.strictObject({ creditId: id, invoiceId: id, amount }), allocateCredit),
    act(books, 'take-back', z.strictObject({ allocationId: id }), takeBackAllocation),
    act(
      books,
      'bank-transaction',
      z.strictObject({
        type: z.enum(bankTypes),
        contactId: id,
        amount,
        accountCode: z.string().optional(),
        taxType: z.string().optional(),
        reference: z.string().optional(),
        currencyCode: z.string().optional(),
        rate,
        date,
      }),
      moveMoney,
    ),
    ...enteredRoutes(books),
    act(books, 'refund', z.strictObject({ creditId: id, ...paid }), refundCredit),
    act(books, 'pay', z.strictObject({ invoiceId: id, ...paid }), payDocument),
    act(
      books,
      'edit',
      z.strictObject({
        invoiceId: id,
        lineItemId: id.optional(),
        by: z.string().regex(/^-?\d{1,10}(\.\d{1,4})?$/, 'must be an amount like -250.00'),
      }),
      editDocument,
    ),
    act(books, 'void', z.strictObject({ id }), voidRecord),
    act(books, 'bill-order', z.strictObject({ purchaseOrderId: id }), billOrder),
  ];
}

/** What a person enters line by line. */
function enteredRoutes(books: Books): Route[] {
  return [
    act(
      books,
      'spend-or-receive',
      z.strictObject({
        type: z.enum(['SPEND', 'RECEIVE']),
        contactId: id,
        lines: z.array(codedLine),
        lineAmountTypes,
        reference: z.string().optional(),
        currencyCode: z.string().optional(),
        rate,
        date,
      }),
      spendOrReceive,
    ),
    act(
      books,
      'manual-journal',
      z.strictObject({
        narration: z.string(),
        status: z.enum(['DRAFT', 'POSTED']).default('POSTED'),
        lines: z.array(codedLine),
        lineAmountTypes,
        date,
      }),
      enterJournal,
    ),
  ];
}

/** What Xero would refuse is a 409 with Xero's words, and nothing is done. */
export function act<Given>(
  books: Books,
  name: string,
  schema: z.ZodType<Given>,
  perform: (books: Books, given: Given) => unknown,
): Route {
  return {
    method: 'POST',
    path: `/_sandbox/acts/${name}`,
    open: true,
    handle: (request) => {
      const given = parsed(schema, request);
      try {
        const body = perform(books, given);
        books.webhooks.flush();
        return { status: 200, body };
      } catch (error) {
        if (error instanceof ValidationFailure) throw new ControlError(409, error.message);
        throw error;
      }
    },
  };
}

// Proves that what cannot be right is one question of its own kind with its figures, and that no document is written of it.
import { describe, expect, test } from 'vitest';
import type { Observation } from '../../../domain/objects/objects.ts';
import { planObservation } from '../../../domain/objects/objects.ts';
import type { QuestionKind } from '../../../domain/plan/question-kinds.ts';
import { questionIn } from '../../support/answered.ts';
import { posted, releaseOf, second } from '../../support/claims.ts';
import {
  account,
  changeOrder,
  chartExcerpt,
  commitment,
  commitmentObservation,
  input2,
  item,
  mapping,
  payAppObservation,
  requisition,
  sovLine,
  summary,
} from '../../support/domain-builders.ts';
import { goingOf } from '../../support/posted-documents.ts';

const openBill = { invoiceId: '41', number: 'INV-41', date: '2026-05-31', amountDue: '1500.00' };
const below = second({ work: '-2000.00', held: '-200.00' }, { openInvoices: [openBill] });
const note = posted(below);
const used = note.creditNote.target && { ...note.creditNote.target, remainingCredit: '100.00' };
const retainedOn = (code: string) => ({
  ...mapping,
  accounts: { ...mapping.accounts, retentionPayable: code },
});
const expensesOnly = [{ ...input2, appliesTo: ['EXPENSE' as const] }];
const deduction = changeOrder({ grandTotal: '-60000.00', lines: [sovLine('81', '-60000.00')] });
const emptied = commitment({ approvedChangeOrders: '-60000.00', revisedSum: '-10000.00' });

const rows: [string, Observation, QuestionKind, string, Record<string, string | null>][] = [
  [
    'more retainage let go than is held',
    releaseOf(
      second({ released: '400.00' }, { heldInXero: [{ taxType: 'INPUT2', amount: '1.00' }] }),
    ),
    'releaseBeyondHeld',
    'it releases 400.00 of tax type INPUT2, and 1.00 of that type is held for the contract in Xero',
    { taxType: 'INPUT2', released: '400.00', held: '1.00' },
  ],
  [
    'retainage let go whose held part was posted by hand',
    releaseOf(second({ released: '400.00' })),
    'releaseBeyondHeld',
    'it releases 400.00 of tax type INPUT2, and 0.00 of that type is held for the contract in Xero',
    { taxType: 'INPUT2', released: '400.00', held: '0.00' },
  ],
  [
    'retainage let go beyond what is held, of a claim that was left to people before',
    releaseOf(second({ released: '400.00' }), {
      sibling: { workflowId: 'w', linkedTargetId: 'b', target: null, base: null, wasLeft: true },
    }),
    'releaseBeyondHeld',
    'it releases 400.00 of tax type INPUT2, and 0.00 of that type is held for the contract in Xero',
    {},
  ],
  [
    'retainage let go beyond what is held, of a claim below zero',
    second({ work: '-2000.00', held: '-200.00', released: '400.00' }),
    'releaseBeyondHeld',
    'it releases 400.00 of tax type INPUT2, and -200.00 of that type is held for the contract in Xero',
    {},
  ],
  [
    'a credit note larger than what is open of it',
    { ...note, creditNote: { ...note.creditNote, target: used } },
    'creditBeyondDue',
    '1,500.00 of the credit note is to be set off against bill INV-41, and 100.00 of it is still open',
    { amount: '1500.00', due: '1500.00', open: '100.00', bill: '41' },
  ],
  [
    'an allocation to a bill that is paid',
    { ...note, openInvoices: [] },
    'creditBeyondDue',
    '1,500.00 is to be set off against a bill of the contract that has nothing due any more',
    { amount: '1500.00', due: '0.00', open: '2070.00', bill: '41' },
  ],
  [
    'a retention account that is a cost',
    payAppObservation({ mapping: retainedOn('312') }),
    'unmappedCode',
    'the retention account 312 "Account 312" is not a liability',
    {},
  ],
  [
    'a retention account that is a bank account',
    payAppObservation({
      mapping: retainedOn('090'),
      chart: {
        ...chartExcerpt,
        accounts: [
          ...chartExcerpt.accounts,
          account('090', { type: 'BANK', accountClass: 'LIABILITY' }),
        ],
      },
    }),
    'unmappedCode',
    'the retention account 090 "Account 090" is not a liability',
    {},
  ],
  [
    'a tax type that the class of the retention account refuses',
    payAppObservation({ chart: { ...chartExcerpt, taxRates: expensesOnly } }),
    'unmappedTax',
    'tax type INPUT2 "15% GST on Expenses" cannot be used with account 825, which is of class liability',
    { due: '9000.00' },
  ],
  [
    'amounts with parts of a cent',
    payAppObservation({
      claim: requisition({
        items: [
          item(
            '1',
            { work: '10000.00', held: '1000.00' },
            { workRetainageReleasedThisPeriod: '0.005' },
          ),
        ],
      }),
    }),
    'partsNotWhole',
    'an amount of 0.005 has parts of a cent',
    { check: 'partsOfACent', parts: '0.005', header: '0.00' },
  ],
  [
    'retainage that the lines and the header tell differently',
    payAppObservation({
      claim: requisition({ summary: summary('10000.00', '999.00') }),
    }),
    'partsNotWhole',
    'retainage: the lines say 1,000.00, the summary says 999.00',
    { check: 'retainage', parts: '1000.00', header: '999.00' },
  ],
  [
    'a change order that turns its contract negative',
    commitmentObservation({ commitment: emptied, changeOrders: [deduction] }),
    'notWritable',
    'with its change orders the contract comes to -10,000.00, and Xero takes no order below zero',
    { revisedSum: '-10000.00' },
  ],
];

describe('a question with its figures, and nothing written', () => {
  test.each(rows)('%s', (_what, seen, kind, says, figures) => {
    const question = questionIn(seen);
    expect(question.kind).toBe(kind);
    expect(question.sentence).toContain(says);
    expect(question.fix).not.toBe(null);
    expect(question.verdicts.flatMap(({ findings }) => findings)[0]?.figures).toMatchObject(
      figures,
    );
    expect(goingOf(planObservation(seen))).toEqual([]);
  });
});

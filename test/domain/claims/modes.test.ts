// Proves the three ways of handling retainage, per firm and by contract: on the bill, by a credit note, by hand and then never approved by Tieout.
import { describe, expect, test } from 'vitest';
import type { ClaimObservation } from '../../../domain/claims/claim-observation.ts';
import type { Mapping, RetainageMode } from '../../../domain/mapping/mapping.ts';
import { planObservation } from '../../../domain/objects/objects.ts';
import type { PayAppObservation } from '../../../domain/objects/pay-app/observation.ts';
import { decided, questionIn, subjectsOf } from '../../support/answered.ts';
import {
  documentsOf,
  ownerInvoiceObservation,
  posted,
  releaseOf,
  second,
} from '../../support/claims.ts';
import {
  commitment,
  item,
  mapping,
  payAppObservation,
  payment,
  requisition,
  summary,
} from '../../support/domain-builders.ts';
import { toldOf } from '../../support/plan-rows.ts';
import { bodyOf, strangersBill, writesOf } from '../../support/posted-documents.ts';

function under(mode: RetainageMode, byContract: Record<string, RetainageMode> = {}): Mapping {
  return { ...mapping, retainage: { ...mapping.retainage, payable: { mode, byContract } } };
}
const inMode = (mode: RetainageMode) => payAppObservation({ mapping: under(mode) });
const revised = requisition({
  items: [item('1', { work: '11000.00', held: '1100.00' })],
  summary: summary('11000.00', '1100.00'),
});
const going = (seen: ClaimObservation) =>
  planObservation(seen).gated.going.map(({ verdict }) => verdict.role);
const statuses = (seen: ClaimObservation) =>
  writesOf(planObservation(seen)).map(({ body }) => ('status' in body ? body.status : body.kind));

describe('10,000.00 of work with 1,000.00 held', () => {
  const ledger = ['bill | INV-1042 | AUTHORISED | 310 INPUT2 10000.00 | 825 INPUT2 -1000.00'];
  const creditNote = [
    'bill | INV-1042 | AUTHORISED | 310 INPUT2 10000.00',
    'creditNote | INV-1042 | AUTHORISED | 825 INPUT2 1000.00',
  ];
  const manual = ['bill | INV-1042 | DRAFT | 310 INPUT2 10000.00'];

  test.each<[string, Mapping, string[]]>([
    ['ledger: on the bill itself', under('ledger'), ledger],
    [
      'creditNote: by a credit note beside a bill of the full amount',
      under('creditNote'),
      creditNote,
    ],
    ['manual: by hand, the bill of the full amount a draft', under('manual'), manual],
    ['the contract before the firm', under('ledger', { 'SC-001': 'manual' }), manual],
    [
      'the contract of the project before those of its number',
      under('ledger', { 'SC-001': 'creditNote', '26-001/SC-001': 'manual' }),
      manual,
    ],
    [
      'the contract of that number of another project',
      under('ledger', { '26-002/SC-001': 'manual' }),
      ledger,
    ],
    ['another contract', under('ledger', { 'SC-002': 'manual' }), ledger],
    ['a contract as usual where the firm is not', under('manual', { 'SC-001': 'ledger' }), ledger],
  ])('%s', (_what, given, documents) => {
    expect(documentsOf(payAppObservation({ mapping: given }))).toEqual(documents);
  });

  test('what subcontractors are held says nothing of what owners hold', () => {
    expect(documentsOf(ownerInvoiceObservation({ mapping: under('manual') }))).toEqual(
      documentsOf(ownerInvoiceObservation()),
    );
    const { payable, ...rest } = mapping.retainage;
    const receivable = { mode: 'creditNote', byContract: {} } as const;
    const owners = { ...mapping, retainage: { ...rest, payable, receivable } };
    expect(documentsOf(ownerInvoiceObservation({ mapping: owners }))).toEqual([
      'salesInvoice | HR-0001 | AUTHORISED | 200 OUTPUT2 20000.00 | 205 OUTPUT2 2000.00',
      'creditNote | HR-0001 | AUTHORISED | 826 OUTPUT2 1100.00',
    ]);
  });
});

describe('creditNote', () => {
  const both = posted(inMode('creditNote'));

  test('the note goes after its bill, is one question with it, and carries our marker', () => {
    expect(going(inMode('creditNote'))).toEqual(['bill', 'creditNote']);
    const twin = { ...inMode('creditNote'), lookAlikes: [strangersBill()] };
    expect(questionIn(twin).verdicts.map(({ role }) => role)).toEqual(['bill', 'creditNote']);
    expect(going(decided(twin, 'approve'))).toEqual(['bill', 'creditNote']);
    const note = writesOf(planObservation(inMode('creditNote')))[1]?.body;
    expect(note && 'lines' in note ? note.lines[0]?.description : '').toBe(
      'Retainage held, contract SC-001 tieout:demo/payApp/33/creditNote',
    );
  });

  test('all of the note is set off against its bill: 11,500.00 less 1,150.00 is what is due', () => {
    expect(writesOf(planObservation(both)).map(({ body }) => body)).toEqual([
      {
        ...{ kind: 'xeroAllocation', creditNoteId: 'note-1' },
        ...{ invoiceId: 'bill-1', amount: '1150.00' },
      },
    ]);
  });

  test('a payment of what is left is all that is due in Procore', () => {
    const { target } = both.creditNote;
    const allocations = [{ allocationId: 'a', invoiceId: 'bill-1', amount: '1150.00', date: null }];
    const set = { ...both.creditNote, target: target && { ...target, allocations } };
    const paid = { ...both, creditNote: set, payments: [payment('p1', '10350.00')] };
    expect(bodyOf(paid, 'procoreContractPayment').amount).toBe('9000.00');
  });

  test('an edit in Procore moves both, each its own question', () => {
    const now = { ...both, claim: revised };
    expect(documentsOf(now)).toEqual([
      'bill | INV-1042 |  | 310 INPUT2 11000.00',
      'creditNote | INV-1042 |  | 825 INPUT2 1100.00',
    ]);
    expect(subjectsOf(now)).toEqual(['bill editedAfterPosting', 'creditNote editedAfterPosting']);
    expect(questionIn(now, 'creditNote').verdicts[0]?.changes.map(({ path }) => path)).toEqual([
      'lines[line-1].amount',
    ]);
  });

  test('a note whose bill holds nothing any more is for a person to take away', () => {
    const claim = requisition({
      items: [item('1', { work: '10000.00', held: '0.00' })],
      summary: summary('10000.00', '0.00'),
    });
    expect(questionIn({ ...both, claim }, 'creditNote').fix).toBe(
      'Procore leaves nothing on it: void the credit note in Xero, or leave it as it is.',
    );
  });

  test('a bill that went without its note gets it later', () => {
    const alone = { ...both, creditNote: inMode('creditNote').creditNote };
    expect(documentsOf(alone)).toEqual(['creditNote | INV-1042 | AUTHORISED | 825 INPUT2 1000.00']);
  });

  test('a release counts what the note holds back', () => {
    const mixed = second(
      { work: '5000.00', held: '500.00', released: '400.00' },
      { mapping: under('creditNote'), heldInXero: [] },
    );
    expect(documentsOf(mixed)).toEqual([
      'bill | INV-1043 | AUTHORISED | 310 INPUT2 5000.00',
      'creditNote | INV-1043 | AUTHORISED | 825 INPUT2 500.00',
    ]);
    expect(subjectsOf(mixed)).toEqual([]);
    expect(documentsOf(releaseOf(posted(mixed)))).toEqual([
      'release | INV-1043-R | AUTHORISED | 825 INPUT2 400.00',
    ]);
  });

  test('a claim below zero is one credit note, whatever the mode', () => {
    const seen = second({ work: '-2000.00', held: '-200.00' }, { mapping: under('creditNote') });
    expect(documentsOf(seen)).toEqual([
      'creditNote | INV-1043 | AUTHORISED | 310 INPUT2 2000.00 | 825 INPUT2 -200.00',
    ]);
  });
});

describe('manual', () => {
  const draft = posted(inMode('manual'));

  test('says on the bill how much is to be held', () => {
    const [line] = bodyOf(inMode('manual'), 'xeroBill').lines;
    expect(line?.description).toBe('Line 1 (retainage of 1,000.00 to be held by hand)');
  });

  test.each<[string, PayAppObservation]>([
    ['when it is posted', inMode('manual')],
    ['when it is edited in Procore', { ...draft, claim: revised }],
    ['when it is edited in Xero', posted(inMode('manual'), { target: { number: 'X' } })],
    [
      'when a person deleted it in Xero',
      posted(inMode('manual'), { target: { status: 'DELETED' } }),
    ],
    ['when a person voided it in Xero', posted(inMode('manual'), { target: { status: 'VOIDED' } })],
    [
      'when it comes to less than nothing',
      second({ work: '-2000.00', held: '-200.00' }, { mapping: under('manual') }),
    ],
    [
      'when it was voided in Xero and the contract is handled otherwise since',
      { ...posted(inMode('manual'), { target: { status: 'VOIDED' } }), mapping: under('ledger') },
    ],
  ])('no bill of the full amount is approved %s', (_what, seen) => {
    expect(statuses(seen)).toHaveLength(1);
    expect(statuses(seen)).not.toContain('AUTHORISED');
  });

  test('a person may approve the draft, and nothing is said', () => {
    const approved = posted(inMode('manual'), { target: { status: 'AUTHORISED' } });
    expect(toldOf(approved)).toEqual(['unchanged', null, 'posted']);
  });

  test('is compared gross to gross: more held is another word, more work another amount', () => {
    const claim = requisition({
      items: [item('1', { work: '10000.00', held: '1500.00' })],
      summary: summary('10000.00', '1500.00'),
    });
    expect(toldOf({ ...draft, claim })[2]).toBe(
      `a line's description is "Line 1 (retainage of 1,500.00 to be held by hand)" and was "Line 1 (retainage of 1,000.00 to be held by hand)"`,
    );
    expect(documentsOf({ ...draft, claim: revised })).toEqual([
      'bill | INV-1042 |  | 310 INPUT2 11000.00',
    ]);
  });

  test('what is let go is let go by hand too', () => {
    const seen = second({ released: '400.00' }, { mapping: under('manual') });
    expect(toldOf(seen)).toEqual(['unchanged', null, 'notPosted']);
    expect(toldOf(releaseOf(seen))).toEqual(['unchanged', null, 'notPosted']);
    const more = second({ held: '400.00' }, { mapping: under('manual') });
    expect(toldOf(more)).toEqual(['unchanged', null, 'notPosted']);
  });

  test('a claim is below zero where the whole of it is, not where more is held than done', () => {
    const seen = second({ work: '100.00', held: '200.00' }, { mapping: under('manual') });
    expect(documentsOf(seen)).toEqual(['bill | INV-1043 | DRAFT | 310 INPUT2 100.00']);
  });
});

describe('a contract that is handled otherwise from now on', () => {
  const modes = ['ledger', 'creditNote', 'manual'] as const;
  const pairs = modes.flatMap((was) => modes.map((is) => [was, is] as const));

  test.each(pairs)('what was posted under %s stays so under %s, edited or not', (was, is) => {
    const before = posted(inMode(was));
    const after = { ...before, mapping: under(is) };
    expect(documentsOf(after)).toEqual(documentsOf(before));
    expect(subjectsOf(after)).toEqual([]);
    expect(documentsOf({ ...after, claim: revised })).toEqual(
      documentsOf({ ...before, claim: revised }),
    );
  });

  test('a new claim of it is posted the new way', () => {
    const contract = commitment({ number: 'SC-007' });
    const seen = payAppObservation({ contract, mapping: under('ledger', { 'SC-007': 'manual' }) });
    expect(statuses(seen)).toEqual(['DRAFT']);
  });
});

// Proves that a bill of a subcontractor under CIS is held with its deduction to the cent, is taken over once a person entered it, and is never posted by Tieout; and that nobody else's is.
import { describe, expect, test } from 'vitest';
import { adoptedBaseOfClaim, readsFirstOfClaim } from '../../../domain/claims/claim-object.ts';
import type { ClaimObservation, ContactCis } from '../../../domain/claims/claim-observation.ts';
import type { Observation } from '../../../domain/objects/objects.ts';
import { planObservation, readsOf } from '../../../domain/objects/objects.ts';
import type { PayAppObservation } from '../../../domain/objects/pay-app/observation.ts';
import type { DocumentBase } from '../../../domain/plan/owned.ts';
import type { XeroBill } from '../../../domain/records/xero/bill.ts';
import { decided, leftAsItIs, questionIn, subjectsOf } from '../../support/answered.ts';
import { ownerInvoiceObservation, posted, releaseOf, second } from '../../support/claims.ts';
import {
  commitment,
  item,
  mapping,
  payAppObservation,
  payment,
  requisition,
  sovLine,
  summary,
} from '../../support/domain-builders.ts';
import { bodyOf, strangersBill, writesOf } from '../../support/posted-documents.ts';
import { toldOf } from '../../support/plan-rows.ts';

const under = (rate: string): ContactCis => ({ standing: 'on', rate });
const withMaterials = { ...mapping, cis: { materials: ['M'] } };
const contactNames = { 'contact-1': 'D. Thackray' };
const contract = commitment({
  lines: [
    sovLine('1', '30000.00'),
    sovLine('2', '20000.00', { costType: { code: 'M', name: 'Materials' } }),
  ],
});

/** Work on line 1, which is labour, and on line 2, which is materials, each with what is held of it. */
function claimed(
  labour: [work: string, held: string],
  materials: [work: string, held: string] | null,
  cis: ContactCis,
  over: Partial<PayAppObservation> = {},
): PayAppObservation {
  const lines = materials === null ? [labour] : [labour, materials];
  const items = lines.map(([work, held], index) => item(String(index + 1), { work, held }));
  const sum = (of: 0 | 1): string => {
    const minor = lines.reduce((total, line) => total + BigInt(line[of].replace('.', '')), 0n);
    const digits = String(minor).padStart(3, '0');
    return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
  };
  const claim = requisition({ items, summary: summary(sum(0), sum(1)) });
  const settings = { contract, contactNames, mapping: withMaterials };
  return payAppObservation({ ...settings, claim, cis, ...over });
}

const figuresIn = (seen: Observation, subject?: string) =>
  questionIn(seen, subject).verdicts.flatMap(({ findings }) =>
    findings.filter(({ kind }) => kind === 'cisDeduction').map(({ figures }) => figures),
  )[0];

/** A bill as a person enters it by hand: one line of labour, without our link. */
const entered = (seen: PayAppObservation, over: Partial<XeroBill> = {}): PayAppObservation => ({
  ...seen,
  lookAlikes: [strangersBill({ deducted: '1800.00', ...over })],
});

describe('what is deducted', () => {
  test.each<[string, PayAppObservation, string[]]>([
    [
      'labour alone, nothing held',
      claimed(['8000.00', '0.00'], null, under('20')),
      ['20', '8000.00', '0.00', '1600.00', '7600.00'],
    ],
    [
      'labour net of what is held of it',
      claimed(['8000.00', '400.00'], null, under('20')),
      ['20', '7600.00', '0.00', '1520.00', '7220.00'],
    ],
    [
      'labour beside materials, each less its own retention',
      claimed(['8000.00', '400.00'], ['2000.00', '100.00'], under('20')),
      ['20', '7600.00', '1900.00', '1520.00', '9405.00'],
    ],
    [
      'of materials alone nothing, and it is a CIS bill all the same',
      claimed(['0.00', '0.00'], ['2000.00', '0.00'], under('20')),
      ['20', '0.00', '2000.00', '0.00', '2300.00'],
    ],
    [
      'a subcontractor that is not verified',
      claimed(['8000.00', '400.00'], null, under('30')),
      ['30', '7600.00', '0.00', '2280.00', '6460.00'],
    ],
    [
      'one that is paid gross',
      claimed(['8000.00', '400.00'], null, under('0')),
      ['0', '7600.00', '0.00', '0.00', '8740.00'],
    ],
    [
      'half a cent, upwards and once over all lines',
      claimed(['100.05', '0.00'], null, under('30')),
      ['30', '100.05', '0.00', '30.02', '85.04'],
    ],
    [
      'a rate with parts of a percent',
      claimed(['1000.00', '0.00'], null, under('12.5')),
      ['12.5', '1000.00', '0.00', '125.00', '1025.00'],
    ],
    [
      'every cost type is labour where none is said to be materials',
      claimed(['8000.00', '400.00'], ['2000.00', '100.00'], under('20'), { mapping }),
      ['20', '9500.00', '0.00', '1900.00', '9025.00'],
    ],
  ])('%s', (_what, seen, [rate, labour, materials, deduction, due]) => {
    expect(figuresIn(seen)).toEqual({ rate, labour, materials, deduction, due, bill: null });
    expect(subjectsOf(seen)).toEqual(['bill cisDeduction']);
    expect(writesOf(planObservation(seen))).toEqual([]);
    expect(questionIn(seen).fix).toMatch(/^Enter it in Xero by hand with the deduction/);
  });

  test('is said so that a person can enter it', () => {
    expect(toldOf(claimed(['8000.00', '400.00'], ['2000.00', '100.00'], under('20')))).toEqual([
      'blocked',
      'cisDeduction',
      'D. Thackray is under CIS at 20 %: of 8,000.00 for labour less 400.00 retention 1,520.00 is deducted, of 1,900.00 for materials nothing, and 9,405.00 is due; enter the bill in Xero by hand, with the number INV-1042 and this deduction, then it is taken over',
    ]);
    expect(toldOf(claimed(['8000.00', '0.00'], null, under('0')))[2]).toMatch(
      /^D\. Thackray is under CIS at 0 %: of 8,000\.00 for labour nothing is deducted, and /,
    );
  });
});

describe('who is held', () => {
  const plain = payAppObservation();
  const mayNot = (cis: ContactCis, over: Partial<PayAppObservation> = {}) =>
    toldOf({ ...plain, cis, ...over });

  test.each<[string, ContactCis]>([
    ['nobody outside the United Kingdom', { standing: 'notAsked', rate: null }],
    ['nobody who never was a subcontractor', { standing: 'never', rate: null }],
    ['nobody who is one no more', { standing: 'off', rate: null }],
  ])('%s', (_who, cis) => {
    expect(mayNot(cis)).toEqual(['create', null, 'bill']);
  });

  test('whoever is not known to be none: it waits, and settings are read first', () => {
    const seen = { ...plain, cis: { standing: 'unread', rate: null } as const, contactNames };
    expect(toldOf(seen)).toEqual([
      'blocked',
      'cisDeduction',
      'Xero has not shown yet whether D. Thackray is a subcontractor under CIS; it is asked again by itself',
    ]);
    const read = { system: 'xero', kind: 'xeroCisSettings', id: 'contact-1' };
    expect(readsFirstOfClaim(seen)).toEqual([read]);
    expect(readsOf(seen)).toContainEqual(read);
    expect(readsFirstOfClaim({ ...seen, cis: under('20') })).toEqual([]);
    // Before a decision is carried out they are read again.
    expect(readsOf({ ...seen, cis: under('20') })).toContainEqual(read);
  });

  test.each<[string, Partial<PayAppObservation>]>([
    ['is not of the United Kingdom', { cis: { standing: 'notAsked', rate: null } }],
    ['is not approved', { claim: requisition({ status: 'draft' }) }],
    ['is of a project that is not turned on', { postFrom: null }],
    [
      'has no contact yet',
      { contact: { workflowId: 'contact/demo/17', contactId: null, archived: false } },
    ],
  ])('nothing is read for a pay app that %s', (_what, over) => {
    const seen = { ...plain, cis: { standing: 'unread', rate: null } as const, ...over };
    expect([...readsFirstOfClaim(seen), ...readsOf(seen)].map(({ kind }) => kind)).not.toContain(
      'xeroCisSettings',
    );
  });

  test('nothing is read for what is posted, and no owner is asked about', () => {
    const unread = { cis: { standing: 'unread', rate: null } as const };
    const standing = { ...posted(plain), ...unread };
    expect(readsFirstOfClaim(standing)).toEqual([]);
    expect(toldOf(standing)).toEqual(['unchanged', null, 'posted']);
    expect(toldOf(ownerInvoiceObservation())[0]).toBe('create');
  });
});

describe('a bill that a person entered', () => {
  const seen = claimed(['10000.00', '1000.00'], null, under('20'));
  const ours = { labour: '9000.00', materials: '0.00', deduction: '1800.00', due: '8550.00' };
  const theirs = { bill: 'theirs', theirTotal: '10350.00' };

  test('is offered to be taken over, and said to deduct the same', () => {
    const told = questionIn(entered(seen));
    expect([told.kind, told.fix, told.verdicts[0]?.outcome]).toEqual([
      'cisDeduction',
      null,
      'adopt',
    ]);
    expect(figuresIn(entered(seen))).toEqual({
      ...{ rate: '20', ...ours, ...theirs },
      theirDeduction: '1800.00',
    });
    expect(told.sentence).toMatch(
      /; approve to take bill inv 1042 of 2026-05-30 for 10,350\.00 \(with tax\), which a person entered, with the same deduction\.$/,
    );
  });

  test('that deducts on the labour before retention is offered too, and said to differ', () => {
    const differing = entered(seen, { deducted: '2000.00' });
    expect(questionIn(differing).fix).toBeNull();
    expect(figuresIn(differing)).toMatchObject({ deduction: '1800.00', theirDeduction: '2000.00' });
    expect(questionIn(differing).sentence).toContain(
      'where 2,000.00 is deducted: correct it there first if ours is right',
    );
    const none = entered(seen, { deducted: '0.00' });
    expect(questionIn(none).sentence).toContain('where nothing is deducted');
  });

  test.each<[string, Partial<XeroBill>, string | null]>([
    ['of the same number and another day', { date: '2026-07-01' }, 'theirs'],
    ['of another number, the same amount and day', { number: 'X', date: '2026-05-31' }, 'theirs'],
    ['of another number, the same amount and another day', { number: 'X' }, null],
    ['of the same number and another amount', { subTotal: '9100.00' }, null],
    ['in another currency', { currency: 'EUR' }, null],
    ['that was voided', { status: 'VOIDED' }, null],
  ])('one %s', (_what, over, bill) => {
    expect(figuresIn(entered(seen, over))?.['bill']).toBe(bill);
  });

  test('of the same number and another amount is named', () => {
    expect(questionIn(entered(seen, { subTotal: '9100.00' })).sentence).toMatch(
      /; bill inv 1042 .* has the number INV-1042 and another amount before tax: correct it there, or give it its own number\.$/,
    );
  });

  test('twice is nobody’s to choose', () => {
    const both = { ...entered(seen) };
    both.lookAlikes = [...both.lookAlikes, strangersBill({ id: 'second', number: 'INV-1042' })];
    expect(figuresIn(both)?.['bill']).toBeNull();
    expect(questionIn(both).sentence).toContain('both fit: void the one');
  });

  test('an approval counts for it as it was seen, and links without writing', () => {
    const plan = planObservation(decided(entered(seen), 'approve'));
    expect(plan.gated.going.map(({ verdict }) => verdict.outcome)).toEqual(['adopt']);
    expect(writesOf(plan)).toEqual([]);
    const moved = {
      ...decided(entered(seen), 'approve'),
      lookAlikes: [strangersBill({ deducted: '1800.00', updatedAt: '2026-07-01T00:00:00.000Z' })],
    };
    expect(planObservation(moved).gated.decisions.map(({ outcome }) => outcome)).toEqual([
      'refused',
    ]);
  });

  test('is asked about once a hold was left, because it is news', () => {
    expect(subjectsOf(leftAsItIs(seen))).toEqual([]);
    expect(subjectsOf(entered(leftAsItIs(seen)))).toEqual(['bill cisDeduction']);
  });
});

describe('once it is taken over', () => {
  const seen = entered(claimed(['10000.00', '1000.00'], null, under('20')));
  /** The bill in the person's own words, account and tracking. */
  const lines = strangersBill().lines.map((line, index) => ({
    ...line,
    ...{ description: `Bricklaying ${index}`, accountCode: '326', tracking: [] },
  }));
  const bill = strangersBill({ deducted: '1800.00', lines, number: '1042' });
  const from = { ...seen, lookAlikes: [bill] };
  const base = adoptedBaseOfClaim(from, 'bill', bill.id) as DocumentBase;
  const taken: PayAppObservation = {
    ...from,
    ...{ lookAlikes: [], linkedTargetId: bill.id, target: bill, base },
  };

  test('nothing of how a person coded it is asked', () => {
    expect(toldOf(taken)).toEqual(['unchanged', null, 'posted']);
    expect(subjectsOf({ ...taken, cis: { standing: 'unread', rate: null } })).toEqual([]);
  });

  test('its payments go to Procore: what is paid, and what is deducted, are all of it', () => {
    const paid = { ...bill, status: 'PAID', amountPaid: '8550.00', amountDue: '0.00' };
    const now = {
      ...taken,
      target: paid,
      payments: [payment('p1', '8550.00', { invoiceId: bill.id })],
    };
    expect(bodyOf(now, 'procoreContractPayment').amount).toBe('9000.00');
  });

  test('a change of the claim is asked before it is written, and an edit in Xero too', () => {
    const claim = requisition({
      items: [item('1', { work: '11000.00', held: '1100.00' })],
      summary: summary('11000.00', '1100.00'),
    });
    expect(subjectsOf({ ...taken, claim })).toEqual(['bill editedAfterPosting']);
    expect(planObservation({ ...taken, claim }).gated.going).toEqual([]);
    expect(subjectsOf({ ...taken, target: { ...bill, number: '1043' } })).toEqual([
      'bill editedInXero',
    ]);
  });

  test('one that was voided in Xero is not posted again by us, and another in its place is offered', () => {
    const ended = { ...taken, target: { ...bill, status: 'VOIDED' } };
    expect(subjectsOf(ended)).toEqual(['bill cisDeduction']);
    expect(writesOf(planObservation(ended))).toEqual([]);
    const again = { ...ended, lookAlikes: [{ ...bill, id: 'again', number: 'inv 1042' }] };
    expect(figuresIn(again)).toMatchObject({ bill: 'again' });
    expect(questionIn(again).fix).toBeNull();
  });
});

describe('what is not a bill of the period', () => {
  test('a release is deducted from when it is let go, on the labour of the lines that let go', () => {
    const held = { work: '0.00', held: '0.00', released: '400.00' };
    const mixed = second(held, { cis: under('30'), contactNames });
    const seen = releaseOf(mixed, { heldInXero: [{ taxType: 'INPUT2', amount: '1000.00' }] });
    const { rate, labour, materials, deduction, due } = figuresIn(seen) ?? {};
    expect([rate, labour, materials, deduction, due]).toEqual([
      ...['30', '400.00', '0.00', '120.00', '340.00'],
    ]);
    expect(subjectsOf(seen)).toEqual(['release cisDeduction']);
  });

  test('of a claim that bills and lets go, each document has its own', () => {
    const mixed = second(
      { work: '5000.00', held: '500.00', released: '400.00' },
      { cis: under('20'), heldInXero: [{ taxType: 'INPUT2', amount: '1000.00' }] },
    );
    expect(figuresIn(mixed)).toMatchObject({ labour: '4500.00', deduction: '900.00' });
    const after = posted({ ...mixed, cis: { standing: 'never', rate: null } });
    expect(figuresIn({ ...releaseOf(after), cis: under('20') })).toMatchObject({
      ...{ labour: '400.00', deduction: '80.00' },
    });
  });

  test('a claim below zero is a credit note to be entered by hand, and is not taken over', () => {
    const seen = second({ work: '-2000.00', held: '-200.00' }, { cis: under('20'), contactNames });
    expect(figuresIn(seen)).toMatchObject({
      labour: '1800.00',
      deduction: '360.00',
      due: '1710.00',
    });
    expect(questionIn(seen).sentence).toMatch(
      /enter the credit note in Xero by hand, .*; a credit note is not taken over: leave this/,
    );
    expect(writesOf(planObservation(seen))).toEqual([]);
    expect(subjectsOf(leftAsItIs(seen))).toEqual([]);
  });

  test('what is held back by a credit note is off its own document', () => {
    const payable = { mode: 'creditNote', byContract: {} } as const;
    const byNote = { ...mapping, retainage: { ...mapping.retainage, payable } };
    const seen = payAppObservation({ mapping: byNote, cis: under('20'), contactNames });
    expect(figuresIn(seen)).toMatchObject({ labour: '10000.00', deduction: '2000.00' });
    expect(questionIn(seen).sentence).toContain(
      'without what is held back, which is a credit note',
    );
    const sums = { subTotal: '10000.00', total: '11500.00', deducted: '2000.00' };
    const whole = strangersBill({ ...sums, lines: strangersBill().lines.slice(0, 1) });
    const base = adoptedBaseOfClaim({ ...seen, lookAlikes: [whole] }, 'bill', whole.id);
    const linked = { linkedTargetId: whole.id, target: whole, base: base as DocumentBase };
    const after: ClaimObservation = { ...seen, ...linked };
    expect(figuresIn(after as Observation, 'creditNote')).toMatchObject({
      ...{ labour: '1000.00', deduction: '200.00' },
    });
  });

  test('where retainage is handled by hand, what is paid is what is deducted from', () => {
    const payable = { mode: 'manual', byContract: {} } as const;
    const byHand = { ...mapping, retainage: { ...mapping.retainage, payable } };
    const seen = payAppObservation({ mapping: byHand, cis: under('20'), contactNames });
    expect(figuresIn(seen)).toMatchObject({
      labour: '9000.00',
      deduction: '1800.00',
      due: '8550.00',
    });
    expect(figuresIn({ ...seen, lookAlikes: [strangersBill()] })).toMatchObject({ bill: 'theirs' });
  });
});

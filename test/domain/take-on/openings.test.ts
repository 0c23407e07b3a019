// Proves what the opening of a contract comes to, what is asked before it may be signed, and that a release waits for it.
import { describe, expect, test } from 'vitest';
import type { ClaimObservation, OpeningSigned } from '../../../domain/claims/claim-observation.ts';
import { planObservation } from '../../../domain/objects/objects.ts';
import type { PayAppObservation } from '../../../domain/objects/pay-app/observation.ts';
import { claimBeforeOf, onceTaken } from '../../../domain/take-on/claim-before.ts';
import { groundOf, holdsAtStart, claimsBefore } from '../../../domain/take-on/before-start.ts';
import type { PaidInProcore } from '../../../domain/take-on/facts.ts';
import { isEmpty, proposalOf } from '../../../domain/take-on/proposal.ts';
import type { Position } from '../../../domain/take-on/positions.ts';
import { openingsOf } from '../../../domain/take-on/sign.ts';
import { questionIn, subjectsOf } from '../../support/answered.ts';
import { releaseOf, second } from '../../support/claims.ts';
import {
  commitmentObservation,
  item,
  payAppObservation,
  payment,
  requisition,
  summary,
} from '../../support/domain-builders.ts';
import { toldOf } from '../../support/plan-rows.ts';
import {
  claimBefore,
  contractTakenOn,
  heldLine,
  takeOnFacts,
  typedBill,
  typedOrder,
} from '../../support/take-on.ts';

const certified = (over: Partial<PayAppObservation>) =>
  claimBeforeOf(payAppObservation(over))?.certified;
const row = (taxType: string | null, billed: string, held: string) => ({ taxType, billed, held });

describe('what a claim certifies', () => {
  const mixed = requisition({
    summary: summary('11000.00', '1100.00'),
    items: [
      item('1', { work: '10000.00', held: '1000.00' }),
      item('2', { work: '1000.00', held: '100.00' }, { tax: null }),
    ],
  });
  const carried = requisition({
    ...{ number: 4, summary: summary('50000.00', '5000.00', '36000.00') },
  });

  test.each<[string, Partial<PayAppObservation>, unknown]>([
    ['work and what is held of it', {}, [row('INPUT2', '10000.00', '1000.00')]],
    [
      'by tax type, each by itself',
      { claim: mixed },
      [row('INPUT2', '10000.00', '1000.00'), row('NONE', '1000.00', '100.00')],
    ],
    [
      'what a contract’s first claim carries in, in one sum of no known type',
      { claim: carried },
      [row(null, '50000.00', '5000.00')],
    ],
    [
      'a claim whose codes are not mapped all the same',
      { mapping: { ...payAppObservation().mapping, taxTypes: {} } },
      [row(null, '10000.00', '1000.00')],
    ],
    [
      'nothing where Procore does not show the claim before',
      { claim: requisition({ previousId: '9' }) },
      null,
    ],
  ])('%s', (_what, over, says) => {
    expect(certified(over)).toEqual(says);
  });

  test('a claim below zero takes back, and one that lets go holds less', () => {
    const less = requisition({
      summary: summary('-500.00', '-50.00'),
      items: [item('1', { work: '-500.00', held: '-50.00' })],
    });
    expect(certified({ claim: less })).toEqual([row('INPUT2', '-500.00', '-50.00')]);
    const released = claimBeforeOf(second({ released: '400.00' }, {}));
    expect(released).toMatchObject({
      ...{ role: 'release', workflowId: 'retainageRelease/demo/payApp-34' },
      certified: [row('INPUT2', '0.00', '-400.00')],
    });
  });

  test('a claim without a date is no claim of before', () => {
    expect(
      claimBeforeOf(payAppObservation({ claim: requisition({ billingDate: null }) })),
    ).toBeNull();
  });

  test('what a person typed keeps its tax type once it is taken over', () => {
    const record = typedBill('b', '9000.00', {
      lines: [
        {
          ...{ ...heldLine('0.00'), description: 'Progress claim', accountCode: '310' },
          ...{ unitAmount: '10000.00', lineAmount: '10000.00' },
        },
        { ...heldLine('1000.00', 'NONE'), description: 'Retainage held' },
      ],
    });
    const taken = onceTaken(payAppObservation(), { role: 'bill', record });
    expect(claimBeforeOf(taken)?.certified).toEqual([
      row('NONE', '0.00', '1000.00'),
      row('INPUT2', '10000.00', '0.00'),
    ]);
  });
});

describe('the opening of a contract', () => {
  const paid = (amount: string, over: Partial<PaidInProcore> = {}): PaidInProcore => ({
    ...{ contractId: 'wo-9', claimId: '1', amount, date: '2026-06-20' },
    ...over,
  });
  const two = [row('INPUT2', '1000.00', '100.00'), row('NONE', '500.00', '50.00')];
  const figures = ({ taxType, billed, paid: p, held, inDocuments }: Position): string =>
    [taxType ?? '?', billed, p, held, inDocuments].join(' ');

  test('is billed, paid and held of every claim before, with totals', () => {
    const claims = [claimBefore(), claimBefore({ claimId: '2' })];
    const { positions, totals } = proposalOf(takeOnFacts({ claims, payments: [paid('900.00')] }));
    expect(positions.map(figures)).toEqual(['INPUT2 2000.00 900.00 200.00 0.00']);
    expect(totals).toEqual([
      { side: 'payable', currency: 'NZD', billed: '2000.00', paid: '900.00', held: '200.00' },
    ]);
  });

  test('spreads what is paid over its tax types as what is due, to the cent', () => {
    const facts = takeOnFacts({
      claims: [claimBefore({ certified: two, due: '1350.00' })],
      payments: [paid('100.00'), paid('0.01', { claimId: null })],
    });
    expect(proposalOf(facts).positions.map(figures)).toEqual([
      'INPUT2 1000.00 66.67 100.00 0.00',
      'NONE 500.00 33.34 50.00 0.00',
    ]);
  });

  test('spreads yen in whole ones', () => {
    const facts = takeOnFacts({
      claims: [claimBefore({ certified: two, due: '1350.00', currency: 'JPY' })],
      payments: [paid('100.00')],
    });
    expect(proposalOf(facts).positions.map(figures)).toEqual([
      'INPUT2 1000.00 67.00 100.00 0.00',
      'NONE 500.00 33.00 50.00 0.00',
    ]);
  });

  test('counts no payment of the start or after, none of a later claim, none of another contract', () => {
    const payments = [
      paid('1.00', { date: '2026-07-01' }),
      paid('2.00', { claimId: '99' }),
      paid('4.00', { contractId: 'wo-10' }),
      paid('8.00', { date: null }),
    ];
    const { positions } = proposalOf(takeOnFacts({ claims: [claimBefore()], payments }));
    expect(positions.map(figures)).toEqual(['INPUT2 1000.00 8.00 100.00 0.00']);
  });

  test('says what of it the matched documents hold, as they were typed', () => {
    const lines = [heldLine('60.00'), heldLine('40.00', 'NONE')];
    const invoices = [typedBill('INV-1', '900.00', { lines })];
    const strangers = { ...takeOnFacts().strangers, invoices };
    const { positions } = proposalOf(takeOnFacts({ claims: [claimBefore()], strangers }));
    expect(positions.map(figures)).toEqual([
      'INPUT2 1000.00 0.00 100.00 60.00',
      'NONE 0.00 0.00 0.00 40.00',
    ]);
  });

  test('counts a document that was typed with tax in its prices without it, as the ledger does', () => {
    const lines = [{ ...heldLine('115.00'), taxAmount: '-15.00' }];
    const invoices = [typedBill('INV-1', '900.00', { lines, lineAmountTypes: 'Inclusive' })];
    const strangers = { ...takeOnFacts().strangers, invoices };
    const { positions } = proposalOf(takeOnFacts({ claims: [claimBefore()], strangers }));
    expect(positions.map(figures)).toEqual(['INPUT2 1000.00 0.00 100.00 100.00']);
  });

  test('of a contract with nothing before is none, and its order is matched all the same', () => {
    const orders = [typedOrder('SC-001')];
    const strangers = { ...takeOnFacts().strangers, orders };
    const { positions, ...proposal } = proposalOf(takeOnFacts({ strangers }));
    expect(positions).toEqual([]);
    expect(isEmpty({ ...proposal, positions })).toBe(false);
    expect(isEmpty(proposalOf(takeOnFacts()))).toBe(true);
  });

  test('has a hash that moves with anything that is seen', () => {
    const hash = (over: Parameters<typeof takeOnFacts>[0]) => proposalOf(takeOnFacts(over)).hash;
    const claims = [claimBefore()];
    const hashes = [
      hash({}),
      hash({ claims }),
      hash({ claims, payments: [paid('1.00')] }),
      hash({ claims, wouldPost: { count: 1, totals: { NZD: '5.00' } } }),
      hash({ claims, undated: ['a pay app'] }),
      hash({ claims, from: '2026-07-02' }),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(hash({ claims })).toBe(hashes[1]);
  });
});

describe('what is signed', () => {
  const position = (over: Partial<Position> = {}): Position => ({
    ...{ contractId: 'wo-9', side: 'payable', contract: 'SC-001', party: 'Kauri', currency: 'NZD' },
    ...{ taxType: 'INPUT2', billed: '1000.00', paid: '0.00', held: '100.00', inDocuments: '0.00' },
    ...over,
  });
  const stated = (amount: string, taxType: string | null = null, contract = 'SC-001') => {
    return { contract, taxType, amount };
  };
  const signed = (positions: Position[], ...said: ReturnType<typeof stated>[]) => {
    const made = openingsOf({ positions, uncounted: [] }, said);
    if (!made.ok) return made.why;
    return made.openings.map((one) => `${one.taxType ?? '?'} ${one.held} ${one.stated}`);
  };
  const none = position({ taxType: 'NONE', held: '50.00' });

  test.each<[string, Position[], ReturnType<typeof stated>[], string | string[]]>([
    ['an amount', [position()], [stated('100.00')], ['INPUT2 100.00 100.00']],
    [
      'by the contract’s id',
      [position()],
      [stated('90.00', null, 'wo-9')],
      ['INPUT2 100.00 90.00'],
    ],
    ['nothing where nothing was held', [position({ held: '0.00' })], [], ['INPUT2 0.00 0.00']],
    [
      'nothing where something was',
      [position()],
      [],
      'state what is in the Xero retention account',
    ],
    [
      'of another contract',
      [position()],
      [stated('1.00', null, 'X')],
      'a contract X before the start',
    ],
    ['twice', [position()], [stated('1.00'), stated('1.00')], 'stated twice'],
    [
      'of several types without saying which',
      [position(), none],
      [stated('150.00')],
      'several tax types; say which',
    ],
    [
      'of each type',
      [position(), none],
      [stated('100.00', 'INPUT2'), stated('50.00', 'NONE')],
      ['INPUT2 100.00 100.00', 'NONE 50.00 50.00'],
    ],
    [
      'of the type that is not known',
      [position({ taxType: null })],
      [stated('100.00')],
      'the tax type is not known',
    ],
    [
      'with the type for it, which joins what is of that type',
      [position({ taxType: null }), position()],
      [stated('200.00', 'INPUT2')],
      ['INPUT2 200.00 200.00'],
    ],
    [
      'of a type that Procore holds nothing of',
      [position()],
      [stated('0.00', 'INPUT2'), stated('100.00', 'NONE')],
      ['INPUT2 100.00 0.00', 'NONE 0.00 100.00'],
    ],
  ])('%s', (_what, positions, said, says) => {
    const made = signed(positions, ...said);
    if (Array.isArray(says)) expect(made).toEqual(says);
    else expect(made).toContain(says);
  });

  test('nothing while nobody can tell what a claim certifies', () => {
    const { uncounted } = proposalOf(takeOnFacts({ claims: [claimBefore({ certified: null })] }));
    const made = openingsOf({ positions: [], uncounted }, []);
    expect(made).toMatchObject({ ok: false });
    expect(made.ok ? '' : made.why).toContain('pay app INV-1');
  });
});

describe('what was signed to be a document', () => {
  const record = typedBill('b', '9000.00');
  const before = { postFrom: '2026-07-01' };

  test('is taken over without a question and stays as it is, though the claim is never posted', () => {
    const seen = payAppObservation({ ...before, signedFor: record });
    expect(toldOf(payAppObservation(before))).toEqual(['unchanged', null, 'notPosted']);
    expect(toldOf(seen)).toEqual(['adopt', null, 'bill']);
    const { linkedTargetId, target, base } = onceTaken(seen, { role: 'bill', record });
    const linked = payAppObservation({ ...before, linkedTargetId, target, base });
    expect(toldOf(linked)).toEqual(['unchanged', null, 'posted']);
  });

  test('of what a claim lets go is its release', () => {
    const letGo = second({ released: '400.00' }, {});
    const seen = releaseOf({ ...letGo, ...before, signedFor: record });
    expect(toldOf(seen)).toEqual(['adopt', null, 'release']);
  });

  test('gets no credit note for what it held, whatever way retainage is posted from now on', () => {
    const { mapping } = payAppObservation();
    const payable = { ...mapping.retainage.payable, mode: 'creditNote' as const };
    const apart = { ...mapping, retainage: { ...mapping.retainage, payable } };
    const seen = payAppObservation({ ...before, mapping: apart, signedFor: record });
    const { linkedTargetId, target, base } = onceTaken(seen, { role: 'bill', record });
    const linked = { mapping: apart, linkedTargetId, target, base };
    expect(toldOf(payAppObservation({ ...before, ...linked }))).toEqual([
      'unchanged',
      null,
      'posted',
    ]);
  });

  test('of a contract is its order', () => {
    const seen = commitmentObservation({ signedFor: typedOrder('o') });
    expect(toldOf(seen)).toEqual(['adopt', null, 'order']);
  });

  test('is paid before the start outside of Tieout, and by it from then on', () => {
    const seen = payAppObservation({ ...before, signedFor: record });
    const { linkedTargetId, target, base } = onceTaken(seen, { role: 'bill', record });
    const payments = [payment('p1', '1035.00'), payment('p2', '1035.00', { date: '2026-07-01' })];
    const paid = payAppObservation({ ...before, linkedTargetId, target, base, payments });
    const { gated } = planObservation(paid);
    expect(gated.questions).toEqual([]);
    expect(gated.going.map(({ verdict }) => verdict.role)).toEqual(['payment/p2']);
  });
});

describe('a release of a contract that held retainage before the start', () => {
  const letGo = second(
    { released: '400.00' },
    { heldInXero: [{ taxType: 'INPUT2', amount: '1000.00' }] },
  );
  const opening = (over: Partial<OpeningSigned> = {}): OpeningSigned => ({
    ...{ postFrom: '2026-06-01', held: '1000.00', hasMoved: false },
    signed: [{ taxType: 'INPUT2', held: '1000.00', stated: '1000.00' }],
    ...over,
  });
  const release = (over?: OpeningSigned): ClaimObservation =>
    releaseOf({ ...letGo, ...(over && { opening: over }) });

  test.each<[string, OpeningSigned | undefined, string | null]>([
    ['none was held', undefined, null],
    ['it is signed and in Xero', opening(), null],
    [
      'nothing is signed',
      opening({ signed: null }),
      'openingUnsigned SC-001 held 1,000.00 when its project started on 2026-06-01, and nobody has signed what of it is in Xero',
    ],
    [
      'another amount is in Xero',
      opening({ signed: [{ taxType: 'INPUT2', held: '1000.00', stated: '900.00' }] }),
      'openingDiffers of SC-001 1,000.00 of tax type INPUT2 was held at the start, and 900.00 is stated to be in the Xero retention account',
    ],
    [
      'the claims changed since',
      opening({ held: '1100.00', hasMoved: true }),
      'openingDiffers claims of SC-001 from before 2026-06-01 changed since its opening of 1,000.00 was signed; Procore now says 1,100.00 was held',
    ],
  ])('%s', (_what, of, says) => {
    const [outcome, kind, detail] = toldOf(release(of));
    if (says === null) expect([outcome, kind]).toEqual(['create', null]);
    else expect([outcome, `${kind} ${detail}`]).toEqual(['blocked', says]);
  });

  test('cannot be approved, and says what to do', () => {
    const { fix } = questionIn(release(opening({ signed: null })));
    expect(fix).toContain('tieout take-on');
  });

  test('beside work of the same claim holds up itself alone', () => {
    const mixed = second({ work: '1000.00', held: '100.00', released: '400.00' }, {});
    const seen = { ...mixed, opening: opening({ signed: null }) };
    expect(subjectsOf(seen)).toEqual([]);
    expect(planObservation(seen).gated.going.map(({ verdict }) => verdict.role)).toEqual(['bill']);
    expect(subjectsOf(releaseOf(seen))).toEqual(['release openingUnsigned']);
  });
});

test('the mark of the claims before moves with them, and with nothing after', () => {
  const ground = { postedStatuses: ['approved'], postFrom: '2026-07-01' };
  const [first, later] = [
    requisition(),
    requisition({ id: '34', number: 2, billingDate: '2026-07-01' }),
  ];
  const mark = (claims: (typeof first)[]) => groundOf(claimsBefore(claims, ground));
  expect(mark([first, later])).toBe(mark([first]));
  expect(mark([{ ...first, status: 'draft' }])).not.toBe(mark([first]));
  expect(holdsAtStart(claimsBefore([later], ground))).toBe(false);
  expect(contractTakenOn().order?.numbers).toContain('SC-001');
});

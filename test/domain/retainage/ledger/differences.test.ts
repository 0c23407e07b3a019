// Proves that what differs is a list of named documents that adds up, each with the cause a controller would give it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { balanceOf, upTo } from '../../../../domain/retainage/ledger/balances.ts';
import type { DocumentFacts } from '../../../../domain/retainage/ledger/differences.ts';
import { differencesOf } from '../../../../domain/retainage/ledger/differences.ts';
import type { RetentionEvent } from '../../../../domain/retainage/ledger/entry.ts';
import type { ClaimShown } from '../../../../domain/retainage/ledger/procore-outstanding.ts';
import { outstandingOf } from '../../../../domain/retainage/ledger/procore-outstanding.ts';
import { cents, text } from '../../../support/domain-builders.ts';
import { event } from './ledger-events.ts';

function facts(over: Partial<DocumentFacts> = {}): DocumentFacts {
  return {
    ...{ workflowId: 'payApp/demo/33', name: 'pay app no. 1', postFrom: '2026-01-01' },
    ...{ billingDate: '2026-05-31', isByHand: false, statuses: ['AUTHORISED'], isKnown: true },
    ...{ isMoving: false, waits: [], left: [] },
    ...over,
  };
}

const bill = (over: Partial<RetentionEvent> = {}): RetentionEvent =>
  event({ basis: 'xero', documentKind: 'xeroBill', documentId: 'b-1', account: '825', ...over });
const byPerson = (over: Partial<RetentionEvent>) => ({
  ...event({ basis: 'person', documentId: 'said', ...over }),
  words: 'Ann: why',
});

type Case = [string, Partial<DocumentFacts>, RetentionEvent[], RetentionEvent[], string[]];
const certified = [event()];

describe('certified less posted', () => {
  it.each<Case>([
    ['both say the same', {}, certified, [bill()], []],
    ['waits for a person', { statuses: [], waits: ['?'] }, certified, [], ['1000.00 waits']],
    ['a draft', { statuses: ['DRAFT'], waits: ['?'] }, certified, [], ['1000.00 draft']],
    ['voided in Xero', { statuses: ['VOIDED'] }, certified, [], ['1000.00 voided']],
    ['by hand', { statuses: ['DRAFT'], isByHand: true }, certified, [], ['1000.00 byHand']],
    ['off', { statuses: [], postFrom: null }, certified, [], ['1000.00 projectOff']],
    [
      'before the start',
      { statuses: [], postFrom: '2026-06-01' },
      certified,
      [],
      ['1000.00 beforeStart'],
    ],
    ['left', { statuses: [], left: ['?'] }, certified, [], ['1000.00 left']],
    ['on its way', { statuses: [], isMoving: true }, certified, [], ['1000.00 beingWritten']],
    ['never looked at', { statuses: [], isKnown: false }, certified, [], ['1000.00 notPosted']],
    ['silent', { statuses: [] }, certified, [], ['1000.00 unexplained']],
    [
      'another amount, asked about',
      { waits: ['?'] },
      certified,
      [bill({ amount: '900.00' })],
      ['100.00 edited'],
    ],
    [
      'another amount, and nobody knows why',
      {},
      certified,
      [bill({ amount: '900.00' })],
      ['100.00 unexplained'],
    ],
    [
      'another tax type',
      {},
      certified,
      [bill({ taxType: 'NONE' })],
      ['1000.00 taxType', '-1000.00 taxType'],
    ],
    ['approved no more', { waits: ['?'] }, [], [bill()], ['-1000.00 notCertified']],
    ['another day', {}, certified, [bill({ date: '2026-07-02' })], ['1000.00 redated']],
  ])('%s', (_what, known, inProcore, inXero, expected) => {
    const positions = [{ facts: facts(known), certified: inProcore, posted: inXero }];
    const found = differencesOf({ positions, people: [] }, '2026-06-30');
    expect(found.map(({ amount, cause }) => `${amount} ${cause}`)).toEqual(expected);
  });

  it('an opening of what was billed before the start leaves nothing to explain; of another amount it leaves both', () => {
    const before = {
      facts: facts({ statuses: [], postFrom: '2026-06-01' }),
      certified,
      posted: [],
    };
    const ask = (amount: string) =>
      differencesOf(
        { positions: [before], people: [byPerson({ kind: 'opening', amount })] },
        null,
      ).map(({ amount: of, cause }) => `${of} ${cause}`);
    expect(ask('1000.00')).toEqual([]);
    expect(ask('900.00')).toEqual(['1000.00 beforeStart', '-900.00 opening']);
  });

  it('what a person applied or wrote off is named with who and why', () => {
    const people = [byPerson({ kind: 'applied', amount: '300.00' })];
    const [found] = differencesOf({ positions: [], people }, null);
    expect(found).toMatchObject({ amount: '300.00', cause: 'applied', detail: 'Ann: why' });
  });

  it('adds up to the difference of the balances, whatever happened', () => {
    const amount = fc.bigInt({ min: -500n, max: 500n }).map(text);
    const day = fc.constantFrom('2026-05-31', '2026-06-30', '2026-07-31');
    const taxType = fc.constantFrom('INPUT2', 'NONE', null);
    const kind = fc.constantFrom('held' as const, 'released' as const);
    const events = fc.array(fc.record({ amount, date: day, taxType, kind }), { maxLength: 3 });
    const people = fc.array(
      fc.record({
        ...{ amount, date: day, taxType },
        kind: fc.constantFrom('opening' as const, 'applied' as const, 'deposited' as const),
      }),
      { maxLength: 3 },
    );
    const known = fc.record({
      postFrom: fc.constantFrom(null, '2026-01-01', '2026-06-15'),
      statuses: fc.constantFrom([], ['DRAFT'], ['AUTHORISED'], ['VOIDED']),
      isMoving: fc.boolean(),
      waits: fc.constantFrom([], ['?']),
    });
    const life = fc.array(fc.tuple(known, events, events), { maxLength: 4 });
    fc.assert(
      fc.property(life, people, fc.constantFrom(null, '2026-06-30'), (documents, said, asOf) => {
        const positions = documents.map(([one, inProcore, inXero], index) => ({
          facts: facts({ ...one, workflowId: `payApp/demo/${index}` }),
          certified: inProcore.map((over) => event(over)),
          posted: inXero.map((over) => bill(over)),
        }));
        const recorded = said.map((over) => byPerson(over));
        const found = differencesOf({ positions, people: recorded }, asOf);
        const all = [...positions.flatMap((one) => [...one.certified, ...one.posted]), ...recorded];
        const sum = found.reduce((total, one) => total + cents(one.amount), 0n);
        expect(text(sum)).toBe(balanceOf(upTo(all, asOf)).difference);
      }),
      { numRuns: 500 },
    );
  });
});

describe('what Procore says is outstanding', () => {
  const claim = (number: number, totalRetainage: string, over: Partial<ClaimShown> = {}) => ({
    ...{ id: String(number), name: `no. ${number}`, number, previousId: null, totalRetainage },
    ...{ billingDate: `2026-0${number}-28`, isApproved: true, isShown: true, isMoving: false },
    ...over,
  });
  const held = (number: number, amount: string) =>
    event({ documentId: String(number), amount, date: `2026-0${number}-28` });
  const told = (claims: ClaimShown[], events: RetentionEvent[], asOf: string | null = null) => {
    const { procore, certified: of, differences } = outstandingOf(claims, events, asOf);
    return [
      procore,
      of,
      ...differences.map(({ name, amount, cause }) => `${name} ${amount} ${cause}`),
    ];
  };

  it('is the last approved claim’s, and the ledger’s when each claim moved it', () => {
    const claims = [claim(1, '100.00'), claim(2, '250.00'), claim(3, '300.00')];
    const events = [held(1, '100.00'), held(2, '150.00'), held(3, '50.00')];
    expect(told(claims, events)).toEqual(['300.00', '300.00']);
    expect(told(claims, events, '2026-02-28')).toEqual(['250.00', '250.00']);
    expect(told(claims, events, '2026-01-01')).toEqual(['0.00', '0.00']);
  });

  it('names the claim that is not approved, has no date, or is shown no more', () => {
    const [one, two, three] = [claim(1, '100.00'), claim(2, '250.00'), claim(3, '300.00')];
    const events = [held(1, '100.00'), held(3, '50.00')];
    expect(told([one, { ...two, isApproved: false }, three], events)).toEqual([
      ...['300.00', '150.00', 'no. 2 150.00 notApproved'],
    ]);
    expect(told([one, { ...two, billingDate: null }, three], events)).toEqual([
      ...['300.00', '150.00', 'no. 2 150.00 noBillingDate'],
    ]);
    expect(told([one, { ...two, isShown: false }], [held(1, '100.00'), held(2, '150.00')])).toEqual(
      [...['100.00', '250.00', 'no. 2 -150.00 notShown']],
    );
    expect(told([one, two], [held(1, '100.00')])).toEqual([
      ...['250.00', '100.00', 'no. 2 150.00 unexplained'],
    ]);
  });

  it('less what is certified is what its claims differ by, whatever the ledger holds', () => {
    const amount = fc.bigInt({ min: 0n, max: 500n }).map(text);
    const one = fc.record({
      ...{ totalRetainage: amount, held: amount, isApproved: fc.boolean() },
      isShown: fc.boolean(),
      billingDate: fc.constantFrom(null, '2026-05-31', '2026-06-30', '2026-07-31'),
    });
    fc.assert(
      fc.property(
        fc.array(one, { maxLength: 5 }),
        fc.constantFrom(null, '2026-06-30'),
        (all, asOf) => {
          const claims = all.map(({ held: _held, ...over }, index) =>
            claim(index + 1, '0.00', over),
          );
          const events = all.map(({ held: of, billingDate }, index) =>
            event({ documentId: String(index + 1), amount: of, date: billingDate ?? '2026-05-31' }),
          );
          const { procore, certified: inLedger, differences } = outstandingOf(claims, events, asOf);
          const sum = differences.reduce((total, { amount: of }) => total + cents(of), 0n);
          expect(sum).toBe(cents(procore) - cents(inLedger));
        },
      ),
      { numRuns: 300 },
    );
  });
});

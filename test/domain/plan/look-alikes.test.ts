// Proves which bill of a stranger could be ours: the same number in other letters, or the same total within six weeks, as it is or gross of retainage.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { likeness, mayLookLike, normalNumber } from '../../../domain/claims/look-alikes.ts';
import type { Claim } from '../../../domain/claims/look-alikes.ts';
import type { XeroBill } from '../../../domain/records/xero/bill.ts';
import { planObservation } from '../../../domain/objects/objects.ts';
import { payAppObservation } from '../../support/domain-builders.ts';
import { strangersBill, writesOf } from '../../support/posted-documents.ts';

const ours: Claim = {
  number: 'INV-1042',
  date: '2026-05-31',
  net: 900000n,
  total: 1035000n,
  gross: 1000000n,
  grossTotal: 1150000n,
};
const looksLike = (claim: Claim, theirs: XeroBill): boolean => likeness(claim, theirs) !== null;

describe('a bill of the same contact', () => {
  test.each<[string, Parameters<typeof strangersBill>[0], boolean]>([
    [
      'of our number',
      { number: 'INV-1042', total: '1.00', subTotal: '0.87', date: '2020-01-01' },
      true,
    ],
    [
      'of our number in other letters',
      { number: ' inv 1042', total: '1.00', subTotal: '0.87' },
      true,
    ],
    [
      'of our number without its dash',
      { number: 'INV1042', total: '1.00', subTotal: '0.87' },
      true,
    ],
    ['of another number and total', { number: 'INV-1043', total: '1.00', subTotal: '0.87' }, false],
    ['of our total on our day', { number: null }, true],
    ['of our total in other zeros', { number: null, total: '10350.0000' }, true],
    ['of our total 45 days before', { number: null, date: '2026-04-16' }, true],
    ['of our total 46 days before', { number: null, date: '2026-04-15' }, false],
    ['of our total 45 days after', { number: null, date: '2026-07-15' }, true],
    ['of our total 46 days after', { number: null, date: '2026-07-16' }, false],
    ['of our total but five cents', { number: null, total: '10350.05', subTotal: '1.00' }, true],
    ['of our total but six cents', { number: null, total: '10350.06', subTotal: '1.00' }, false],
    ['of our number, void', { number: 'INV-1042', status: 'VOIDED' }, false],
    ['of our number, deleted', { number: 'INV-1042', status: 'DELETED' }, false],
    ['of our number, paid', { number: 'INV-1042', status: 'PAID' }, true],
    ['of our number, a draft', { number: 'INV-1042', status: 'DRAFT' }, true],
  ])('%s', (_what, over, isAlike) => {
    const theirs = strangersBill(over);
    expect(looksLike(ours, theirs)).toBe(isAlike);
    if (isAlike) expect(mayLookLike(ours, theirs)).toBe(true);
  });

  test.each([null, '', ' - '])('of number %j is not alike by number', (number) => {
    const nameless = { ...ours, number: number ?? '' };
    expect(looksLike(nameless, strangersBill({ number, total: '1.00', subTotal: '0.87' }))).toBe(
      false,
    );
  });

  test('passes the first sieve whenever it could pass the last', () => {
    const day = fc
      .integer({ min: 1, max: 28 })
      .map((at) => `2026-05-${String(at).padStart(2, '0')}`);
    const number = fc.constantFrom('INV-1042', 'inv 1042', 'X', '');
    fc.assert(
      fc.property(number, day, number, day, (ourNumber, ourDay, theirNumber, theirDay) => {
        const theirs = strangersBill({ number: theirNumber, date: theirDay });
        const mine = { ...ours, number: ourNumber, date: ourDay };
        if (looksLike(mine, theirs)) expect(mayLookLike(mine, theirs)).toBe(true);
      }),
    );
  });

  test('is compared by letters and digits alone', () => {
    expect(normalNumber(' Inv/1042-A ')).toBe('inv1042a');
    expect(normalNumber(null)).toBe('');
  });
});

describe('invariant 3: the decision about a look-alike', () => {
  const seen = payAppObservation({ lookAlikes: [strangersBill()] });

  test('writes ours beside it and never touches theirs', () => {
    const bodies = (of: typeof seen) => writesOf(planObservation(of)).map(({ body }) => body);
    expect(bodies(seen)).toEqual(bodies(payAppObservation()));
    expect(JSON.stringify(bodies(seen))).not.toContain('theirs');
  });

  test('is made on theirs beside ours', () => {
    const [verdict] = planObservation(seen).verdicts;
    if (verdict?.outcome !== 'create') throw new Error(verdict?.outcome);
    const shown = new Map(
      verdict.changes.map((change) => [change.path, [change.procore, change.xero]]),
    );
    expect(shown.get('bill')).toEqual([null, 'theirs']);
    expect(shown.get('total')).toEqual(['10350.00', '10350.00']);
    expect(shown.get('number')).toEqual(['INV-1042', 'inv 1042']);
    expect(shown.get('date')).toEqual(['2026-05-31', '2026-05-30']);
    expect(shown.get('lines[new-1].amount')).toEqual(['10000.00', null]);
  });
});

// Proves which bill of a stranger could be ours: the same number in other letters, or the same total within two weeks.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { looksLike, mayLookLike, normalNumber } from '../../../domain/plan/look-alikes.ts';
import { planObservation } from '../../../domain/objects/objects.ts';
import { writesOf } from '../../support/posted-documents.ts';
import { payAppObservation } from '../../support/domain-builders.ts';
import { strangersBill } from '../../support/posted-documents.ts';

const ours = { number: 'INV-1042', date: '2026-05-31', total: '10350.00' };

describe('a bill of the same contact', () => {
  test.each<[string, Parameters<typeof strangersBill>[0], boolean]>([
    ['of our number', { number: 'INV-1042', total: '1.00', date: '2020-01-01' }, true],
    ['of our number in other letters', { number: ' inv 1042', total: '1.00' }, true],
    ['of our number without its dash', { number: 'INV1042', total: '1.00' }, true],
    ['of another number and total', { number: 'INV-1043', total: '1.00' }, false],
    ['of our total on our day', { number: null }, true],
    ['of our total in other zeros', { number: null, total: '10350.0000' }, true],
    ['of our total 14 days before', { number: null, date: '2026-05-17' }, true],
    ['of our total 15 days before', { number: null, date: '2026-05-16' }, false],
    ['of our total 14 days after', { number: null, date: '2026-06-14' }, true],
    ['of our total 15 days after', { number: null, date: '2026-06-15' }, false],
    ['of our total but a cent', { number: null, total: '10350.01' }, false],
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
    expect(looksLike(nameless, strangersBill({ number, total: '1.00' }))).toBe(false);
  });

  test('passes the first sieve whenever it could pass the last', () => {
    const day = fc
      .integer({ min: 1, max: 28 })
      .map((at) => `2026-05-${String(at).padStart(2, '0')}`);
    const number = fc.constantFrom('INV-1042', 'inv 1042', 'X', '');
    fc.assert(
      fc.property(number, day, number, day, (ourNumber, ourDay, theirNumber, theirDay) => {
        const theirs = strangersBill({ number: theirNumber, date: theirDay });
        const mine = { number: ourNumber, date: ourDay, total: theirs.total };
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
    expect(writesOf(planObservation(seen))).toEqual(writesOf(planObservation(payAppObservation())));
    expect(JSON.stringify(writesOf(planObservation(seen)))).not.toContain('theirs');
  });

  test('is made on theirs beside ours', () => {
    const plan = planObservation(seen);
    if (plan.outcome !== 'create') throw new Error(plan.outcome);
    const shown = new Map(
      plan.changes.map((change) => [change.field, [change.procore, change.xero]]),
    );
    expect(shown.get('bill in Xero')).toEqual([null, 'theirs']);
    expect(shown.get('total with tax')).toEqual(['10350.00', '10350.00']);
    expect(shown.get('number')).toEqual(['INV-1042', 'inv 1042']);
    expect(shown.get('date')).toEqual(['2026-05-31', '2026-05-30']);
    expect(shown.get('line 1 amount')).toEqual(['10000.00', null]);
  });
});

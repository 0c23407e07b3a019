// Proves that a document's word is kept as what changes: the sum is what it says now, a repeat adds nothing, order is nothing, and any earlier moment can be told.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { balanceOf, balancesOf, upTo } from '../../../../domain/retainage/ledger/balances.ts';
import type { Entry } from '../../../../domain/retainage/ledger/entry.ts';
import { changesTo, entriesStanding, heldBy } from '../../../../domain/retainage/ledger/entry.ts';
import { cents, text } from '../../../support/domain-builders.ts';
import { anyEntry, anyEvent, event } from './ledger-events.ts';

describe('what is added', () => {
  it.each([
    ['nothing was said', [], ['1000.00 2026-05-31'], ['1000.00 2026-05-31']],
    ['the same again', ['1000.00 2026-05-31'], ['1000.00 2026-05-31'], []],
    ['less', ['1000.00 2026-05-31'], ['800.00 2026-05-31'], ['-200.00 2026-05-31']],
    [
      'another day',
      ['1000.00 2026-05-31'],
      ['1000.00 2026-06-30'],
      ['-1000.00 2026-05-31', '1000.00 2026-06-30'],
    ],
    ['nothing any more', ['1000.00 2026-05-31', '-200.00 2026-05-31'], [], ['-800.00 2026-05-31']],
  ])('after %s', (_what, before, says, adds) => {
    const entries = (lines: readonly string[]): Entry[] =>
      lines.map((line) => {
        const [amount = '', date = ''] = line.split(' ');
        return event({ amount, date });
      });
    const added = changesTo(entries(before), entries(says));
    expect(added.map(({ amount, date }) => `${amount} ${date}`)).toEqual(adds);
  });

  it('makes the sum what was said last, whatever was said before, and a repeat adds nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.array(anyEntry, { maxLength: 4 }), { maxLength: 6 }), (said) => {
        const ledger: Entry[] = [];
        const known: Entry[][] = [];
        for (const says of said) {
          ledger.push(...changesTo(ledger, says));
          expect(entriesStanding(ledger)).toEqual(entriesStanding(says));
          expect(changesTo(ledger, says)).toEqual([]);
          known.push([...ledger]);
        }
        // What was known at each moment is a beginning of the ledger, and is never taken from it.
        for (const [index, then] of known.entries()) {
          expect(entriesStanding(ledger.slice(0, then.length))).toEqual(
            entriesStanding(said[index] ?? []),
          );
        }
      }),
    );
  });

  it('comes to the same in any order', () => {
    const shuffled = fc
      .array(anyEntry, { maxLength: 8 })
      .chain((all) =>
        fc.tuple(
          fc.constant(all),
          fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
        ),
      );
    fc.assert(
      fc.property(shuffled, ([all, others]) => {
        expect(entriesStanding(others)).toEqual(entriesStanding(all));
      }),
    );
  });
});

describe('balances', () => {
  it('count opening and held in, released, applied and written off out, and neither paid nor deposited', () => {
    const kinds = ['opening', 'held', 'released', 'applied', 'writtenOff', 'paid', 'deposited'];
    const moves = kinds.map((kind) => heldBy({ ...event(), kind: kind as Entry['kind'] }));
    const [into, out, not] = ['1000.00', '-1000.00', '0.00'];
    expect(moves).toEqual([into, into, out, out, out, not, not]);
  });

  it('have parts that equal the whole, by cents counted here', () => {
    const signs = { opening: 1n, held: 1n, released: -1n, applied: -1n, writtenOff: -1n };
    const sign = (kind: string): bigint => (signs as Record<string, bigint>)[kind] ?? 0n;
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 12 }), (events) => {
        const sum = (isOf: (basis: string) => boolean): string =>
          text(
            events
              .filter(({ basis }) => isOf(basis))
              .reduce((total, { kind, amount }) => total + sign(kind) * cents(amount), 0n),
          );
        const whole = balanceOf(events);
        expect(whole.certified).toBe(sum((basis) => basis === 'procore'));
        expect(whole.posted).toBe(sum((basis) => basis !== 'procore'));
        expect(cents(whole.difference)).toBe(cents(whole.certified) - cents(whole.posted));
        const parts = balancesOf(events);
        for (const of of ['certified', 'posted', 'difference'] as const) {
          const total = parts.reduce((added, part) => added + cents(part[of]), 0n);
          expect(text(total)).toBe(whole[of]);
        }
      }),
    );
  });

  it('of a day and what came after it are all there is', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 12 }), (events) => {
        const then = balanceOf(upTo(events, '2026-06-30'));
        const after = balanceOf(events.filter(({ date }) => date > '2026-06-30'));
        const { certified } = balanceOf(upTo(events, null));
        expect(cents(then.certified) + cents(after.certified)).toBe(cents(certified));
      }),
    );
  });
});

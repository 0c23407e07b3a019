// Proves which document in Xero a claim billed before the start is taken to be: exactly one, or none, each with its reason.
import { describe, expect, test } from 'vitest';
import type { ClaimBefore, TakeOnFacts } from '../../../domain/take-on/facts.ts';
import { matchClaims, matchOrders } from '../../../domain/take-on/matches.ts';
import { proposalOf } from '../../../domain/take-on/proposal.ts';
import type { XeroInvoice } from '../../../domain/claims/claim-observation.ts';
import { randomOf } from '../../support/random.ts';
import {
  claimBefore,
  contractTakenOn,
  moneyOf,
  takeOnFacts,
  typedBill,
  typedOrder,
} from '../../support/take-on.ts';

/** "INV-1 = bill-1: why" for what is matched, "INV-1: why" for what is opening. */
function told(claims: ClaimBefore[], invoices: XeroInvoice[]): string[] {
  const strangers = { ...takeOnFacts().strangers, invoices };
  const { matched, opened } = matchClaims(takeOnFacts({ claims, strangers }));
  return [
    ...matched.map(({ claim, record, why }) => `${claim.number} = ${record.id}: ${why}`),
    ...opened.map(({ claim, why }) => `${claim.number}: ${why}`),
  ];
}

const one = claimBefore();
const two = claimBefore({ claimId: '2', date: '2026-06-30' });
const nothing = 'INV-1: no bill in Xero fits it';

describe('a claim and the bills of its contact', () => {
  test.each<[string, ClaimBefore[], XeroInvoice[], string[]]>([
    ['no bill', [one], [], [nothing]],
    ['the same number', [one], [typedBill('INV-1', '900.00')], ['INV-1 = INV-1: the same number']],
    [
      'the same number as a person types it, of another amount',
      [one],
      [typedBill('b', '890.00', { number: 'inv 1' })],
      ['INV-1 = b: the same number; without tax it says 890.00, the claim 900.00'],
    ],
    [
      'the same money some days apart',
      [one],
      [typedBill('b', '900.00', { date: '2026-06-10' })],
      ['INV-1 = b: the same total, 10 days apart'],
    ],
    [
      'the same money and a suffix',
      [one],
      [typedBill('INV-1A', '900.00')],
      ['INV-1 = INV-1A: the same number with a suffix, the same total and date'],
    ],
    ['a suffix and other money', [one], [typedBill('INV-1A', '500.00')], [nothing]],
    [
      'the same money long after',
      [one],
      [typedBill('b', '900.00', { date: '2026-09-01' })],
      [nothing],
    ],
    ['a void bill', [one], [typedBill('INV-1', '900.00', { status: 'VOIDED' })], [nothing]],
    ['another contact', [one], [typedBill('INV-1', '900.00', { contactId: 'x' })], [nothing]],
    ['another currency', [one], [typedBill('INV-1', '900.00', { currency: 'AUD' })], [nothing]],
    [
      'two bills of one number',
      [one],
      [
        typedBill('a', '900.00', { number: 'INV-1' }),
        typedBill('b', '900.00', { number: 'INV-1' }),
      ],
      ['INV-1: 2 bills fit it: INV-1 and INV-1'],
    ],
    [
      'two bills of the same money',
      [one],
      [typedBill('a', '900.00'), typedBill('b', '900.00')],
      ['INV-1: 2 bills fit it: a and b'],
    ],
    [
      'one bill and two claims',
      [one, two],
      [typedBill('a', '900.00', { date: '2026-06-15' })],
      ['INV-1: bill a fits pay app INV-2 too', 'INV-2: bill a fits pay app INV-1 too'],
    ],
    [
      'equal claims month by month, told apart by their numbers',
      [one, two],
      [typedBill('INV-1', '900.00'), typedBill('INV-2', '900.00', { date: '2026-06-30' })],
      ['INV-1 = INV-1: the same number', 'INV-2 = INV-2: the same number'],
    ],
    [
      'a number that is in doubt is not settled by its amount',
      [one, two],
      [typedBill('a', '900.00', { number: 'INV-1' }), typedBill('b', '1.00', { number: 'INV-1' })],
      ['INV-1: 2 bills fit it: INV-1 and INV-1', 'INV-2: no bill in Xero fits it'],
    ],
  ])('%s', (_what, claims, bills, says) => {
    expect(told(claims, bills)).toEqual(says);
  });

  test.each<[string, Partial<ClaimBefore>, string]>([
    ['in another currency', { currency: 'AUD' }, 'it is in AUD, which is not posted yet'],
    [
      'below zero',
      { due: '-900.00', figures: moneyOf('-900.00') },
      'it comes to less than nothing',
    ],
    ['without a contact', { contactId: null }, 'its contact is not linked yet'],
    ['out of sight in Xero', { isLost: true }, 'Xero does not show what it is linked to'],
  ])('a claim %s is opening, whatever fits', (_what, over, why) => {
    expect(told([claimBefore(over)], [typedBill('INV-1', '900.00')])).toEqual([`INV-1: ${why}`]);
  });

  test('what is linked already stays so, and its bill is nobody else’s', () => {
    const linked = claimBefore({ linked: typedBill('INV-1', '900.00') });
    expect(told([linked, two], [])).toEqual([
      'INV-1 = INV-1: the same number',
      'INV-2: no bill in Xero fits it',
    ]);
  });
});

describe('a contract and the orders of its contact', () => {
  const orders = (over: Partial<TakeOnFacts['strangers']>, contracts = [contractTakenOn()]) => {
    const strangers = { ...takeOnFacts().strangers, ...over };
    return matchOrders({ contracts, strangers }).map(
      ({ contract, order, why }) => `${contract.number} = ${order.id}: ${why}`,
    );
  };
  const other = contractTakenOn({ contractId: 'wo-10', number: 'SC-002' });

  test('by number, also without the project’s, and else by sum', () => {
    expect(orders({ orders: [typedOrder('a', { number: 'sc 001' })] })).toEqual([
      'SC-001 = a: the same number',
    ]);
    expect(orders({ orders: [typedOrder('a', { number: 'PO-7' })] })).toEqual([
      'SC-001 = a: the same sum without tax',
    ]);
    const [smaller] = [typedOrder('a', { number: 'SC-001', subTotal: '49000.00' })];
    expect(orders({ orders: [smaller] })).toEqual([
      'SC-001 = a: the same number; it says 49,000.00, the contract 50,000.00',
    ]);
  });

  test('never where two would do, nor one that is billed or deleted', () => {
    expect(orders({ orders: [typedOrder('a'), typedOrder('b')] })).toEqual([]);
    expect(orders({ orders: [typedOrder('a')] }, [contractTakenOn(), other])).toEqual([]);
    for (const status of ['BILLED', 'DELETED']) {
      expect(orders({ orders: [typedOrder('a', { status })] })).toEqual([]);
    }
  });
});

test('every claim before the start is matched or opening, never both, and no document is taken twice', () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const random = randomOf(seed);
    const pick = (most: number): number => Math.floor(random() * most);
    const day = (): string => `2026-0${4 + pick(3)}-${10 + pick(20)}`;
    const claims = Array.from({ length: 1 + pick(6) }, (_, index) =>
      claimBefore({
        ...{ claimId: String(index + 1), number: `INV-${pick(4)}`, date: day() },
        figures: moneyOf(`${800 + pick(3)}.00`),
        currency: random() < 0.1 ? 'AUD' : 'NZD',
      }),
    );
    const invoices = Array.from({ length: pick(6) }, (_, index) =>
      typedBill(`b${index}`, `${800 + pick(3)}.00`, { number: `INV-${pick(6)}`, date: day() }),
    );
    const facts = takeOnFacts({ claims, strangers: { ...takeOnFacts().strangers, invoices } });
    const { matched, opened, positions } = proposalOf(facts);
    const ids = [...matched, ...opened].map(({ workflowId }) => workflowId);
    expect(ids.sort()).toEqual(claims.map(({ workflowId }) => workflowId).sort());
    const taken = matched.map(({ record }) => record.id);
    expect(new Set(taken).size).toBe(taken.length);
    const held = positions.reduce((sum, one) => sum + Number(one.held.replace('.', '')), 0);
    expect(held).toBe(10_000 * claims.length);
  }
});

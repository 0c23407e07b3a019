// Proves that a document in another currency is posted once Xero keeps it, and that a rate of 1 on one is asked about.
import { describe, expect, it } from 'vitest';
import { isRateOfOne } from '../../../domain/currency/foreign.ts';
import { inBase } from '../../../domain/currency/rate.ts';
import type { Observation } from '../../../domain/objects/objects.ts';
import { planObservation, readsFirstOf } from '../../../domain/objects/objects.ts';
import {
  commitment,
  commitmentObservation,
  item,
  mapping,
  payAppObservation,
  releaseObservation,
  requisition,
  summary,
} from '../../support/domain-builders.ts';
import { bodyOf, postedPayApp } from '../../support/posted-documents.ts';

const inEuro = { claim: requisition({ currency: 'EUR' }) };
const orderInEuro = { commitment: commitment({ currency: 'EUR' }) };
const told = (seen: Observation) => {
  const { questions, going } = planObservation(seen).gated;
  return {
    asked: questions.map(({ kind, sentence }) => `${kind}: ${sentence}`),
    going: going.length,
  };
};

describe('a document in euro', () => {
  it.each<[string, Observation, string]>([
    ['a pay app', payAppObservation({ ...inEuro, currencies: null }), 'the pay app is in EUR'],
    [
      'a contract',
      commitmentObservation({ ...orderInEuro, currencies: null }),
      'the contract is in EUR',
    ],
  ])(
    '%s first asks which currencies Xero keeps, and waits where that cannot be read',
    (_of, seen, is) => {
      expect(readsFirstOf(seen)).toContainEqual({
        system: 'xero',
        kind: 'xeroCurrencies',
        id: 'currencies',
      });
      const { asked, going } = told(seen);
      expect(going).toBe(0);
      expect(asked).toEqual([expect.stringMatching(/^accessLost: /)]);
      expect(asked[0]).toContain(is);
    },
  );

  it.each<[string, Observation]>([
    ['a pay app', payAppObservation({ ...inEuro, currencies: ['NZD', 'USD'] })],
    ['a contract', commitmentObservation({ ...orderInEuro, currencies: ['NZD'] })],
  ])('%s waits where Xero does not keep it: nothing is written', (_of, seen) => {
    expect(told(seen)).toEqual({ asked: [expect.stringMatching(/^currencyNotKept: /)], going: 0 });
  });

  it('is posted in euro where Xero keeps it', () => {
    const seen = payAppObservation({ ...inEuro, currencies: ['EUR', 'NZD'] });
    expect(readsFirstOf(seen).map(({ kind }) => kind)).not.toContain('xeroCurrencies');
    expect(told(seen)).toEqual({ asked: [], going: 1 });
    expect(bodyOf(seen, 'xeroBill')).toMatchObject({ currency: 'EUR' });
    expect(told(commitmentObservation({ ...orderInEuro, currencies: ['EUR'] })).going).toBe(1);
  });

  const seenIn = (currency: string, amount: string) =>
    payAppObservation({
      claim: requisition({
        currency,
        items: [
          item(
            '1',
            { work: '0.00', held: '0.00' },
            { workCompletedThisPeriod: amount, totalCompletedAndStoredToDate: amount },
          ),
        ],
        summary: summary('0.00', '0.00', '0.00', {
          totalCompletedAndStoredToDate: amount,
          totalEarnedLessRetainage: amount,
          currentPaymentDue: amount,
        }),
      }),
      currencies: [currency, 'NZD'],
    });

  it.each([
    ['JPY', '1234.00', '185.00'],
    ['JPY', '1270.00', '191.00'],
    ['KWD', '1234.50', '185.18'],
    ['EUR', '1234.50', '185.18'],
  ])('in %s of %s has tax of %s: no parts of what nobody pays in', (currency, amount, tax) => {
    const seen = seenIn(currency, amount);
    expect(told(seen)).toEqual({ asked: [], going: 1 });
    const { lines } = bodyOf(seen, 'xeroBill');
    expect(lines.map(({ unitAmount, taxAmount }) => [unitAmount, taxAmount])).toEqual([
      [amount, tax],
    ]);
  });

  it.each([
    ['JPY', '1234.56', 'an amount of 1234.56 has parts of one JPY'],
    ['KWD', '1234.567', 'has parts of a hundredth of one KWD, the least that Xero keeps'],
    ['EUR', '1234.567', 'an amount of 1234.567 has parts of a cent'],
  ])('in %s of %s is asked about, never rounded', (currency, amount, says) => {
    const { asked, going } = told(seenIn(currency, amount));
    expect(going).toBe(0);
    expect(asked).toEqual([expect.stringContaining(says)]);
    expect(asked[0]).toMatch(/^partsNotWhole: /);
  });

  it('in a unit of account still waits: nobody pays in it', () => {
    const fund = { claim: requisition({ currency: 'CLF' }), currencies: ['CLF', 'NZD'] };
    expect(told(payAppObservation(fund)).asked).toEqual([
      expect.stringMatching(/^notYetHandled: /),
    ]);
  });

  it('in the own currency asks nobody', () => {
    expect(readsFirstOf(payAppObservation()).map(({ kind }) => kind)).not.toContain(
      'xeroCurrencies',
    );
  });
});

describe('the rate of a posted document', () => {
  const posted = (rate: string | null, pegged: string[] = []) => {
    const from = { ...inEuro, currencies: ['EUR', 'NZD'] };
    const bill = { currencyRate: rate };
    const over = {
      ...from,
      mapping: { ...mapping, currencies: { ...mapping.currencies, pegged } },
    };
    return postedPayApp(over, bill, over);
  };

  it.each<[string | null, string[], string[]]>([
    ['0.552341', [], []],
    ['1', [], ['rateOfOne']],
    ['1.000000', [], ['rateOfOne']],
    ['1.0000', ['EUR'], []],
    [null, [], []],
  ])('of %s with %j pegged asks %j', (rate, pegged, asked) => {
    const { questions } = planObservation(posted(rate, pegged)).gated;
    expect(questions.map(({ kind }) => kind)).toEqual(asked);
  });

  it('of 1 is a question of its own: it holds up nothing and is right in the own currency', () => {
    const [question] = planObservation(posted('1')).gated.questions;
    expect(question).toMatchObject({ subject: 'rate' });
    expect(planObservation(postedPayApp({}, { currencyRate: '1.0000' })).gated.questions).toEqual(
      [],
    );
    expect(told(releaseObservation(payAppObservation())).asked).toEqual([]);
  });

  it.each([
    ['1', true],
    ['1.000000', true],
    ['1.000001', false],
    ['0', false],
    ['', false],
    ['one', false],
    [null, false],
  ])('%j is one: %s', (rate, isOne) => {
    expect(isRateOfOne(rate)).toBe(isOne);
  });
});

describe('what an amount is worth in the own currency', () => {
  it.each<[bigint, string, bigint]>([
    [100_00n, '0.5', 200_00n],
    [100_00n, '0.552341', 181_05n],
    [-100_00n, '0.552341', -181_05n],
    [1n, '2', 1n],
    [-1n, '2', -1n],
    [1n, '3', 0n],
    [100_00n, '1', 100_00n],
  ])('%i hundredths at %s are %i', (minor, rate, worth) => {
    expect(inBase(minor, rate)).toBe(worth);
  });

  it('is nothing at a rate of nothing', () => {
    expect(() => inBase(1n, '0')).toThrow('values nothing');
  });
});

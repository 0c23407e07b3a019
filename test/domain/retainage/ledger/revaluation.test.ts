// Proves what a rate that somebody gives makes of what is held in a foreign currency, and which texts are such a rate.
import { expect, test } from 'vitest';
import type { ContractRegister, Register } from '../../../../domain/retainage/ledger/register.ts';
import { rateTyped, revaluedAt } from '../../../../domain/retainage/ledger/revaluation.ts';

const contract = (currency: string, posted: string, inBase: ContractRegister['inBase']) =>
  ({
    currency,
    total: { certified: posted, posted, difference: '0.00' },
    inBase,
  }) as ContractRegister;
const registerOf = (...contracts: ContractRegister[]) => ({ contracts }) as unknown as Register;
/** 1,000.00 held at rates of its days, and what the rates of releases left. */
const held = { currency: 'NZD', account: '1903.15', atHeldRates: '1701.68', residue: '201.47' };

test('what is held at a rate, its revaluation, and the journal that brings the account there', () => {
  const seen = registerOf(contract('EUR', '1000.00', held), contract('USD', '1000.00', held));
  const [euro, dollar] = revaluedAt(seen, new Map([['EUR', '0.5512']])).contracts;
  // 1,000.00 ÷ 0.5512 = 1,814.22; less 1,701.68 is 112.54; the account has 201.47 of rates already.
  expect(euro?.inBase?.atRate).toEqual({
    ...{ rate: '0.5512', worth: '1814.22', revaluation: '112.54', journal: '-88.93' },
  });
  expect(dollar?.inBase).toEqual(held);
});

test('a contract that cannot be valued stays so', () => {
  const [one] = revaluedAt(
    registerOf(contract('EUR', '1000.00', null)),
    new Map([['EUR', '0.5']]),
  ).contracts;
  expect(one?.inBase).toBeNull();
});

test.each([
  ['EUR=0.5512', ['EUR', '0.5512']],
  ['JPY=88.235294', ['JPY', '88.235294']],
  ['EUR=1', null],
  ['EUR=0', null],
  ['EUR=0.000', null],
  ['EUR=-0.5', null],
  ['EUR=0.12345678', null],
  ['euro=0.5', null],
  ['EUR', null],
])('"%s" is %j', (text, rate) => {
  expect(rateTyped(text)).toEqual(rate);
});

// What is held in a foreign currency is worth at a rate somebody gives: a period's end, say. Tieout shows it and makes no journal of it.
import { inBase } from '../../currency/rate.ts';
import { isRateOfOne } from '../../currency/foreign.ts';
import { fromMinor, subtractAmounts, toMinor } from '../../money/amount.ts';
import type { ContractRegister, Register } from './register.ts';

/** Rates by currency, as Xero quotes them. */
export type RatesGiven = ReadonlyMap<string, string>;

/** The register with what its foreign contracts would be worth; a rate of a currency that none is in changes nothing. */
export function revaluedAt(register: Register, rates: RatesGiven): Register {
  return { ...register, contracts: register.contracts.map((one) => revalued(one, rates)) };
}

function revalued(contract: ContractRegister, rates: RatesGiven): ContractRegister {
  const rate = rates.get(contract.currency);
  if (rate === undefined || !contract.inBase) return contract;
  const worth = fromMinor(inBase(toMinor(contract.total.posted), rate));
  const { account, atHeldRates } = contract.inBase;
  const atRate = {
    ...{ rate, worth, revaluation: subtractAmounts(worth, atHeldRates) },
    journal: subtractAmounts(worth, account),
  };
  return { ...contract, inBase: { ...contract.inBase, atRate } };
}

/** "EUR=0.5512" as a currency and its rate; null where it is none, or a rate of 1 or of nothing. */
export function rateTyped(text: string): [string, string] | null {
  const found = /^([A-Z]{3})=(\d{1,12}(?:\.\d{1,6})?)$/.exec(text);
  const [, currency, rate] = found ?? [];
  if (currency === undefined || rate === undefined) return null;
  return /^0*(\.0*)?$/.test(rate) || isRateOfOne(rate) ? null : [currency, rate];
}

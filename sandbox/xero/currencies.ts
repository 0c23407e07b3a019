// Which currencies the organisation may use, what each is called and how small its smallest amount is.
import type { Account, Currency } from './records.ts';
import type { Cents } from './decimal.ts';
import type { XeroState } from './xero-state.ts';

/** Source: Xero OpenAPI 16.1.0, schema CurrencyCode, read 2026-11-27. */
const CODES = new Set(
  `AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BYR BZD CAD CDF CHF CLF
  CLP CNY COP CRC CUC CUP CVE CZK DJF DKK DOP DZD EEK EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK
  HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LTL LVL LYD MAD MDL
  MGA MKD MMK MNT MOP MRO MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON
  RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SKK SLE SLL SOS SRD STD STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH
  UGX USD UYU UZS VEF VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZMK ZWD`.split(/\s+/),
);
/** As Xero names it where the language does otherwise. Source: Xero OpenAPI 16.1.0, PUT /Currencies, read 2026-11-27. */
const NAMES: Record<string, string> = { USD: 'United States Dollar' };

const REALISED = 'REALISEDCURRENCYGAIN';
/** The sandbox's own. */
const REALISED_CODE = '499';

export function isCurrency(code: string): boolean {
  return CODES.has(code);
}

export function isForeign(state: XeroState, code: string): boolean {
  return code !== state.organisation().baseCurrency;
}

/** The organisation's own is always among them. */
export function isSubscribed(state: XeroState, code: string): boolean {
  return !isForeign(state, code) || state.currencies.has(code);
}

export function usesSeveral(state: XeroState): boolean {
  return state.currencies.size > 0;
}

/** The organisation's own first. */
export function currenciesOf(state: XeroState): Currency[] {
  const code = state.organisation().baseCurrency;
  return [{ code, description: nameOf(code) }, ...state.currencies.values()];
}

/**
 * One that is there stays as it is; none can be taken away. Source: help.xero.com/CurrencySettings, as quoted in public
 * notes, read 2026-11-27.
 */
export function subscribe(state: XeroState, code: string, description: string): Currency {
  const known = currenciesOf(state).find((one) => one.code === code);
  if (known !== undefined) return known;
  const made = { code, description: description === '' ? nameOf(code) : description };
  state.currencies.set(code, made);
  addRealisedAccount(state);
  return made;
}

/** What a line is rounded to: a whole unit where the currency has no cents and the open rule says so. */
export function stepOf(state: XeroState, code: string): Cents {
  if (state.rule('currencyDecimals') === 'two' || !isCurrency(code)) return 1n;
  const shape = new Intl.NumberFormat('en', { style: 'currency', currency: code });
  return shape.resolvedOptions().maximumFractionDigits === 0 ? 100n : 1n;
}

function nameOf(code: string): string {
  const names = new Intl.DisplayNames('en', { type: 'currency' });
  return NAMES[code] ?? names.of(code) ?? code;
}

/** What came of a rate that moved between a document and its payment stands there; every chart has ROUNDING from the start. */
function addRealisedAccount(state: XeroState): void {
  if (state.accounts.values().some(({ systemAccount }) => systemAccount === REALISED)) return;
  const accountId = state.newId();
  const isTaken = state.accounts.has(REALISED_CODE);
  const account: Account = {
    accountId,
    code: isTaken ? accountId : REALISED_CODE,
    isUncoded: isTaken,
    name: 'Realised Currency Gains',
    type: 'EXPENSE',
    class: 'EXPENSE',
    taxType: state.systemAccount('ROUNDING').taxType,
    systemAccount: REALISED,
    bankAccountNumber: null,
    enablePaymentsToAccount: false,
    status: 'ACTIVE',
    updatedAtMs: state.stamp(),
  };
  state.accounts.set(account.code, account);
}

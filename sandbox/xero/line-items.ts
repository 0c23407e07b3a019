// What the lines of a document become: amounts, account, tax and tracking of each, or every rule they break.
import type { Account, LineAmountTypes, LineItem } from './records.ts';
import type { Cents, Fourths } from './decimal.ts';
import type { JsonObject } from './json-input.ts';
import type { Problems } from './failures.ts';
import type { XeroState } from './xero-state.ts';
import {
  centsNumber,
  centsText,
  divideRounded,
  fourthsNumber,
  inSteps,
  scaledTo,
} from './decimal.ts';
import { decimal, guid, objects, text } from './json-input.ts';
import { appliesTo, taxOf } from './tax.ts';
import { texts } from './texts.ts';
import { trackingFrom, trackingShown } from './tracking.ts';

export type LineRules = {
  unitPlaces: 2 | 4;
  lineAmountTypes: LineAmountTypes;
  /** What amounts are rounded to: a cent, or a whole unit of a currency without cents. */
  step: Cents;
  /** Whether every line with an amount must be coded. */
  mustBeCoded: boolean;
};

type Amounts = NonNullable<LineItem['amounts']>;

const ONE: Fourths = 10_000n;
/** Source: Xero developer docs, Invoices: line amounts up to 9,999,999,999.99, read 2026-11-23. */
const LINE_AMOUNT_MAX = 999_999_999_999n;
const DESCRIPTION_MAX = 4_000;
const NOT_ON_LINES = ['DEBTORS', 'CREDITORS', 'RETAINEDEARNINGS'];

/**
 * A line with a LineItemID changes that line, a line without one is new, and a line of the document that is not
 * named is deleted. Source: Xero developer docs, Invoices and Purchase Orders, read 2026-11-23.
 */
export function linesFrom(
  state: XeroState,
  inputs: JsonObject[],
  existing: readonly LineItem[],
  rules: LineRules,
  problems: Problems,
): LineItem[] {
  const seen = new Set<string>();
  return inputs.map((input) => {
    const id = guid(input, 'LineItemID');
    const base = existing.find(({ lineItemId }) => lineItemId === id);
    if (id !== undefined && (base === undefined || seen.has(id))) {
      problems.add(texts.lineItemUnknown(id));
    }
    if (id !== undefined) seen.add(id);
    return lineFrom(state, input, base, rules, problems);
  });
}

function lineFrom(
  state: XeroState,
  input: JsonObject,
  base: LineItem | undefined,
  rules: LineRules,
  problems: Problems,
): LineItem {
  const description = text(input, 'Description') ?? base?.description ?? '';
  problems.addIf(
    description.length === 0 || description.length > DESCRIPTION_MAX,
    texts.descriptionMissing,
  );
  problems.addIf((text(input, 'ItemCode') ?? '') !== '', texts.items);
  const isDiscounted = ['DiscountRate', 'DiscountAmount'].some(
    (field) => (decimal(input, field)?.digits ?? 0n) !== 0n,
  );
  problems.addIf(isDiscounted, texts.discounts);
  const amounts = amountsFrom(input, base?.amounts ?? null, rules, problems);
  const account = accountFrom(state, input, base, problems);
  const isNamed = ['AccountCode', 'AccountID'].some((field) => (text(input, field) ?? '') !== '');
  const isUncoded = amounts !== null && account === null && !isNamed;
  problems.addIf(rules.mustBeCoded && isUncoded, texts.accountMissing);
  const { taxType, taxAmount } = taxFrom(state, input, { base, amounts, account, rules, problems });
  const tracking = objects(input, 'Tracking');
  return {
    lineItemId: base?.lineItemId ?? state.newId(),
    description,
    amounts,
    accountCode: account?.code ?? null,
    taxType,
    taxAmount,
    tracking:
      tracking === undefined ? (base?.tracking ?? []) : trackingFrom(state, tracking, problems),
  };
}

/**
 * LineAmount = Quantity × UnitAmount, rounded to the cent: 3 × 33.335 at four places is 100.005, so 100.01. Without
 * `unitdp=4` the price is rounded first: 33.34, so 100.02.
 */
function amountsFrom(
  input: JsonObject,
  base: Amounts | null,
  rules: LineRules,
  problems: Problems,
): Amounts | null {
  const givenQuantity = decimal(input, 'Quantity');
  const givenUnit = decimal(input, 'UnitAmount');
  const givenLine = decimal(input, 'LineAmount');
  if (givenUnit === undefined && givenLine === undefined && base === null) {
    problems.addIf(givenQuantity !== undefined, texts.quantityWithoutUnit);
    return null;
  }
  const quantity =
    givenQuantity === undefined ? (base?.quantity ?? ONE) : scaledTo(givenQuantity, 4);
  const lineGiven = givenLine === undefined ? null : inSteps(scaledTo(givenLine, 2), rules.step);
  if (givenUnit === undefined && lineGiven !== null) {
    const divisor = quantity === 0n ? ONE : quantity;
    const unit = divideRounded(lineGiven * ONE * 100n, divisor);
    return { quantity, unitAmount: atPlaces(unit, rules.unitPlaces), lineAmount: lineGiven };
  }
  const unitAmount =
    givenUnit === undefined
      ? (base?.unitAmount ?? 0n)
      : scaledTo(givenUnit, rules.unitPlaces) * (rules.unitPlaces === 2 ? 100n : 1n);
  const lineAmount = divideRounded(quantity * unitAmount, 1_000_000n * rules.step) * rules.step;
  if (lineGiven !== null && lineGiven !== lineAmount) {
    problems.add(texts.lineTotal(centsText(lineGiven), centsText(lineAmount)));
  }
  const magnitude = lineAmount < 0n ? -lineAmount : lineAmount;
  problems.addIf(magnitude > LINE_AMOUNT_MAX, texts.amountTooLarge);
  return { quantity, unitAmount, lineAmount };
}

function atPlaces(unit: Fourths, places: 2 | 4): Fourths {
  return places === 4 ? unit : divideRounded(unit, 100n) * 100n;
}

function accountFrom(
  state: XeroState,
  input: JsonObject,
  base: LineItem | undefined,
  problems: Problems,
): Account | null {
  const id = guid(input, 'AccountID');
  const code = text(input, 'AccountCode');
  if (id === undefined && (code === undefined || code === '')) {
    return state.accounts.get(base?.accountCode ?? '') ?? null;
  }
  const named = code === undefined || code === '' ? (id ?? '') : code;
  const account = id === undefined ? state.accountByCode(named) : state.accountById(id);
  if (
    account === undefined ||
    account.type === 'BANK' ||
    NOT_ON_LINES.includes(account.systemAccount ?? '')
  ) {
    problems.add(texts.accountUnknown(named));
    return null;
  }
  problems.addIf(account.status === 'ARCHIVED', texts.accountArchived(account.code));
  return account;
}

type TaxContext = {
  base: LineItem | undefined;
  amounts: Amounts | null;
  account: Account | null;
  rules: LineRules;
  problems: Problems;
};

function taxFrom(
  state: XeroState,
  input: JsonObject,
  { base, amounts, account, rules, problems }: TaxContext,
): Pick<LineItem, 'taxType' | 'taxAmount'> {
  const given = text(input, 'TaxType') ?? base?.taxType ?? account?.taxType ?? null;
  const taxType = rules.lineAmountTypes === 'NoTax' && given !== null ? 'NONE' : given;
  if (taxType === null || taxType === '') return { taxType: null, taxAmount: 0n };
  const rate = state.taxRates.get(taxType);
  const isNew = taxType !== base?.taxType;
  if (rate === undefined || (isNew && (rate.status ?? 'ACTIVE') !== 'ACTIVE')) {
    problems.add(texts.taxTypeUnknown(taxType));
    return { taxType, taxAmount: 0n };
  }
  if (account !== null && !appliesTo(rate, account)) {
    problems.add(texts.taxTypeForAccount(taxType, account.code));
  }
  if (amounts === null) return { taxType, taxAmount: 0n };
  // An invoice may override the computed tax. Source: Xero developer docs, Invoices, read 2026-11-23.
  const override = decimal(input, 'TaxAmount');
  const isTaxed = rules.lineAmountTypes !== 'NoTax' && rate.rate !== 0n;
  if (override !== undefined && isTaxed) {
    return { taxType, taxAmount: inSteps(scaledTo(override, 2), rules.step) };
  }
  const isSame = base?.taxType === taxType && base.amounts?.lineAmount === amounts.lineAmount;
  if (isSame && isTaxed && state.rule('typedOverTax') === 'kept') {
    return { taxType, taxAmount: base.taxAmount };
  }
  const halves = state.rule('halfCents');
  return { taxType, taxAmount: taxOf(amounts.lineAmount, rate, rules, halves) };
}

/** The lines of an update: with the ids they had, or with new ones where the open rule says so. */
export function linesKept(state: XeroState, lines: readonly LineItem[]): LineItem[] {
  if (state.rule('lineItemIds') === 'kept') return [...lines];
  return lines.map((line) => ({ ...line, lineItemId: state.newId() }));
}

/** An account without a code is shown without one. */
export function codeShown(account: Account, field: string): Record<string, string> {
  return account.isUncoded === true ? {} : { [field]: account.code };
}

/** Without `unitdp=4` a price is shown, as it is taken, with two decimals. */
export function lineShown(state: XeroState, line: LineItem, unitPlaces: 2 | 4): unknown {
  const account = line.accountCode === null ? undefined : state.accounts.get(line.accountCode);
  const amounts =
    line.amounts === null
      ? { LineAmount: 0 }
      : {
          Quantity: fourthsNumber(line.amounts.quantity),
          UnitAmount: fourthsNumber(atPlaces(line.amounts.unitAmount, unitPlaces)),
          LineAmount: centsNumber(line.amounts.lineAmount),
        };
  return {
    Description: line.description,
    ...amounts,
    ...(line.taxType === null ? {} : { TaxType: line.taxType }),
    TaxAmount: centsNumber(line.taxAmount),
    ...(account === undefined
      ? {}
      : { ...codeShown(account, 'AccountCode'), AccountID: account.accountId }),
    Tracking: trackingShown(state, line),
    LineItemID: line.lineItemId,
  };
}

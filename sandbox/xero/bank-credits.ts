// How a prepayment or overpayment comes from a bank transaction that a person enters, and how it is voided; no app does either.
import type { BankCredit, BankCreditType, LineItem } from './records.ts';
import type { Caller, XeroState } from './xero-state.ts';
import type { ContactService } from './contacts.ts';
import type { JsonObject } from './json-input.ts';
import type { Ledger } from './ledger.ts';
import type { LineRules } from './line-items.ts';
import type { Webhooks } from './webhooks.ts';
import { bankMovementFrom } from './bank-fields.ts';
import { BANK_CREDIT_TYPES } from './records.ts';
import { Problems, ValidationFailure } from './failures.ts';
import { checkLockDates } from './lock-dates.ts';
import { creditOf, creditSumsIn } from './credits.ts';
import { objects, text } from './json-input.ts';
import { currencyFrom, limitedText, lineAmountTypesFrom } from './document-fields.ts';
import { linesFrom } from './line-items.ts';
import { note } from './history.ts';
import { stepOf } from './currencies.ts';
import { texts } from './texts.ts';
import { totalsOf } from './tax.ts';

export class BankCreditService {
  readonly #state: XeroState;
  readonly #contacts: ContactService;
  readonly #ledger: Ledger;
  readonly #webhooks: Webhooks;

  constructor(state: XeroState, contacts: ContactService, ledger: Ledger, webhooks: Webhooks) {
    this.#state = state;
    this.#contacts = contacts;
    this.#ledger = ledger;
    this.#webhooks = webhooks;
  }

  /**
   * From the fields of a BankTransaction. Its amounts are inclusive where nothing is said (Xero developer docs, read
   * 2026-11-23). A currency is for overpayments alone (Xero OpenAPI 16.1.0, BankTransaction.CurrencyRate): so in the API,
   * and this is a person's screen.
   */
  take(input: JsonObject, caller: Caller): BankCredit {
    const problems = new Problems();
    const type = typeFrom(text(input, 'Type') ?? '');
    const desk = { state: this.#state, contacts: this.#contacts };
    const { contactId, bank, date } = bankMovementFrom(desk, input, caller, problems);
    const { kind } = BANK_CREDIT_TYPES[type];
    const given = lineAmountTypesFrom(input, 'Inclusive', problems);
    const lineAmountTypes = kind === 'overpayment' ? 'NoTax' : given;
    const currency = currencyFrom(this.#state, input, null, date, problems);
    const step = stepOf(this.#state, currency.currencyCode);
    const lines = this.#lines(input, type, { lineAmountTypes, step }, problems);
    const totals = totalsOf(lines, lineAmountTypes);
    problems.addIf(totals.total <= 0n, texts.paymentAmount);
    const reference = limitedText(input, 'Reference', 255, '', problems);
    problems.throwIfAny();
    return this.#keep(
      {
        bankCreditId: this.#state.newId(),
        type,
        contactId: contactId ?? '',
        bankAccountCode: bank?.code ?? '',
        reference,
        date,
        status: 'AUTHORISED',
        lineAmountTypes,
        ...currency,
        lines,
        totals,
        createdBy: caller.app,
        editedBy: caller.app,
        updatedAtMs: this.#state.stamp(),
      },
      caller,
      'CREATE',
    );
  }

  void(id: string, caller: Caller): BankCredit | null {
    const found = this.#state.bankCredits.get(id.toLowerCase());
    if (found === undefined) return null;
    const { kind } = BANK_CREDIT_TYPES[found.type];
    const credit = creditOf(this.#state, { kind, id: found.bankCreditId });
    const uses = credit === null ? null : creditSumsIn(this.#state, credit);
    const problems = new Problems();
    const isUsed = uses !== null && uses.allocations.length + uses.payments.length > 0;
    problems.addIf(isUsed || found.status !== 'AUTHORISED', texts.allocated);
    checkLockDates(this.#state, caller, found.date, problems);
    problems.throwIfAny();
    const voided = { ...found, status: 'VOIDED' as const, updatedAtMs: this.#state.stamp() };
    return this.#keep(voided, caller, 'UPDATE');
  }

  #keep(credit: BankCredit, caller: Caller, event: 'CREATE' | 'UPDATE'): BankCredit {
    this.#state.bankCredits.set(credit.bankCreditId, credit);
    note(this.#state, credit.bankCreditId, caller, event === 'CREATE' ? 'Created' : 'Voided');
    this.#ledger.postBankCredit(credit);
    const category = BANK_CREDIT_TYPES[credit.type].category;
    this.#webhooks.record(category, event, credit.bankCreditId);
    return credit;
  }

  /** An overpayment is one line on accounts payable or receivable. Source: Xero developer docs, Bank Transactions, read 2026-11-23. */
  #lines(
    input: JsonObject,
    type: BankCreditType,
    reckoning: Pick<LineRules, 'lineAmountTypes' | 'step'>,
    problems: Problems,
  ): LineItem[] {
    const inputs = objects(input, 'LineItems') ?? [];
    const { kind, side } = BANK_CREDIT_TYPES[type];
    problems.addIf(inputs.length === 0, texts.lineItemsMissing);
    const isOverpayment = kind === 'overpayment';
    problems.addIf(isOverpayment && inputs.length > 1, texts.overpaymentLines);
    const rules = { unitPlaces: 4, ...reckoning, mustBeCoded: !isOverpayment } as const;
    const lines = linesFrom(this.#state, inputs, [], rules, problems);
    if (!isOverpayment) return lines;
    const control = this.#state.systemAccount(side === 'payable' ? 'CREDITORS' : 'DEBTORS').code;
    return lines.map((line) => ({ ...line, accountCode: control, taxType: 'NONE', taxAmount: 0n }));
  }
}

function typeFrom(given: string): BankCreditType {
  if (given in BANK_CREDIT_TYPES) return given as BankCreditType;
  throw new ValidationFailure([texts.typeInvalid]);
}

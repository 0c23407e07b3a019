// How money spent or received on lines of its own is entered by a person, and deleted; no app does either.
import type { BankTransaction } from './records.ts';
import type { Caller, XeroState } from './xero-state.ts';
import type { ContactService } from './contacts.ts';
import type { JsonObject } from './json-input.ts';
import type { Ledger } from './ledger.ts';
import { bankMovementFrom } from './bank-fields.ts';
import { Problems, ValidationFailure } from './failures.ts';
import { checkLockDates } from './lock-dates.ts';
import { currencyFrom, limitedText, lineAmountTypesFrom } from './document-fields.ts';
import { objects, text } from './json-input.ts';
import { linesFrom } from './line-items.ts';
import { note } from './history.ts';
import { stepOf } from './currencies.ts';
import { texts } from './texts.ts';
import { totalsOf } from './tax.ts';

export class BankTransactionService {
  readonly #state: XeroState;
  readonly #contacts: ContactService;
  readonly #ledger: Ledger;

  constructor(state: XeroState, contacts: ContactService, ledger: Ledger) {
    this.#state = state;
    this.#contacts = contacts;
    this.#ledger = ledger;
  }

  /**
   * From the fields of a BankTransaction. Its amounts are inclusive where nothing is said, and every line is coded. Xero's
   * API sets a currency on overpayments alone; a person's bank account has one of its own, which the rate is for. Source:
   * Xero developer docs, Bank Transactions, and OpenAPI 16.1.0, BankTransaction.CurrencyRate; read 2026-11-27.
   */
  take(input: JsonObject, caller: Caller): BankTransaction {
    const problems = new Problems();
    const type = typeFrom(text(input, 'Type') ?? '');
    const desk = { state: this.#state, contacts: this.#contacts };
    const { contactId, bank, date } = bankMovementFrom(desk, input, caller, problems);
    const lineAmountTypes = lineAmountTypesFrom(input, 'Inclusive', problems);
    const currency = currencyFrom(this.#state, input, null, date, problems);
    const step = stepOf(this.#state, currency.currencyCode);
    const inputs = objects(input, 'LineItems') ?? [];
    problems.addIf(inputs.length === 0, texts.lineItemsMissing);
    const rules = { unitPlaces: 4, lineAmountTypes, step, mustBeCoded: true } as const;
    const lines = linesFrom(this.#state, inputs, [], rules, problems);
    const totals = totalsOf(lines, lineAmountTypes);
    problems.addIf(totals.total <= 0n, texts.paymentAmount);
    const reference = limitedText(input, 'Reference', 255, '', problems);
    problems.throwIfAny();
    return this.#keep(
      {
        ...{ bankTransactionId: this.#state.newId(), type, contactId: contactId ?? '' },
        ...{ bankAccountCode: bank?.code ?? '', reference, date, isReconciled: false },
        ...{ status: 'AUTHORISED', lineAmountTypes, ...currency, lines, totals },
        ...{ createdBy: caller.app, editedBy: caller.app, updatedAtMs: this.#state.stamp() },
      },
      caller,
      'Created',
    );
  }

  /** Null where there is none of that id. A reconciled one is not deleted (Xero help, Bank Transactions; unconfirmed for the API). */
  delete(id: string, caller: Caller): BankTransaction | null {
    const found = this.#state.bankTransactions.get(id.toLowerCase());
    if (found === undefined) return null;
    const problems = new Problems();
    problems.addIf(found.status === 'DELETED', texts.ended);
    problems.addIf(found.isReconciled, texts.paymentReconciled);
    checkLockDates(this.#state, caller, found.date, problems);
    problems.throwIfAny();
    const deleted = { ...found, status: 'DELETED' as const, updatedAtMs: this.#state.stamp() };
    return this.#keep(deleted, caller, 'Deleted');
  }

  #keep(transaction: BankTransaction, caller: Caller, what: string): BankTransaction {
    this.#state.bankTransactions.set(transaction.bankTransactionId, transaction);
    note(this.#state, transaction.bankTransactionId, caller, what);
    this.#ledger.postBankTransaction(transaction);
    return transaction;
  }
}

function typeFrom(given: string): BankTransaction['type'] {
  if (given === 'SPEND' || given === 'RECEIVE') return given;
  throw new ValidationFailure([texts.typeInvalid]);
}

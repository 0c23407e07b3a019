// How a manual journal is entered by a person, posted and voided; no app of the sandbox does any of it.
import type { Account, LineAmountTypes, ManualJournal, ManualJournalLine } from './records.ts';
import type { Caller, XeroState } from './xero-state.ts';
import type { Cents } from './decimal.ts';
import type { JsonObject } from './json-input.ts';
import type { Ledger } from './ledger.ts';
import { Problems } from './failures.ts';
import { centsText, scaledTo, sumOf } from './decimal.ts';
import { checkLockDates } from './lock-dates.ts';
import { day, decimal, objects, text } from './json-input.ts';
import { lineAmountTypesFrom } from './document-fields.ts';
import { note } from './history.ts';
import { appliesTo, taxOf } from './tax.ts';
import { texts } from './texts.ts';
import { trackingFrom } from './tracking.ts';

/** Source: Xero OpenAPI 16.1.0 and notes on the endpoint, ManualJournals, read 2026-11-23: none of these, nor a bank account. */
const NOT_IN_JOURNALS = ['DEBTORS', 'CREDITORS', 'RETAINEDEARNINGS'];
const STEP: Cents = 1n;

export class ManualJournalService {
  readonly #state: XeroState;
  readonly #ledger: Ledger;

  constructor(state: XeroState, ledger: Ledger) {
    this.#state = state;
    this.#ledger = ledger;
  }

  /** From the fields of a ManualJournal; a draft where no status is given, without tax where no LineAmountTypes is. */
  take(input: JsonObject, caller: Caller): ManualJournal {
    const problems = new Problems();
    const narration = text(input, 'Narration') ?? '';
    problems.addIf(narration === '', texts.narrationMissing);
    const date = day(input, 'Date') ?? this.#state.today();
    checkLockDates(this.#state, caller, date, problems);
    const lineAmountTypes = lineAmountTypesFrom(input, 'NoTax', problems);
    const lines = (objects(input, 'JournalLines') ?? []).flatMap(
      (one) => this.#lineFrom(one, lineAmountTypes, problems) ?? [],
    );
    problems.addIf(lines.length < 2, texts.journalLines);
    checkBalance(lines, lineAmountTypes, problems);
    problems.throwIfAny();
    const status = text(input, 'Status') === 'POSTED' ? 'POSTED' : 'DRAFT';
    const authored = { createdBy: caller.app, editedBy: caller.app };
    return this.#keep(
      {
        ...{
          manualJournalId: this.#state.newId(),
          narration,
          date,
          status,
          lineAmountTypes,
          lines,
        },
        ...{ ...authored, updatedAtMs: this.#state.stamp() },
      },
      caller,
      status === 'POSTED' ? 'Posted' : 'Created',
    );
  }

  /** A posted one is voided, a draft is deleted. Null where there is none of that id. */
  end(id: string, caller: Caller): ManualJournal | null {
    const found = this.#state.manualJournals.get(id.toLowerCase());
    if (found === undefined) return null;
    const problems = new Problems();
    problems.addIf(found.status !== 'POSTED' && found.status !== 'DRAFT', texts.ended);
    checkLockDates(this.#state, caller, found.date, problems);
    problems.throwIfAny();
    const status = found.status === 'POSTED' ? 'VOIDED' : 'DELETED';
    const ended = { ...found, status, updatedAtMs: this.#state.stamp() } as const;
    return this.#keep(ended, caller, status === 'VOIDED' ? 'Voided' : 'Deleted');
  }

  #keep(journal: ManualJournal, caller: Caller, what: string): ManualJournal {
    this.#state.manualJournals.set(journal.manualJournalId, journal);
    note(this.#state, journal.manualJournalId, caller, what);
    this.#ledger.postManualJournal(journal);
    return journal;
  }

  #lineFrom(
    input: JsonObject,
    lineAmountTypes: LineAmountTypes,
    problems: Problems,
  ): ManualJournalLine | null {
    const given = decimal(input, 'LineAmount');
    const account = this.#accountFrom(text(input, 'AccountCode') ?? '', problems);
    if (given === undefined || account === null) return null;
    const lineAmount = scaledTo(given, 2);
    const taxType =
      lineAmountTypes === 'NoTax' ? 'NONE' : (text(input, 'TaxType') ?? account.taxType);
    return {
      description: text(input, 'Description') ?? '',
      ...{ lineAmount, accountCode: account.code, taxType },
      taxAmount: this.#taxOf(lineAmount, { taxType, account, lineAmountTypes }, problems),
      tracking: trackingFrom(this.#state, objects(input, 'Tracking') ?? [], problems),
    };
  }

  #taxOf(
    lineAmount: Cents,
    of: { taxType: string; account: Account; lineAmountTypes: LineAmountTypes },
    problems: Problems,
  ): Cents {
    const { taxType, account, lineAmountTypes } = of;
    const rate = this.#state.taxRates.get(taxType);
    if (rate === undefined) {
      problems.add(texts.taxTypeUnknown(taxType));
      return 0n;
    }
    problems.addIf(!appliesTo(rate, account), texts.taxTypeForAccount(taxType, account.code));
    const halves = this.#state.rule('halfCents');
    return taxOf(lineAmount, rate, { lineAmountTypes, step: STEP }, halves);
  }

  #accountFrom(code: string, problems: Problems): Account | null {
    const account = this.#state.accountByCode(code);
    const isRefused =
      account === undefined ||
      account.type === 'BANK' ||
      NOT_IN_JOURNALS.includes(account.systemAccount ?? '');
    problems.addIf(isRefused, texts.accountUnknown(code));
    return isRefused ? null : account;
  }
}

/** With its tax, where amounts are without it. */
function checkBalance(
  lines: readonly ManualJournalLine[],
  lineAmountTypes: LineAmountTypes,
  problems: Problems,
): void {
  const wholes = lines.map(({ lineAmount, taxAmount }) =>
    lineAmountTypes === 'Exclusive' ? lineAmount + taxAmount : lineAmount,
  );
  const debits = sumOf(wholes.filter((one) => one > 0n));
  const credits = sumOf(wholes.filter((one) => one < 0n));
  problems.addIf(debits !== -credits, texts.unbalanced(centsText(debits), centsText(credits)));
}

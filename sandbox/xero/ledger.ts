// What every document does to the accounts: balanced journals, taken back by their own reversal, and a trial balance that is always zero.
import type { Cents } from './decimal.ts';
import type { BankCredit, CreditNote, Invoice, Journal, JournalLine, Payment } from './records.ts';
import type { XeroState } from './xero-state.ts';
import { BANK_CREDIT_TYPES } from './records.ts';
import { centsText, sumOf } from './decimal.ts';

/** Which control account a document stands on, and whether its lines are debits (1) or credits (-1). */
export type Effect = { control: 'CREDITORS' | 'DEBTORS'; sign: 1n | -1n };

const EFFECTS: Record<Invoice['type'] | CreditNote['type'], Effect> = {
  ACCPAY: { control: 'CREDITORS', sign: 1n },
  ACCREC: { control: 'DEBTORS', sign: -1n },
  ACCPAYCREDIT: { control: 'CREDITORS', sign: -1n },
  ACCRECCREDIT: { control: 'DEBTORS', sign: 1n },
};

type Posted = Invoice | CreditNote;

export class Ledger {
  readonly #state: XeroState;

  constructor(state: XeroState) {
    this.#state = state;
  }

  /** Makes the books say exactly this about the document; nothing moves when they already do. */
  postInvoice(invoice: Invoice): void {
    this.#postDocument(invoice, invoice.invoiceId, EFFECTS[invoice.type]);
  }

  /** A credit note takes back what a document of its side does. Allocating it moves nothing: both are one account. */
  postCreditNote(note: CreditNote): void {
    this.#postDocument(note, note.creditNoteId, EFFECTS[note.type]);
  }

  /**
   * The whole of it between the bank and payables or receivables, so that allocating it moves nothing. What Xero posts
   * for the lines of a prepayment is not documented.
   */
  postBankCredit(credit: BankCredit): void {
    const { side } = BANK_CREDIT_TYPES[credit.type];
    const control = this.#state.systemAccount(side === 'payable' ? 'CREDITORS' : 'DEBTORS').code;
    const amount = side === 'payable' ? credit.totals.total : -credit.totals.total;
    const lines = [line(control, amount), line(credit.bankAccountCode, -amount)];
    const isPosted = credit.status !== 'VOIDED';
    this.#settle(credit.type, credit.bankCreditId, credit.date, isPosted ? lines : []);
  }

  /** A payment, or the refund of a credit. */
  postPayment(payment: Payment, paid: { type: string; effect: Effect }): void {
    const { control, sign } = paid.effect;
    const lines = [
      line(this.#state.systemAccount(control).code, sign * payment.amount),
      line(payment.accountCode, -sign * payment.amount),
    ];
    const isPosted = payment.status === 'AUTHORISED';
    this.#settle(paid.type, payment.paymentId, payment.date, isPosted ? lines : []);
  }

  balanceOf(accountCode: string): Cents {
    return this.#state.balances.get(accountCode) ?? 0n;
  }

  trialBalance(): Cents {
    return sumOf(this.#state.balances.values());
  }

  view(): unknown {
    const accounts = this.#state.accounts.values().map(({ code, name, type }) => ({
      code,
      name,
      type,
      balance: centsText(this.balanceOf(code)),
    }));
    const journals = this.#state.journals
      .values()
      .sort((one, other) => one.number - other.number)
      .map((journal) => ({ ...journal, lines: journal.lines.map((one) => this.#lineShown(one)) }));
    return { accounts, journals, trialBalance: centsText(this.trialBalance()) };
  }

  #postDocument(document: Posted, id: string, effect: Effect): void {
    const isPosted = document.status === 'AUTHORISED' || document.status === 'PAID';
    const lines = isPosted ? this.#linesOf(document, effect) : [];
    this.#settle(document.type, id, document.date, lines);
  }

  #linesOf(document: Posted, { control, sign }: Effect): JournalLine[] {
    const isInclusive = document.lineAmountTypes === 'Inclusive';
    const lines: JournalLine[] = [];
    for (const item of document.lines) {
      if (item.amounts === null) continue;
      if (item.accountCode === null) throw new Error('A posted line has no account');
      const net = isInclusive ? item.amounts.lineAmount - item.taxAmount : item.amounts.lineAmount;
      const { accountCode, taxType, tracking } = item;
      lines.push({ accountCode, amount: sign * net, taxType, tracking });
    }
    const { totalTax, total } = document.totals;
    lines.push(line(this.#state.systemAccount('GST').code, sign * totalTax));
    const withheld = 'cis' in document ? (document.cis?.withheld ?? 0n) : 0n;
    lines.push(line(this.#state.systemAccount(control).code, -sign * (total - withheld)));
    if (withheld !== 0n) {
      lines.push(line(this.#state.systemAccount('CISLIABILITY').code, -sign * withheld));
    }
    return lines.filter(({ amount }) => amount !== 0n);
  }

  #settle(sourceType: string, sourceId: string, date: string, lines: JournalLine[]): void {
    const standing = this.#standing(sourceId);
    if (standing !== null && sameEffect(standing, date, lines)) return;
    if (standing !== null) {
      const reversed = standing.lines.map((one) => ({ ...one, amount: -one.amount }));
      this.#post({ ...standing, reverses: standing.id, lines: reversed });
    }
    if (lines.length > 0) this.#post({ date, sourceType, sourceId, reverses: null, lines });
    if (this.trialBalance() !== 0n) throw new Error('The trial balance is not zero');
  }

  /** The source's journal that no later one has taken back. */
  #standing(sourceId: string): Journal | null {
    const id = this.#state.standingJournals.get(sourceId);
    return id === undefined ? null : (this.#state.journals.get(id) ?? null);
  }

  #post(journal: Omit<Journal, 'id' | 'number'>): void {
    if (sumOf(journal.lines.map(({ amount }) => amount)) !== 0n) {
      throw new Error(`The journal of ${journal.sourceType} ${journal.sourceId} does not balance`);
    }
    const id = this.#state.newId();
    const number = this.#state.next('journal');
    this.#state.journals.set(id, { ...journal, id, number });
    if (journal.reverses === null) this.#state.standingJournals.set(journal.sourceId, id);
    else this.#state.standingJournals.delete(journal.sourceId);
    for (const { accountCode, amount } of journal.lines) {
      if (!this.#state.accounts.has(accountCode)) {
        throw new Error(`A journal names the unknown account ${accountCode}`);
      }
      this.#state.balances.set(accountCode, this.balanceOf(accountCode) + amount);
    }
  }

  #lineShown(one: JournalLine): unknown {
    const tracking = one.tracking.map(({ categoryId, optionId }) => {
      const category = this.#state.trackingCategories.get(categoryId);
      const option = category?.options.find((candidate) => candidate.optionId === optionId);
      return { Name: category?.name ?? '', Option: option?.name ?? '' };
    });
    return {
      accountCode: one.accountCode,
      amount: centsText(one.amount),
      ...(one.taxType === null ? {} : { taxType: one.taxType }),
      ...(tracking.length === 0 ? {} : { tracking }),
    };
  }
}

function line(accountCode: string, amount: Cents): JournalLine {
  return { accountCode, amount, taxType: null, tracking: [] };
}

function sameEffect(journal: Journal, date: string, lines: JournalLine[]): boolean {
  const shown = (some: JournalLine[]): string =>
    JSON.stringify(some.map((one) => ({ ...one, amount: one.amount.toString() })));
  return journal.date === date && shown(journal.lines) === shown(lines);
}

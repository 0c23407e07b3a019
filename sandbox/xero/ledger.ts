// What every document does to the accounts: balanced journals, taken back by their own reversal, and a trial balance that is always zero.
import type { Cents } from './decimal.ts';
import type { Invoice, Journal, JournalLine, Payment } from './records.ts';
import type { XeroState } from './xero-state.ts';
import { centsText, sumOf } from './decimal.ts';

export class Ledger {
  readonly #state: XeroState;

  constructor(state: XeroState) {
    this.#state = state;
  }

  /** Makes the books say exactly this about the document; nothing moves when they already do. */
  postInvoice(invoice: Invoice): void {
    const isPosted = invoice.status === 'AUTHORISED' || invoice.status === 'PAID';
    const lines = isPosted ? this.#linesOfInvoice(invoice) : [];
    this.#settle(invoice.type, invoice.invoiceId, invoice.date, lines);
  }

  postPayment(payment: Payment, invoice: Invoice): void {
    const sign = invoice.type === 'ACCPAY' ? 1n : -1n;
    const control = this.#controlAccount(invoice);
    const lines = [
      line(control, sign * payment.amount),
      line(payment.accountCode, -sign * payment.amount),
    ];
    const isPosted = payment.status === 'AUTHORISED';
    this.#settle(`${invoice.type}PAYMENT`, payment.paymentId, payment.date, isPosted ? lines : []);
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

  #linesOfInvoice(invoice: Invoice): JournalLine[] {
    const sign = invoice.type === 'ACCPAY' ? 1n : -1n;
    const isInclusive = invoice.lineAmountTypes === 'Inclusive';
    const lines: JournalLine[] = [];
    for (const item of invoice.lines) {
      if (item.amounts === null) continue;
      if (item.accountCode === null) throw new Error('A posted line has no account');
      const net = isInclusive ? item.amounts.lineAmount - item.taxAmount : item.amounts.lineAmount;
      const { accountCode, taxType, tracking } = item;
      lines.push({ accountCode, amount: sign * net, taxType, tracking });
    }
    const { totalTax, total } = invoice.totals;
    lines.push(line(this.#state.systemAccount('GST').code, sign * totalTax));
    lines.push(line(this.#controlAccount(invoice), -sign * total));
    return lines.filter(({ amount }) => amount !== 0n);
  }

  #controlAccount(invoice: Invoice): string {
    return this.#state.systemAccount(invoice.type === 'ACCPAY' ? 'CREDITORS' : 'DEBTORS').code;
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

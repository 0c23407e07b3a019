// What every document does to the accounts: balanced journals, taken back by their own reversal, and a trial balance that is always zero.
import type { Cents } from './decimal.ts';
import type {
  Allocation,
  BankCredit,
  BankTransaction,
  CreditNote,
  InCurrency,
  Invoice,
  Journal,
  JournalLine,
  ManualJournal,
  Payment,
} from './records.ts';
import type { XeroState } from './xero-state.ts';
import { BANK_CREDIT_TYPES } from './records.ts';
import { centsText, sumOf } from './decimal.ts';
import { rateText, toBase } from './exchange.ts';

/** Which control account a document stands on, and whether its lines are debits (1) or credits (-1). */
export type Effect = { control: 'CREDITORS' | 'DEBTORS'; sign: 1n | -1n };

const EFFECTS: Record<Invoice['type'] | CreditNote['type'], Effect> = {
  ACCPAY: { control: 'CREDITORS', sign: 1n },
  ACCREC: { control: 'DEBTORS', sign: -1n },
  ACCPAYCREDIT: { control: 'CREDITORS', sign: -1n },
  ACCRECCREDIT: { control: 'DEBTORS', sign: 1n },
};

type Posted = Invoice | CreditNote;
type Coded = Pick<Invoice, 'lineAmountTypes' | 'lines' | 'totals'>;
/** What a document says to the books; without lines it says nothing. */
type Entry = Pick<Journal, 'sourceType' | 'sourceId' | 'date' | 'currency' | 'lines'>;

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
    const moved = toBase(amount, credit.currencyRate ?? null);
    const lines = [
      { ...line(control, moved), ...foreign(credit, amount) },
      line(credit.bankAccountCode, -moved),
    ];
    this.#settle({
      sourceType: credit.type,
      sourceId: credit.bankCreditId,
      date: credit.date,
      ...currencyOf(credit),
      lines: credit.status === 'VOIDED' ? [] : lines,
    });
  }

  /** Its lines and their tax against the bank. */
  postBankTransaction(spent: BankTransaction): void {
    const sign = spent.type === 'SPEND' ? 1n : -1n;
    const lines = [
      ...this.#codedLines(spent, sign),
      line(spent.bankAccountCode, -sign * spent.totals.total),
    ].filter(({ amount }) => amount !== 0n);
    this.#settle({
      sourceType: spent.type,
      sourceId: spent.bankTransactionId,
      date: spent.date,
      ...currencyOf(spent),
      lines: spent.status === 'AUTHORISED' ? this.#inBase(spent, lines) : [],
    });
  }

  /** What the person wrote, with the tax of its lines. */
  postManualJournal(journal: ManualJournal): void {
    const isInclusive = journal.lineAmountTypes === 'Inclusive';
    const tax = sumOf(journal.lines.map(({ taxAmount }) => taxAmount));
    const lines = journal.lines.map(
      ({ accountCode, lineAmount, taxAmount, taxType, tracking }): JournalLine => {
        return {
          ...{ accountCode, taxType, tracking },
          amount: isInclusive ? lineAmount - taxAmount : lineAmount,
        };
      },
    );
    this.#settle({
      sourceType: 'MANJOURNAL',
      sourceId: journal.manualJournalId,
      date: journal.date,
      lines:
        journal.status === 'POSTED'
          ? [...lines, line(this.#state.systemAccount('GST').code, tax)].filter(
              ({ amount }) => amount !== 0n,
            )
          : [],
    });
  }

  /** A payment, or the refund of a credit. */
  postPayment(payment: Payment, paid: { type: string; effect: Effect }): void {
    const { control, sign } = paid.effect;
    const { exchange = null, amount } = payment;
    const lines = [
      {
        ...line(this.#state.systemAccount(control).code, sign * (exchange?.offDocument ?? amount)),
        ...foreign(exchange, sign * amount),
      },
      line(payment.accountCode, -sign * (exchange?.bankAmount ?? amount)),
    ];
    this.#settle({
      sourceType: paid.type,
      sourceId: payment.paymentId,
      date: payment.date,
      ...currencyOf(exchange),
      lines: payment.status === 'AUTHORISED' ? this.#realised(lines) : [],
    });
  }

  /** Both are one account, so all that moves is what the rates of the credit and of the document differ by. */
  postAllocation({ allocationId, amount, date, inBase }: Allocation, invoice: Invoice): void {
    if (inBase === undefined || inBase.offInvoice === inBase.offCredit) return;
    const { control, sign } = EFFECTS[invoice.type];
    const { code } = this.#state.systemAccount(control);
    const lines = [
      { ...line(code, sign * inBase.offInvoice), ...foreign(invoice, sign * amount) },
      { ...line(code, -sign * inBase.offCredit), ...foreign(invoice, -sign * amount) },
    ];
    this.#settle({
      sourceType: 'ALLOCATION',
      sourceId: allocationId,
      date,
      ...currencyOf(invoice),
      lines: this.#realised(lines),
    });
  }

  /** Takes back what stands for the source, if anything does. */
  takeBack(sourceId: string): void {
    const standing = this.#standing(sourceId);
    if (standing !== null) this.#settle({ ...standing, lines: [] });
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
      .map(({ currency, ...journal }) => ({
        ...journal,
        currencyCode: currency?.code ?? this.#state.organisation().baseCurrency,
        currencyRate: rateText(this.#state, currency?.rate ?? null),
        lines: journal.lines.map((one) => this.#lineShown(one)),
      }));
    return { accounts, journals, trialBalance: centsText(this.trialBalance()) };
  }

  #postDocument(document: Posted, id: string, effect: Effect): void {
    const isPosted = document.status === 'AUTHORISED' || document.status === 'PAID';
    this.#settle({
      sourceType: document.type,
      sourceId: id,
      date: document.date,
      ...currencyOf(document),
      lines: isPosted ? this.#inBase(document, this.#linesOf(document, effect)) : [],
    });
  }

  /** Each line at the document's rate, to the cent; what the parts then differ from the whole by is rounding. */
  #inBase(document: InCurrency, lines: JournalLine[]): JournalLine[] {
    const rate = document.currencyRate ?? null;
    if (rate === null) return lines;
    const converted = lines.map((one) => ({
      ...one,
      amount: toBase(one.amount, rate),
      ...foreign(document, one.amount),
    }));
    return this.#balanced(converted, 'ROUNDING');
  }

  /** What the bank moved for a document, and what the document was worth: the difference is gained or lost. */
  #realised(lines: JournalLine[]): JournalLine[] {
    return this.#balanced(lines, 'REALISEDCURRENCYGAIN');
  }

  #balanced(lines: JournalLine[], rest: 'ROUNDING' | 'REALISEDCURRENCYGAIN'): JournalLine[] {
    const missing = -sumOf(lines.map(({ amount }) => amount));
    if (missing === 0n) return lines;
    return [...lines, line(this.#state.systemAccount(rest).code, missing)];
  }

  #linesOf(document: Posted, { control, sign }: Effect): JournalLine[] {
    const lines = this.#codedLines(document, sign);
    const { total } = document.totals;
    const withheld = 'cis' in document ? (document.cis?.withheld ?? 0n) : 0n;
    lines.push(line(this.#state.systemAccount(control).code, -sign * (total - withheld)));
    if (withheld !== 0n) {
      lines.push(line(this.#state.systemAccount('CISLIABILITY').code, -sign * withheld));
    }
    return lines.filter(({ amount }) => amount !== 0n);
  }

  /** The coded lines without tax, and the tax of all of them. */
  #codedLines(document: Coded, sign: 1n | -1n): JournalLine[] {
    const isInclusive = document.lineAmountTypes === 'Inclusive';
    const lines: JournalLine[] = [];
    for (const item of document.lines) {
      if (item.amounts === null) continue;
      if (item.accountCode === null) throw new Error('A posted line has no account');
      const net = isInclusive ? item.amounts.lineAmount - item.taxAmount : item.amounts.lineAmount;
      const { accountCode, taxType, tracking } = item;
      lines.push({ accountCode, amount: sign * net, taxType, tracking });
    }
    lines.push(line(this.#state.systemAccount('GST').code, sign * document.totals.totalTax));
    return lines;
  }

  #settle(entry: Entry): void {
    const standing = this.#standing(entry.sourceId);
    if (standing !== null && contentOf(standing) === contentOf(entry)) return;
    if (standing !== null) {
      this.#post({ ...standing, reverses: standing.id, lines: standing.lines.map(reversed) });
    }
    if (entry.lines.length > 0) this.#post({ ...entry, reverses: null });
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
      ...(one.foreignAmount === undefined ? {} : { currencyAmount: centsText(one.foreignAmount) }),
      ...(one.taxType === null ? {} : { taxType: one.taxType }),
      ...(tracking.length === 0 ? {} : { tracking }),
    };
  }
}

function line(accountCode: string, amount: Cents): JournalLine {
  return { accountCode, amount, taxType: null, tracking: [] };
}

/** A line's amount in its document's currency, where that is not the organisation's own. */
function foreign(document: InCurrency | null, foreignAmount: Cents): { foreignAmount?: Cents } {
  return (document?.currencyRate ?? null) === null ? {} : { foreignAmount };
}

function currencyOf(document: InCurrency | null): Pick<Journal, 'currency'> {
  const rate = document?.currencyRate ?? null;
  return document === null || rate === null
    ? {}
    : { currency: { code: document.currencyCode, rate } };
}

function reversed(one: JournalLine): JournalLine {
  const { amount, foreignAmount } = one;
  return {
    ...one,
    amount: -amount,
    ...(foreignAmount === undefined ? {} : { foreignAmount: -foreignAmount }),
  };
}

/** The same text for two that say the same of the books. */
function contentOf({ date, currency, lines }: Omit<Entry, 'sourceType' | 'sourceId'>): string {
  return JSON.stringify([date, currency, lines], (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
}

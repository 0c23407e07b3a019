// What each line of Xero's documents is to a project: a cost or retention, worth what it is in the organisation's own currency.
import { inBase } from '../currency/rate.ts';
import type { Amount } from '../money/amount.ts';
import { isWholeMinor, subtractAmounts, toMinor } from '../money/amount.ts';
import type { XeroAccount } from '../records/xero/chart.ts';
import type { XeroBankTransaction } from '../records/xero/bank-transaction.ts';
import type { XeroBill } from '../records/xero/bill.ts';
import type { XeroCreditNote } from '../records/xero/credit-note.ts';
import type { XeroManualJournal } from '../records/xero/manual-journal.ts';
import type { PostedLine } from '../records/xero/posted-line.ts';
import type { XeroSalesInvoice } from '../records/xero/sales-invoice.ts';

/** What can bear a cost. */
export type CostDocument =
  XeroBill | XeroSalesInvoice | XeroCreditNote | XeroBankTransaction | XeroManualJournal;

/** Whether the cost is one that a commitment in Procore stands for already, or one of its own. */
export type Treatment = 'againstCommitment' | 'direct';

export type NamedOption = {
  /** Null where Xero's chart has no option of this name and never had. */
  optionId: string | null;
  name: string;
};

export type CostLine = {
  document: { kind: CostDocument['kind']; id: string; name: string; date: string };
  updatedAt: string;
  description: string;
  account: { id: string; code: string; name: string } | null;
  /** What it is on: a cost, retention, income, or another account of the balance sheet. */
  on: 'cost' | 'retention' | 'income' | 'balanceSheet' | 'unknownAccount';
  /** The options it is tracked by; null = by none of that category. */
  project: NamedOption | null;
  code: NamedOption | null;
  treatment: Treatment;
  /** Debits above zero, in hundredths of the organisation's currency, without tax that is reclaimed. */
  minor: bigint;
};

export type LineGround = {
  baseCurrency: string;
  accounts: ReadonlyMap<string, XeroAccount>;
  retentionAccounts: ReadonlySet<string>;
  categories: { project: string; code: string };
  optionOf: (category: string, named: PostedLine['tracking'][number]) => NamedOption;
  treatmentOf: (document: CostDocument) => Treatment;
};

/** Whether it is in the books: a draft, or what was deleted or voided, is not. */
export function isPosted(document: CostDocument): boolean {
  const { status } = document;
  if (document.kind === 'xeroManualJournal') return status === 'POSTED';
  if (document.kind !== 'xeroBankTransaction') return status === 'AUTHORISED' || status === 'PAID';
  return status === 'AUTHORISED' && signs[document.type] !== undefined;
}

/**
 * Money spent and received. Prepayments and overpayments are not costs: what they are set off against is. Transfers are
 * between bank accounts. What Xero posts for the lines of a prepayment is not documented; profit and loss would tell.
 */
const signs: Partial<Record<string, 1n | -1n>> = { SPEND: 1n, RECEIVE: -1n };

/** Whether its lines are debits (1) or credits (-1). */
function signOf(document: CostDocument): 1n | -1n {
  switch (document.kind) {
    case 'xeroBill':
    case 'xeroManualJournal':
      return 1n;
    case 'xeroSalesInvoice':
      return -1n;
    case 'xeroCreditNote':
      return document.side === 'payable' ? -1n : 1n;
    case 'xeroBankTransaction':
      return signs[document.type] ?? 1n;
  }
}

const words: Record<CostDocument['kind'], string> = {
  xeroBill: 'bill',
  xeroSalesInvoice: 'sales invoice',
  xeroCreditNote: 'credit note',
  xeroBankTransaction: 'money spent',
  xeroManualJournal: 'manual journal',
};

/** What people call it: "bill INV-77". */
export function nameOf(document: CostDocument): string {
  switch (document.kind) {
    case 'xeroManualJournal':
      return `manual journal "${document.narration}"`;
    case 'xeroBankTransaction': {
      const what = document.type === 'RECEIVE' ? 'money received' : words[document.kind];
      return document.reference === null ? what : `${what} "${document.reference}"`;
    }
    default:
      return document.number === null
        ? `a ${words[document.kind]} without a number`
        : `${words[document.kind]} ${document.number}`;
  }
}

/** Null where it is in another currency and Xero told no rate: what it is worth is not known. */
function valueOf(
  document: CostDocument,
  { baseCurrency }: LineGround,
): ((minor: bigint) => bigint) | null {
  if (document.kind === 'xeroManualJournal' || document.currency === baseCurrency) {
    return (minor) => minor;
  }
  const { currencyRate } = document;
  return currencyRate === null ? null : (minor) => inBase(minor, currencyRate);
}

/** The lines of a document that is posted, or null where it cannot be valued. Lines of nothing are left out. */
export function costLinesOf(document: CostDocument, ground: LineGround): CostLine[] | null {
  const value = valueOf(document, ground);
  const nets = document.lines.map((line) => netOf(line, document));
  if (value === null || !nets.every(isWholeMinor)) return null;
  const { kind, id, date, updatedAt } = document;
  const of = { kind, id, date, name: nameOf(document) };
  const treatment = ground.treatmentOf(document);
  return document.lines.flatMap((line, at): CostLine[] => {
    const minor = value(toMinor(nets[at] ?? '0.00') * signOf(document));
    if (minor === 0n) return [];
    const { categories } = ground;
    return [
      {
        ...{ document: of, updatedAt, description: line.description, treatment, minor },
        ...accountOf(line, ground),
        project: optionIn(line, categories.project, ground),
        code: optionIn(line, categories.code, ground),
      },
    ];
  });
}

/** Without tax: amounts that include it are what a person made of them. */
function netOf(
  { lineAmount, taxAmount }: PostedLine,
  { lineAmountTypes }: Pick<CostDocument, 'lineAmountTypes'>,
): Amount {
  return lineAmountTypes === 'Inclusive' ? subtractAmounts(lineAmount, taxAmount) : lineAmount;
}

function accountOf(
  { accountCode }: PostedLine,
  { accounts, retentionAccounts }: LineGround,
): Pick<CostLine, 'account' | 'on'> {
  const found = accountCode === null ? undefined : accounts.get(accountCode);
  if (!found || accountCode === null) return { account: null, on: 'unknownAccount' };
  const account = { id: found.id, code: accountCode, name: found.name };
  if (retentionAccounts.has(accountCode)) return { account, on: 'retention' };
  if (found.accountClass === 'EXPENSE') return { account, on: 'cost' };
  return { account, on: found.accountClass === 'REVENUE' ? 'income' : 'balanceSheet' };
}

function optionIn(line: PostedLine, category: string, ground: LineGround): NamedOption | null {
  const tracked = line.tracking.find(
    (one) => one.category.toLowerCase() === category.toLowerCase(),
  );
  return tracked ? ground.optionOf(category, tracked) : null;
}

// What a document of Xero says of retainage: its lines on the retention account while it stands, and what was paid of a release.
import type { BooksSide } from '../../mapping/mapping.ts';
import type { Amount } from '../../money/amount.ts';
import {
  fromMinor,
  isGreater,
  isWholeMinor,
  sameAmount,
  shareMinor,
  subtractAmounts,
  sumAmounts,
  toMinor,
} from '../../money/amount.ts';
import { stepOf } from '../../money/decimals.ts';
import { inBase } from '../../currency/rate.ts';
import type { XeroBill } from '../../records/xero/bill.ts';
import type { XeroCreditNote } from '../../records/xero/credit-note.ts';
import type { XeroLine } from '../../records/xero/line.ts';
import type { XeroPayment } from '../../records/xero/payment.ts';
import type { XeroSalesInvoice } from '../../records/xero/sales-invoice.ts';
import type { Entry, Statement } from './entry.ts';
import type { MovedInBoth } from './in-base.ts';

/** What can have lines on a retention account. */
export type LedgerDocument = XeroBill | XeroSalesInvoice | XeroCreditNote;

/** Every account that is or was the firm's retention account, by side. */
export type RetentionAccounts = Record<BooksSide, readonly string[]>;

export function sideOfDocument(document: LedgerDocument): BooksSide {
  if (document.kind === 'xeroCreditNote') return document.side;
  return document.kind === 'xeroBill' ? 'payable' : 'receivable';
}

/** Xero makes a journal of these alone: a draft holds nothing. */
function isPosted({ status }: { status: string }): boolean {
  return status === 'AUTHORISED' || status === 'PAID';
}

const words: Record<LedgerDocument['kind'], string> = {
  xeroBill: 'bill',
  xeroSalesInvoice: 'sales invoice',
  xeroCreditNote: 'credit note',
};

function nameOfDocument({ kind, number }: LedgerDocument): string {
  return number === null ? `a ${words[kind]} without a number` : `${words[kind]} ${number}`;
}

/** Without tax: amounts that include it are what a person made of them. */
export function netOf(
  { lineAmount, taxAmount }: Pick<XeroLine, 'lineAmount' | 'taxAmount'>,
  { lineAmountTypes }: Pick<LedgerDocument, 'lineAmountTypes'>,
): Amount {
  return lineAmountTypes === 'Inclusive' ? subtractAmounts(lineAmount, taxAmount) : lineAmount;
}

/** Below zero on a bill or sales invoice is held; a credit note counts the other way. */
function heldOn(line: XeroLine, document: LedgerDocument): Amount {
  const net = netOf(line, document);
  return document.kind === 'xeroCreditNote' ? net : subtractAmounts('0.00', net);
}

/** Its lines on the retention accounts, without tax: above zero is held, below zero let go. */
export function linesHeld(
  document: LedgerDocument,
  accounts: RetentionAccounts,
): { account: string; taxType: string | null; held: Amount }[] {
  const codes = accounts[sideOfDocument(document)];
  return document.lines.flatMap((line) => {
    const { accountCode, taxType } = line;
    if (accountCode === null || !codes.includes(accountCode)) return [];
    return [{ account: accountCode, taxType, held: heldOn(line, document) }];
  });
}

/** One entry a tax type, account and direction. What is void, deleted or a draft says nothing. */
export function postedStatement(
  document: LedgerDocument,
  accounts: RetentionAccounts,
  payments: readonly XeroPayment[],
): Statement {
  const moved = isPosted(document) ? movedEntries(document, accounts) : [];
  const entries = [...moved, ...paidEntries(document, moved, payments)];
  return { basis: 'xero', documentKind: document.kind, documentId: document.id, entries };
}

function movedEntries(document: LedgerDocument, accounts: RetentionAccounts): Entry[] {
  const side = sideOfDocument(document);
  const lines = linesHeld(document, accounts);
  const keys = [
    ...new Set(lines.map(({ account, taxType }) => JSON.stringify([account, taxType]))),
  ];
  return keys.sort().flatMap((key): Entry[] => {
    const alike = lines.filter((one) => JSON.stringify([one.account, one.taxType]) === key);
    const [{ account, taxType } = { account: null, taxType: null }] = alike;
    const held = sumAmounts(alike.map((one) => one.held));
    if (sameAmount(held, '0.00')) return [];
    const isHeld = isGreater(held, '0.00');
    return [
      {
        kind: isHeld ? 'held' : 'released',
        ...{ side, contractId: null, taxType, account },
        ...{ date: document.date, currency: document.currency, name: nameOfDocument(document) },
        amount: isHeld ? held : subtractAmounts('0.00', held),
      },
    ];
  });
}

/**
 * What a document moves on the retention accounts, line by line, in its own currency and as Xero values each line at the
 * document's rate. Null where that cannot be told: it has no rate, or parts of a cent.
 */
export function movedLines(
  document: LedgerDocument,
  accounts: RetentionAccounts,
): MovedInBoth[] | null {
  if (!isPosted(document)) return [];
  const { currencyRate, date, id } = document;
  const held = linesHeld(document, accounts).map((line) => line.held);
  if (held.length === 0) return [];
  if (currencyRate === null || !held.every(isWholeMinor)) return null;
  return held.map((one) => {
    const amount = toMinor(one);
    return { date, documentId: id, amount, inBase: inBase(amount, currencyRate) };
  });
}

/**
 * What cash settles of a release, without tax, rounded cumulatively, so that the last payment closes it to the cent. A
 * document that bills anything else as well is no release: what is paid of it cannot be told apart.
 * 500.00 released, 575.00 with tax, paid 191.67 + 191.67 + 191.66 → 166.67 + 166.67 + 166.66.
 */
function paidEntries(
  document: LedgerDocument,
  moved: readonly Entry[],
  payments: readonly XeroPayment[],
): Entry[] {
  if (document.kind === 'xeroCreditNote' || !isReleaseAlone(document, moved)) return [];
  const payable = toMinor(document.total) - toMinor(document.deducted);
  if (payable <= 0n) return [];
  let [before, paid] = [0n, 0n];
  return inOrder(payments).flatMap((payment): Entry[] => {
    [before, paid] = [paid, paid + toMinor(payment.amount)];
    const part = (released: Amount): bigint => {
      const of = { of: payable, whole: toMinor(released), step: stepOf(document.currency) };
      return shareMinor(paid, of) - shareMinor(before, of);
    };
    return moved.flatMap((entry): Entry[] => {
      const amount = part(entry.amount);
      if (amount === 0n) return [];
      const { date } = payment;
      return [{ ...entry, kind: 'paid', date, amount: fromMinor(amount) }];
    });
  });
}

function isReleaseAlone(
  { lines, subTotal, total, deducted }: Exclude<LedgerDocument, XeroCreditNote>,
  moved: readonly Entry[],
): boolean {
  if (moved.length === 0 || moved.some(({ kind }) => kind !== 'released')) return false;
  if (![subTotal, total, deducted, ...moved.map(({ amount }) => amount)].every(isWholeMinor))
    return false;
  const accounts = new Set(moved.map(({ account }) => account));
  return lines.every(
    ({ accountCode, lineAmount }) => accounts.has(accountCode) || sameAmount(lineAmount, '0.00'),
  );
}

/** Those that stand, as they were made; one whose amount has parts of a cent is no payment of ours to split. */
function inOrder(payments: readonly XeroPayment[]): XeroPayment[] {
  const rank = ({ date, id }: XeroPayment): string => `${date} ${id}`;
  return payments
    .filter(({ status, amount }) => status === 'AUTHORISED' && isWholeMinor(amount))
    .sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

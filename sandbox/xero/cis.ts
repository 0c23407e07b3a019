// What the United Kingdom's Construction Industry Scheme takes from a subcontractor's bill, and the accounts it needs.
import type { Account, CisDeduction, Contact, Invoice, LineItem } from './records.ts';
import type { Cents } from './decimal.ts';
import type { XeroState } from './xero-state.ts';
import { divideRounded, fourthsNumber, sumOf } from './decimal.ts';

/** The accounts a deduction is reckoned on. Source: Xero OpenAPI 16.1.0, SystemAccount, read 2026-11-26. */
const LABOUR = ['CISLABOUR', 'CISLABOUREXPENSE'];
const HUNDRED_PERCENT = 1_000_000n;

type Row = [code: string, name: string, type: string, own: Account['class'], system: string];
/** Xero gives a UK organisation such accounts; their codes are the sandbox's own. */
const ACCOUNTS: readonly Row[] = [
  ['323', 'CIS Labour Expense', 'DIRECTCOSTS', 'EXPENSE', 'CISLABOUREXPENSE'],
  ['324', 'CIS Materials Purchased', 'DIRECTCOSTS', 'EXPENSE', 'CISMATERIALS'],
  ['827', 'CIS Liability', 'CURRLIAB', 'LIABILITY', 'CISLIABILITY'],
];

export function addCisAccounts(state: XeroState): void {
  for (const [code, name, type, own, systemAccount] of ACCOUNTS) {
    if (state.accounts.values().some((one) => one.systemAccount === systemAccount)) continue;
    state.accounts.set(code, {
      accountId: state.newId(),
      code,
      name,
      type,
      class: own,
      taxType: own === 'LIABILITY' ? 'NONE' : 'INPUT2',
      systemAccount,
      bankAccountNumber: null,
      enablePaymentsToAccount: false,
      status: 'ACTIVE',
      updatedAtMs: state.stamp(),
    });
  }
}

/** The answer of CISSettings; null where the contact never was a subcontractor, or the organisation is elsewhere. */
export function cisSettings(state: XeroState, contact: Contact): Record<string, unknown> | null {
  if (state.organisation().version !== 'UK' || contact.cis === undefined) return null;
  const { rate } = contact.cis;
  return rate === null ? { CISEnabled: false } : { CISEnabled: true, Rate: fourthsNumber(rate) };
}

/**
 * On the net of the labour lines, rounded to the cent once; whether what is due is less by it is an open rule. Null
 * where nothing is taken.
 */
export function cisOf(state: XeroState, invoice: Invoice): CisDeduction | null {
  const rate = state.contacts.get(invoice.contactId)?.cis?.rate ?? null;
  const isTaken = invoice.type === 'ACCPAY' && state.organisation().version === 'UK';
  if (!isTaken || rate === null) return null;
  const labour = invoice.lines.filter((line) => LABOUR.includes(systemAccountOf(state, line)));
  const net = sumOf(labour.map((line) => netOf(line, invoice)));
  const deduction = divideRounded(net * rate, HUNDRED_PERCENT);
  const isWithheld = state.rule('cisAmountDue') === 'lessDeduction';
  return { rate, deduction, withheld: isWithheld ? deduction : 0n };
}

/** Which CIS account a line stands on, or none: on a paid bill that stays as it is. */
export function cisAccountOf(state: XeroState, line: LineItem): string {
  const name = systemAccountOf(state, line);
  return name.startsWith('CIS') ? name : '';
}

function systemAccountOf(state: XeroState, { accountCode }: LineItem): string {
  return state.accounts.get(accountCode ?? '')?.systemAccount ?? '';
}

function netOf({ amounts, taxAmount }: LineItem, { lineAmountTypes }: Invoice): Cents {
  const lineAmount = amounts?.lineAmount ?? 0n;
  return lineAmountTypes === 'Inclusive' ? lineAmount - taxAmount : lineAmount;
}

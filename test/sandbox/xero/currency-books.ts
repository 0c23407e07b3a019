// Books with foreign currencies for one test: what is written in them, and what that came to since they were opened.
import type { Client, Json } from './xero-sandbox.ts';
import type { Journal } from './currency-sums.ts';
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import { bill, line, newContact, only, openSandbox } from './xero-sandbox.ts';
import { foreignOf, ledgerOf, movesOf, withCurrencies } from './currency-sums.ts';

export type ForeignBooks = {
  sandbox: RunningSandbox;
  client: Client;
  contactId: string;
  /** How many journals there were before. */
  since: number;
};

export async function openForeignBooks(): Promise<ForeignBooks> {
  const { sandbox, client } = await openSandbox();
  const contactId = await newContact(client);
  await withCurrencies(client);
  const since = (await ledgerOf(client)).journals.length;
  return { sandbox, client, contactId, since };
}

/** One line without tax. */
export function plain(UnitAmount: string): Json {
  return { LineItems: [line({ UnitAmount, TaxType: 'NONE' })] };
}

export const SALE = {
  Type: 'ACCREC',
  LineItems: [line({ AccountCode: '200', TaxType: 'OUTPUT2' })],
};

/** A bill in EUR, unless it says otherwise. */
export async function made({ client, contactId }: ForeignBooks, change: Json = {}): Promise<Json> {
  const body = bill(contactId, { CurrencyCode: 'EUR', ...change });
  return only(await client.call('PUT', '/Invoices', body), 'Invoices');
}

export async function read({ client }: ForeignBooks, { InvoiceID }: Json): Promise<Json> {
  return only(await client.call('GET', `/Invoices/${String(InvoiceID)}`), 'Invoices');
}

export async function journals({ client, since }: ForeignBooks): Promise<Journal[]> {
  return (await ledgerOf(client)).journals.slice(since);
}

export async function balances(books: ForeignBooks): Promise<Record<string, string>> {
  return movesOf(await journals(books));
}

/** What still stands on a control account, in the organisation's currency and in that one. */
export async function open(
  books: ForeignBooks,
  code: string,
  currency = 'EUR',
): Promise<[string, string]> {
  const all = await journals(books);
  return [movesOf(all)[code] ?? '0.00', foreignOf(all, currency)[code] ?? '0.00'];
}

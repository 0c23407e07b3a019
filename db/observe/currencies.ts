// Which currencies the organisation keeps, for a document that is in another than its own.
import type { XeroOrganisation } from '../../domain/records/xero/organisation.ts';
import { currenciesId } from '../../domain/records/xero/currencies.ts';
import type { Queryable } from '../database.ts';
import { standingOf } from '../queries/mirror.ts';

/** Nothing where it need not be known; null while it was never read. */
export async function currenciesFor(
  db: Queryable,
  connection: string,
  { currency, organisation }: { currency: string | null; organisation: XeroOrganisation },
): Promise<{ currencies?: string[] | null }> {
  if (currency === null || currency === organisation.baseCurrency) return {};
  const { record } = await standingOf(db, connection, 'xeroCurrencies', currenciesId);
  return { currencies: record?.codes ?? null };
}

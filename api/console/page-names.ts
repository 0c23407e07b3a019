// What things are called on a page by their ids and codes: contacts, accounts and tax types.

/** Names by id or code. */
export type Names = ReadonlyMap<string, string>;

export type PageNames = { contacts: Names; accounts: Names; taxTypes: Names };

export const contactName = ({ contacts }: PageNames, id: string): string => contacts.get(id) ?? id;

/** "310 Cost of sales". */
export function accountName({ accounts }: PageNames, code: string): string {
  const name = accounts.get(code);
  return name === undefined ? code : `${code} ${name}`;
}

/** "15% GST on Expenses (INPUT2)". */
export function taxTypeName({ taxTypes }: PageNames, type: string): string {
  const name = taxTypes.get(type);
  return name === undefined ? type : `${name} (${type})`;
}

type Chart = {
  accounts: readonly { code: string | null; name: string }[];
  taxRates: readonly { taxType: string; name: string }[];
};

/** By the charts given, the first that names it. */
export function chartNames(...charts: readonly (Chart | null)[]): Omit<PageNames, 'contacts'> {
  const accounts = new Map<string, string>();
  const taxTypes = new Map<string, string>();
  for (const chart of charts) {
    for (const { code, name } of chart?.accounts ?? []) {
      if (code !== null && !accounts.has(code)) accounts.set(code, name);
    }
    for (const { taxType, name } of chart?.taxRates ?? []) {
      if (!taxTypes.has(taxType)) taxTypes.set(taxType, name);
    }
  }
  return { accounts, taxTypes };
}

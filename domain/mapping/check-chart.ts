// Whether a mapping can be used with the chart Xero has: each code that cannot, with the reason and the nearest that can.
import type { XeroAccount, XeroChart, XeroTaxRate } from '../records/xero/chart.ts';
import type { Mapping } from './mapping.ts';

type AccountClass = NonNullable<XeroAccount['accountClass']>;
type TaxClass = XeroTaxRate['appliesTo'][number];

/** What an account is for: the class to offer, those its lines may go to, and what one of another class is not. */
type Purpose = { best: AccountClass; fits: (of: AccountClass) => boolean; isNot: string };
const costs: Purpose = {
  best: 'EXPENSE',
  fits: (of) => of !== 'REVENUE' && of !== 'EQUITY',
  isNot: 'no account for costs',
};
const income: Purpose = {
  best: 'REVENUE',
  fits: (of) => of === 'REVENUE',
  isNot: 'not revenue in Xero',
};
const heldBack: Purpose = {
  best: 'LIABILITY',
  fits: (of) => of === 'LIABILITY',
  isNot: 'not a liability in Xero',
};
const retainedByOwners: Purpose = {
  best: 'ASSET',
  fits: (of) => of === 'ASSET' || of === 'LIABILITY',
  isNot: 'neither an asset nor deferred income in Xero',
};

/** Accounts whose class a line may go to; a system account is never posted to. */
function accountProblem(
  chart: XeroChart,
  key: string,
  code: string,
  { best, fits, isNot }: Purpose,
): string | null {
  const account = chart.accounts.find((candidate) => candidate.code === code);
  const offer = `use one of ${codesLike(chart, code, best)}`;
  if (!account) return `${key}: Xero has no account ${code}; ${offer}`;
  if (account.status !== 'ACTIVE')
    return `${key}: account ${code} is ${account.status} in Xero; ${offer}`;
  const named = `${key}: account ${code} (${account.name}) is`;
  if (account.systemAccount !== null) return `${named} a system account; ${offer}`;
  if (account.type === 'BANK') return `${named} a bank account; ${offer}`;
  return fits(account.accountClass) ? null : `${named} ${isNot}; ${offer}`;
}

/** Payments go through a bank account, or one that is set to take them (Xero developer docs, Payments, read 2026-11-23). */
function paymentProblems({ accounts }: XeroChart, { payments }: Mapping): string[] {
  if (payments.direction !== 'procoreToXero') return [];
  const taking = accounts.filter(
    ({ status, type, enablePaymentsToAccount }) =>
      status === 'ACTIVE' && (type === 'BANK' || enablePaymentsToAccount),
  );
  const codes = taking.flatMap(({ code }) => code ?? []).slice(0, 5);
  const offer = `use one of ${codes.join(', ') || '(Xero has none)'}`;
  const { paidFrom, receivedInto } = payments;
  return Object.entries({ paidFrom, receivedInto }).flatMap(([key, wanted]) => {
    if (wanted === null || taking.some(({ code }) => code === wanted)) return [];
    const isThere = accounts.some(({ code }) => code === wanted);
    const why = isThere ? `account ${wanted} takes no payments` : `Xero has no account ${wanted}`;
    return [`payments.${key}: ${why}; ${offer}`];
  });
}

/** An account of which costs are read may be archived by now: it need only be there. */
function costTypeProblems(chart: XeroChart, { actuals }: Mapping): string[] {
  return Object.keys(actuals.costTypes).flatMap((wanted) => {
    if (chart.accounts.some(({ code }) => code === wanted)) return [];
    const offer = `use one of ${codesLike(chart, wanted, 'EXPENSE')}`;
    return [`actuals.costTypes.${wanted}: Xero has no account ${wanted}; ${offer}`];
  });
}

function usable(account: XeroAccount): boolean {
  return account.status === 'ACTIVE' && account.systemAccount === null && account.type !== 'BANK';
}

/** The usable codes of that class nearest to the one written, five at most. */
function codesLike(chart: XeroChart, code: string, wanted: AccountClass): string {
  const asked = Number.parseInt(code, 10);
  const codes = chart.accounts
    .filter((account) => usable(account) && account.accountClass === wanted)
    .flatMap((account) => account.code ?? []);
  const distance = (other: string): number => {
    const gap = Math.abs(Number.parseInt(other, 10) - asked);
    return Number.isNaN(gap) ? Number.MAX_SAFE_INTEGER : gap;
  };
  const nearest = codes.sort((a, b) => distance(a) - distance(b) || (a < b ? -1 : 1)).slice(0, 5);
  return nearest.join(', ') || '(Xero has none)';
}

/** The tax types of one side, which its work is posted with. */
function taxProblems(
  chart: XeroChart,
  {
    key,
    taxTypes,
    wanted,
    on,
  }: { key: string; taxTypes: Mapping['taxTypes']; wanted: TaxClass; on: string },
): string[] {
  const active = chart.taxRates.filter((rate) => rate.status === 'ACTIVE');
  return Object.entries(taxTypes).flatMap(([code, taxType]) => {
    const rate = active.find((candidate) => candidate.taxType === taxType);
    const offer = active
      .filter((candidate) => candidate.appliesTo.includes(wanted))
      .map((candidate) => candidate.taxType)
      .join(', ');
    if (!rate)
      return [`${key}.${code}: Xero has no active tax type ${taxType}; use one of ${offer}`];
    if (rate.appliesTo.includes(wanted)) return [];
    return [`${key}.${code}: tax type ${taxType} cannot be used on ${on}; use one of ${offer}`];
  });
}

function trackingProblems(chart: XeroChart, mapping: Mapping): string[] {
  const active = chart.trackingCategories.filter((category) => category.status === 'ACTIVE');
  const names = active.map((category) => `"${category.name}"`).join(', ') || '(Xero has none)';
  const { projectCategory, costCodeCategory } = mapping.tracking;
  if (projectCategory === costCodeCategory) {
    return [`tracking.costCodeCategory: must be another category than tracking.projectCategory`];
  }
  return Object.entries({ projectCategory, costCodeCategory }).flatMap(([key, name]) =>
    active.some((category) => category.name === name)
      ? []
      : [`tracking.${key}: Xero has no active tracking category "${name}"; it has ${names}`],
  );
}

/** Each account the mapping names, by its key, with what it is for. */
function accountsOf({ accounts }: Mapping): [string, string, Purpose][] {
  const { byCostType, fallback, retentionPayable } = accounts;
  const { revenue, revenueMarkup, retentionReceivable } = accounts;
  const named: [string, string | null, Purpose][] = [
    ...tableOf('accounts', { byCostType, fallback }, costs),
    ['accounts.retentionPayable', retentionPayable, heldBack],
    ...(revenue ? tableOf('accounts.revenue', revenue, income) : []),
    ['accounts.revenueMarkup', revenueMarkup, income],
    ['accounts.retentionReceivable', retentionReceivable, retainedByOwners],
  ];
  return named.flatMap(([key, code, purpose]) => (code === null ? [] : [[key, code, purpose]]));
}

function tableOf(
  key: string,
  { byCostType, fallback }: { byCostType: Record<string, string>; fallback: string | null },
  purpose: Purpose,
): [string, string | null, Purpose][] {
  const listed = Object.entries(byCostType).map(([costType, code]): [string, string, Purpose] => [
    `${key}.byCostType.${costType}`,
    code,
    purpose,
  ]);
  return [...listed, [`${key}.fallback`, fallback, purpose]];
}

/** Every problem, in the file's order; empty when the mapping can be used. */
export function mappingProblems(chart: XeroChart, mapping: Mapping): string[] {
  const { taxTypes, salesTaxTypes } = mapping;
  const bought = { key: 'taxTypes', taxTypes, wanted: 'EXPENSE', on: 'costs' } as const;
  const sold = { wanted: 'REVENUE', on: 'revenue' } as const;
  return [
    ...accountsOf(mapping).flatMap(
      ([key, code, purpose]) => accountProblem(chart, key, code, purpose) ?? [],
    ),
    ...taxProblems(chart, bought),
    ...taxProblems(chart, { key: 'salesTaxTypes', taxTypes: salesTaxTypes, ...sold }),
    ...trackingProblems(chart, mapping),
    ...paymentProblems(chart, mapping),
    ...costTypeProblems(chart, mapping),
  ];
}

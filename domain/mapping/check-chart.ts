// Whether a mapping can be used with the chart Xero has: each code that cannot, with the reason and the nearest that can.
import type { XeroAccount, XeroChart } from '../records/xero/chart.ts';
import type { Mapping } from './mapping.ts';

type AccountClass = NonNullable<XeroAccount['accountClass']>;

/** Accounts whose class a bill's line may go to; a system account is never posted to. */
function accountProblem(
  chart: XeroChart,
  key: string,
  code: string,
  wanted: AccountClass,
): string | null {
  const account = chart.accounts.find((candidate) => candidate.code === code);
  const offer = `use one of ${codesLike(chart, code, wanted)}`;
  if (!account) return `${key}: Xero has no account ${code}; ${offer}`;
  if (account.status !== 'ACTIVE')
    return `${key}: account ${code} is ${account.status} in Xero; ${offer}`;
  if (account.systemAccount !== null) {
    return `${key}: account ${code} (${account.name}) is a system account; ${offer}`;
  }
  if (account.type === 'BANK')
    return `${key}: account ${code} (${account.name}) is a bank account; ${offer}`;
  if (wanted === 'LIABILITY' && account.accountClass !== 'LIABILITY') {
    return `${key}: account ${code} (${account.name}) is not a liability in Xero; ${offer}`;
  }
  if (account.accountClass === 'REVENUE' || account.accountClass === 'EQUITY') {
    return `${key}: account ${code} (${account.name}) is no account for costs; ${offer}`;
  }
  return null;
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

function taxProblems(chart: XeroChart, mapping: Mapping): string[] {
  const active = chart.taxRates.filter((rate) => rate.status === 'ACTIVE');
  return Object.entries(mapping.taxTypes).flatMap(([code, taxType]) => {
    const rate = active.find((candidate) => candidate.taxType === taxType);
    const offer = active
      .filter((candidate) => candidate.appliesTo.includes('EXPENSE'))
      .map((candidate) => candidate.taxType)
      .join(', ');
    if (!rate)
      return [`taxTypes.${code}: Xero has no active tax type ${taxType}; use one of ${offer}`];
    if (rate.appliesTo.includes('EXPENSE')) return [];
    return [`taxTypes.${code}: tax type ${taxType} cannot be used on costs; use one of ${offer}`];
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

/** Every problem, in the file's order; empty when the mapping can be used. */
export function mappingProblems(chart: XeroChart, mapping: Mapping): string[] {
  const { byCostType, fallback, retentionPayable } = mapping.accounts;
  const coded: [string, string, AccountClass][] = [
    ...Object.entries(byCostType).map(([costType, code]): [string, string, AccountClass] => [
      `accounts.byCostType.${costType}`,
      code,
      'EXPENSE',
    ]),
    ...(fallback === null
      ? []
      : [['accounts.fallback', fallback, 'EXPENSE'] satisfies [string, string, AccountClass]]),
    ['accounts.retentionPayable', retentionPayable, 'LIABILITY'],
  ];
  return [
    ...coded.flatMap(([key, code, wanted]) => accountProblem(chart, key, code, wanted) ?? []),
    ...taxProblems(chart, mapping),
    ...trackingProblems(chart, mapping),
  ];
}

// What the direct costs of Xero Projects are called: `time-<project in Xero>-2026-05` for a month of time, `expenses-…` for one of expenses.

/** A month of a project in Xero Projects; the month as YYYY-MM. */
export type MonthOfProject = { what: 'time' | 'expenses'; xeroProjectId: string; month: string };

/** Of their source ids, as JavaScript and Postgres both read it. */
export const monthPattern = '^(time|expenses)-(.+)-([0-9]{4}-(?:0[1-9]|1[0-2]))$';
const pattern = new RegExp(monthPattern);

/** Null for what is no cost of Xero Projects, such as a document of the ledger. */
export function monthOfProject(sourceId: string): MonthOfProject | null {
  const [, what, xeroProjectId, month] = pattern.exec(sourceId) ?? [];
  if (!what || !xeroProjectId || !month) return null;
  return { what: what === 'time' ? 'time' : 'expenses', xeroProjectId, month };
}

export function monthSourceId({ what, xeroProjectId, month }: MonthOfProject): string {
  return `${what}-${xeroProjectId}-${month}`;
}

export function isOfXeroProjects(sourceId: string): boolean {
  return monthOfProject(sourceId) !== null;
}

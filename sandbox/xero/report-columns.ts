// Which columns a report has: all of the books, one or two tracking options, or every option of a category beside each other.
import type { Column } from './report-sums.ts';
import type { Tracked, TrackingCategory, TrackingOption } from './records.ts';
import type { XeroState } from './xero-state.ts';
import { queryParse } from './failures.ts';

/**
 * A category alone shows each of its options as a column; with an option, that one alone. What is tracked by none has a
 * column of its own, as on Xero's screen. Source: help.odatalink.com, ProfitAndLossByTrackingCategory and
 * …ByTrackingOption, read 2026-11-27; Xero's OpenAPI file names the parameters only.
 */
export function columnsOf(state: XeroState, query: URLSearchParams, whole: string): Column[] {
  const first = category(state, query, 'trackingCategoryID');
  const second = category(state, query, 'trackingCategoryID2');
  const options = ['trackingOptionID', 'trackingOptionID2'].flatMap(
    (name) => optionAsked(state, query, name) ?? [],
  );
  if (second !== null && !query.has('trackingOptionID2')) {
    throw queryParse('Two categories of columns beside each other are not played here');
  }
  if (first === null || query.has('trackingOptionID')) return [filtered(state, options, whole)];
  const isOf = filtered(state, options, whole).counts;
  return [...optionColumns(state, first), { title: 'Total', counts: () => true }].map(
    ({ title, counts }) => ({ title, counts: (tracking) => counts(tracking) && isOf(tracking) }),
  );
}

/** Every line that carries all of these options. */
export function filtered(
  state: XeroState,
  options: readonly TrackingOption[],
  title: string,
): Column {
  const isHidden = options.some((option) => !isShown(state, option));
  return {
    title,
    counts: (tracking) =>
      !isHidden &&
      options.every(({ optionId }) => tracking.some((tracked) => tracked.optionId === optionId)),
  };
}

function optionColumns(state: XeroState, { categoryId, options }: TrackingCategory): Column[] {
  const shown = options
    .filter((option) => isShown(state, option))
    .map(({ optionId, name }): Column => ({
      title: name,
      counts: (tracking) => tracking.some((tracked) => tracked.optionId === optionId),
    }));
  if (state.rule('unassignedColumn') === 'absent') return shown;
  const isOfCategory = (tracked: Tracked): boolean => tracked.categoryId === categoryId;
  const counts = (tracking: readonly Tracked[]): boolean => !tracking.some(isOfCategory);
  return [...shown, { title: 'Unassigned', counts }];
}

function isShown(state: XeroState, { status }: TrackingOption): boolean {
  return status === 'ACTIVE' || state.rule('archivedOptionReports') === 'shown';
}

function category(state: XeroState, query: URLSearchParams, name: string): TrackingCategory | null {
  const asked = query.get(name);
  if (asked === null || asked === '') return null;
  const found = state.trackingCategories.get(asked.toLowerCase());
  if (found === undefined) throw queryParse(`The ${name} is not a tracking category`);
  return found;
}

export function optionAsked(
  state: XeroState,
  query: URLSearchParams,
  name: string,
): TrackingOption | null {
  const asked = query.get(name)?.toLowerCase() ?? '';
  if (asked === '') return null;
  const options = state.trackingCategories.values().flatMap((one) => one.options);
  const found = options.find(({ optionId }) => optionId === asked);
  if (found === undefined) throw queryParse(`The ${name} is not a tracking option`);
  return found;
}

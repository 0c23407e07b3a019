// The tracking options of a chart, found by id or name without looking at each: an organisation may have thousands.
import type { XeroChart } from '../records/xero/chart.ts';
import type { OptionCode } from './option-codes.ts';

/** An option in the order of the chart, which is the order they are told in. */
type Placed = { at: number; code: OptionCode };
export type OptionIndex = {
  byId: ReadonlyMap<string, Placed>;
  /** By the name in small letters: Xero matches names without regard to case. */
  byName: ReadonlyMap<string, readonly Placed[]>;
};

/** A name that an option was seen under, the earliest first. */
export type EarlierName = Pick<OptionCode, 'categoryId' | 'optionId' | 'category' | 'option'>;

export function optionIndexOf(chart: XeroChart): OptionIndex {
  const codes = chart.trackingCategories.flatMap((category) =>
    category.options.map((option): OptionCode => ({
      categoryId: category.id,
      optionId: option.id,
      category: category.name,
      option: option.name,
      status: category.status === 'ACTIVE' ? option.status : category.status,
      formerly: [],
    })),
  );
  const placed = codes.map((code, at): Placed => ({ at, code }));
  const byName = new Map<string, Placed[]>();
  for (const one of placed) {
    const name = one.code.option.toLowerCase();
    const same = byName.get(name);
    if (same) same.push(one);
    else byName.set(name, [one]);
  }
  return { byId: new Map(placed.map((one) => [one.code.optionId, one])), byName };
}

/** The options that have or had one of these names or ids, with every name they had; those Xero shows no more come last. */
export function codesAsked(
  { byId, byName }: OptionIndex,
  earlier: readonly EarlierName[],
  asked: { names: readonly string[]; ids: readonly string[] },
): OptionCode[] {
  const names = new Set(asked.names.map((name) => name.toLowerCase()));
  const named = earlier.filter(({ option }) => names.has(option.toLowerCase()));
  const ids = new Set([...asked.ids, ...named.map(({ optionId }) => optionId)]);
  const shown = new Set<Placed>();
  for (const name of names) for (const one of byName.get(name) ?? []) shown.add(one);
  for (const id of ids) {
    const one = byId.get(id);
    if (one) shown.add(one);
  }
  const found = [...shown].sort((a, b) => a.at - b.at);
  const known = new Map(found.map(({ code }) => [code.optionId, { ...code, formerly: [] }]));
  return [...withNames(known, earlier, (id) => ids.has(id) && !byId.has(id)).values()];
}

/** Archived options are not in every answer of Xero: what is posted with one keeps it all the same. */
function withNames(
  known: Map<string, OptionCode>,
  earlier: readonly EarlierName[],
  isGone: (optionId: string) => boolean,
): Map<string, OptionCode> {
  for (const { categoryId, optionId, category, option } of earlier) {
    const code = known.get(optionId);
    if (code && code.option !== option) code.formerly.unshift(option);
    if (code || !isGone(optionId)) continue;
    const gone = { categoryId, optionId, category, option, status: 'ARCHIVED', formerly: [] };
    known.set(optionId, gone);
  }
  return known;
}

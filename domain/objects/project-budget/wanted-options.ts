// The tracking options a project's budget wants, each with the one of Xero that stands for it.
import type { WantedOption } from '../../mapping/coded-line.ts';
import {
  costCodeOptionWanted,
  optionFor,
  projectOptionWanted,
  retentionOptionWanted,
} from '../../mapping/coded-line.ts';
import type { OptionCode } from '../../mapping/option-codes.ts';
import type { BudgetLine } from '../../records/procore/budget.ts';
import type { SubJob } from '../../records/procore/commitment.ts';
import type { ProjectBudgetObservation } from './observation.ts';

type Seen = Pick<
  ProjectBudgetObservation,
  'mapping' | 'project' | 'postFrom' | 'budget' | 'chart' | 'categories'
>;

const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** An option wanted and how it stands in Xero. */
export type OptionStanding = WantedOption & {
  /** The cost codes it stands for; none of the project's own and of retention. */
  codes: string[];
  standing:
    | { is: 'there'; option: string }
    | { is: 'archived'; option: string }
    | { is: 'withoutCategory' }
    | { is: 'missing'; categoryId: string };
};

/**
 * Of a project that posts: its own option, those of its sub jobs where they have any, the one of retention, and one for each code. Two codes that are called the
 * same in Xero want one option, since it has no second of a name.
 */
export function optionsOf(seen: Seen): OptionStanding[] {
  const { mapping, project, postFrom, budget } = seen;
  if (mapping.budgets.to === 'tasks' || !project?.isActive || !budget || postFrom === null)
    return [];
  const byName = new Map<string, OptionStanding>();
  const want = (wanted: WantedOption, code: string | null): void => {
    const key = `${wanted.category}\n${wanted.option}`.toLowerCase();
    const one = byName.get(key) ?? { ...wanted, codes: [], standing: standingOf(seen, wanted) };
    if (code !== null && !one.codes.includes(code)) one.codes.push(code);
    byName.set(key, one);
  };
  want(projectOptionWanted(mapping, project), null);
  want(retentionOptionWanted(mapping), null);
  for (const { costCode, ...line } of budget.lines) {
    want(projectOptionWanted(mapping, project, subJobOf(line)), null);
    want(costCodeOptionWanted(mapping, project, costCode), costCode.code);
  }
  return [...byName.values()];
}

/** A budget's view may tell its name alone. */
export function subJobOf({
  subJob: name,
  subJobId,
}: Pick<BudgetLine, 'subJob' | 'subJobId'>): SubJob | undefined {
  return name === null ? undefined : { id: subJobId ?? name, name };
}

function standingOf({ chart, categories }: Seen, wanted: WantedOption): OptionStanding['standing'] {
  const found = optionFor(chart, wanted);
  if (found) return { is: 'there', option: found.option };
  const category = categories.find(
    ({ name, status }) => status === 'ACTIVE' && sameName(name, wanted.category),
  );
  if (!category) return { is: 'withoutCategory' };
  const archived = archivedOption({ chart }, wanted, category.id);
  return archived
    ? { is: 'archived', option: archived.option }
    : { is: 'missing', categoryId: category.id };
}

/** Of the name that is wanted, or the one that stood for it before. */
function archivedOption(
  { chart }: Pick<Seen, 'chart'>,
  wanted: WantedOption,
  categoryId: string,
): OptionCode | undefined {
  const ofCategory = chart.codes.filter((code) => code.categoryId === categoryId);
  const link = chart.links.find(
    (one) => one.source === wanted.source && one.categoryId === categoryId,
  );
  return (
    ofCategory.find(({ option }) => sameName(option, wanted.option)) ??
    ofCategory.find(({ optionId }) => optionId === link?.optionId)
  );
}

/** Which of the two categories of the mapping an option is in. */
export function partOf({ mapping }: Pick<Seen, 'mapping'>, category: string) {
  return sameName(category, mapping.tracking.projectCategory) ? 'project' : 'costCode';
}

/** How far a category is filled: what is active, what this budget adds, and how many there may be. */
export type Forecast = { category: string; used: number; wanted: number; maximum: number };

export function forecastsOf(seen: Seen): Forecast[] {
  if (seen.mapping.budgets.to === 'tasks') return [];
  const missing = optionsOf(seen).filter(({ standing }) => standing.is === 'missing');
  return seen.categories
    .filter(({ status }) => status === 'ACTIVE')
    .map(({ name, used }) => ({
      category: name,
      used,
      wanted: missing.filter(({ category }) => sameName(category, name)).length,
      maximum: seen.mapping.tracking.optionsMaximum,
    }));
}

/** From here on people are warned: a category is filled quicker than projects are finished. */
const warnedAtPercent = 80;

export function isNearlyFull({ used, wanted, maximum }: Forecast): boolean {
  return (used + wanted) * 100 >= maximum * warnedAtPercent;
}

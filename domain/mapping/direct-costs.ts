// What the mapping file says of Procore's direct costs: of each project either the ledger's documents go there or its labour, never both.
import { z } from 'zod';
import { bringsLabour } from './directions.ts';
import type { ActualsDirection, Directions } from './directions.ts';

const sources = ['actuals', 'labour'] as const;
export type CostSource = (typeof sources)[number];

/** The keys within `directCosts`. */
export const directCostsShape = {
  /** Which of the two goes where both are turned on. */
  from: z.enum(sources).nullable().default(null),
  /** By project number, for those that differ. */
  byProject: z.record(z.string(), z.enum(sources)).default({}),
};

export type DirectCostsSettings = {
  from: CostSource | null;
  byProject: Record<string, CostSource>;
};

export const directCostsAsUsual: DirectCostsSettings = { from: null, byProject: {} };

type Choosing = {
  directCosts: DirectCostsSettings;
  directions: Pick<Directions, 'projectLabour'>;
  actuals: { direction: ActualsDirection };
};

/** What goes to Procore at all: the one that is turned on, else the one that is chosen. */
function usualSource({ directCosts, directions, actuals }: Choosing): CostSource | null {
  const isLabour = bringsLabour(directions);
  const isActuals = actuals.direction === 'directCosts';
  if (isLabour && isActuals) return directCosts.from;
  if (isLabour) return 'labour';
  return isActuals ? 'actuals' : null;
}

/**
 * Whose costs are a project's direct costs. The wages of one hour are in the ledger, and its time at a cost rate in Xero Projects: of a project
 * that took both, Procore would count it twice.
 */
export function takesCostsFrom(
  choosing: Choosing,
  source: CostSource,
  number: string | null,
): boolean {
  const { byProject } = choosing.directCosts;
  const own = number !== null && Object.hasOwn(byProject, number) ? byProject[number] : undefined;
  return (own ?? usualSource(choosing)) === source;
}

/** With both turned on somebody has to say which counts. */
export function checkDirectCosts(choosing: Choosing, context: z.core.$RefinementCtx): void {
  const { directCosts, directions, actuals } = choosing;
  if (actuals.direction !== 'directCosts' || !bringsLabour(directions)) return;
  if (directCosts.from !== null) return;
  const message = `actuals.direction is "directCosts" and directions.projectLabour is "${directions.projectLabour}", and wages would be counted twice: say "actuals" or "labour", and name the projects that differ under directCosts.byProject`;
  context.addIssue({ code: 'custom', path: ['directCosts', 'from'], message });
}

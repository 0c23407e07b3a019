// Which projects' direct costs are those of the ledger, and which those of their labour, by their numbers as Procore says them now.
import type { CostSource } from '../../domain/mapping/direct-costs.ts';
import { takesCostsFrom } from '../../domain/mapping/direct-costs.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import type { ProcoreProject } from '../../domain/records/procore/project.ts';
import type { Queryable } from '../database.ts';
import { recordsOf } from './mirror.ts';

export type TakersAsk = {
  connection: string;
  mapping: Pick<Mapping, 'directCosts' | 'directions' | 'actuals'>;
};

/** Of some projects those that take what documents of the ledger cost. */
export async function takingActuals<P extends { id: string }>(
  db: Queryable,
  ask: TakersAsk,
  projects: readonly P[],
): Promise<P[]> {
  // Nobody chose for any project: all take them, and no number is needed to tell.
  const { byProject } = ask.mapping.directCosts;
  if (Object.keys(byProject).length === 0) {
    return takesCostsFrom(ask.mapping, 'actuals', null) ? [...projects] : [];
  }
  const taking = new Set((await projectsTaking(db, ask, 'actuals')).map(({ id }) => id));
  return projects.filter(({ id }) => taking.has(id));
}

/** The projects that take their costs from it. */
export async function projectsTaking(
  db: Queryable,
  { connection, mapping }: TakersAsk,
  source: CostSource,
): Promise<ProcoreProject[]> {
  const projects = await recordsOf(db, connection, 'procoreProject');
  return projects.filter(({ number }) => takesCostsFrom(mapping, source, number));
}

// Which tasks of Xero Projects a project's budget and its labour stand for, so that neither makes a second one of the other's.
import { sql } from 'drizzle-orm';
import { taskBaseSchema } from '../../domain/plan/owned.ts';
import type { TaskBase } from '../../domain/plan/owned.ts';
import type { Queryable } from '../database.ts';
import { unsettledStates } from './answers.ts';

const stem = 'task/';

type BudgetLink = { costCodeId: string; taskId: string; base: TaskBase };

/** A budget's own, by the cost code's id. */
export async function budgetTaskLinks(db: Queryable, workflowId: string): Promise<BudgetLink[]> {
  const rows = await db.execute<{ role: string; target_id: string; base: unknown }>(sql`
    select role, target_id, base from link
    where workflow_id = ${workflowId} and ended_at is null and role like 'task/%'
    order by role`);
  return rows.map(({ role, target_id: taskId, base }) => ({
    ...{ costCodeId: role.slice(stem.length), taskId },
    base: taskBaseSchema.parse(base),
  }));
}

type LabourLink = { costCodeId: string; taskId: string; isLive: boolean };

/** Labour's, each cost code once: what it has, what it is just making, or what it had last. */
export async function labourTaskLinks(db: Queryable, workflowId: string): Promise<LabourLink[]> {
  const rows = await db.execute<{ role: string; target_id: string; is_live: boolean }>(sql`
    select distinct on (role) role, target_id, is_live from (
      select role, '' as target_id, true as is_live, now() as at from intent
      where workflow_id = ${workflowId} and role like 'task/%' and operation = 'create'
        and state in ${[...unsettledStates]}
      union all
      select role, target_id, ended_at is null, linked_at from link
      where workflow_id = ${workflowId} and role like 'task/%') as every
    order by role, is_live desc, at desc`);
  return rows.map(({ role, target_id: taskId, is_live: isLive }) => ({
    ...{ costCodeId: role.slice(stem.length), taskId, isLive },
  }));
}

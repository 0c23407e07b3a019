// Direct costs made, changed and taken away, by an app or by a person, with the webhooks that tell of it.
import { forget } from './access.ts';
import type { Body } from './body-fields.ts';
import { changedDirectCost, createdDirectCost, refuseSynced } from './direct-cost-records.ts';
import type { DirectCostLineRow, DirectCostRow } from './direct-cost-rows.ts';
import { ruleOf } from './open-rules.ts';
import { nextStamp } from './procore-state.ts';
import type { Change, ChangedBy, RouteContext } from './route-context.ts';

export function addDirectCost(
  context: RouteContext,
  by: ChangedBy,
  projectId: number,
  body: Body,
): DirectCostRow {
  const row = createdDirectCost(context, projectId, body);
  return keepDirectCost(context, by, row, 'create');
}

export function changeDirectCost(
  context: RouteContext,
  by: ChangedBy,
  before: DirectCostRow,
  body: Body,
): DirectCostRow {
  refuseSynced(context.state, by, before);
  return keepDirectCost(context, by, changedDirectCost(context, before, body), 'update');
}

export function removeDirectCost(context: RouteContext, by: ChangedBy, row: DirectCostRow): void {
  refuseSynced(context.state, by, row);
  forget(context.state, 'directCosts', row);
  announce(context, by, row, 'delete');
}

export function keepLinesOf(
  context: RouteContext,
  by: ChangedBy,
  before: DirectCostRow,
  {
    lines,
    lineId,
    reason,
  }: { lines: DirectCostLineRow[]; lineId: number } & Pick<Change, 'reason'>,
): DirectCostRow {
  const { state, now } = context;
  const isMoved = ruleOf(state, 'lineMovesDirectCost') === 'yes';
  const updated_at = isMoved ? nextStamp(state, now()) : before.updated_at;
  const row = { ...before, lines, updated_at };
  state.directCosts.set(String(row.id), row);
  const of = { id: lineId, projectId: row.project_id, reason };
  context.changed(by, { resource: 'Direct Cost Line Items', ...of });
  return row;
}

function keepDirectCost(
  context: RouteContext,
  by: ChangedBy,
  row: DirectCostRow,
  reason: Change['reason'],
): DirectCostRow {
  context.state.directCosts.set(String(row.id), row);
  announce(context, by, row, reason);
  return row;
}

function announce(
  context: RouteContext,
  by: ChangedBy,
  { id, project_id }: DirectCostRow,
  reason: Change['reason'],
): void {
  context.changed(by, { resource: 'Direct Costs', id, projectId: project_id, reason });
}

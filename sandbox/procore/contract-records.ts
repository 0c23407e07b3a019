// One contract of a call: found where the caller may see it, kept under a new stamp, and announced.
import { contractShown, projectOf, requireTool } from './access.ts';
import type { Body } from './body-fields.ts';
import type { ContractFamily } from './contract-families.ts';
import { presentCommitmentInFull } from './present-commitment.ts';
import { notFound, unprocessable } from './procore-call.ts';
import type { ProcoreAnswer, ProcoreCall } from './procore-call.ts';
import { nextStamp } from './procore-state.ts';
import type { CommitmentRow } from './procore-state.ts';
import type { Change, RouteContext } from './route-context.ts';

export function commitmentOf(
  { state }: RouteContext,
  family: ContractFamily,
  call: ProcoreCall,
): CommitmentRow {
  requireTool(state, call, 'commitments');
  const commitment = contractShown(state, call, projectOf(state, call), call.params['id']);
  if (commitment.kind !== family.kind) throw notFound();
  return commitment;
}

/** Stores a changed contract under a new stamp and says so. */
export function keepContract(
  context: RouteContext,
  family: ContractFamily,
  call: ProcoreCall,
  changed: CommitmentRow,
): ProcoreAnswer {
  const { state } = context;
  const commitment = { ...changed, updated_at: nextStamp(state, context.now()) };
  state.commitments.set(String(commitment.id), commitment);
  announceContract(context, family, call, { id: commitment.id, reason: 'update' });
  return { status: 200, body: presentCommitmentInFull(state, commitment) };
}

export function announceContract(
  context: RouteContext,
  family: ContractFamily,
  call: ProcoreCall,
  change: Pick<Change, 'id' | 'reason'>,
): void {
  const projectId = projectOf(context.state, call).id;
  context.changed(call, { resource: family.resource, projectId, ...change });
}

/** A contract that carries an ERP's origin_id is locked; the ERP may still change or clear its own two fields. */
export function refuseSynced(record: { origin_id: string | null }, body: Body): void {
  if (record.origin_id === null) return;
  const others = Object.keys(body).filter((name) => !['origin_id', 'origin_data'].includes(name));
  if (others.length === 0) return;
  throw unprocessable('The commitment is not editable because it has been synced with ERP');
}

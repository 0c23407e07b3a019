// Purchase order contracts and work order contracts: reading, making, changing and deleting their headers.
import {
  bodyPart,
  maySeeProject,
  projectOf,
  requireFreeOrigin,
  requireTool,
  seesContract,
  writableBody,
} from './access.ts';
import {
  booleanField,
  choiceField,
  idField,
  nullableDate,
  nullableText,
  percentField,
  textField,
} from './body-fields.ts';
import type { Body } from './body-fields.ts';
import { lineRoutes } from './commitment-line-routes.ts';
import { contractFamilies } from './contract-families.ts';
import type { ContractFamily } from './contract-families.ts';
import { detailRoutes } from './contract-detail-routes.ts';
import { announceContract, commitmentOf, keepContract, refuseSynced } from './contract-records.ts';
import { deletedFilter, filterValues, listAnswer, updatedWithin } from './list-answer.ts';
import { ruleOf } from './open-rules.ts';
import { presentCommitment, presentCommitmentInFull } from './present-commitment.ts';
import { unprocessable } from './procore-call.ts';
import type { ProcoreAnswer, ProcoreCall, ProcoreRoute } from './procore-call.ts';
import { nextId, nextStamp } from './procore-state.ts';
import type { CommitmentRow, ProcoreState } from './procore-state.ts';
import type { RouteContext } from './route-context.ts';
import { withPlainFields } from './writable-fields.ts';

export function commitmentRoutes(context: RouteContext): ProcoreRoute[] {
  return contractFamilies.flatMap((family) => [
    ...headerRoutes(context, family),
    ...lineRoutes(context, family),
    ...detailRoutes(context, family),
  ]);
}

function headerRoutes(context: RouteContext, family: ContractFamily): ProcoreRoute[] {
  const one = `${family.path}/{id}`;
  return [
    { method: 'GET', path: family.path, handle: (call) => listContracts(context, family, call) },
    { method: 'POST', path: family.path, handle: (call) => createContract(context, family, call) },
    {
      method: 'GET',
      path: one,
      handle: (call) => ({
        status: 200,
        body: presentCommitmentInFull(context.state, commitmentOf(context, family, call)),
      }),
    },
    { method: 'PATCH', path: one, handle: (call) => changeHeader(context, family, call) },
    { method: 'DELETE', path: one, handle: (call) => deleteContract(context, family, call) },
  ];
}

function listContracts(
  { state }: RouteContext,
  family: ContractFamily,
  call: ProcoreCall,
): ProcoreAnswer {
  requireTool(state, call, 'commitments');
  const project = projectOf(state, call);
  const within = updatedWithin(call);
  const statuses = filterValues(call.query, 'status');
  const origins = filterValues(call.query, 'origin_id');
  const isListed = deletedFilter(call);
  const commitments = state.commitments
    .values()
    .filter(({ kind, project_id }) => kind === family.kind && project_id === project.id)
    .filter((commitment) => maySeeProject(state, call, commitment.project_id))
    .filter((commitment) => seesContract(state, call, commitment) && isListed(commitment))
    .filter((commitment) => within(commitment.updated_at))
    .filter(({ status }) => statuses === null || statuses.includes(status))
    .filter(({ origin_id }) => origins === null || origins.includes(origin_id ?? ''));
  return listAnswer(call, commitments, (commitment) => presentCommitment(state, commitment));
}

const PREFIX = { wo: 'SC', po: 'PO' } as const;

function createContract(
  context: RouteContext,
  family: ContractFamily,
  call: ProcoreCall,
): ProcoreAnswer {
  const { state } = context;
  requireTool(state, call, 'commitments');
  const project = projectOf(state, call);
  const body = bodyPart(call.body, family.bodyName);
  const stamp = nextStamp(state, context.now());
  const siblings = state.commitments
    .values()
    .filter(({ kind, project_id }) => kind === family.kind && project_id === project.id);
  const blank: CommitmentRow = {
    id: nextId(state),
    kind: family.kind,
    project_id: project.id,
    vendor_id: 0,
    number: `${PREFIX[family.kind]}-${String(siblings.length + 1).padStart(3, '0')}`,
    title: '',
    description: '',
    status: 'Draft',
    retainage_percent: '0.00',
    contract_date: null,
    move_materials: false,
    executed: false,
    private: false,
    deleted_at: null,
    kept: {},
    lines: [],
    origin_id: null,
    origin_data: null,
    created_at: stamp,
    updated_at: stamp,
  };
  if (body['vendor_id'] === undefined) throw unprocessable({ vendor_id: ["can't be blank"] });
  const commitment = withHeaderFields(state, family, call, blank);
  state.commitments.set(String(commitment.id), commitment);
  announceContract(context, family, call, { id: commitment.id, reason: 'create' });
  return { status: 201, body: presentCommitmentInFull(state, commitment) };
}

/** Procore publishes no graph of status moves: any status follows any other. */
function changeHeader(
  context: RouteContext,
  family: ContractFamily,
  call: ProcoreCall,
): ProcoreAnswer {
  const before = commitmentOf(context, family, call);
  refuseSynced(before, bodyPart(call.body, family.bodyName));
  const changed = withHeaderFields(context.state, family, call, before);
  return keepContract(context, family, call, changed);
}

function withHeaderFields(
  state: ProcoreState,
  family: ContractFamily,
  call: ProcoreCall,
  before: CommitmentRow,
): CommitmentRow {
  const body = writableBody(state, call, family.bodyName);
  const originId = nullableText(body, 'origin_id', before.origin_id);
  requireFreeOrigin(state.commitments.values(), before.id, originId);
  return {
    ...before,
    vendor_id: contractCompany(state, before, body),
    status: choiceField(body, 'status', before.status, family.statuses),
    executed: booleanField(body, 'executed', before.executed),
    private: booleanField(body, 'private', before.private),
    number: textField(body, 'number', before.number),
    title: textField(body, 'title', before.title),
    description: textField(body, 'description', before.description),
    retainage_percent: percentField(body, 'retainage_percent', before.retainage_percent),
    contract_date: nullableDate(body, 'contract_date', before.contract_date),
    origin_id: originId,
    origin_data: nullableText(body, 'origin_data', before.origin_data),
    kept: withPlainFields(family.bodyName, before.kept, body),
  };
}

function contractCompany(state: ProcoreState, before: CommitmentRow, body: Body): number {
  const vendorId = idField(body, 'vendor_id', before.vendor_id) ?? before.vendor_id;
  if (vendorId === before.vendor_id) return vendorId;
  const isLocked = ruleOf(state, 'companyOfApprovedContract') === 'locked';
  if (isLocked && before.status !== 'Draft') {
    throw unprocessable({ vendor_id: ["can't be changed once the contract has left Draft"] });
  }
  if (state.vendors.get(String(vendorId)) === undefined) {
    throw unprocessable({ vendor_id: ['is invalid'] });
  }
  return vendorId;
}

const LOCKING = ['Approved', 'Complete', 'Closed'];

function deleteContract(
  context: RouteContext,
  family: ContractFamily,
  call: ProcoreCall,
): ProcoreAnswer {
  const { state } = context;
  const before = commitmentOf(context, family, call);
  refuseSynced(before, { deleted: true });
  if (LOCKING.includes(before.status) && ruleOf(state, 'deletingApprovedContract') === 'locked') {
    throw unprocessable({ base: [`A contract in ${before.status} cannot be deleted`] });
  }
  const isBilled = state.requisitions.values().some((row) => row.commitment_id === before.id);
  if (isBilled && ruleOf(state, 'deletingBilledContract') === 'refused') {
    throw unprocessable({ base: ['A contract that has been invoiced cannot be deleted'] });
  }
  const stamp = nextStamp(state, context.now());
  const deleted = { ...before, deleted_at: stamp, updated_at: stamp };
  state.commitments.set(String(before.id), deleted);
  announceContract(context, family, call, { id: before.id, reason: 'delete' });
  return { status: 204 };
}

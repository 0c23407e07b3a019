// Who may see and do what: projects an app is permitted in, tools it may use, and the parameters every route needs.
import { ProcoreRefusal, badRequest, notFound } from './procore-call.ts';
import type { ProcoreCall } from './procore-call.ts';
import { ruleOf } from './open-rules.ts';
import { permissionOf } from './procore-state.ts';
import type { CommitmentRow, ProcoreState, ProjectRow, Table, Tool } from './procore-state.ts';
import { requireWritable } from './writable-fields.ts';
import type { WritableResource } from './writable-fields.ts';

export function mayUse(state: ProcoreState, call: ProcoreCall, tool: Tool): boolean {
  const { tools } = permissionOf(state, call.app);
  return tools === 'all' || tools.includes(tool);
}

export function requireTool(state: ProcoreState, call: ProcoreCall, tool: Tool): void {
  if (mayUse(state, call, tool)) return;
  throw new ProcoreRefusal(403, `You do not have permission to use the ${tool} tool`);
}

/** What only an administrator of the company changes. */
export function requireAdmin(call: ProcoreCall, what: string): void {
  if (call.app === 'admin') return;
  throw new ProcoreRefusal(403, `You do not have permission to change ${what}`);
}

export function maySeeProject(state: ProcoreState, call: ProcoreCall, projectId: number): boolean {
  const { projects } = permissionOf(state, call.app);
  return projects === 'all' || projects.includes(projectId);
}

/** The project named by the path, the query or the body, if it exists and the app is permitted in it. */
export function projectOf(state: ProcoreState, call: ProcoreCall): ProjectRow {
  const id =
    call.params['project_id'] ?? call.query.get('project_id') ?? bodyText(call.body, 'project_id');
  if (id === null || id === '') {
    throw badRequest('param is missing or the value is empty: project_id');
  }
  return projectShown(state, call, id);
}

/** The project of this id, or of the `{id}` of the path; hidden where the app is not permitted in it. */
export function projectShown(
  state: ProcoreState,
  call: ProcoreCall,
  id: string = call.params['id'] ?? '',
): ProjectRow {
  const project = state.projects.get(id);
  if (project === undefined || !maySeeProject(state, call, project.id)) throw notFound();
  return project;
}

type ProjectTable =
  | 'requisitions'
  | 'commitments'
  | 'payments'
  | 'billingPeriods'
  | 'costCodes'
  | 'primeContracts'
  | 'primeChangeOrders'
  | 'paymentApplications'
  | 'budgetModifications'
  | 'budgetSnapshots'
  | 'directCosts';
type RecordIn<T extends ProjectTable> = NonNullable<ReturnType<ProcoreState[T]['get']>>;

/** One record of a project by the `{id}` of the path; hidden when it belongs to another project. */
export function recordOf<T extends ProjectTable>(
  state: ProcoreState,
  table: T,
  project: ProjectRow,
  id: string | undefined,
): RecordIn<T> {
  const rows = state[table] as Table<{ project_id: number }>;
  const record = id === undefined ? undefined : rows.get(id);
  if (record?.project_id === project.id) return record as RecordIn<T>;
  const wasHere = state.deleted.get(`${table}/${id ?? ''}`)?.project_id === project.id;
  throw wasHere ? deletedRecord(state) : notFound();
}

/** Takes a record away, so that later calls can be told that it was there. */
export function forget(
  state: ProcoreState,
  table: ProjectTable,
  { id, project_id }: { id: number; project_id: number },
): void {
  state[table].delete(String(id));
  state.deleted.set(`${table}/${id}`, { project_id });
}

export function deletedRecord(state: ProcoreState): ProcoreRefusal {
  const status = Number(ruleOf(state, 'deletedRecord'));
  return status === 404 ? notFound() : new ProcoreRefusal(status, 'The record was deleted');
}

/** An ERP's id for a record belongs to one record of its kind. Source: Procore tutorial "Using Sync Actions", read 2026-11-23. */
export function requireFreeOrigin(
  rows: readonly { id: number; origin_id: string | null }[],
  id: number,
  originId: string | null,
): void {
  if (originId === null || originId === '') return;
  const isTaken = rows.some((other) => other.id !== id && other.origin_id === originId);
  if (isTaken) throw new ProcoreRefusal(409, { origin_id: ['has already been taken'] });
}

/** Private contracts are for those on their list; the two people of the sandbox are, the app is not. */
export function seesContract(
  state: ProcoreState,
  call: ProcoreCall,
  contract: CommitmentRow,
): boolean {
  return !contract.private || call.app !== 'tieout' || ruleOf(state, 'privateContract') === 'shown';
}

/** Whether what hangs off a contract (pay apps, payments) is shown. */
export function seesBillingOf(state: ProcoreState, call: ProcoreCall, contractId: number): boolean {
  const contract = state.commitments.get(String(contractId));
  if (contract === undefined) return true;
  if (contract.deleted_at !== null) return false;
  if (ruleOf(state, 'payAppsOfPrivateContract') === 'shown') return true;
  return seesContract(state, call, contract);
}

/** One contract of a project, if it still stands and the caller may see it. */
export function contractShown(
  state: ProcoreState,
  call: ProcoreCall,
  project: ProjectRow,
  id: string | undefined,
): CommitmentRow {
  const contract = recordOf(state, 'commitments', project, id);
  if (contract.deleted_at !== null) throw deletedRecord(state);
  if (seesContract(state, call, contract)) return contract;
  if (ruleOf(state, 'privateContract') === '404') throw notFound();
  throw new ProcoreRefusal(403, 'You do not have permission to see this contract');
}

/** The company in path or query must be the one the app speaks for. */
export function requireCompany(call: ProcoreCall): void {
  const named =
    call.params['company_id'] ?? call.query.get('company_id') ?? bodyText(call.body, 'company_id');
  if (named !== null && named !== call.companyId) throw notFound();
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function bodyText(body: unknown, name: string): string | null {
  const value = isObject(body) ? body[name] : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}

/** The object under `name` in a request body, e.g. {"vendor": {…}}. */
export function bodyPart(body: unknown, name: string): Record<string, unknown> {
  const part = isObject(body) ? body[name] : undefined;
  if (isObject(part)) return part;
  throw badRequest(`param is missing or the value is empty: ${name}`);
}

/** The same, with every field in it one that is written. */
export function writableBody(
  state: ProcoreState,
  call: ProcoreCall,
  resource: WritableResource,
): Record<string, unknown> {
  const body = bodyPart(call.body, resource);
  requireWritable(state, resource, body);
  return body;
}

// Who may see and do what: projects an app is permitted in, tools it may use, and the parameters every route needs.
import { ProcoreRefusal, badRequest, notFound } from './procore-call.ts';
import type { ProcoreCall } from './procore-call.ts';
import { permissionOf } from './procore-state.ts';
import type { ProcoreState, ProjectRow, Table, Tool } from './procore-state.ts';

export function requireTool(state: ProcoreState, call: ProcoreCall, tool: Tool): void {
  const { tools } = permissionOf(state, call.app);
  if (tools === 'all' || tools.includes(tool)) return;
  throw new ProcoreRefusal(403, `You do not have permission to use the ${tool} tool`);
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

/** One record of a project by the `{id}` of the path; hidden when it belongs to another project. */
export function recordOf<T extends { project_id: number }>(
  table: Table<T>,
  project: ProjectRow,
  id: string | undefined,
): T {
  const record = id === undefined ? undefined : table.get(id);
  if (record === undefined || record.project_id !== project.id) throw notFound();
  return record;
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

// A firm with very many projects, codes and vendors, made at once: no person enters thousands of them through screens.
import { z } from 'zod';
import { countedTo, manyCode, manyProject, manyVendor } from '../company/many-records.ts';
import { flatNamesOf } from '../company/project-records.ts';
import { parsed } from '../kit/control-plane.ts';
import type { Answer, SandboxRequest } from '../kit/http.ts';
import type { Route } from '../kit/router.ts';
import { nextId, nextStamp } from './procore-state.ts';
import type { Origin, ProcoreState } from './procore-state.ts';
import type { RouteContext } from './route-context.ts';

const count = z.int().min(0).max(20_000);
const manySchema = z.strictObject({ projects: count, codesOfEach: count, vendors: count });

const noOrigin: Origin = { origin_id: null, origin_data: null };

export function manyControlRoutes(context: RouteContext): Route[] {
  return [
    {
      method: 'POST',
      path: '/_sandbox/many',
      open: true,
      handle: (request) => addMany(context, request),
    },
  ];
}

/** Every code is budgeted, as work of the firm's own. */
function addMany({ state, now }: RouteContext, request: SandboxRequest): Answer {
  const { projects, codesOfEach, vendors } = parsed(manySchema, request);
  const stamp = nextStamp(state, now());
  for (const at of countedTo(projects)) addProject(state, { at, codesOfEach, stamp });
  for (const at of countedTo(vendors)) addVendor(state, at, stamp);
  return { status: 201, body: { projects, codes: projects * codesOfEach, vendors } };
}

type ManyProject = { at: number; codesOfEach: number; stamp: string };

function addProject(state: ProcoreState, { at, codesOfEach, stamp }: ManyProject): void {
  const stamps = { created_at: stamp, updated_at: stamp };
  const id = nextId(state);
  state.projects.set(String(id), {
    ...{ id, ...manyProject(at), address: `${at} Long Road`, city: 'Auckland' },
    ...{ start_date: '2026-01-15', completion_date: '2027-12-28', ...stamps },
    ...{ ...noOrigin, active: true, kept: {} },
  });
  const costType = state.costTypes.values().find(({ code }) => code === 'L');
  if (costType === undefined) throw new Error('the company has no labour');
  for (const position of countedTo(codesOfEach)) {
    const named = manyCode(at, position);
    const costCode = {
      id: nextId(state),
      project_id: id,
      ...named,
      full_code: named.code,
      position,
    };
    state.costCodes.set(String(costCode.id), costCode);
    const flat = flatNamesOf(costCode, costType);
    const wbsCode = {
      ...{ id: nextId(state), project_id: id, ...flat, description: flat.flat_name },
      ...{ cost_code_id: costCode.id, line_item_type_id: costType.id },
    };
    state.wbsCodes.set(String(wbsCode.id), wbsCode);
    const line = {
      ...{ id: nextId(state), project_id: id, wbs_code_id: wbsCode.id, sub_job_id: null },
      ...{ original_budget_amount: '1000.00', ...stamps },
    };
    state.budgetLines.set(String(line.id), line);
  }
}

function addVendor(state: ProcoreState, at: number, stamp: string): void {
  const { name, abn } = manyVendor(at);
  const id = nextId(state);
  state.vendors.set(String(id), {
    ...{ id, name, legal_name: name, address: `${at} Long Road`, city: 'Auckland' },
    ...{ business_phone: '', email_address: '', project_ids: [], is_active: true },
    business_register: { type: 'abn', identifier: abn, verification_status: 'active' },
    ...{ ...noOrigin, origin_code: null, kept: {}, created_at: stamp, updated_at: stamp },
  });
}

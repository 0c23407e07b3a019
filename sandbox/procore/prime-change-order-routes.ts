// Prime contract change orders of the newer path: their headers, and what approving one does.
import { bodyPart, projectOf, recordOf, requireTool } from './access.ts';
import {
  booleanField,
  choiceField,
  given,
  idField,
  nullableText,
  textField,
} from './body-fields.ts';
import type { Body } from './body-fields.ts';
import { deletedFilter, filterValues, listAnswer } from './list-answer.ts';
import { presentChangeOrder, presentChangeOrderInFull } from './present-prime-change-order.ts';
import { changeOrderOf, keepChangeOrder, refuseBilled } from './prime-change-order-records.ts';
import { unprocessable } from './procore-call.ts';
import type { ProcoreAnswer, ProcoreCall, ProcoreRoute } from './procore-call.ts';
import { nextId, nextStamp } from './procore-state.ts';
import type { PrimeChangeOrderRow } from './procore-state.ts';
import type { RouteContext } from './route-context.ts';
import { requireWritable, withPlainFields } from './writable-fields.ts';

const PATH = '/rest/v1.0/projects/{project_id}/prime_change_orders';

/** Source: Procore REST reference, change order packages, and pending_billable of the newer path, read 2026-11-23. */
const STATUSES = [
  ...['draft', 'not_pricing', 'pricing', 'pending', 'revised', 'proceeding', 'not_proceeding'],
  ...['no_charge', 'approved', 'rejected', 'void', 'pending_billable'],
];

export function primeChangeOrderRoutes(context: RouteContext): ProcoreRoute[] {
  const one = `${PATH}/{id}`;
  const shown = (change: PrimeChangeOrderRow, status = 200): ProcoreAnswer => {
    return { status, body: presentChangeOrderInFull(context.state, change) };
  };
  return [
    { method: 'GET', path: PATH, handle: (call) => listChangeOrders(context, call) },
    { method: 'GET', path: one, handle: (call) => shown(changeOrderOf(context, call)) },
    { method: 'POST', path: PATH, handle: (call) => shown(createChangeOrder(context, call), 201) },
    { method: 'PATCH', path: one, handle: (call) => shown(changeHeader(context, call)) },
    { method: 'DELETE', path: one, handle: (call) => deleteChangeOrder(context, call) },
  ];
}

/** Filters: contract_id, legacy_package_id, status, executed. Source: the same page, read 2026-11-23. */
function listChangeOrders({ state }: RouteContext, call: ProcoreCall): ProcoreAnswer {
  requireTool(state, call, 'prime contracts');
  const project = projectOf(state, call);
  const names = ['contract_id', 'legacy_package_id', 'status', 'executed'] as const;
  const wanted = names.map((name) => [name, filterValues(call.query, name)] as const);
  const isListed = deletedFilter(call);
  const rows = state.primeChangeOrders
    .values()
    .filter((row) => row.project_id === project.id && isListed(row))
    .filter((row) =>
      wanted.every(([name, values]) => values === null || values.includes(String(row[name]))),
    );
  return listAnswer(call, rows, (row) => presentChangeOrder(state, row));
}

function bodyOf({ state }: RouteContext, call: ProcoreCall): Body {
  const body = bodyPart(call.body, 'change_order');
  requireWritable(state, 'prime_change_order', body);
  return body;
}

function createChangeOrder(context: RouteContext, call: ProcoreCall): PrimeChangeOrderRow {
  const { state } = context;
  requireTool(state, call, 'prime contracts');
  const project = projectOf(state, call);
  const body = bodyOf(context, call);
  const contractId = idField(body, 'contract_id', null);
  if (contractId === null) throw unprocessable({ contract_id: ["can't be blank"] });
  const contract = recordOf(state, 'primeContracts', project, String(contractId));
  const siblings = state.primeChangeOrders
    .values()
    .filter(({ contract_id }) => contract_id === contract.id);
  const stamp = nextStamp(state, context.now());
  const blank: PrimeChangeOrderRow = {
    id: nextId(state),
    legacy_package_id: nextId(state),
    project_id: project.id,
    contract_id: contract.id,
    number: String(siblings.length + 1).padStart(3, '0'),
    title: '',
    description: '',
    status: 'draft',
    revision: 0,
    schedule_impact_amount: null,
    executed: false,
    reviewed_at: null,
    lines: [],
    kept: {},
    deleted_at: null,
    created_at: stamp,
    updated_at: stamp,
  };
  return keepChangeOrder(context, call, withHeaderFields(context, blank, body), 'create');
}

function changeHeader(context: RouteContext, call: ProcoreCall): PrimeChangeOrderRow {
  const before = changeOrderOf(context, call);
  const changed = withHeaderFields(context, before, bodyOf(context, call));
  if (before.status === 'approved' && changed.status !== 'approved') refuseBilled(context, before);
  return keepChangeOrder(context, call, changed, 'update');
}

function withHeaderFields(
  { state, now }: RouteContext,
  before: PrimeChangeOrderRow,
  body: Body,
): PrimeChangeOrderRow {
  if (idField(body, 'contract_id', before.contract_id) !== before.contract_id) {
    throw unprocessable({ contract_id: ["can't be changed"] });
  }
  const status = choiceField(body, 'status', before.status, STATUSES);
  const isReviewed = status === 'approved' || status === 'rejected';
  const days = 'schedule_impact_amount';
  return {
    ...before,
    status,
    reviewed_at: isReviewed ? (before.reviewed_at ?? nextStamp(state, now())) : null,
    number: textField(body, 'number', before.number),
    title: textField(body, 'title', before.title),
    description: nullableText(body, 'description', before.description) ?? '',
    executed: booleanField(body, 'executed', before.executed),
    revision: idField(body, 'revision', before.revision) ?? 0,
    [days]: given(body, days) ? idField(body, days, null) : before[days],
    kept: withPlainFields('prime_change_order', before.kept, body),
  };
}

function deleteChangeOrder(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const change = changeOrderOf(context, call);
  refuseBilled(context, change);
  if (change.status === 'approved' && call.rule('deletingApprovedContract') === 'locked') {
    throw unprocessable({ base: ['An approved change order cannot be deleted'] });
  }
  const deleted_at = nextStamp(context.state, context.now());
  keepChangeOrder(context, call, { ...change, deleted_at }, 'delete');
  return { status: 204 };
}

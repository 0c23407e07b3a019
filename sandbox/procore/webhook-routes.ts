// Webhooks v2: hooks per company or project, their triggers, and what was delivered.
import { isObject, projectOf, requireCompany, requireTool } from './access.ts';
import { choiceField, given, textField } from './body-fields.ts';
import { ruleOf } from './open-rules.ts';
import { ProcoreRefusal, badRequest, notFound, unprocessable } from './procore-call.ts';
import type { ProcoreAnswer, ProcoreCall, ProcoreRoute } from './procore-call.ts';
import { deliveryStatuses, nextId, nextStamp } from './procore-state.ts';
import type { DeliveryRow, HookRow, ProcoreState, TriggerRow } from './procore-state.ts';
import type { RouteContext } from './route-context.ts';

const EVENT_TYPES: readonly TriggerRow['event_type'][] = ['create', 'update', 'delete'];
const PAYLOAD_VERSION = 'v4.0';

/** v2 collections: 10 a page, at most 100. Source: Procore announcement of REST v2, read 2026-11-23. */
const PAGES = { standard: 10, maximum: 100 };

/**
 * What the sandbox's own records can announce, under the names of Procore's list. That list has no name for
 * requisitions and none for billing periods or tax codes. Source: webhook-resources.csv as copied in the npm package
 * @pipedream/procore 0.1.0, read 2026-11-23.
 */
const RESOURCES = [
  'Change Order Packages',
  'Company Vendors',
  'Contract Payments',
  'Direct Costs',
  'Direct Cost Line Items',
  'Payment Applications',
  'Prime Contracts',
  'Prime Contract Line Items',
  'Projects',
  'Timecard Entries',
  'Purchase Order Contracts',
  'Purchase Order Contract Line Items',
  'Work Order Contracts',
  'Work Order Contract Line Items',
];

function resourceNames(state: ProcoreState): string[] {
  const requisitionResource = ruleOf(state, 'requisitionResource');
  return requisitionResource === null ? RESOURCES : [...RESOURCES, requisitionResource];
}

export function webhookRoutes(context: RouteContext): ProcoreRoute[] {
  const roots = [
    '/rest/v2.0/companies/{company_id}/webhooks',
    '/rest/v2.0/companies/{company_id}/projects/{project_id}/webhooks',
  ];
  return roots.flatMap((root) => [
    ...hookRoutes(context, root),
    ...triggerRoutes(context, `${root}/hooks/{hook_id}`),
  ]);
}

/** The scope of a call: the project in its path, or the whole company. */
function scopeOf({ state }: RouteContext, call: ProcoreCall): number | null {
  requireCompany(call);
  requireTool(state, call, 'webhooks');
  return call.params['project_id'] === undefined ? null : projectOf(state, call).id;
}

function hookOf(context: RouteContext, call: ProcoreCall): HookRow {
  const scope = scopeOf(context, call);
  const hook = context.state.hooks.get(call.params['hook_id'] ?? '');
  if (hook === undefined || hook.app !== call.app || hook.project_id !== scope) throw notFound();
  return hook;
}

function presentHook(hook: HookRow): object {
  return {
    id: String(hook.id),
    payload_version: hook.payload_version,
    namespace: hook.namespace,
    destination_url: hook.destination_url,
    // The value itself never comes back.
    destination_headers: { Authorization: hook.authorization === null ? null : '********' },
    status: hook.status,
    created_at: hook.created_at,
    updated_at: hook.updated_at,
  };
}

function presentTrigger(trigger: TriggerRow): object {
  return {
    id: String(trigger.id),
    resource_name: trigger.resource_name,
    event_type: trigger.event_type,
    created_at: trigger.created_at,
  };
}

function dataPage<T>(
  call: ProcoreCall,
  rows: readonly T[],
  present: (row: T) => object,
): ProcoreAnswer {
  const page = Math.max(1, Number(call.query.get('page') ?? '1') || 1);
  const asked = Number(call.query.get('per_page') ?? PAGES.standard) || PAGES.standard;
  const perPage = Math.min(Math.max(1, asked), PAGES.maximum);
  return {
    status: 200,
    body: { data: rows.slice((page - 1) * perPage, page * perPage).map(present) },
    headers: { Total: String(rows.length), 'Per-Page': String(perPage) },
  };
}

function hookRoutes(context: RouteContext, root: string): ProcoreRoute[] {
  const { state } = context;
  const hooks = `${root}/hooks`;
  return [
    {
      method: 'GET',
      path: `${root}/resources`,
      handle: (call) => {
        scopeOf(context, call);
        if ((call.query.get('payload_version') ?? PAYLOAD_VERSION) !== PAYLOAD_VERSION) {
          throw badRequest(`payload_version must be ${PAYLOAD_VERSION}`);
        }
        const data = resourceNames(state).map((name) => ({ name, event_types: EVENT_TYPES }));
        return { status: 200, body: { data } };
      },
    },
    {
      method: 'GET',
      path: hooks,
      handle: (call) => {
        const scope = scopeOf(context, call);
        const namespace = call.query.get('namespace');
        const rows = state.hooks
          .values()
          .filter((hook) => hook.app === call.app && hook.project_id === scope)
          .filter((hook) => namespace === null || hook.namespace === namespace);
        return dataPage(call, rows, presentHook);
      },
    },
    { method: 'POST', path: hooks, handle: (call) => createHook(context, call) },
    {
      method: 'GET',
      path: `${hooks}/{hook_id}`,
      handle: (call) => ({ status: 200, body: { data: presentHook(hookOf(context, call)) } }),
    },
    {
      method: 'PATCH',
      path: `${hooks}/{hook_id}`,
      handle: (call) => {
        const before = hookOf(context, call);
        const stamp = nextStamp(state, context.now());
        const hook = { ...withHookFields(before, call.body), updated_at: stamp };
        state.hooks.set(String(hook.id), hook);
        return { status: 200, body: { data: presentHook(hook) } };
      },
    },
    {
      method: 'DELETE',
      path: `${hooks}/{hook_id}`,
      handle: (call) => {
        const hook = hookOf(context, call);
        for (const trigger of triggersOf(state, hook)) state.triggers.delete(String(trigger.id));
        state.hooks.delete(String(hook.id));
        return { status: 204 };
      },
    },
  ];
}

function createHook(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const { state } = context;
  const scope = scopeOf(context, call);
  const stamp = nextStamp(state, context.now());
  const hook = withHookFields(
    {
      id: nextId(state),
      project_id: scope,
      app: call.app,
      payload_version: '',
      namespace: '',
      destination_url: '',
      authorization: null,
      status: 'active',
      created_at: stamp,
      updated_at: stamp,
    },
    call.body,
  );
  const isTaken = state.hooks
    .values()
    .some((other) => other.project_id === scope && other.namespace === hook.namespace);
  if (isTaken) throw new ProcoreRefusal(409, { namespace: ['has already been taken'] });
  state.hooks.set(String(hook.id), hook);
  return { status: 201, body: { data: presentHook(hook) } };
}

/** HTTPS is the rule; a loopback address is the one exception, since a sandbox has no certificate. */
function withHookFields(hook: HookRow, body: unknown): HookRow {
  if (!isObject(body)) throw badRequest('The body must be a JSON object');
  const version = textField(body, 'payload_version', hook.payload_version);
  if (version !== PAYLOAD_VERSION) {
    throw unprocessable({ payload_version: [`must be ${PAYLOAD_VERSION}`] });
  }
  const namespace = textField(body, 'namespace', hook.namespace);
  if (!/^[a-z0-9-]+$/.test(namespace)) {
    throw unprocessable({ namespace: ['may only contain a-z, 0-9 and -'] });
  }
  const destination = textField(body, 'destination_url', hook.destination_url);
  if (!/^(https:\/\/|http:\/\/127\.0\.0\.1[:/])/.test(destination)) {
    throw unprocessable({ destination_url: ['must be an HTTPS address'] });
  }
  const headers = body['destination_headers'];
  const authorization = isObject(headers) ? headers['Authorization'] : undefined;
  return {
    ...hook,
    payload_version: version,
    namespace,
    destination_url: destination,
    authorization: typeof authorization === 'string' ? authorization : hook.authorization,
    status: choiceField(body, 'status', hook.status, ['active', 'disabled']),
  };
}

export function triggersOf(state: ProcoreState, hook: HookRow): TriggerRow[] {
  return state.triggers.values().filter((trigger) => trigger.hook_id === hook.id);
}

function triggerRoutes(context: RouteContext, hookPath: string): ProcoreRoute[] {
  const { state } = context;
  const triggers = `${hookPath}/triggers`;
  return [
    {
      method: 'GET',
      path: triggers,
      handle: (call) => dataPage(call, triggersOf(state, hookOf(context, call)), presentTrigger),
    },
    {
      method: 'POST',
      path: triggers,
      handle: (call) => {
        const trigger = createTrigger(context, hookOf(context, call), call.body);
        return { status: 201, body: { data: presentTrigger(trigger) } };
      },
    },
    { method: 'POST', path: `${triggers}/bulk`, handle: (call) => createMany(context, call) },
    { method: 'DELETE', path: `${triggers}/bulk`, handle: (call) => deleteMany(context, call) },
    {
      method: 'DELETE',
      path: `${triggers}/{trigger_id}`,
      handle: (call) => {
        const hook = hookOf(context, call);
        const trigger = state.triggers.get(call.params['trigger_id'] ?? '');
        if (trigger?.hook_id !== hook.id) throw notFound();
        state.triggers.delete(String(trigger.id));
        return { status: 204 };
      },
    },
    {
      method: 'GET',
      path: `${hookPath}/deliveries`,
      handle: (call) => {
        const hook = hookOf(context, call);
        const asked = deliveryFilter(call);
        const rows = state.deliveries
          .values()
          .filter((delivery) => delivery.hook_id === hook.id && asked(delivery));
        return dataPage(call, rows, presentDelivery);
      },
    },
  ];
}

/** Source: Procore REST reference, Webhooks v2 deliveries: status, resource_name, event_type, start, end, read 2026-11-23. */
function deliveryFilter({ query }: ProcoreCall): (delivery: DeliveryRow) => boolean {
  const status = query.get('status');
  if (status !== null && !deliveryStatuses.some((one) => one === status)) {
    throw badRequest(`status must be one of ${deliveryStatuses.join(', ')}`);
  }
  const instant = (name: string, standard: number): number => {
    const text = query.get(name);
    const at = text === null ? standard : Date.parse(text);
    if (Number.isNaN(at)) throw badRequest(`${name} must be a time`);
    return at;
  };
  const start = instant('start', -Infinity);
  const end = instant('end', Infinity);
  const matches = (name: 'resource_name' | 'event_type', value: string): boolean =>
    (query.get(name) ?? value) === value;
  return (delivery) =>
    (status ?? delivery.status) === delivery.status &&
    matches('resource_name', delivery.resource_name) &&
    matches('event_type', delivery.event_type) &&
    Date.parse(delivery.created_at) >= start &&
    Date.parse(delivery.created_at) <= end;
}

function presentDelivery({ hook_id: _hookId, ...delivery }: DeliveryRow): object {
  return delivery;
}

function createTrigger(context: RouteContext, hook: HookRow, body: unknown): TriggerRow {
  const { state } = context;
  if (!isObject(body)) throw badRequest('A trigger needs resource_name and event_type');
  const resource = textField(body, 'resource_name', '');
  if (!resourceNames(state).includes(resource)) {
    throw unprocessable({ resource_name: ['is not included in the list'] });
  }
  if (!given(body, 'event_type')) throw unprocessable({ event_type: ["can't be blank"] });
  const trigger: TriggerRow = {
    id: nextId(state),
    hook_id: hook.id,
    resource_name: resource,
    event_type: choiceField(body, 'event_type', 'create', EVENT_TYPES),
    created_at: nextStamp(state, context.now()),
  };
  const isTaken = triggersOf(state, hook).some(
    ({ resource_name, event_type }) =>
      resource_name === trigger.resource_name && event_type === trigger.event_type,
  );
  if (isTaken) throw new ProcoreRefusal(409, { resource_name: ['has already been taken'] });
  state.triggers.set(String(trigger.id), trigger);
  return trigger;
}

/** 207 when some triggers could be made and others not. */
function createMany(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const hook = hookOf(context, call);
  const list = isObject(call.body) ? call.body['triggers'] : undefined;
  if (!Array.isArray(list) || list.length === 0) {
    throw badRequest('param is missing or the value is empty: triggers');
  }
  const data: object[] = [];
  const errors: object[] = [];
  list.forEach((entry: unknown, index) => {
    try {
      data.push(presentTrigger(createTrigger(context, hook, entry)));
    } catch (error) {
      if (!(error instanceof ProcoreRefusal)) throw error;
      errors.push({ index, errors: error.errors });
    }
  });
  if (errors.length === 0) return { status: 201, body: { data } };
  return { status: data.length === 0 ? 422 : 207, body: { data, errors } };
}

function deleteMany(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const { state } = context;
  const hook = hookOf(context, call);
  const ids = isObject(call.body) ? call.body['ids'] : undefined;
  const wanted = Array.isArray(ids) ? ids.map(String) : null;
  for (const trigger of triggersOf(state, hook)) {
    const id = String(trigger.id);
    if (wanted === null || wanted.includes(id)) state.triggers.delete(id);
  }
  return { status: 204 };
}

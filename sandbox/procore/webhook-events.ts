// Which hooks hear of a change and what they are told: payload v4.0, under the hook's own id.
import { ruleOf } from './open-rules.ts';
import { userIds } from './procore-call.ts';
import { nextId, nextStamp } from './procore-state.ts';
import type { DeliveryRow, HookRow, ProcoreState } from './procore-state.ts';
import type { Change, ChangedBy } from './route-context.ts';
import { isWaiting } from './webhook-delivery.ts';
import type { DeliveryQueue } from './webhook-delivery.ts';
import { triggersOf } from './webhook-routes.ts';

const DELIVERIES_KEPT = 2_000;

export type Announcer = (call: ChangedBy, change: Change) => void;

export function announcer(state: ProcoreState, queue: DeliveryQueue, now: () => number): Announcer {
  return (call, change) => {
    for (const hook of state.hooks.values()) {
      if (!hears(state, hook, change)) continue;
      const delivery = deliveryOf(state, hook, call, change, now());
      queue.add(hook, delivery);
      if (ruleOf(state, 'eventsPerChange') === 'two') queue.add(hook, twinOf(state, delivery));
      forgetOldest(state);
    }
  };
}

/** The same event once more, with an id of its own. */
function twinOf(state: ProcoreState, delivery: DeliveryRow): DeliveryRow {
  const id = ulid(Date.parse(delivery.created_at), nextId(state));
  return { ...delivery, id, payload: { ...delivery.payload, id } };
}

/** A project's hook hears of that project only; a company's hook of all. */
function hears(state: ProcoreState, hook: HookRow, change: Change): boolean {
  if (hook.status !== 'active') return false;
  if (hook.project_id !== null && hook.project_id !== change.projectId) return false;
  return triggersOf(state, hook).some(
    ({ resource_name, event_type }) =>
      resource_name === change.resource && event_type === change.reason,
  );
}

/** Payload v4.0: every id a string, and nothing that says which app made the change. */
function deliveryOf(
  state: ProcoreState,
  hook: HookRow,
  call: ChangedBy,
  change: Change,
  nowMs: number,
): DeliveryRow {
  const timestamp = nextStamp(state, nowMs);
  const id = ulid(Date.parse(timestamp), nextId(state));
  return {
    id,
    hook_id: hook.id,
    resource_name: change.resource,
    event_type: change.reason,
    status: 'enqueued',
    payload: {
      id,
      timestamp,
      reason: change.reason,
      company_id: call.companyId,
      ...projectPart(state, change),
      user_id: String(userIds[call.app]),
      resource_type: change.resource,
      resource_id: String(change.id),
    },
    delivery_attempts: [],
    created_at: timestamp,
  };
}

/** A change of the company's own directory belongs to no project. */
function projectPart(state: ProcoreState, { projectId }: Change): { project_id?: string | null } {
  if (projectId !== undefined) return { project_id: String(projectId) };
  const rule = ruleOf(state, 'projectOfCompanyEvent');
  return rule === 'absent' ? {} : { project_id: rule === 'null' ? null : '' };
}

/** What still waits is not forgotten. */
function forgetOldest(state: ProcoreState): void {
  const deliveries = state.deliveries.values().filter((delivery) => !isWaiting(delivery));
  const surplus = deliveries.length - DELIVERIES_KEPT;
  for (const old of deliveries.slice(0, Math.max(0, surplus))) state.deliveries.delete(old.id);
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 10 characters of time and 16 of a counter: sortable, unique, and the same after a replay. */
function ulid(timeMs: number, counter: number): string {
  return encode(BigInt(timeMs), 10) + encode(BigInt(counter), 16);
}

function encode(value: bigint, length: number): string {
  let rest = value;
  let text = '';
  for (let index = 0; index < length; index += 1) {
    text = (CROCKFORD[Number(rest % 32n)] ?? '0') + text;
    rest /= 32n;
  }
  return text;
}

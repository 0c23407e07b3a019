// When a delivery is sent and sent again: at once while the destination answers, else one at a time with growing pauses, for 12
// hours by the sandbox clock.
import type { DeliveryResult, Outbox } from '../kit/outbox.ts';
import type { JournalledStore } from '../kit/store.ts';
import { ruleOf } from './open-rules.ts';
import type { DeliveryRow, HookRow, ProcoreState } from './procore-state.ts';

/** Source: Procore webhooks guide: a destination answers 2xx within 5 s, read 2026-11-23. */
const ANSWER_WITHIN_MS = 5_000;

/**
 * "On non-2xx, timeout or connection failure the whole queue of that endpoint pauses and is retried with exponential
 * backoff from 1 s to 1 h; after 12 h the queue is flushed and its events are discarded; a success resets." Source:
 * Procore webhooks guide, read 2026-11-23. That each pause is twice the one before is UNCONFIRMED.
 */
const BACKOFF_MS = { first: 1_000, longest: 3_600_000 };
const GIVEN_UP_AFTER_MS = 12 * 3_600_000;

export type DeliveryQueue = {
  /** Sends now, or keeps it where the hook's queue is paused. For use inside a request. */
  add: (hook: HookRow, delivery: DeliveryRow) => void;
  /** Sends what has become due, outside any request. */
  pump: () => void;
};

export type QueueParts = {
  state: ProcoreState;
  store: JournalledStore;
  outbox: Outbox;
  now: () => number;
};

export function deliveryQueue(parts: QueueParts): DeliveryQueue {
  const { state, store, outbox, now } = parts;
  /** Deliveries on their way; a restart forgets them, and so sends them again. */
  const underWay = new Set<string>();
  const send = (hook: HookRow, delivery: DeliveryRow): void => {
    underWay.add(delivery.id);
    outbox.queue(
      {
        url: hook.destination_url,
        headers: {
          'content-type': 'application/json',
          ...(hook.authorization === null ? {} : { authorization: hook.authorization }),
        },
        body: JSON.stringify(delivery.payload),
        timeoutMs: ANSWER_WITHIN_MS,
      },
      (result) => {
        underWay.delete(delivery.id);
        keepOutcome(state, delivery.id, result, now());
        pump();
      },
    );
  };
  const pump = (): void => {
    for (const [hookId, waiting] of waitingByHook(state)) {
      const hook = state.hooks.get(String(hookId));
      if (hook === undefined) giveUp(state, hookId, waiting);
      else for (const due of dueOf(parts, hook, waiting, underWay)) send(hook, due);
    }
    store.commit();
    outbox.release();
  };
  return {
    add: (hook, delivery) => {
      state.deliveries.set(delivery.id, delivery);
      if (state.pauses.get(String(hook.id)) === undefined) send(hook, delivery);
    },
    pump,
  };
}

function waitingByHook(state: ProcoreState): Map<number, DeliveryRow[]> {
  const waiting = new Map<number, DeliveryRow[]>();
  for (const delivery of state.deliveries.values()) {
    if (!isWaiting(delivery)) continue;
    waiting.set(delivery.hook_id, [...(waiting.get(delivery.hook_id) ?? []), delivery]);
  }
  return waiting;
}

export function isWaiting({ status }: DeliveryRow): boolean {
  return status === 'enqueued' || status === 'retrying';
}

/** All that waits while the destination answers; the oldest alone once a pause is over. */
function dueOf(
  { state, now }: QueueParts,
  hook: HookRow,
  waiting: DeliveryRow[],
  underWay: ReadonlySet<string>,
): DeliveryRow[] {
  if (hook.status !== 'active') return [];
  const idle = waiting.filter(({ id }) => !underWay.has(id));
  const pause = state.pauses.get(String(hook.id));
  if (pause === undefined) return idle;
  if (now() - pause.failingSinceMs >= GIVEN_UP_AFTER_MS) {
    giveUp(state, hook.id, waiting);
    return [];
  }
  const isDue = now() >= pause.nextAttemptMs && idle.length === waiting.length;
  return isDue ? idle.slice(0, 1) : [];
}

function giveUp(state: ProcoreState, hookId: number, waiting: readonly DeliveryRow[]): void {
  const tried = ruleOf(state, 'deliveryGivenUp');
  for (const delivery of waiting) {
    const status = delivery.delivery_attempts.length === 0 ? 'discarded' : tried;
    state.deliveries.set(delivery.id, { ...delivery, status });
  }
  state.pauses.delete(String(hookId));
}

/** What one attempt came to; a delivery that a new seed took away has no outcome. */
function keepOutcome(
  state: ProcoreState,
  deliveryId: string,
  { status, error }: DeliveryResult,
  nowMs: number,
): void {
  const delivery = state.deliveries.get(deliveryId);
  if (delivery === undefined) return;
  const succeeded = status !== null && status >= 200 && status < 300;
  const attempted_at = new Date(nowMs).toISOString();
  const attempt = { attempted_at, response_status: status, error };
  state.deliveries.set(deliveryId, {
    ...delivery,
    status: succeeded ? 'succeeded' : 'retrying',
    delivery_attempts: [...delivery.delivery_attempts, attempt],
  });
  const hook = String(delivery.hook_id);
  if (succeeded) state.pauses.delete(hook);
  else pauseQueue(state, hook, nowMs);
}

/** Deliveries that were on their way together fail together, and are one failure of the queue. */
function pauseQueue(state: ProcoreState, hook: string, nowMs: number): void {
  const before = state.pauses.get(hook);
  if (before !== undefined && nowMs < before.nextAttemptMs) return;
  const failures = (before?.failures ?? 0) + 1;
  const delayMs = Math.min(BACKOFF_MS.first * 2 ** (failures - 1), BACKOFF_MS.longest);
  state.pauses.set(hook, {
    failingSinceMs: before?.failingSinceMs ?? nowMs,
    failures,
    nextAttemptMs: nowMs + delayMs,
  });
}

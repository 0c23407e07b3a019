// The loop every document runs: rest, hear, look, do one thing, rest again. What to do is the pure lifecycle's.
import {
  ApplicationFailure,
  ActivityFailure,
  condition,
  continueAsNew,
  log,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { defineSearchAttributeKey } from '@temporalio/common';
import type { DocumentActivities } from '../activities/document-activities.ts';
import { failureTypes, searchAttributes } from '../domain/identity/messages.ts';
import type {
  Command,
  LifecycleEvent,
  LifecycleState,
  Observed,
} from '../domain/lifecycle/lifecycle.ts';
import { restingState, step } from '../domain/lifecycle/lifecycle.ts';
import type { SearchAttributeValues } from '../domain/lifecycle/attributes.ts';
import { databaseWork, vendorRead } from './activity-options.ts';
import type { EntityInput } from './messages.ts';
import { changedSignal, decideSignal, settledSignal, stateQuery } from './messages.ts';

const database = proxyLocalActivities<DocumentActivities>(databaseWork);
const vendors = proxyActivities<DocumentActivities>(vendorRead);

/** A pass with this many steps asks itself in circles; it rests, and the next signal begins anew. */
const stepsPerPassMaximum = 30;

const keys = {
  connection: defineSearchAttributeKey(searchAttributes.connection, 'KEYWORD'),
  project: defineSearchAttributeKey(searchAttributes.project, 'KEYWORD'),
  counterparty: defineSearchAttributeKey(searchAttributes.counterparty, 'KEYWORD'),
  state: defineSearchAttributeKey(searchAttributes.state, 'KEYWORD'),
  currency: defineSearchAttributeKey(searchAttributes.currency, 'KEYWORD'),
  amountMinor: defineSearchAttributeKey(searchAttributes.amountMinor, 'INT'),
};

/** Runs until the document is final. Continues as new at every quiet point, so that a resting run holds no derivation. */
export async function runDocument(input: EntityInput): Promise<void> {
  // Signals are counted, not kept: what they are about is in Postgres, and a pass looks at all of it.
  let heard = input.heard;
  let state: LifecycleState = restingState;
  let documentState: string | null = null;
  const hear = (): void => {
    heard += 1;
  };
  setHandler(changedSignal, hear);
  setHandler(decideSignal, hear);
  setHandler(settledSignal, hear);
  setHandler(stateQuery, () => ({ at: state.at, heard, documentState }));

  const { workflowId } = workflowInfo();
  await condition(() => heard > 0);
  heard = 0;
  let event: LifecycleEvent = { event: 'woken' };
  for (let steps = 0; steps < stepsPerPassMaximum; steps += 1) {
    let command: Command;
    [state, command] = step(state, event);
    if (command.do === 'complete') {
      // Heard while the last pass ended: a final document still answers.
      if (heard === 0) return;
      break;
    }
    if (command.do === 'rest') break;
    event = await carryOut(workflowId, command);
    if (event.event === 'observed') documentState = showSearchAttributes(event.observed);
  }
  await continueAsNew<typeof runDocument>({ connection: input.connection, heard });
}

async function carryOut(
  workflowId: string,
  command: Exclude<Command, { do: 'rest' | 'complete' }>,
): Promise<LifecycleEvent> {
  try {
    switch (command.do) {
      case 'observe':
        return {
          event: 'observed',
          observed: await database.dbObserve({
            workflowId,
            ...(command.asItIs ? { asItIs: true } : {}),
          }),
        };
      case 'read':
        for (const read of command.reads) {
          if (read.system === 'procore') await vendors.procoreReadRecord({ workflowId, read });
          else await vendors.xeroReadRecord({ workflowId, read });
        }
        return { event: 'read' };
      case 'endPass':
        await database.dbEndPass({ workflowId, ending: command.ending });
        return { event: 'ended' };
    }
  } catch (error) {
    const cause = error instanceof ActivityFailure ? error.cause : error;
    if (!(cause instanceof ApplicationFailure)) throw error;
    if (cause.type === failureTypes.planMoved) return { event: 'planMoved' };
    if (command.do !== 'read') throw error;
    // The read could not be made; the look that follows says what is missing, and the sweep tries again.
    log.warn('a read before a look failed', { type: cause.type ?? 'unknown' });
    return { event: 'read' };
  }
}

function showSearchAttributes(observed: Observed): string | null {
  if (observed.saw !== 'document') return null;
  const values = observed.course.shows;
  const now = workflowInfo().typedSearchAttributes;
  const moved = (Object.keys(keys) as (keyof SearchAttributeValues)[]).filter(
    (name) => (now.get(keys[name]) ?? null) !== values[name],
  );
  if (moved.length > 0) {
    upsertSearchAttributes([
      { key: keys.connection, value: values.connection },
      { key: keys.project, value: values.project },
      { key: keys.counterparty, value: values.counterparty },
      { key: keys.state, value: values.state },
      { key: keys.currency, value: values.currency },
      { key: keys.amountMinor, value: values.amountMinor },
    ]);
  }
  return values.state;
}

// The signals, queries and task queues of every workflow; the wire names are domain/identity's.
import { defineQuery, defineSignal } from '@temporalio/workflow';
import type {
  ChangedMessage,
  DecideMessage,
  SettledMessage,
  SignalName,
} from '../domain/identity/messages.ts';
import { stateQueryName } from '../domain/identity/messages.ts';

export const changedSignal = defineSignal<[ChangedMessage]>('changed' satisfies SignalName);
export const decideSignal = defineSignal<[DecideMessage]>('decide' satisfies SignalName);
export const settledSignal = defineSignal<[SettledMessage]>('settled' satisfies SignalName);

/** Where a workflow stands, in words and ids only. */
export type StateAnswer = { at: string; heard: number; documentState: string | null };
export const stateQuery = defineQuery<StateAnswer>(stateQueryName);

/** What a workflow starts with. `heard` are signals the run before had not dealt with. */
export type EntityInput = { connection: string; heard: number };

/** `beat` is how far Postgres was when the writer last asked it; absent until it was told. */
export type WriterInput = EntityInput & { beat?: number };

// The life of a document as a pure machine: what to do next, from what was seen. The workflow only carries it out.
import type { DocumentType } from '../identity/workflow-ids.ts';
import type { Observation, Plan } from '../objects/objects.ts';
import { planObservation } from '../objects/objects.ts';
import type { Read } from '../records/read.ts';
import type { SearchAttributeValues } from './attributes.ts';
import { attributesOf } from './attributes.ts';

/**
 * What follows from a plan for the workflow. It is recorded with the look, so that a run that is replayed under a changed
 * planner takes the same steps: only the plan's hash is derived again, and the transaction that ends the pass compares it.
 */
export type Course = {
  /** Nothing moves, waits or was decided: the look has ended its pass by itself. */
  isQuiet: boolean;
  /** The plan is the document's last. */
  isFinal: boolean;
  shows: SearchAttributeValues;
};

export function courseOf(observation: Observation, plan: Plan): Course {
  const isStill = plan.verdicts.every(({ outcome }) => outcome === 'unchanged');
  const { decisions, inFlight } = plan.gated;
  return {
    isQuiet: isStill && decisions.length === 0,
    isFinal: plan.standing.final && inFlight.length === 0,
    shows: attributesOf(observation, plan),
  };
}

/** What `dbObserve` saw. */
export type Observed =
  /** No reason to look is left: a late or repeated signal. */
  | { saw: 'nothing' }
  | { saw: 'readsNeeded'; reads: Read[] }
  | {
      saw: 'document';
      observation: Observation<DocumentType>;
      observationId: string;
      wakeIds: number[];
      course: Course;
    }
  /** The observation would not fit a history even compressed: it stays in Postgres, with its plan's hash. */
  | { saw: 'tooLarge'; observationId: string; planHash: string; wakeIds: number[] };

/** What the transaction that ends a pass is told: it derives the plan again and refuses another hash. */
export type Ending = {
  observationId: string;
  planHash: string;
  wakeIds: number[];
  /** The observation did not fit a history: nothing of it is carried out, and one question says so. */
  tooLarge: boolean;
};

export type Command =
  /** `asItIs`: what could not be read by now is not waited for, and what rests on it is left alone. */
  | { do: 'observe'; asItIs: boolean }
  | { do: 'read'; reads: Read[] }
  | { do: 'endPass'; ending: Ending }
  | { do: 'rest' }
  | { do: 'complete' };

/** Where a pass is. `readsLeft` bounds how often one pass may ask its vendors again. */
export type LifecycleState = {
  at: 'resting' | 'observing' | 'reading' | 'ending' | 'final';
  readsLeft: number;
  /** Whether the plan just carried out was the document's last. */
  final: boolean;
};

export type LifecycleEvent =
  | { event: 'woken' }
  | { event: 'observed'; observed: Observed }
  | { event: 'read' }
  | { event: 'ended' }
  /** The plan derived again had another hash: the document moved meanwhile. */
  | { event: 'planMoved' };

const readsPerPass = 3;

export const restingState: LifecycleState = {
  at: 'resting',
  readsLeft: readsPerPass,
  final: false,
};

function rest(state: LifecycleState): [LifecycleState, Command] {
  if (state.final) return [{ ...state, at: 'final' }, { do: 'complete' }];
  return [restingState, { do: 'rest' }];
}

/** One step: the next state and the one thing to do. */
export function step(state: LifecycleState, event: LifecycleEvent): [LifecycleState, Command] {
  switch (event.event) {
    case 'woken':
    case 'planMoved':
      return [
        { at: 'observing', readsLeft: readsPerPass, final: false },
        { do: 'observe', asItIs: false },
      ];
    case 'read':
      return [
        { ...state, at: 'observing', readsLeft: state.readsLeft - 1 },
        { do: 'observe', asItIs: state.readsLeft <= 1 },
      ];
    case 'ended':
      return rest(state);
    case 'observed':
      return afterLook(state, event.observed);
  }
}

function afterLook(state: LifecycleState, observed: Observed): [LifecycleState, Command] {
  switch (observed.saw) {
    case 'nothing':
      return rest(state);
    case 'readsNeeded':
      // Never so after a look at things as they are; it bounds the pass all the same.
      if (state.readsLeft <= 0) return rest(state);
      return [
        { ...state, at: 'reading' },
        { do: 'read', reads: observed.reads },
      ];
    case 'tooLarge': {
      const { observationId, planHash, wakeIds } = observed;
      return [
        { ...state, at: 'ending', final: false },
        { do: 'endPass', ending: { observationId, planHash, wakeIds, tooLarge: true } },
      ];
    }
    case 'document': {
      const { observation, observationId, wakeIds, course } = observed;
      if (course.isQuiet) return rest({ ...state, final: course.isFinal });
      const { hash: planHash } = planObservation(observation);
      return [
        { ...state, at: 'ending', final: false },
        { do: 'endPass', ending: { observationId, planHash, wakeIds, tooLarge: false } },
      ];
    }
  }
}

// The life of a document as a pure machine: what to do next, from what was seen. The workflow only carries it out.
import type { Observation } from '../plan/observation.ts';
import type { Plan } from '../plan/plan.ts';
import { exceptionKindOf } from '../plan/plan.ts';
import { planDocument } from '../plan/plan-document.ts';
import type { ExceptionKind } from '../plan/exception-kinds.ts';

/** A record to be read from its vendor before the next look, because a hint or a decision is newer than what is kept. */
export type Read =
  | { system: 'procore'; kind: 'procoreVendor'; id: string }
  | {
      system: 'procore';
      kind: 'procoreCommitment';
      id: string;
      projectId: string;
      contractKind: 'po' | 'wo';
    }
  | { system: 'procore'; kind: 'procoreRequisition'; id: string; projectId: string }
  | { system: 'xero'; kind: 'xeroContact' | 'xeroBill' | 'xeroPurchaseOrder'; id: string };

/** A decision found in Postgres that has not been carried out. */
export type PendingDecision = { id: string; planHash: string; verdict: 'approve' | 'reject' };

/** What `dbObserve` saw. */
export type Observed =
  /** No reason to look is left: a late or repeated signal. */
  | { saw: 'nothing' }
  /** A write is on its way; its end will wake the document again. */
  | { saw: 'writeInFlight' }
  | { saw: 'readsNeeded'; reads: Read[] }
  | {
      saw: 'document';
      observation: Observation;
      observationId: string;
      wakeIds: number[];
      decision: PendingDecision | null;
    }
  /** The observation would not fit a history even compressed: it stays in Postgres, with its plan's hash. */
  | {
      saw: 'tooLarge';
      observationId: string;
      planHash: string;
      wakeIds: number[];
      decision: PendingDecision | null;
    };

/** What every transaction that ends a pass is told: it derives the plan again and refuses another hash. */
export type Ending = {
  observationId: string;
  planHash: string;
  wakeIds: number[];
  /** The pending decision and what became of it in this pass. */
  decision: { id: string; outcome: 'applied' | 'refused' } | null;
};

export type Command =
  | { do: 'observe' }
  | { do: 'read'; reads: Read[] }
  | { do: 'writeIntent'; ending: Ending }
  | { do: 'adopt'; ending: Ending }
  | { do: 'openException'; ending: Ending; kind: ExceptionKind }
  | { do: 'closeException'; ending: Ending }
  | { do: 'recordDependency'; ending: Ending; waitsFor: string }
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
      return [{ at: 'observing', readsLeft: readsPerPass, final: false }, { do: 'observe' }];
    case 'read':
      return [{ ...state, at: 'observing', readsLeft: state.readsLeft - 1 }, { do: 'observe' }];
    case 'ended':
      return rest(state);
    case 'observed':
      return afterLook(state, event.observed);
  }
}

function afterLook(state: LifecycleState, observed: Observed): [LifecycleState, Command] {
  switch (observed.saw) {
    case 'nothing':
    case 'writeInFlight':
      return rest(state);
    case 'readsNeeded':
      // A vendor that keeps answering with something older than the hint is left to the sweep.
      if (state.readsLeft <= 0) return rest(state);
      return [
        { ...state, at: 'reading' },
        { do: 'read', reads: observed.reads },
      ];
    case 'tooLarge': {
      const { observationId, planHash, wakeIds, decision } = observed;
      const refused = decision && ({ id: decision.id, outcome: 'refused' } as const);
      const ending = { observationId, planHash, wakeIds, decision: refused };
      return [
        { ...state, at: 'ending' },
        { do: 'openException', ending, kind: 'tooLarge' },
      ];
    }
    case 'document': {
      const plan = planDocument(observed.observation);
      const command = gate(observed, plan);
      const final = plan.outcome === 'unchanged' && plan.final;
      return command.do === 'rest'
        ? rest({ ...state, final })
        : [{ ...state, at: 'ending', final: false }, command];
    }
  }
}

type Seen = Extract<Observed, { saw: 'document' }>;

function endingOf(seen: Seen, plan: Plan, outcome: 'applied' | 'refused'): Ending {
  const { observationId, wakeIds, decision } = seen;
  return {
    observationId,
    planHash: plan.hash,
    wakeIds,
    decision: decision && { id: decision.id, outcome },
  };
}

/**
 * The gate: clean plans go, everything else waits for a person; a decision counts only for exactly
 * the plan it was made on. An unchanged plan needs no ending: `dbObserve` has already closed the pass.
 */
export function gate(seen: Seen, plan: Plan): Command {
  if (plan.outcome === 'unchanged') return { do: 'rest' };
  const { decision } = seen;
  const isDecided = decision !== null && decision.planHash === plan.hash;
  if (isDecided && decision.verdict === 'reject') {
    return { do: 'closeException', ending: endingOf(seen, plan, 'applied') };
  }
  const ending = endingOf(seen, plan, 'refused');
  if (plan.outcome === 'blocked' && plan.reason.why === 'waitsFor') {
    return { do: 'recordDependency', ending, waitsFor: plan.reason.workflowId };
  }
  const kind = exceptionKindOf(plan);
  if (kind === null) return { do: plan.outcome === 'adopt' ? 'adopt' : 'writeIntent', ending };
  const approved = isDecided && 'approvable' in plan && plan.approvable.yes;
  if (!approved) return { do: 'openException', ending, kind };
  const applied = endingOf(seen, plan, 'applied');
  return { do: plan.outcome === 'adopt' ? 'adopt' : 'writeIntent', ending: applied };
}

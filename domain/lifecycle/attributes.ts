// What a document shows in Temporal's list: ids and figures to find it by, never a name.
import { isWholeMinor, toMinor } from '../money/amount.ts';
import { exceptionKindOf } from '../plan/plan.ts';
import type { Observation } from '../plan/observation.ts';
import { planDocument } from '../plan/plan-document.ts';

export type SearchAttributeValues = {
  connection: string;
  project: string | null;
  counterparty: string | null;
  state: string;
  currency: string | null;
  amountMinor: number | null;
};

/** Amounts beyond this are not shown, because the attribute is a 64-bit number handed over as a double. */
const shownMinorMaximum = 9_007_199_254_740_991n;

export function attributesOf(observation: Observation): SearchAttributeValues {
  const plan = planDocument(observation);
  const minor = plan.amount !== null && isWholeMinor(plan.amount) ? toMinor(plan.amount) : null;
  const isShown = minor !== null && minor <= shownMinorMaximum && minor >= -shownMinorMaximum;
  return {
    connection: observation.connection,
    ...partiesOf(observation),
    state: stateOf(plan),
    currency: plan.currency,
    amountMinor: isShown ? Number(minor) : null,
  };
}

function stateOf(plan: ReturnType<typeof planDocument>): string {
  if (plan.outcome === 'unchanged') return plan.state;
  const isWaiting = plan.outcome === 'blocked' || exceptionKindOf(plan) !== null;
  return isWaiting ? 'waiting' : 'writing';
}

/** The project and the counterparty a document belongs to, by id. */
export function partiesOf(observation: Observation): {
  project: string | null;
  counterparty: string | null;
} {
  switch (observation.type) {
    case 'contact':
      return { project: null, counterparty: observation.vendorId };
    case 'commitment':
      return {
        project: observation.commitment?.projectId ?? null,
        counterparty: observation.commitment?.vendorId ?? null,
      };
    case 'payApp':
      return {
        project: observation.requisition?.projectId ?? null,
        counterparty: observation.commitment?.vendorId ?? observation.requisition?.vendorId ?? null,
      };
  }
}

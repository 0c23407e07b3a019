// What a document shows in Temporal's list: ids and figures to find it by, never a name.
import { isoMinorOf } from '../money/decimals.ts';
import { isSpareRole } from '../identity/roles.ts';
import type { Observation, Plan } from '../objects/objects.ts';
import { partiesOf } from '../objects/objects.ts';
import type { DocumentState } from '../plan/verdict.ts';

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

export function attributesOf(observation: Observation, plan: Plan): SearchAttributeValues {
  const { amount, currency } = plan.standing;
  // In the smallest units of the currency, as everyone who looks for an amount in yen would write it.
  const minor = amount === null ? null : isoMinorOf(currency ?? '', amount);
  const isShown = minor !== null && minor <= shownMinorMaximum && minor >= -shownMinorMaximum;
  return {
    connection: observation.connection,
    ...partiesOf(observation),
    state: stateOfPlan(plan),
    currency,
    amountMinor: isShown ? Number(minor) : null,
  };
}

/** Where a document stands once a plan is carried out: what waits comes first, then what is being written. */
export function stateOfPlan({ gated, standing }: Plan): DocumentState {
  if (gated.questions.length > 0 || gated.waitsFor.length > 0) return 'waiting';
  const writing = [...gated.inFlight, ...gated.going.map(({ verdict }) => verdict.role)];
  // What goes with it may wait for days until there are calls to spare: the document itself is done.
  if (!writing.every(isSpareRole)) return 'writing';
  return standing.state;
}

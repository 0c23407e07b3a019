// Signal names, query names and failure types: the words workflows, activities and the relay share.

export const signalNames = ['changed', 'decide', 'settled'] as const;
export type SignalName = (typeof signalNames)[number];

/** Something may have changed; what it was is in Postgres under the hint. */
export type ChangedMessage = { hintId: string };
/** A person decided; only the decision found in Postgres counts. */
export type DecideMessage = { decisionId: string; planHash: string };
/** An intent reached its end. */
export type SettledMessage = { intentKey: string };

export const stateQueryName = 'state';

/** The types of the failures activities throw; workflows branch on these and never on message text. */
export const failureTypes = {
  /** The plan derived again has another hash: observe once more. */
  planMoved: 'PlanMoved',
  /** The vendor's limits or a lease make it wait; the delay is in the failure. */
  notNow: 'NotNow',
  /** Nobody answered or the vendor is down; retried by policy. */
  unavailable: 'Unavailable',
  /** The vendor refused for good; a person must act. */
  refused: 'Refused',
  /** The right to see or write was lost. */
  accessLost: 'AccessLost',
  /** Our own assumption is broken; a bug to find. */
  invariant: 'InvariantBroken',
} as const;

/** The search attributes of every document; the operator finds documents by these. */
export const searchAttributes = {
  connection: 'TieoutConnection',
  project: 'TieoutProject',
  counterparty: 'TieoutCounterparty',
  state: 'TieoutState',
  currency: 'TieoutCurrency',
  amountMinor: 'TieoutAmountMinor',
} as const;

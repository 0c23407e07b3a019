// What Procore's documents leave open: each question with its possible answers, the one played, and what is known of it.
import type { ProcoreState } from './procore-state.ts';

export type OpenRule = {
  values: readonly (string | null)[];
  standard: string | null;
  /** Where an answer was read and when, or "unconfirmed". */
  known: string;
};

/**
 * Set by `PUT /_sandbox/settings`, shown by `GET`, back to standard with a new seed. A new question is one entry here
 * and one `ruleOf` where it decides something.
 */
export const openRules = {
  requisitionResource: {
    values: [null, 'Requisitions', 'Draw Requests', 'Subcontractor Invoices'],
    standard: null,
    known:
      'The name under which pay apps fire webhooks; null, none. Unconfirmed: webhook-resources.csv (in npm ' +
      '@pipedream/procore 0.1.0, read 2026-11-23) has "Draw Requests" and no "Requisitions".',
  },
  unknownField: {
    values: ['406', '422', 'dropped'],
    standard: '406',
    known:
      'What a body field that Procore does not know comes to. Error reference, read 2026-11-23: "406 unknown field".',
  },
  thirdDecimals: {
    values: ['refused', 'kept', 'rounded'],
    standard: 'refused',
    known: 'A third or fourth decimal in the amount of a contract line or a payment. Unconfirmed.',
  },
  taxDecimals: {
    values: ['two', 'four'],
    standard: 'two',
    known:
      'Decimals of tax_applicable_to_this_payment. Unconfirmed; users report totals "off by a penny".',
  },
  privateContract: {
    values: ['404', '403', 'shown'],
    standard: '404',
    known:
      'How a private contract answers the app. Error reference, read 2026-11-23: "404 = id absent or the caller ' +
      'cannot see it", 403 = no permission; which of them is unconfirmed.',
  },
  payAppsOfPrivateContract: {
    values: ['hidden', 'shown'],
    standard: 'hidden',
    known: 'Whether the pay apps and payments of a private contract vanish with it. Unconfirmed.',
  },
  deletedRecord: {
    values: ['404', '403', '410'],
    standard: '404',
    known: 'How a deleted record answers. Error reference, read 2026-11-23, knows 403 and 404.',
  },
  companyOfApprovedContract: {
    values: ['open', 'locked'],
    standard: 'open',
    known:
      'Whether the company of an approved contract may change. Tutorial "Financial Tools", read 2026-11-23: a ' +
      'setting of the company locks it.',
  },
  linesOfApprovedContract: {
    values: ['locked', 'open'],
    standard: 'locked',
    known:
      'Whether lines of a contract beyond Draft may change. Tutorial "Financial Tools", read 2026-11-23: a setting ' +
      'of the company locks them in Approved and Complete.',
  },
  deletingApprovedContract: {
    values: ['locked', 'open'],
    standard: 'locked',
    known: 'Whether an approved contract may be deleted: the same setting of the company.',
  },
  deletingBilledContract: {
    values: ['refused', 'open'],
    standard: 'refused',
    known: 'Whether a contract with pay apps may be deleted; they vanish with it. Unconfirmed.',
  },
} as const satisfies Record<string, OpenRule>;

export type RuleName = keyof typeof openRules;
export type RuleValue<N extends RuleName> = (typeof openRules)[N]['values'][number];
export type RuleValues = { [N in RuleName]: RuleValue<N> };

export const ruleNames = Object.keys(openRules) as RuleName[];

/** How the question is answered now. */
export function ruleOf<N extends RuleName>(state: ProcoreState, name: N): RuleValue<N> {
  const set = state.openRules.get(name);
  return (set === undefined ? openRules[name].standard : set.value) as RuleValue<N>;
}

export function rulesNow(state: ProcoreState): RuleValues {
  return Object.fromEntries(ruleNames.map((name) => [name, ruleOf(state, name)])) as RuleValues;
}

export function setRules(state: ProcoreState, change: Partial<RuleValues>): void {
  for (const name of ruleNames) {
    const value = change[name];
    if (value !== undefined) state.openRules.set(name, { value });
  }
}

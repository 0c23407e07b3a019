// What Procore's documents leave open: each question with its possible answers, the one played, and what is known of it.
import type { Collection } from '../kit/store.ts';
import { attachmentRules } from './attachment-rules.ts';
import { budgetRules } from './budget-rules.ts';
import { currencyRules } from './currency-rules.ts';
import { directCostRules } from './direct-cost-rules.ts';
import { ownerRules } from './owner-rules.ts';
import { timecardRules } from './timecards/timecard-rules.ts';

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
  ...ownerRules,
  ...currencyRules,
  ...budgetRules,
  ...attachmentRules,
  ...timecardRules,
  ...directCostRules,
  requisitionResource: {
    values: [null, 'Requisitions', 'Draw Requests', 'Subcontractor Invoices'],
    standard: null,
    known:
      'The name under which pay apps fire webhooks; null, none. Unconfirmed: webhook-resources.csv (in npm ' +
      '@pipedream/procore 0.1.0, read 2026-11-23) has "Draw Requests" and no "Requisitions".',
  },
  eventsPerChange: {
    values: ['one', 'two'],
    standard: 'one',
    known:
      'Webhooks guide of 2024, read 2026-11-23: one action may make two events of the same time and different ids.',
  },
  projectOfCompanyEvent: {
    values: ['empty text', 'null', 'absent'],
    standard: 'empty text',
    known:
      'project_id of an event that belongs to no project. Payload schema v4.0, read 2026-11-23: a string, required; ' +
      'which one is unconfirmed, and the announcement of Company Vendors says there is none.',
  },
  deliveryGivenUp: {
    values: ['discarded', 'failed'],
    standard: 'discarded',
    known:
      'How a delivery that was tried for 12 hours is listed. Webhooks guide, read 2026-11-23: the queue is flushed ' +
      'and its events are discarded; what "failed" then means is unconfirmed.',
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
  deletingBilledLine: {
    values: ['refused', 'open'],
    standard: 'refused',
    known: 'Whether a contract line that was billed may be deleted. Unconfirmed.',
  },
  lineChangeMovesContract: {
    values: ['yes', 'no'],
    standard: 'yes',
    known: "Whether a changed line moves its contract's updated_at. Unconfirmed.",
  },
  packageLineAmount: {
    values: ['present', 'absent'],
    standard: 'present',
    known:
      'Whether the lines of a change order package say amount and tax_code_id beside total_amount. OpenAPI of ' +
      '2024-10 has neither, read 2026-11-26; lines of contracts have both.',
  },
  changeOrderMovesContract: {
    values: ['yes', 'no'],
    standard: 'yes',
    known: "Whether a changed change order moves its contract's updated_at. Unconfirmed.",
  },
  undoingBilledChangeOrder: {
    values: ['refused', 'open'],
    standard: 'refused',
    known:
      'Whether a change order that pay apps have claimed can be voided or deleted. Unconfirmed.',
  },
  changeOrderItems: {
    values: ['both', 'lines', 'whole'],
    standard: 'both',
    known:
      'How a new change order stands on pay apps: a whole_change_order_item, a change_order_item for each of its ' +
      'lines, or both, the first the sum of the others. OpenAPI of 2024-10 has both kinds, read 2026-11-26, and ' +
      'contracts a change_order_level_of_detail (reference of 2026).',
  },
  payAppItemParents: {
    values: ['hidden', 'shown'],
    standard: 'hidden',
    known:
      'Whether items of v1.1 say change_order_package_id and detail_line_item_id. The models of 2024-10 have them ' +
      'at v1.0 only, read 2026-11-26.',
  },
  lowerRetainagePercent: {
    values: ['from here on', 'also before'],
    standard: 'from here on',
    known:
      'Whether a retainage percentage lower than on the previous pay app gives back what was held before, as a ' +
      'negative amount retained this period. Unconfirmed.',
  },
  taxGroups: {
    values: ['members', 'group'],
    standard: 'members',
    known:
      'Whether the taxes of an item whose tax code is a group are its members or the group. The reference of 2026 ' +
      'speaks of tax groups (is_group), read 2026-11-23; unconfirmed for pay apps.',
  },
  billingCompleteContract: {
    values: ['refused', 'open'],
    standard: 'refused',
    known: 'Whether a contract in Complete or Closed can still be billed. Unconfirmed.',
  },
  companyOfPayApp: {
    values: ['kept', 'follows'],
    standard: 'kept',
    known:
      'Whether pay apps that stand already show the company a contract was given later. Unconfirmed.',
  },
  inactiveProjects: {
    values: ['listed', 'left out'],
    standard: 'listed',
    known: 'Whether lists of projects show inactive ones. Unconfirmed.',
  },
  inactiveVendor: {
    values: ['shown', 'hidden'],
    standard: 'shown',
    known:
      'Whether the single vendor answers while it is inactive; its list leaves it out and another path has it ' +
      '(endpoint list of June 2025). Unconfirmed.',
  },
  updatedAtBounds: {
    values: ['inclusive', 'exclusive'],
    standard: 'inclusive',
    known:
      'Whether filters[updated_at]=from...to takes in a record changed at exactly "from" or "to". Unconfirmed.',
  },
  stampPrecision: {
    values: ['milliseconds', 'seconds'],
    standard: 'milliseconds',
    known:
      'How finely times are shown and compared. Examples of the reference (read 2026-11-23) have whole seconds, ' +
      'webhook examples microseconds.',
  },
  totalHeader: {
    values: ['present', 'absent'],
    standard: 'present',
    known:
      'Whether lists say Total. Pagination guide, read 2026-11-23, names it; "not every endpoint pages".',
  },
  listOrder: {
    values: ['id ascending', 'id descending', 'newest first'],
    standard: 'id ascending',
    known: 'The order of a list nobody asked to sort. Unconfirmed.',
  },
  perPageMaximum: {
    values: ['2000', '100'],
    standard: '2000',
    known: 'Pagination guide, read 2026-11-23: "at most 2,000" is advice; v2 stops at 100.',
  },
  paymentPages: {
    values: ['paged', 'whole'],
    standard: 'paged',
    known: 'Whether contract payments page at all: "not every endpoint pages". Unconfirmed.',
  },
  paymentMovesPayApp: {
    values: ['no', 'yes'],
    standard: 'no',
    known: "Whether a contract payment moves its pay app's updated_at. Unconfirmed.",
  },
  movedMaterials: {
    values: ['in previous', 'in period'],
    standard: 'in previous',
    known:
      'Where materials_moved stand: in work "from previous application", or in work of this period. The first fits ' +
      "Agave's formula for owner invoices (read 2026-11-23); unconfirmed for pay apps.",
  },
  movedRetainage: {
    values: ['in previous', 'in period'],
    standard: 'in previous',
    known: 'Where materials_retainage_retained_moved stands, likewise. Unconfirmed.',
  },
  originIdLocksPayApp: {
    values: ['yes', 'no'],
    standard: 'yes',
    known:
      'Whether an origin_id written by the public path locks a pay app as the ERP route does. Unconfirmed.',
  },
  erpStatus: {
    values: [null, 'not_integrated', 'not_in_erp', 'synced'],
    standard: null,
    known:
      'erp_status of pay apps. The reference publishes an enum for budget changes only, read 2026-11-23.',
  },
  emptyText: {
    values: ['text', 'null'],
    standard: 'text',
    known: 'Whether an empty field of text is "" or null. Unconfirmed; differs by resource.',
  },
  retryAfter: {
    values: ['present', 'absent'],
    standard: 'present',
    known:
      'Whether a 429 carries Retry-After. Error pages say so, the rate limiting guide says X-Rate-Limit-Reset, both ' +
      'read 2026-11-23.',
  },
  idempotencyToken: {
    values: ['ignored', 'replayed'],
    standard: 'ignored',
    known:
      "What an Idempotency-Token guarantees. Procore's ruby SDK sends it (read 2026-11-23); no page says what for.",
  },
} as const satisfies Record<string, OpenRule>;

export type RuleName = keyof typeof openRules;
export type RuleValue<N extends RuleName> = (typeof openRules)[N]['values'][number];
export type RuleValues = { [N in RuleName]: RuleValue<N> };

export const ruleNames = Object.keys(openRules) as RuleName[];

/** Answers that differ from the standard ones, by name. */
export type RuleTable = Pick<
  Collection<{ value: string | null }>,
  'get' | 'set' | 'delete' | 'values'
>;
type WithRules = { openRules: RuleTable };

/** How the question is answered now. */
export function ruleOf<N extends RuleName>(state: WithRules, name: N): RuleValue<N> {
  const set = state.openRules.get(name);
  return (set === undefined ? openRules[name].standard : set.value) as RuleValue<N>;
}

export function rulesNow(state: WithRules): RuleValues {
  return Object.fromEntries(ruleNames.map((name) => [name, ruleOf(state, name)])) as RuleValues;
}

export function setRules(state: WithRules, change: Partial<RuleValues>): void {
  for (const name of ruleNames) {
    const value = change[name];
    if (value !== undefined) state.openRules.set(name, { value });
  }
}

// What the mapping file lacks or has wrong, as a sentence with the fix, where the schema has none of its own.
import type { z } from 'zod';
import { ownersAsUsual } from '../domain/contacts/ownership.ts';
import { budgetsAsUsual } from '../domain/mapping/budgets.ts';
import { directionsAsUsual } from '../domain/mapping/directions.ts';
import { labourAsUsual } from '../domain/mapping/labour.ts';
import { spareAsUsual } from '../domain/mapping/spare-work.ts';
import type { Mapping } from '../domain/mapping/mapping.ts';

/** Something to copy from: a whole mapping, whose parts are the examples for a missing key. */
const example: Mapping = {
  version: 1,
  connection: 'demo',
  projects: 'rest',
  accounts: {
    byCostType: { S: '310' },
    fallback: '318',
    retentionPayable: '825',
    revenue: { byCostType: { S: '200' }, fallback: '200' },
    revenueMarkup: '205',
    retentionReceivable: '826',
  },
  taxTypes: { GST15: 'INPUT2', none: 'NONE' },
  salesTaxTypes: { GST15: 'OUTPUT2', none: 'OUTPUT2' },
  tracking: {
    projectCategory: 'Project',
    projectOption: '{number} {name}',
    costCodeCategory: 'Cost code',
    costCodeOption: '{code} {name}',
    retentionOption: 'Retention held',
    optionsMaximum: 100,
    rollUp: 'none',
    subJobs: 'rollUp',
    subJobOption: '{number} {subJob}',
  },
  postedStatuses: {
    commitment: ['Approved', 'Complete'],
    payApp: ['approved'],
    ownerInvoice: ['approved'],
  },
  directions: directionsAsUsual,
  contacts: { owner: ownersAsUsual },
  currencies: { pegged: ['BSD'], releases: 'atOwnDate', projects: {} },
  retainage: {
    payable: { mode: 'ledger', byContract: {} },
    receivable: { mode: 'ledger', byContract: {} },
    jurisdiction: 'NZ',
    tax: 'byJurisdiction',
    selfBilled: ['562949953421312'],
  },
  payments: {
    direction: 'xeroToProcore',
    amounts: 'withoutTax',
    paidFrom: '090',
    receivedInto: '090',
  },
  actuals: { direction: 'report', costTypes: { '429': 'E' }, originId: false },
  directCosts: { from: 'actuals', byProject: { '26-001': 'labour' } },
  budgets: budgetsAsUsual,
  labour: { ...labourAsUsual, workers: { '562949953421312': 'site@example.com' } },
  cis: { materials: ['M'] },
  ...spareAsUsual,
};

const kindNames: Record<string, string> = {
  string: "text in quotes, such as '310'",
  object: 'an object in braces',
  record: 'an object in braces',
  array: 'a list in square brackets',
};

/** Zod asks for the sentence of an issue here; undefined leaves it to Zod. */
export function mappingSentence(issue: z.core.$ZodRawIssue): string | undefined {
  const given = issue.input;
  if (given === undefined) return missing(issue.path ?? []);
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${kindNames[issue.expected] ?? issue.expected}, not ${shown(given)}`;
    case 'invalid_value':
      return `must be ${issue.values.map(String).join(' or ')}, not ${shown(given)}`;
    case 'too_small':
      return 'must not be empty';
    case 'too_big':
      return `must have ${issue.maximum} characters at most, and ${shown(given)} has more`;
    default:
      return undefined;
  }
}

function missing(path: readonly PropertyKey[]): string {
  const value = exampleAt(path);
  if (value === undefined) return 'is missing; add it';
  return `is missing; add it, for example ${String(path.at(-1))}: ${literal(value)}`;
}

function exampleAt(path: readonly PropertyKey[]): unknown {
  let at: unknown = example;
  for (const key of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = Object.entries(at).find(([name]) => name === key)?.[1];
  }
  return at;
}

/** As a person writes it in TypeScript. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, inner]) => `${key}: ${literal(inner)}`);
    return `{ ${entries.join(', ')} }`;
  }
  return typeof value === 'string' ? `'${value}'` : String(value);
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? typeof value);
  return text.length <= 60 ? text : `${text.slice(0, 60)}…`;
}

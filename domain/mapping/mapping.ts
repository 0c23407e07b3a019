// What tieout.config.ts decides: which account, tax type, tracking and statuses a Procore record is posted with.
import { z } from 'zod';
import { contentHash } from '../identity/canonical-json.ts';

const accountCode = z.string().min(1).max(10);

/** An object that names a key it does not know, and those it does. */
function section<Shape extends z.ZodRawShape>(shape: Shape) {
  const known = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return undefined;
      const keys = issue.keys.map((key) => `"${key}"`).join(', ');
      return `there is no key ${keys} here; the keys are ${known}`;
    },
  });
}

/** Text in which some words in braces stand for something; any other brace is a slip that would reach Xero as it is. */
function optionTemplate(placeholders: readonly string[]) {
  const known = placeholders.map((name) => `{${name}}`);
  return z
    .string()
    .min(1)
    .superRefine((template, context) => {
      const unknown = (template.match(/\{[^{}]*\}?|\}/g) ?? []).filter((at) => !known.includes(at));
      if (unknown.length === 0) return;
      const message = `"${unknown.join('", "')}" stands for nothing here; use ${known.join(' or ')}`;
      context.addIssue({ code: 'custom', message });
    });
}

/**
 * A purchase order's statuses, then those only a subcontract has.
 * Source: Procore OpenAPI of 2024, purchase_order_contracts and work_order_contracts; read 2026-11-23.
 */
const commitmentStatuses = [
  ...['Draft', 'Processing', 'Submitted', 'Partially Received', 'Received', 'Approved', 'Closed'],
  ...['Out For Bid', 'Out For Signature', 'Complete', 'Terminated', 'Void'],
];

/** Source: Procore REST reference, requisitions; read 2026-11-23. */
const payAppStatuses = [
  ...['draft', 'under_review', 'revise_and_resubmit'],
  ...['approved', 'approved_as_noted', 'pending_owner_approval'],
];

/** One status or more of a closed list: one that is misspelt would match nothing, and nothing would be posted. */
function statusesOf(what: string, known: readonly string[]) {
  const status = z.string().superRefine((written, context) => {
    if (known.includes(written)) return;
    const message = `"${written}" is no status of ${what} in Procore; use one of ${known.join(', ')}`;
    context.addIssue({ code: 'custom', message });
  });
  return z.array(status).min(1, `name one status or more: ${known.join(', ')}`);
}

/** The key under which a line without any Procore tax code finds its Xero tax type. */
const noTaxCodeKey = 'none';

export const mappingSchema = section({
  /** The shape of this file. */
  version: z.literal(1),
  /** The connection's name; it is part of every workflow id and marker. */
  connection: z
    .string()
    .regex(/^[a-z0-9-]{1,20}$/, 'small letters, digits and dashes, 20 at most')
    // Source: Xero developer docs, Invoices, Url: refused when it contains "xero"; read 2026-11-23.
    .refine((name) => !name.includes('xero'), 'must not contain "xero": it is part of every link'),
  accounts: section({
    /** Procore cost type code → Xero account code. */
    byCostType: z.record(z.string(), accountCode),
    /** For a cost type that is not listed; null makes it an exception instead. */
    fallback: accountCode.nullable(),
    /** The liability that holds what is retained from subcontractors. */
    retentionPayable: accountCode,
  }),
  /** Procore tax code → Xero tax type; the key "none" is for lines without a tax code. */
  taxTypes: z.record(z.string(), z.string().min(1)),
  tracking: section({
    projectCategory: z.string().min(1),
    /** {number} and {name} stand for the project's. */
    projectOption: optionTemplate(['number', 'name']),
    costCodeCategory: z.string().min(1),
    /** {code} and {name} stand for the cost code's. */
    costCodeOption: optionTemplate(['code', 'name']),
    /** The option, in the cost code category, that marks retainage lines. */
    retentionOption: z.string().min(1),
  }),
  /** The statuses in which a document is posted. */
  postedStatuses: section({
    commitment: statusesOf('a commitment', commitmentStatuses),
    payApp: statusesOf('a pay app', payAppStatuses),
  }),
});
export type Mapping = z.infer<typeof mappingSchema>;

/** The mapping's version: a hash of all it says. Every document stores the one that made it. */
export function mappingVersionOf(mapping: Mapping): string {
  return contentHash(mapping);
}

/** Only what was written down: a code called "constructor" is not mapped by the language. */
function own(values: Record<string, string>, key: string): string | undefined {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}

function fill(template: string, values: Record<string, string>): string {
  return template
    .replace(/\{(\w+)\}/g, (whole, key: string) => own(values, key) ?? whole)
    .replace(/\s+/g, ' ')
    .trim();
}

export function projectOptionOf(
  mapping: Mapping,
  project: { number: string; name: string },
): string {
  return fill(mapping.tracking.projectOption, { number: project.number, name: project.name });
}

export function costCodeOptionOf(
  mapping: Mapping,
  costCode: { code: string; name: string },
): string {
  return fill(mapping.tracking.costCodeOption, { code: costCode.code, name: costCode.name });
}

/** The account for a cost type; null when neither listed nor covered by the fallback. */
export function accountFor(mapping: Mapping, costTypeCode: string | null): string | null {
  const listed = costTypeCode === null ? undefined : own(mapping.accounts.byCostType, costTypeCode);
  return listed ?? mapping.accounts.fallback;
}

/** The Xero tax type for a Procore tax code; null when it is not mapped. */
export function taxTypeFor(mapping: Mapping, taxCode: string | null): string | null {
  return own(mapping.taxTypes, taxCode ?? noTaxCodeKey) ?? null;
}

// What tieout.config.ts decides: which account, tax type, tracking and statuses a Procore record is posted with.
import { z } from 'zod';
import { contentHash } from '../identity/canonical-json.ts';

const accountCode = z.string().min(1).max(10);
const optionTemplate = z.string().min(1);

/** The key under which a line without any Procore tax code finds its Xero tax type. */
export const noTaxCodeKey = 'none';

export const mappingSchema = z.strictObject({
  /** The shape of this file. */
  version: z.literal(1),
  /** The connection's name; it is part of every workflow id and marker. */
  connection: z
    .string()
    .regex(/^[a-z0-9-]{1,20}$/, 'small letters, digits and dashes, 20 at most')
    // Source: Xero developer docs, Invoices, Url: refused when it contains "xero"; read 2026-11-23.
    .refine((name) => !name.includes('xero'), 'must not contain "xero": it is part of every link'),
  accounts: z.strictObject({
    /** Procore cost type code → Xero account code. */
    byCostType: z.record(z.string(), accountCode),
    /** For a cost type that is not listed; null makes it an exception instead. */
    fallback: accountCode.nullable(),
    /** The liability that holds what is retained from subcontractors. */
    retentionPayable: accountCode,
  }),
  /** Procore tax code → Xero tax type; the key "none" is for lines without a tax code. */
  taxTypes: z.record(z.string(), z.string().min(1)),
  tracking: z.strictObject({
    projectCategory: z.string().min(1),
    /** {number} and {name} stand for the project's. */
    projectOption: optionTemplate,
    costCodeCategory: z.string().min(1),
    /** {code} and {name} stand for the cost code's. */
    costCodeOption: optionTemplate,
    /** The option, in the cost code category, that marks retainage lines. */
    retentionOption: z.string().min(1),
  }),
  /** The statuses in which a document is posted. */
  postedStatuses: z.strictObject({
    commitment: z.array(z.string().min(1)).min(1),
    payApp: z.array(z.string().min(1)).min(1),
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

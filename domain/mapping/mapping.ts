// What tieout.config.ts decides: which account, tax type, tracking and statuses a Procore record is posted with.
import { z } from 'zod';
import { checkOwners, ownersAsUsual, ownerShape } from '../contacts/ownership.ts';
import { currencyCode } from '../currency/currency-code.ts';
import type { ProjectConversion } from '../currency/project-conversion.ts';
import { projectConversionShape } from '../currency/project-conversion.ts';
import { contentHash } from '../identity/canonical-json.ts';
import { checkDirectCosts, directCostsAsUsual, directCostsShape } from './direct-costs.ts';
import { budgetsAsUsual, budgetShape, checkBudgets } from './budgets.ts';
import {
  actualsDirections,
  checkDirections,
  directionsAsUsual,
  directionShape,
  paymentDirections,
} from './directions.ts';
import { labourAsUsual, labourShape } from './labour.ts';
import { projectsSchema } from './routing.ts';
import { spareAsUsual, spareShape } from './spare-work.ts';
import {
  checkRollUp,
  optionTemplate,
  rollUps,
  subJobsAsUsual,
  subJobShape,
} from './tracking-rules.ts';

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

/** Source: Procore REST reference, payment applications; read 2026-11-23. */
const ownerInvoiceStatuses = ['draft', 'under_review', 'revise_and_resubmit', 'approved'];

/** One status or more of a closed list: one that is misspelt would match nothing, and nothing would be posted. */
function statusesOf(what: string, known: readonly string[]) {
  const status = z.string().superRefine((written, context) => {
    if (known.includes(written)) return;
    const message = `"${written}" is no status of ${what} in Procore; use one of ${known.join(', ')}`;
    context.addIssue({ code: 'custom', message });
  });
  return z.array(status).min(1, `name one status or more: ${known.join(', ')}`);
}

/**
 * How retainage is posted: on lines of the bill itself (`ledger`), by a credit note set off against a bill of the full
 * amount (`creditNote`), or by hand (`manual`: a draft of the full amount, which Tieout never approves).
 */
const retainageModes = ['ledger', 'creditNote', 'manual'] as const;
export type RetainageMode = (typeof retainageModes)[number];

/**
 * `byContract` for those that differ, by project and number ("26-001/SC-003"), since every project may have an SC-003; a
 * number alone is meant for all of them.
 */
function retainageOfSide() {
  return section({
    mode: z.enum(retainageModes).default('ledger'),
    byContract: z.record(z.string(), z.enum(retainageModes)).default({}),
  });
}

/** Texts none of which is written twice. */
function onceEach(what: string, text = z.string().min(1)) {
  return z.array(text).superRefine((written, context) => {
    for (const [index, one] of written.entries()) {
      if (written.indexOf(one) === index) continue;
      const message = `"${one}" is written twice; name ${what} once`;
      context.addIssue({ code: 'custom', path: [index], message });
    }
  });
}

/** Procore counts its records. Source: Procore REST reference, vendors, id; read 2026-11-23. */
const vendorId = z.string().superRefine((written, context) => {
  if (/^[1-9]\d*$/.test(written)) return;
  const message = `"${written}" is no id of a vendor; it is the number in the address of the vendor's page in Procore`;
  context.addIssue({ code: 'custom', message });
});

const retainageSchema = section({
  payable: retainageOfSide().default({ mode: 'ledger', byContract: {} }),
  receivable: retainageOfSide().default({ mode: 'ledger', byContract: {} }),
  /** Where the firm's tax law is from; the rules are in domain/tax/tax-points.ts. */
  jurisdiction: z.enum(['NZ', 'AU', 'UK', 'CA', 'US']).default('NZ'),
  /** When tax on what is held falls due: as the jurisdiction's rule says, or one way for all. */
  tax: z.enum(['byJurisdiction', 'deferred', 'upFront']).default('byJurisdiction'),
  /**
   * The vendors for whom the firm issues the tax invoice, by their ids in Procore: a name is changed in one place and
   * would silently end what was agreed, while a comment beside an id can say whose it is.
   */
  selfBilled: onceEach('each vendor', vendorId).default([]),
});

const retainageAsUsual: z.output<typeof retainageSchema> = {
  payable: { mode: 'ledger', byContract: {} },
  receivable: { mode: 'ledger', byContract: {} },
  jurisdiction: 'NZ',
  tax: 'byJurisdiction',
  selfBilled: [],
};

/** A cost type that no account is mapped for is a slip: its lines would be deducted from as labour, and nobody would know. */
function checkMaterials({ accounts, cis }: Materials, context: z.core.$RefinementCtx): void {
  const known = Object.keys(accounts.byCostType);
  for (const [index, code] of cis.materials.entries()) {
    if (known.includes(code)) continue;
    const message = `"${code}" is no cost type of accounts.byCostType; use one of ${known.join(', ')}`;
    context.addIssue({ code: 'custom', path: ['cis', 'materials', index], message });
  }
}
type Materials = {
  accounts: { byCostType: Record<string, string> };
  cis: { materials: readonly string[] };
};

const paymentsSchema = section({
  direction: z.enum(paymentDirections).default('xeroToProcore'),
  /** What Procore says of a payment: its part without tax, as Procore counts what is due, or all that was paid. */
  amounts: z.enum(['withoutTax', 'withTax']).default('withoutTax'),
  /** The account that payments recorded in Procore are paid from in Xero; only for `procoreToXero`. */
  paidFrom: accountCode.nullable().default(null),
  /** The account that what owners paid is received into in Xero; only for `procoreToXero`. */
  receivedInto: accountCode.nullable().default(null),
});

const currenciesAsUsual: {
  pegged: string[];
  releases: 'atOwnDate' | 'atHeldRate';
  projects: Record<string, ProjectConversion>;
} = { pegged: [], releases: 'atOwnDate', projects: {} };

const paymentsAsUsual = {
  direction: 'xeroToProcore',
  amounts: 'withoutTax',
  paidFrom: null,
  receivedInto: null,
} as const;

const actualsAsUsual = { direction: 'off' as const, costTypes: {}, originId: false };

/** The key under which a line without any Procore tax code finds its Xero tax type. */
const noTaxCodeKey = 'none';

/** Payments recorded in Procore are paid from an account in Xero, and received into one where owners are billed. */
function checkPaymentAccounts(
  {
    payments,
    accounts,
  }: { payments: z.output<typeof paymentsSchema>; accounts: { revenue: unknown } },
  context: z.RefinementCtx,
): void {
  if (payments.direction !== 'procoreToXero') return;
  const missing = (key: 'paidFrom' | 'receivedInto', of: string): void => {
    if (payments[key] !== null) return;
    const message = `name the account in Xero that ${of}: payments.direction is "procoreToXero"`;
    context.addIssue({ code: 'custom', path: ['payments', key], message });
  };
  missing('paidFrom', 'subcontractors are paid from');
  if (accounts.revenue !== null) missing('receivedInto', 'owners pay into');
}

export const mappingSchema = section({
  /** The shape of this file. */
  version: z.literal(1),
  /** The connection's name; it is part of every workflow id and marker. */
  connection: z
    .string()
    .regex(/^[a-z0-9-]{1,20}$/, 'small letters, digits and dashes, 20 at most')
    // Source: Xero developer docs, Invoices, Url: refused when it contains "xero"; read 2026-11-23.
    .refine((name) => !name.includes('xero'), 'must not contain "xero": it is part of every link'),
  /** Which projects are this connection's, where there are several. */
  projects: projectsSchema,
  accounts: section({
    /** Procore cost type code → Xero account code. */
    byCostType: z.record(z.string(), accountCode),
    /** For a cost type that is not listed; null makes it an exception instead. */
    fallback: accountCode.nullable(),
    /** The liability that holds what is retained from subcontractors. */
    retentionPayable: accountCode,
    /** Of what owners are billed, as `byCostType` is of costs; null leaves owner invoices to people. */
    revenue: section({
      byCostType: z.record(z.string(), accountCode),
      fallback: accountCode.nullable(),
    })
      .nullable()
      .default(null),
    /** Of an owner invoice's markup lines, which have no cost code. */
    revenueMarkup: accountCode.nullable().default(null),
    /** What owners retain: an asset, or deferred income where the accountant wants it. */
    retentionReceivable: accountCode.nullable().default(null),
  }),
  /** Procore tax code → Xero tax type; the key "none" is for lines without a tax code. */
  taxTypes: z.record(z.string(), z.string().min(1)),
  /** The same for owner invoices. Several codes of one line are joined by "+" in the order of the alphabet: "GST+PST". */
  salesTaxTypes: z.record(z.string(), z.string().min(1)).default({}),
  tracking: section({
    projectCategory: z.string().min(1),
    /** {number} and {name} stand for the project's. */
    projectOption: optionTemplate(['number', 'name']),
    costCodeCategory: z.string().min(1),
    /** {code} and {name} stand for the cost code's. */
    costCodeOption: optionTemplate(['code', 'name']),
    /** The option, in the cost code category, that marks retainage lines. */
    retentionOption: z.string().min(1),
    /**
     * How many active options a category may have before creating more is asked: Xero refuses none, and its reports slow
     * down beyond 100. Source: Xero developer docs, Tracking categories, read 2026-11-23.
     */
    optionsMaximum: z.number().int().min(1).default(100),
    /** `division`: codes such as 03-300 share one option, that of what stands before the first dash. */
    rollUp: z.enum(rollUps).default('none'),
    ...subJobShape,
  }),
  /** The statuses in which a document is posted. */
  postedStatuses: section({
    commitment: statusesOf('a commitment', commitmentStatuses),
    payApp: statusesOf('a pay app', payAppStatuses),
    ownerInvoice: statusesOf('an owner invoice', ownerInvoiceStatuses).default(['approved']),
  }),
  /** Which way each object goes; payments have theirs beside their accounts. */
  directions: section(directionShape).default(directionsAsUsual),
  contacts: section({
    /** Which system's word counts for each field; read with `directions.contact` "byField" only. */
    owner: section(ownerShape).default(ownersAsUsual),
  }).default({ owner: ownersAsUsual }),
  currencies: section({
    /** Currencies of which one is always worth one of the organisation's own; of any other a rate of 1 is asked about. */
    pegged: onceEach('each currency', currencyCode).default([]),
    /** Which day's rate a foreign release is posted at: Xero's of its own date, or the one at which it was held. */
    releases: z.enum(['atOwnDate', 'atHeldRate']).default('atOwnDate'),
    /** By number: the rate at which a project that Procore keeps in another currency takes what is costed to it. */
    projects: z.record(z.string(), section(projectConversionShape)).default({}),
  }).default(currenciesAsUsual),
  retainage: retainageSchema.default(retainageAsUsual),
  payments: paymentsSchema.default(paymentsAsUsual),
  actuals: section({
    /** Off unless asked for: it reads more of Xero, and needs more scopes. */
    direction: z.enum(actualsDirections).default('off'),
    /** Xero account → Procore cost type, where `accounts.byCostType` read backwards does not say it. */
    costTypes: z.record(z.string(), z.string().min(1)).default({}),
    /** Whether a direct cost bears Xero's id as its origin_id, which locks it for people in Procore. */
    originId: z.boolean().default(false),
  }).default(actualsAsUsual),
  directCosts: section(directCostsShape).default(directCostsAsUsual),
  /** Read with `directions.projectBudget` only. */
  budgets: section(budgetShape).default(budgetsAsUsual),
  /** Read with `directions.projectLabour` only. */
  labour: section(labourShape).default(labourAsUsual),
  /** The United Kingdom's Construction Industry Scheme; read by nobody elsewhere. */
  cis: section({
    /** Procore cost types whose lines are materials, from which nothing is deducted; every other line is labour. */
    materials: onceEach('each cost type').default([]),
  }).default({ materials: [] }),
  attachments: spareShape.attachments,
  historyNotes: spareShape.historyNotes,
  xeroDay: section(spareShape.xeroDay).default(spareAsUsual.xeroDay),
}).superRefine((mapping, context) => {
  checkMaterials(mapping, context);
  checkPaymentAccounts(mapping, context);
  checkDirections(mapping, context);
  checkDirectCosts(mapping, context);
  checkBudgets(mapping, context);
  checkRollUp(mapping, context);
  checkOwners(mapping, context);
});
/** The mapping as it is used, and as the file writes it: there what is left out has its usual value. */
export type Mapping = z.output<typeof mappingSchema>;
export type MappingFile = z.input<typeof mappingSchema>;

/** Keys that files had not yet when workflows of today were recorded, with what was usual before there was a choice. */
const addedSince = {
  projects: 'rest' as const,
  directions: directionsAsUsual,
  contacts: { owner: ownersAsUsual },
  currencies: currenciesAsUsual,
  actuals: actualsAsUsual,
  directCosts: directCostsAsUsual,
  budgets: budgetsAsUsual,
  labour: labourAsUsual,
  ...spareAsUsual,
};

/** A mapping as a workflow recorded it, which no schema reads again when the run is replayed. */
export function asRecorded(mapping: Mapping): Mapping {
  return {
    ...addedSince,
    ...mapping,
    actuals: { ...actualsAsUsual, ...mapping.actuals },
    labour: { ...labourAsUsual, ...mapping.labour },
    tracking: { ...subJobsAsUsual, ...mapping.tracking },
    currencies: { ...currenciesAsUsual, ...mapping.currencies },
  };
}

/** The mapping's version: a hash of all it says. Every document stores the one that made it. */
export function mappingVersionOf(mapping: Mapping): string {
  return contentHash(mapping);
}

/** Only what was written down: a code called "constructor" is not mapped by the language. */
function own(values: Record<string, string>, key: string): string | undefined {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}

/** Which side of the books: what the firm owes its subcontractors, or what owners owe the firm. */
export type BooksSide = 'payable' | 'receivable';

/** The account for a cost type; null when neither listed nor covered by the fallback. */
export function accountFor(
  { accounts }: Mapping,
  side: BooksSide,
  costTypeCode: string | null,
): string | null {
  const table = side === 'payable' ? accounts : accounts.revenue;
  if (!table) return null;
  const listed = costTypeCode === null ? undefined : own(table.byCostType, costTypeCode);
  return listed ?? table.fallback;
}

/** The account that holds what is retained; null where the firm has named none. */
export function retentionAccountOf({ accounts }: Mapping, side: BooksSide): string | null {
  return side === 'payable' ? accounts.retentionPayable : accounts.retentionReceivable;
}

/** The account in Xero that payments recorded in Procore are paid from or received into; null where none is named. */
export function paymentAccountOf({ payments }: Mapping, side: BooksSide): string | null {
  return side === 'payable' ? payments.paidFrom : payments.receivedInto;
}

/** The Xero tax type for Procore's tax code, or for several of one line; null when it is not mapped. */
export function taxTypeFor(
  mapping: Mapping,
  side: BooksSide,
  taxCodes: readonly string[],
): string | null {
  const table = side === 'payable' ? mapping.taxTypes : mapping.salesTaxTypes;
  const key = taxCodes.length === 0 ? noTaxCodeKey : [...taxCodes].sort().join('+');
  return own(table, key) ?? null;
}

/** How a contract's retainage is posted. Numbers are null where they are not known. */
export function retainageModeOf(
  { retainage }: Mapping,
  side: BooksSide,
  { project, contract }: { project: string | null; contract: string | null },
): RetainageMode {
  const { mode, byContract } = retainage[side];
  if (contract === null) return mode;
  const own = project === null ? undefined : ownMode(byContract, `${project}/${contract}`);
  return own ?? ownMode(byContract, contract) ?? mode;
}

function ownMode(values: Record<string, RetainageMode>, key: string): RetainageMode | undefined {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}

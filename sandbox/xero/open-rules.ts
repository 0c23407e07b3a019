// Where Xero's behaviour is not documented: one switch per rule, its values, which one holds by default, and what is known.
import { z } from 'zod';

type OpenRule = { values: readonly [string, ...string[]]; default: string; known: string };

/** "Unconfirmed" = no source was found by 2026-11-23; the default is the more awkward or the more usual reading. */
export const OPEN_RULES = {
  unknownTracking: {
    values: ['drop', 'refuse'],
    default: 'drop',
    known:
      'An unknown or archived tracking option on a line. Drops without an error are reported (XeroAPI/xero-node issue 516).',
  },
  archivedTracking: {
    values: ['asUnknown', 'keep'],
    default: 'asUnknown',
    known: 'Whether an archived option can still be put on a line. Unconfirmed.',
  },
  trackingCase: {
    values: ['insensitive', 'exact'],
    default: 'insensitive',
    known:
      'Whether the names of tracking categories and options match whatever their case. Unconfirmed.',
  },
  trackingOptionId: {
    values: ['hidden', 'shown'],
    default: 'hidden',
    known:
      "Whether a line's tracking tells the option's id. Not guaranteed (XeroAPI/Xero-NetStandard issue 267).",
  },
  unassignedColumn: {
    values: ['shown', 'absent'],
    default: 'shown',
    known:
      'Whether profit and loss by a tracking category has a column for what is tracked by no option of it, called Unassigned as on the screen. Unconfirmed for the API.',
  },
  archivedOptionReports: {
    values: ['empty', 'shown'],
    default: 'empty',
    known:
      'Whether reports tell what stands on an archived tracking option. "An empty result rather than an error" in one public note (mcp.waymark.network).',
  },
  reportSpan: {
    values: ['year', 'any'],
    default: 'year',
    known:
      'Whether profit and loss may span more than a year. Refused according to one integration (cdn.cdata.com, ProfitAndLoss); not in the OpenAPI file.',
  },
  unknownCategory: {
    values: ['notFound', 'serverError'],
    default: 'notFound',
    known:
      'Adding an option to a category that is not there. HTTP 500 is reported (XeroAPI/xero-node issue 510).',
  },
  billedByApi: {
    values: ['accept', 'refuse'],
    default: 'refuse',
    known:
      'Whether an app, not only a person, may set an order to BILLED. No transition table is published.',
  },
  billedOrderDeletion: {
    values: ['refuse', 'accept'],
    default: 'refuse',
    known: 'Whether an order that is BILLED can be deleted. No transition table is published.',
  },
  emoji: {
    values: ['keep', 'drop'],
    default: 'keep',
    known:
      'Characters beyond the basic plane. Dropped ones are reported (waynerobinson/xeroizer issue 434).',
  },
  whitespace: {
    values: ['keep', 'trim'],
    default: 'keep',
    known:
      'White space around the texts of a write. Unconfirmed, except that contact names with it are refused.',
  },
  duplicateName: {
    values: ['folded', 'exact'],
    default: 'folded',
    known:
      'Whether contact names that differ in case or accents are one. Documented for filters, not for the refusal.',
  },
  halfCents: {
    values: ['halfUp', 'halfEven'],
    default: 'halfUp',
    known:
      'How half a cent of tax on a line is rounded. "Rounds to 2 dp" (guide Rounding in Xero); which half, unconfirmed.',
  },
  typedOverTax: {
    values: ['recomputed', 'kept'],
    default: 'recomputed',
    known:
      'The tax of a line that was typed over, when the line is written again without tax and with the same amounts. Unconfirmed.',
  },
  lineItemIds: {
    values: ['kept', 'new'],
    default: 'kept',
    known:
      'Whether LineItemIDs survive an update that names them. Implied by "line with id = update"; unconfirmed.',
  },
  approvalWithoutDueDate: {
    values: ['refuse', 'accept'],
    default: 'refuse',
    known:
      'Refused in one report (waynerobinson/xeroizer issue 290); the list of what approval needs is not published.',
  },
  deletedSalesNumbers: {
    values: ['kept', 'free'],
    default: 'kept',
    known:
      'Whether the number of a sales invoice that was DELETED can be used again. One that is VOIDED keeps it; unconfirmed.',
  },
  cisAmountDue: {
    values: ['lessDeduction', 'whole'],
    default: 'lessDeduction',
    known:
      "Whether a bill's AmountDue is less by its CISDeduction. The OpenAPI file describes the deduction only; unconfirmed.",
  },
  zeroTotal: {
    values: ['paid', 'authorised'],
    default: 'paid',
    known: 'The status of an approved document of 0.00. Unconfirmed.',
  },
  currencyRateDirection: {
    values: ['foreignPerBase', 'basePerForeign'],
    default: 'foreignPerBase',
    known:
      "Which way CurrencyRate is quoted. Unconfirmed; the docs' purchase order of an NZ organisation at 0.615310 to the EUR fits foreign units for one of its own.",
  },
  currencyDecimals: {
    values: ['two', 'ofCurrency'],
    default: 'two',
    known:
      'How many decimals lines and their tax have in a currency without cents, such as JPY. Unconfirmed; a currency with three, such as KWD, keeps two here either way.',
  },
  baseCurrencyRate: {
    values: ['ignored', 'refused'],
    default: 'ignored',
    known:
      "A CurrencyRate other than 1 on a document in the organisation's own currency. Payments use none there (OpenAPI file); for documents, unconfirmed.",
  },
  suspiciousRate: {
    values: ['warned', 'silent'],
    default: 'warned',
    known:
      'A CurrencyRate far from that of its day is taken with a Warning, since 2026-04-07 (public notes). How far, in which words and where is unconfirmed; here beyond half or double, on documents and single payments.',
  },
  currencyCreation: {
    values: ['accept', 'refuse'],
    default: 'accept',
    known:
      'Whether PUT /Currencies adds a currency. The OpenAPI file has it, but describes its answer as "Unsupported", the "API is not able to create new Currency".',
  },
  paidUpdates: {
    values: ['moves', 'stays'],
    default: 'moves',
    known:
      "Whether paying moves the document's UpdatedDateUTC. Not every change does (developer docs, Contacts); for payments, unconfirmed.",
  },
  paymentEvents: {
    values: ['none', 'invoiceUpdate'],
    default: 'none',
    known:
      'Whether paying fires INVOICE UPDATE. There is no payment webhook; this is not documented.',
  },
  allocatedUpdates: {
    values: ['moves', 'stays'],
    default: 'moves',
    known:
      "Whether allocating a credit moves the UpdatedDateUTC of the bill or invoice. The credit's own moves. Not documented.",
  },
  allocationEvents: {
    values: ['none', 'updates'],
    default: 'none',
    known:
      'Whether allocating fires INVOICE UPDATE for the document and UPDATE for the credit. Not documented.',
  },
  bankCreditEvents: {
    values: ['sent', 'none'],
    default: 'sent',
    known:
      'Whether PREPAYMENT and OVERPAYMENT events are told. Public notes date them to August and September 2026; the OpenAPI file at hand is older.',
  },
  allocationIds: {
    values: ['hidden', 'shown'],
    default: 'hidden',
    known:
      "Whether the answer to a PUT of allocations tells their AllocationID. GETs do (XeroAPI/Xero-OpenAPI pull request 567); the file's example of the PUT does not.",
  },
  refundTarget: {
    values: ['asInvoice', 'asItself'],
    default: 'asInvoice',
    known:
      "What a refund in GET /Payments shows: an Invoice with the credit's type and id, as in the OpenAPI file's example, or the CreditNote, Prepayment or Overpayment its schema also has.",
  },
  payableCreditReference: {
    values: ['dropped', 'kept'],
    default: 'dropped',
    known:
      'Whether an ACCPAYCREDIT keeps a Reference. The field is "ACCRECCREDIT only" in the OpenAPI file, whose example of POST keeps one.',
  },
  reconciledDeletion: {
    values: ['refuse', 'accept'],
    default: 'refuse',
    known: 'Deleting a payment that is reconciled in the bank. Not documented.',
  },
  deletedPayments: {
    values: ['listed', 'gone'],
    default: 'listed',
    known:
      'Whether lists still show deleted payments, as DELETED with a newer UpdatedDateUTC. Expected, not verified.',
  },
  paymentReference: {
    values: ['anyLength', 'most255'],
    default: 'anyLength',
    known: "A payment's Reference has no documented length.",
  },
  modifiedSince: {
    values: ['exclusive', 'inclusive'],
    default: 'exclusive',
    known: 'Whether If-Modified-Since includes its own moment. Not documented.',
  },
  nothingModified: {
    values: ['emptyList', 'notModified'],
    default: 'emptyList',
    known: 'Whether a list without changes since is answered 304. Not documented.',
  },
  updatedPrecision: {
    values: ['milliseconds', 'seconds'],
    default: 'milliseconds',
    known: 'How fine UpdatedDateUTC is, from the next change on. Examples show both.',
  },
  listOrder: {
    values: ['oldestFirst', 'newestFirst', 'byId'],
    default: 'oldestFirst',
    known:
      'The order of a list that asks for none. Documented for Invoices only (UpdatedDateUTC, InvoiceId); others unconfirmed.',
  },
  inactiveTaxRates: {
    values: ['listed', 'leftOut'],
    default: 'listed',
    known: 'Whether GET /TaxRates shows rates that are not ACTIVE. Unconfirmed.',
  },
  reverseChargeRate: {
    values: ['zero', 'named'],
    default: 'zero',
    known:
      'The EffectiveRate of a reverse charge: what it adds to a document, or the rate it is named for. Unconfirmed.',
  },
  attachmentOnEnded: {
    values: ['refuse', 'accept'],
    default: 'refuse',
    known: 'Whether a voided or deleted document takes a file. Unconfirmed.',
  },
  keptRefusal: {
    values: ['forgotten', 'kept'],
    default: 'forgotten',
    known:
      'Whether a 429 is kept under its Idempotency-Key. "Errors are cached too"; whether limits stand before, unconfirmed.',
  },
  replay: {
    values: ['first', 'current'],
    default: 'first',
    known:
      'Whether a repeated key tells the first answer or the records as they are now. "Cached response" is documented.',
  },
  summarizeErrorsAbsent: {
    values: ['asTrue', 'asFalse'],
    default: 'asTrue',
    known: 'Behaves as true in public notes; the OpenAPI file says its default is false.',
  },
  partialWrite: {
    values: ['nothing', 'theGood'],
    default: 'nothing',
    known: 'What a 400 over one of many elements leaves of the others. Not documented.',
  },
  elementStatus: {
    values: ['always', 'onlyErrors'],
    default: 'always',
    known: 'Whether summarizeErrors=false marks elements that are fine. Examples do; not promised.',
  },
  errorField: {
    values: ['Message', 'Description'],
    default: 'Message',
    known:
      "What the sentence of a validation error is called. One of Xero's bulk examples has Description.",
  },
  problemKeys: {
    values: ['pascalCase', 'lowerCase'],
    default: 'pascalCase',
    known:
      'The keys of the body of a 401 or 403. Both have appeared (XeroAPI/xero-node issue 741, a gist of 2020).',
  },
  appMinuteName: {
    values: ['appminute', 'app-minute'],
    default: 'appminute',
    known:
      'How X-Rate-Limit-Problem spells the limit over all organisations. Both spellings are reported.',
  },
  scopesBeyondGrant: {
    values: ['refuse', 'narrow'],
    default: 'refuse',
    known:
      'Asking for a scope the connection was not given. A refusal is reported (XeroAPI/xero-mcp-server issue 175).',
  },
  projectsLimits: {
    values: ['shared', 'own'],
    default: 'shared',
    known:
      'Whether calls to Projects count against the limits of the accounting API, or have as many of their own. Unconfirmed.',
  },
  projectsUnsubscribed: {
    values: ['403', '401'],
    default: '403',
    known:
      'What an organisation without Xero Projects is answered. 403 according to docs.databricks.com (Xero troubleshooting), 401 according to developer.xero.com (Projects response codes).',
  },
  projectsPageSize: {
    values: ['refused', 'clamped'],
    default: 'refused',
    known:
      'A pageSize of Projects outside 1 to 500. "Must be a number between 1 and 500" (OpenAPI file); what happens is unconfirmed.',
  },
  projectContact: {
    values: ['optional', 'required'],
    default: 'optional',
    known:
      'Whether a new project needs a contact. Not in the OpenAPI file 16.1.0; an example of the response codes refuses one without.',
  },
  projectUpdate: {
    values: ['replaces', 'keeps'],
    default: 'replaces',
    known:
      "What a PUT of a project or task leaves out is gone, or as it was. Documented for a time entry's description only, which is gone.",
  },
  taskNames: {
    values: ['any', 'unique'],
    default: 'any',
    known: 'Whether two tasks of one project may have the same name. Unconfirmed.',
  },
  closedProject: {
    values: ['shut', 'changeable'],
    default: 'shut',
    known:
      'Whether the tasks of a closed project can be added and changed, and its time changed and deleted. It takes no new time either way; unconfirmed.',
  },
  eventTypeCase: {
    values: ['upper', 'title'],
    default: 'upper',
    known: 'CREATE and UPDATE in the OpenAPI file, Create and Update in the docs.',
  },
} as const satisfies Record<string, OpenRule>;

export type RuleName = keyof typeof OPEN_RULES;
export type OpenRules = { [Name in RuleName]: (typeof OPEN_RULES)[Name]['values'][number] };

const NAMES = Object.keys(OPEN_RULES) as RuleName[];

export const DEFAULT_RULES = Object.fromEntries(
  NAMES.map((name) => [name, OPEN_RULES[name].default]),
) as OpenRules;

/** Any of the switches, each with one of its values. */
export const openRulesSchema = z.strictObject(
  Object.fromEntries(NAMES.map((name) => [name, z.enum(OPEN_RULES[name].values).exactOptional()])),
) as z.ZodType<Partial<OpenRules>>;

// What a refusal of Xero is about, from its validation sentences, which Xero may reword: matched loosely, the first kind wins.

export const refusalKinds = [
  'lockedPeriod',
  'contactArchived',
  'unknownAccount',
  'unknownTaxType',
  'duplicateNumber',
  'paidOrAllocated',
  'other',
] as const;
export type RefusalKind = (typeof refusalKinds)[number];

/** Sources read 2026-11-23. OAS = Xero's OpenAPI 16.1.0. */
const patterns: readonly (readonly [Exclude<RefusalKind, 'other'>, RegExp])[] = [
  // "The document date cannot be before the end of year lock date, currently set at …" and "… the period lock date …"
  // (help.dext.com article 105721, quoting Xero).
  ['lockedPeriod', /\block date\b/i],
  // "The contact with the specified contact details has been archived. The contact must be un-archived before creating
  // new invoices or credit notes" (Hubdoc help, quoting Xero); "The status 'ARCHIVED' is not valid for contacts".
  ['contactArchived', /\bcontact\b.*\barchived\b|\bARCHIVED\b.*\bcontacts?\b/i],
  // "Account code 'X' is not a valid code for this document."; "Account code 'X' has been archived, or has been deleted.
  // Each line item must reference a valid account." (Xero SDK fixtures).
  ['unknownAccount', /\baccount code\b.*\b(not a valid|archived|deleted|not recognised)\b/i],
  ['unknownAccount', /\bmust reference a valid account\b/i],
  // "The TaxType code X does not exist or cannot be used for this type of transaction." (XeroAPI/xero-ruby specs);
  // "The TaxType code 'X' cannot be used with account code 'Y'".
  ['unknownTaxType', /\btax ?type\b.*\b(does not exist|cannot be used|not valid|invalid)\b/i],
  // "Invoice # must be unique."; "Order number must be unique" (OAS); "The contact name X is already assigned to another
  // contact. The contact name must be unique across all active contacts." (OAS); "Another contact has this contact number."
  ['duplicateNumber', /\bmust be unique\b|\bis already assigned\b|\banother contact has this\b/i],
  // "This document cannot be edited as it has a payment or credit note allocated to it."; "The status VOIDED cannot be
  // applied to the invoice because it has payments or credit notes allocated to it."
  ['paidOrAllocated', /\b(payments?|credit notes?)\b.*\ballocated\b/i],
];

/** The first kind that any sentence shows, in the order of `refusalKinds`; 'other' where none does. */
export function classifyRefusal(messages: readonly string[]): RefusalKind {
  for (const [kind, pattern] of patterns) {
    if (messages.some((message) => pattern.test(message))) return kind;
  }
  return 'other';
}

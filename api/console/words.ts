// What people call things on the pages: kinds, states, actions and fields, in the field's own words.
import type { ExceptionKind } from '../../domain/plan/exception-kinds.ts';

export const kindNames: Record<ExceptionKind, string> = {
  accessLost: 'Access lost',
  tooLarge: 'Too large',
  leftPostedStatus: 'No longer approved',
  vendorMissing: 'No vendor',
  contactArchived: 'Archived contact',
  contactSuggested: 'Suggested contact',
  notYetHandled: 'Not handled yet',
  partsNotWhole: 'Does not add up',
  unmappedCode: 'Unmapped code',
  unmappedTax: 'Unmapped tax',
  lockedPeriod: 'Locked period',
  editedInXero: 'Edited in Xero',
  editedAfterPosting: 'Changed in Procore',
  lookAlike: 'Look-alike bill',
  vendorRefused: 'Refused by vendor',
};

function named(names: Readonly<Record<string, string>>, key: string): string {
  return Object.hasOwn(names, key) ? (names[key] ?? key) : key;
}

export const kindName = (kind: string): string => named(kindNames, kind);

const typeNames: Record<string, string> = {
  contact: 'Vendor',
  commitment: 'Contract',
  payApp: 'Pay app',
};
export const typeName = (type: string): string => named(typeNames, type);

const typePlurals: Record<string, string> = {
  contact: 'Vendors',
  commitment: 'Contracts',
  payApp: 'Pay apps',
};
export const typePlural = (type: string): string => named(typePlurals, type);

const stateNames: Record<string, string> = {
  notPosted: 'Not posted',
  linked: 'Linked',
  posted: 'Posted',
  partPaid: 'Part paid',
  paid: 'Paid',
  voided: 'Void',
  waiting: 'Waiting',
  writing: 'Being written',
};
export const stateName = (state: string): string => named(stateNames, state);

const intentStates: Record<string, string> = {
  ready: 'Ready to send',
  claimed: 'About to be sent',
  sent: 'Sent, no answer yet',
  unknown: 'No answer; looking it up',
  done: 'Written',
  failed: 'Not written',
};
export const intentStateName = (state: string): string => named(intentStates, state);

const endpointNames: Record<string, string> = {
  'xero/contacts': 'contact in Xero',
  'xero/purchaseorders': 'purchase order in Xero',
  'xero/invoices': 'bill in Xero',
  'procore/contract_payments': 'contract payment in Procore',
};
export const endpointName = (endpoint: string): string => named(endpointNames, endpoint);

const recordNames: Record<string, string> = {
  xeroContact: 'Xero contact',
  xeroPurchaseOrder: 'Xero purchase order',
  xeroBill: 'Xero bill',
  procoreContractPayment: 'Procore contract payment',
};
export const recordName = (kind: string): string => named(recordNames, kind);

const actionNames: Record<string, string> = {
  approved: 'Approved',
  rejected: 'Rejected',
  written: 'Written',
  refused: 'Refused by the vendor',
  adopted: 'Linked to what was there',
  notSentBecauseItMoved: 'Not sent, because it had moved',
  decisionApplied: 'Decision carried out',
  decisionRefused: 'Decision not carried out, because the plan had moved',
};
export const actionName = (action: string): string => named(actionNames, action);

const closings: Record<string, string> = {
  approved: 'Approved and carried out',
  rejected: 'Rejected; left as it was',
  superseded: 'Replaced by a newer plan',
  resolved: 'Resolved by itself',
};
export const closingName = (because: string | null): string =>
  because === null ? 'Closed' : named(closings, because);

/** "local:controller" is a person by a name given on this machine. */
export function personName(person: string): string {
  if (person === 'tieout') return 'Tieout';
  return person.startsWith('local:') ? `the ${person.slice(6)}` : person;
}

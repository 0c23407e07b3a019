// What people call things on the pages: kinds, states, actions and fields, in the field's own words.
import type { Operation } from '../../domain/delivery/operation.ts';
import type { Endpoint } from '../../domain/identity/endpoints.ts';
import { endpoints, vendorOf, wordOfEndpoint } from '../../domain/identity/endpoints.ts';
import type { QuestionKind } from '../../domain/plan/question-kinds.ts';
import type { DocumentState } from '../../domain/plan/verdict.ts';

const kindNames: Record<QuestionKind, string> = {
  accessLost: 'Access lost',
  stuck: 'Stuck',
  unreadable: 'Unreadable record',
  tooLarge: 'Too large',
  sourceGone: 'Gone from Procore',
  leftPostedStatus: 'No longer approved',
  doubleTarget: 'Two records',
  vendorMissing: 'No vendor',
  vendorDiffers: 'Two companies',
  contactArchived: 'Archived contact',
  contactMissing: 'No contact to bill',
  contactDiffers: 'Company differs',
  contactSuggested: 'Suggested contact',
  cisDeduction: 'CIS deduction',
  openingUnsigned: 'Opening not signed',
  openingDiffers: 'Opening differs',
  heldRateUnknown: 'Held rate unknown',
  releaseBeyondHeld: 'More released than held',
  creditBeyondDue: 'Credit too large',
  leftBefore: 'Left to people before',
  belowZero: 'Below zero',
  allocationRemoved: 'Credit taken back',
  creditToTakeBack: 'Credit to take back',
  notYetHandled: 'Not handled yet',
  currencyNotKept: 'Currency not kept',
  rateOfOne: 'Rate of 1',
  partsNotWhole: 'Does not add up',
  incomplete: 'Incomplete',
  unmappedCode: 'Unmapped code',
  optionArchived: 'Archived option',
  optionsLimit: 'Too many options',
  optionToArchive: 'Option to archive',
  unmappedTax: 'Unmapped tax',
  notWritable: 'Cannot be written as it is',
  lockedPeriod: 'Locked period',
  editedInXero: 'Edited in Xero',
  editedAfterPosting: 'Changed in Procore',
  lookAlike: 'Look-alike bill',
  overBilled: 'Billed beyond the contract',
  copiedFromOrder: 'Copied from an order',
  twinAppeared: 'Twin appeared',
  paymentRemoved: 'Payment removed',
  paymentTypedInProcore: 'Payment typed in Procore',
  paymentChangedInProcore: 'Payment changed in Procore',
  paymentGoneFromProcore: 'Payment gone from Procore',
  paymentDeletedInXero: 'Payment deleted in Xero',
  paymentTypedInXero: 'Payment typed in Xero',
  paymentOnlyInXero: 'Payment in Xero alone',
  paymentBeyondDue: 'Payment too large',
  paymentBeforeApproval: 'Payment before approval',
  paymentWithoutClaim: 'Payment of no claim',
  projectsNotAvailable: 'No Xero Projects',
  xeroProjectUnclear: 'No one project in Xero',
  workerUnmapped: 'Worker not mapped',
  taskChargeable: 'Charged task',
  taskLocked: 'Task locked in Xero',
  taskDeletedInXero: 'Task deleted in Xero',
  timeLocked: 'Time locked in Xero',
  timeTypedInXero: 'Time typed in Xero',
  timeDeletedInXero: 'Time deleted in Xero',
  directCostTyped: 'Direct cost typed in Procore',
  directCostChanged: 'Direct cost changed in Procore',
  directCostRemoved: 'No cost any more',
  directCostUncoded: 'Cost without a code',
  directCostHeldUp: 'Cost held up',
  vendorRefused: 'Refused by vendor',
};

function named(names: Readonly<Record<string, string>>, key: string): string {
  return Object.hasOwn(names, key) ? (names[key] ?? key) : key;
}

export const kindName = (kind: string): string => named(kindNames, kind);
export const isKind = (kind: string): boolean => Object.hasOwn(kindNames, kind);

const stateNames: Record<DocumentState, string> = {
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
export const isStateName = (state: string): boolean => Object.hasOwn(stateNames, state);

const intentStates: Record<string, string> = {
  ready: 'Ready to send',
  claimed: 'About to be sent',
  sent: 'Sent, no answer yet',
  unknown: 'No answer; looking it up',
  done: 'Written',
  failed: 'Not written',
};
export const intentStateName = (state: string): string => named(intentStates, state);

/** "bill in Xero". */
export function endpointName(endpoint: string): string {
  const known = endpoints.find((one) => one === endpoint);
  if (known === undefined) return endpoint;
  return `${wordOfEndpoint(known)} in ${vendorOf(known) === 'xero' ? 'Xero' : 'Procore'}`;
}

const recordNames: Record<string, string> = {
  xeroContact: 'Xero contact',
  xeroPurchaseOrder: 'Xero purchase order',
  xeroBill: 'Xero bill',
  xeroSalesInvoice: 'Xero sales invoice',
  xeroCreditNote: 'Xero credit note',
  xeroAllocation: 'Xero allocation',
  xeroPayment: 'Xero payment',
  xeroTrackingOption: 'Xero tracking option',
  xeroAttachment: 'Xero attachment',
  xeroHistoryNote: 'Xero history note',
  xeroProject: 'Xero project',
  xeroProjectTask: 'Xero task',
  xeroTimeEntry: 'Xero time entry',
  procoreContractPayment: 'Procore contract payment',
  procoreDirectCost: 'Procore direct cost',
};
export const recordName = (kind: string): string => named(recordNames, kind);

const actionNames: Record<string, string> = {
  approved: 'Approved',
  rejected: 'Left as it is',
  written: 'Written',
  refused: 'Refused by the vendor',
  removed: 'Removed',
  adopted: 'Linked to what was there',
  linkEnded: 'Link ended: gone on both sides',
  reopened: 'Asked again',
  notSentBecauseWhatComesFirstFailed: 'Not sent, because what comes first was not written',
  notSentBecauseItMoved: 'Not sent, because it had moved',
  notSentBecauseItIsLeftToPeople: 'Not sent, because it is left to people now',
  decisionApplied: 'Decision carried out',
  decisionRefused: 'Decision not carried out, because the plan had moved',
};
export const actionName = (action: string): string => named(actionNames, action);

const linkEnds: Record<string, string> = {
  removed: 'removed',
  replaced: 'replaced by another',
  voided: 'void',
};
export const linkEndName = (because: string | null): string =>
  because === null ? 'ended' : named(linkEnds, because);

const closings: Record<string, string> = {
  approved: 'Approved',
  rejected: 'Left as it was',
  superseded: 'Replaced by a newer question',
  resolved: 'Resolved by itself',
};
export const closingName = (because: string | null): string =>
  because === null ? 'Closed' : named(closings, because);

/** What a write does to its target, as its page heads it: "A new bill in Xero". */
const writeLeads: Record<Operation, string> = {
  create: 'A new',
  update: 'A change to the',
  void: 'Takes back the',
  delete: 'Removes the',
  allocate: 'Sets off the',
};
export const writeName = ({
  operation,
  endpoint,
}: {
  operation: Operation;
  endpoint: Endpoint;
}): string => `${writeLeads[operation]} ${endpointName(endpoint)}`;

export { personName } from '../../domain/identity/person-name.ts';

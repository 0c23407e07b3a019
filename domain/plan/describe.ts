// What people call a document, and the one sentence that says what is wrong with it and what happens next.
import { exceptionKindOf } from './plan.ts';
import type { Plan } from './plan.ts';
import type { ExceptionKind } from './exception-kinds.ts';
import { fixes } from './exception-kinds.ts';
import type { Observation } from './observation.ts';

/** "pay app INV-1042 (SC-003 no. 4)", "contract PO-007 Reinforcing steel", "vendor Kauri Concrete Ltd". */
export function documentNameOf(observation: Observation): string {
  switch (observation.type) {
    case 'contact':
      return `vendor ${observation.vendor?.name ?? observation.vendorId}`;
    case 'commitment': {
      const { commitment } = observation;
      return commitment ? `contract ${commitment.number} ${commitment.title}`.trim() : 'a contract';
    }
    case 'payApp': {
      const { requisition, commitment } = observation;
      if (!requisition) return 'a pay app';
      const contract = commitment
        ? `${commitment.number} no. ${requisition.number}`
        : `no. ${requisition.number}`;
      return requisition.invoiceNumber
        ? `pay app ${requisition.invoiceNumber} (${contract})`
        : `pay app ${contract}`;
    }
  }
}

const leads: Record<ExceptionKind, string> = {
  accessLost: 'Tieout can no longer see this',
  tooLarge: 'This document is too large to handle in one piece',
  leftPostedStatus: 'Posted in Xero, but no longer approved',
  vendorMissing: 'There is no vendor to bill',
  contactArchived: 'The contact is archived',
  contactSuggested: 'This may be a contact that Xero already has',
  notYetHandled: 'Tieout does not post this kind yet',
  partsNotWhole: 'The parts do not add up to the whole',
  unmappedCode: 'A code has no place in Xero',
  unmappedTax: 'A tax code has no place in Xero',
  lockedPeriod: 'The period is locked in Xero',
  editedInXero: 'Someone changed this in Xero',
  editedAfterPosting: 'Procore changed after posting',
  lookAlike: 'Xero may already have this bill',
  vendorRefused: 'The vendor refused it',
};

function detailOf(plan: Plan): string {
  if (plan.outcome === 'unchanged') return '';
  if (plan.outcome !== 'blocked') return plan.detail;
  return plan.reason.why === 'exception' ? plan.reason.detail : '';
}

/** The sentence a person can act on. */
export function sentenceOf(plan: Plan, kind: ExceptionKind | null = exceptionKindOf(plan)): string {
  if (kind === null) return '';
  const detail = detailOf(plan);
  return detail === '' ? `${leads[kind]}.` : `${leads[kind]}: ${detail.replace(/\.$/, '')}.`;
}

/** What to do instead of approving; null where approving works. */
export function fixOf(plan: Plan, kind: ExceptionKind): string | null {
  if (plan.outcome === 'unchanged' || plan.outcome === 'blocked') return fixes[kind];
  return plan.approvable.yes ? null : plan.approvable.fix;
}

// Which ids, numbers and dates the pay apps get once all are drafted, and the traps laid into them.
import type {
  RequisitionItem,
  SeededCommitment,
  SeededRequisition,
  SeededTrap,
  SeededVendor,
} from './seeded-company.ts';
import type { ContractOutline } from './commitments.ts';
import type { ProjectRecords } from './project-records.ts';
import type { Random } from './random.ts';
import type { Country } from './countries/country.ts';
import { payAppsOf, percentComplete } from './pay-apps.ts';
import type { PayAppDraft } from './pay-apps.ts';
import { centsOf, textOf } from './cents.ts';
import { idCounter } from './ids.ts';

export const LOCKED_BILLING_DATE = '2026-03-27';
const LOOK_ALIKE_INVOICE_NUMBER = 'INV 2217';
const PARTS_NOT_WHOLE_DIFFERENCE = 10_000n;

const APPROVED_AS_NOTED = 5;
const WITHOUT_INVOICE_NUMBER = 8;

export type Billing = { requisitions: SeededRequisition[]; traps: SeededTrap[] };

export function billingOf(
  outlines: readonly ContractOutline[],
  commitments: readonly SeededCommitment[],
  vendors: readonly SeededVendor[],
  records: ProjectRecords,
  country: Country,
  random: Random,
): Billing {
  const drafts: { draft: PayAppDraft; outline: ContractOutline }[] = [];
  commitments.forEach((commitment, index) => {
    const outline = outlines[index];
    if (outline === undefined) throw new RangeError('A contract has no outline');
    for (const draft of payAppsOf(commitment, outline, records, random)) {
      drafts.push({ draft, outline });
    }
  });
  drafts.sort(
    (a, b) =>
      a.draft.monthIndex - b.draft.monthIndex || a.draft.commitment_id - b.draft.commitment_id,
  );
  const invoiceNumber = invoiceNumbers(vendors, random);
  const requisitionId = idCounter('requisition');
  const itemId = idCounter('item');
  const latest = new Map<number, number>();
  const traps: SeededTrap[] = [];
  const requisitions = drafts.map(({ draft, outline }) => {
    const { monthIndex: _monthIndex, isLast, items, ...header } = draft;
    const requisition: SeededRequisition = {
      ...header,
      id: requisitionId(),
      previous_requisition_id: latest.get(draft.commitment_id) ?? null,
      invoice_number: invoiceNumber(draft.vendor_id),
      items: items.map((item): RequisitionItem => ({ id: itemId(), ...item })),
    };
    latest.set(draft.commitment_id, requisition.id);
    if (outline.trap !== null) layTrap(requisition, outline.trap, isLast, traps, country);
    return requisition;
  });
  if (traps.length > 0) varyOrdinary(requisitions, traps, random);
  return { requisitions, traps };
}

/** A counter per vendor, many of them starting alike: a subcontractor's numbers are unique to it, not to the firm. */
function invoiceNumbers(
  vendors: readonly SeededVendor[],
  random: Random,
): (vendorId: number) => string {
  const next = new Map(vendors.map((vendor) => [vendor.id, 1000 + 20 * random.below(6)]));
  const plainDigits = new Set(vendors.filter(() => random.chance(15)).map((vendor) => vendor.id));
  return (vendorId) => {
    const number = (next.get(vendorId) ?? 1000) + 1;
    next.set(vendorId, number);
    return plainDigits.has(vendorId) ? `0${number}` : `INV-${number}`;
  };
}

const TRAP_NOTES: Record<Exclude<SeededTrap['key'], 'contactSuggested'>, string> = {
  contactArchived: 'The Xero contact of the same name is archived.',
  lockedPeriod: `The first pay app is dated ${LOCKED_BILLING_DATE}, before the period lock date.`,
  partsNotWhole: 'The last pay app says 100.00 more completed than its lines add up to.',
  lookAlike: 'The bookkeeper has already typed the October bill in Xero.',
};

function suggestedNote({ names, inFull }: Country): string {
  return `The vendor exists in Xero as "${inFull(names.trapped.contactSuggested)}".`;
}

function layTrap(
  requisition: SeededRequisition,
  key: SeededTrap['key'],
  isLast: boolean,
  traps: SeededTrap[],
  country: Country,
): void {
  let trap = traps.find((candidate) => candidate.key === key);
  if (trap === undefined) {
    trap = {
      key,
      vendorId: requisition.vendor_id,
      commitmentId: requisition.commitment_id,
      requisitionIds: [],
      note: key === 'contactSuggested' ? suggestedNote(country) : TRAP_NOTES[key],
    };
    traps.push(trap);
  }
  switch (key) {
    case 'contactSuggested':
    case 'contactArchived':
      trap.requisitionIds.push(requisition.id);
      return;
    case 'lockedPeriod':
      if (requisition.number !== 1) return;
      requisition.billing_date = LOCKED_BILLING_DATE;
      trap.requisitionIds.push(requisition.id);
      return;
    case 'partsNotWhole':
      if (!isLast) return;
      raiseHeader(requisition, PARTS_NOT_WHOLE_DIFFERENCE);
      trap.requisitionIds.push(requisition.id);
      return;
    case 'lookAlike':
      if (!isLast) return;
      requisition.billing_date = '2026-10-30';
      requisition.invoice_number = LOOK_ALIKE_INVOICE_NUMBER;
      trap.requisitionIds.push(requisition.id);
      return;
  }
}

/** The header stays consistent in itself; only its lines no longer add up to it. */
function raiseHeader(requisition: SeededRequisition, by: bigint): void {
  const { summary } = requisition;
  const raised = (text: string, amount: bigint): string => textOf(centsOf(text) + amount);
  requisition.summary = {
    ...summary,
    total_completed_and_stored_to_date: raised(summary.total_completed_and_stored_to_date, by),
    total_earned_less_retainage: raised(summary.total_earned_less_retainage, by),
    current_payment_due: raised(summary.current_payment_due, by),
    balance_to_finish_including_retainage: raised(
      summary.balance_to_finish_including_retainage,
      -by,
    ),
  };
  requisition.percent_complete = percentComplete(requisition.summary);
}

/** A few ordinary pay apps are approved as noted, and a few carry no number of the subcontractor's own. */
function varyOrdinary(
  requisitions: SeededRequisition[],
  traps: readonly SeededTrap[],
  random: Random,
): void {
  const trapped = new Set(traps.map((trap) => trap.commitmentId));
  const ordinary = random.shuffled(
    requisitions.filter(
      (requisition) => requisition.status === 'approved' && !trapped.has(requisition.commitment_id),
    ),
  );
  for (const requisition of ordinary.slice(0, APPROVED_AS_NOTED)) {
    requisition.status = 'approved_as_noted';
    const first = requisition.items[0];
    if (first !== undefined) first.comment = 'Agreed on site; see the marked-up claim.';
  }
  const numberless = ordinary.slice(APPROVED_AS_NOTED, APPROVED_AS_NOTED + WITHOUT_INVOICE_NUMBER);
  for (const requisition of numberless) requisition.invoice_number = null;
}

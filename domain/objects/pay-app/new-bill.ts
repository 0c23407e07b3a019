// A pay app that is not in Xero yet: everything that must be right before its bill is created, then the bill.
import { markerIn } from '../../identity/markers.ts';
import { fromMinor, groupedAmount } from '../../money/amount.ts';
import { newDocumentFields } from '../../plan/document-update.ts';
import { lineBodyOf } from '../../plan/merged-lines.ts';
import type { OwnedDocument } from '../../plan/owned.ts';
import type { FieldChange, Finding, Verdict } from '../../plan/verdict.ts';
import { adoption, blocked, finding, proposal, waitsFor } from '../../plan/verdicts.ts';
import { inactiveVendor } from '../inactive-vendor.ts';
import type { ProcoreCommitment } from '../../records/procore/commitment.ts';
import type { ProcoreRequisition } from '../../records/procore/requisition.ts';
import type { XeroBill } from '../../records/xero/bill.ts';
import { isStanding } from '../../records/xero/standing.ts';
import { billNumberOf } from './bill-number.ts';
import { agreedOn, billMarker, billUrl, billWrite } from './bill-write.ts';
import type { ProvedClaim } from './claim.ts';
import { claimOf } from './claim.ts';
import { lockedUntil } from './lock-dates.ts';
import type { Claim } from './look-alikes.ts';
import { likeness, wordsOfBill } from './look-alikes.ts';
import { dueDateByTerms } from './due-date.ts';
import type { OwnTwin, PayAppObservation } from './observation.ts';

export function planNewBill(
  observation: PayAppObservation,
  requisition: ProcoreRequisition,
): Verdict {
  const { commitment, project, contact } = observation;
  const { contractKind, commitmentId } = requisition;
  if (!commitment || !project) {
    const detail = commitment
      ? 'Procore no longer shows its project'
      : 'Procore no longer shows its contract';
    return blocked('bill', 'accessLost', detail, { contract: `${contractKind}-${commitmentId}` });
  }
  const differs = vendorDiffers(requisition, commitment);
  if (differs) return differs;
  if (!contact) {
    const vendor = commitment.vendorId ?? requisition.vendorId;
    const detail = vendor
      ? "Procore does not show the contract's vendor"
      : 'the contract has no vendor';
    return blocked('bill', 'vendorMissing', detail, { vendor });
  }
  if (contact.inactive !== undefined) return inactiveVendor('bill', contact.inactive);
  if (contact.contactId === null || contact.archived) return waitsFor('bill', contact.workflowId);
  const proved = claimOf(observation, requisition, null);
  if (!proved.ok) return blocked('bill', proved.stop.kind, proved.stop.detail, proved.stop.figures);
  if (requisition.billingDate === null) {
    const figures = { due: requisition.summary.currentPaymentDue };
    return blocked('bill', 'incomplete', 'it has no billing date', figures);
  }
  if (observation.period !== 'known') {
    const detail = 'Procore does not show its billing period, which says when it is due';
    return blocked('bill', 'accessLost', detail, { period: requisition.periodId });
  }
  const head = {
    contactId: contact.contactId,
    number: billNumberOf(requisition, commitment),
    date: requisition.billingDate,
    currency: requisition.currency ?? commitment.currency ?? observation.organisation.baseCurrency,
  };
  return postable(observation, requisition, { claim: proved.claim, head });
}

/** The claimant is who the pay app names; a contract that was given to another company meanwhile is a question. */
function vendorDiffers(
  { vendorId }: ProcoreRequisition,
  commitment: ProcoreCommitment,
): Verdict | null {
  if (vendorId === null || commitment.vendorId === null || vendorId === commitment.vendorId) {
    return null;
  }
  const detail = `the pay app is of company ${vendorId}, contract ${commitment.number} is now of company ${commitment.vendorId}`;
  return blocked('bill', 'vendorDiffers', detail, {
    payAppVendor: vendorId,
    contractVendor: commitment.vendorId,
  });
}

type Postable = { claim: ProvedClaim; head: Omit<OwnedDocument, 'lines'> };

function postable(
  observation: PayAppObservation,
  requisition: ProcoreRequisition,
  { claim, head }: Postable,
): Verdict {
  const { marked, connection } = observation;
  const marker = billMarker({ connection, requisitionId: requisition.id });
  if (marked && isStanding(marked) && markerIn(marked.url) === marker) {
    return adoption('bill', { targetId: marked.id, targetVersion: marked.updatedAt });
  }
  const lock = lockedUntil(observation.organisation);
  if (lock !== null && head.date <= lock) {
    const detail = `it is dated ${head.date} and Xero is locked up to ${lock}`;
    const due = requisition.summary.currentPaymentDue;
    return blocked('bill', 'lockedPeriod', detail, { date: head.date, lock, due });
  }
  const url = billUrl(observation, requisition.id);
  // Xero approves no bill without a due date; where nobody says one, it is due at once.
  const dueDate =
    observation.dueDate ?? dueDateByTerms(head.date, observation.billTerms) ?? head.date;
  const projection: OwnedDocument = { ...head, url, lines: claim.lines };
  const ours = { ...claim, number: head.number, date: head.date };
  const { twins, findings: alike } = alikeOnes(observation, ours);
  const findings = alike.length > 0 ? alike : leftForAnother(observation, ours);
  const [twin] = twins;
  const both = {
    projection,
    target: projection,
    twins: twins.map(({ id }) => id),
  };
  const fields = newDocumentFields(projection, dueDate);
  return proposal('bill', {
    outcome: 'create',
    changes: twin ? besideTwin(fields, fromMinor(claim.total), twin) : fields,
    findings,
    write: billWrite(observation, requisition.id, {
      target: null,
      body: {
        kind: 'xeroBill',
        billId: null,
        ...head,
        url,
        dueDate,
        status: 'AUTHORISED',
        lines: claim.lines.map((line) => lineBodyOf(line, null, observation.chart.codes)),
      },
      agreed: agreedOn(observation, requisition, both),
    }),
    cause: twins.map(({ id, updatedAt }) => ({ id, updatedAt })),
  });
}

/** Left once because Xero had the same bill: when that one is gone, ours does not go in its place unasked. */
function leftForAnother({ answers }: PayAppObservation, ours: Claim): Finding[] {
  const wasLeft = answers.accepted.some(
    ({ subject, kind }) => subject === 'bill' && kind === 'lookAlike',
  );
  if (!wasLeft) return [];
  const detail =
    'it was left because another bill was taken for it, and that one is not there any more';
  const figures = { number: ours.number, date: ours.date, total: fromMinor(ours.total) };
  return [finding('lookAlike', detail, { ...figures, bill: null })];
}

function alikeOnes(
  { lookAlikes, ownTwins }: PayAppObservation,
  ours: Claim,
): { twins: XeroBill[]; findings: Finding[] } {
  const figures = { number: ours.number, date: ours.date, total: fromMinor(ours.total) };
  const twins = lookAlikes.flatMap((bill) => {
    const why = likeness(ours, bill);
    return why === null ? [] : [{ bill, why }];
  });
  const strangers = twins.map(({ bill, why }) =>
    finding('lookAlike', `Xero already has ${wordsOfBill(bill)} from this contact, with ${why}`, {
      ...figures,
      bill: bill.id,
      theirNumber: bill.number,
      theirTotal: bill.total,
      why,
    }),
  );
  const own = ownTwins
    .filter(({ comesFirst }) => comesFirst)
    .map((twin) => ownTwinFinding(twin, figures));
  return { twins: twins.map(({ bill }) => bill), findings: [...own, ...strangers] };
}

function ownTwinFinding(twin: OwnTwin, figures: Finding['figures']): Finding {
  const when = twin.date === null ? '' : ` of ${twin.date}`;
  const detail = `pay app ${twin.number}${when} for ${groupedAmount(twin.amount)} (without tax) of the same contact is posted or about to be`;
  const found = finding('lookAlike', detail, { ...figures, payApp: twin.workflowId });
  return { ...found, others: [twin.workflowId] };
}

/** The look-alike beside ours: theirs stays as it is. */
function besideTwin(fields: FieldChange[], total: string, twin: XeroBill): FieldChange[] {
  const theirs = new Map([
    ['number', twin.number],
    ['date', twin.date],
    ['dueDate', twin.dueDate],
    ['contact', twin.contactId],
    ['currency', twin.currency],
  ]);
  return [
    { path: 'bill', base: null, procore: null, xero: twin.id, proposed: null },
    { path: 'total', base: null, procore: total, xero: twin.total, proposed: total },
    ...fields.map((change) => ({
      ...change,
      xero: theirs.get(change.path) ?? null,
    })),
  ];
}

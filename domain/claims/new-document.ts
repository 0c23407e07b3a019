// A document of a claim that is not in Xero yet: taken over where it is ours already, posted where nothing stands in the way.
import { markerIn } from '../identity/markers.ts';
import { fromMinor, groupedAmount } from '../money/amount.ts';
import { newDocumentFields } from '../plan/document-update.ts';
import { lineBodyOf } from '../plan/merged-lines.ts';
import type { DocumentRecord, OwnedDocument } from '../plan/owned.ts';
import type { FieldChange, Finding, Verdict } from '../plan/verdict.ts';
import { adoption, blocked, finding, proposal } from '../plan/verdicts.ts';
import { markerOfCreditNote } from '../records/xero/credit-note.ts';
import { isStanding } from '../records/xero/standing.ts';
import type { ClaimObservation, OwnTwin, ProcoreClaim, XeroInvoice } from './claim-observation.ts';
import { numberUnder } from './document-number.ts';
import { dueDateOf } from './due-date.ts';
import { heldForCis } from './cis/held-for-cis.ts';
import type { Surroundings } from './in-the-way.ts';
import { leftBefore } from './left-before.ts';
import { lockedUntil } from './lock-dates.ts';
import type { Claim } from './look-alikes.ts';
import { likeness, wordsOfDocument } from './look-alikes.ts';
import type { Posting } from './posting.ts';
import { agreedOn, markerOfPosting, projected, writeOfPosting } from './posting.ts';
import { sideOf } from './sides.ts';

export function planNewDocument(
  observation: ClaimObservation,
  claim: ProcoreClaim,
  posting: Posting,
  around: Surroundings & { date: string },
): Verdict {
  const { role, marked } = posting;
  const number = numberUnder(observation, posting);
  if (marked && isOurs(observation, claim, { role, marked })) {
    return adoption(role, { targetId: marked.id, targetVersion: marked.updatedAt });
  }
  const { contactId, date, currency } = around;
  const held = heldForCis(observation, posting, { contactId, number, date, currency });
  if (held) return held;
  const lock = lockedUntil(observation.organisation);
  if (lock !== null && date <= lock) {
    const detail = `it is dated ${date} and Xero is locked up to ${lock}`;
    const due = claim.summary.currentPaymentDue;
    return blocked(role, 'lockedPeriod', detail, { date, lock, due });
  }
  const dueDate = dueDateOf(observation, date);
  const projection = projected(observation, claim, posting, { contactId, number, date, currency });
  return proposed(observation, claim, posting, { projection, dueDate });
}

function isOurs(
  observation: ClaimObservation,
  claim: ProcoreClaim,
  { role, marked }: { role: Posting['role']; marked: DocumentRecord },
): boolean {
  const marker = 'remainingCredit' in marked ? markerOfCreditNote(marked) : urlMarker(marked);
  return isStanding(marked) && marker === markerOfPosting(observation, claim, role);
}

function urlMarker(record: DocumentRecord): string | null {
  return 'url' in record ? markerIn(record.url) : null;
}

function proposed(
  observation: ClaimObservation,
  claim: ProcoreClaim,
  posting: Posting,
  { projection, dueDate }: { projection: OwnedDocument; dueDate: string },
): Verdict {
  const { role, document, status, together } = posting;
  const isCredit = role === 'creditNote';
  const { contactId, number, date, currency, lines, url } = projection;
  const { twins, findings } = isCredit ? nobody : alikeOnes(observation, posting, { number, date });
  const fields = newDocumentFields(projection, isCredit ? null : dueDate);
  const { currencyRate } = posting;
  const shown = [
    ...fields,
    ...(status === 'DRAFT' ? [draft] : []),
    ...(currencyRate === undefined ? [] : [atRate(currencyRate)]),
  ];
  const [twin] = twins;
  const both = {
    projection,
    target: projection,
    twins: isCredit ? null : twins.map(({ id }) => id),
    together,
  };
  return proposal(role, {
    outcome: 'create',
    changes: twin ? besideTwin(shown, fromMinor(document.total), twin) : shown,
    findings: [...leftBefore(observation), ...posting.findings, ...findings],
    write: writeOfPosting(observation, claim, posting, {
      body: {
        ...{ contactId, number, date, currency },
        ...(url ? { url } : {}),
        dueDate: isCredit ? null : dueDate,
        ...(currencyRate === undefined ? {} : { currencyRate }),
        status,
        lines: lines.map((line) => lineBodyOf(line, null, observation.chart.codes)),
      },
      agreed: agreedOn(observation, claim, both),
    }),
    cause: causeOf(twins, together),
  });
}

const nobody: { twins: XeroInvoice[]; findings: Finding[] } = { twins: [], findings: [] };
const draft: FieldChange = {
  path: 'status',
  base: null,
  procore: null,
  xero: null,
  proposed: 'DRAFT',
};

const atRate = (proposed: string): FieldChange => ({
  ...{ path: 'currencyRate', base: null, procore: null, xero: null, proposed },
});

/** A decision rests on the look-alikes as they were, and on what goes with it. */
function causeOf(twins: readonly XeroInvoice[], together: Posting['together']): unknown {
  const alike = twins.map(({ id, updatedAt }) => ({ id, updatedAt }));
  return together === null ? alike : { alike, together };
}

function alikeOnes(
  observation: ClaimObservation,
  { document, gross, grossTotal }: Posting,
  head: { number: string; date: string },
): { twins: XeroInvoice[]; findings: Finding[] } {
  const { net, total } = document;
  const ours: Claim = { ...head, net, total, gross, grossTotal };
  const found = twinsOf(observation, ours);
  return found.findings.length > 0
    ? found
    : { ...found, findings: leftForAnother(observation, ours) };
}

/** Left once because Xero had the same one: when that is gone, ours does not go in its place unasked. */
function leftForAnother(observation: ClaimObservation, ours: Claim): Finding[] {
  const wasLeft = observation.answers.accepted.some(({ kind }) => kind === 'lookAlike');
  if (!wasLeft) return [];
  const { document } = sideOf(observation).words;
  const detail = `it was left because another ${document} was taken for it, and that one is not there any more`;
  const figures = { number: ours.number, date: ours.date, total: fromMinor(ours.total) };
  return [finding('lookAlike', detail, { ...figures, bill: null })];
}

function twinsOf(
  observation: ClaimObservation,
  ours: Claim,
): { twins: XeroInvoice[]; findings: Finding[] } {
  const figures = { number: ours.number, date: ours.date, total: fromMinor(ours.total) };
  const twins = observation.lookAlikes.flatMap((record) => {
    const why = likeness(ours, record);
    return why === null ? [] : [{ record, why }];
  });
  // What the claim's other document was decided beside is not asked about again.
  const asked = observation.sibling?.base?.twins ?? [];
  const news = twins.filter(({ record }) => !asked.includes(record.id));
  const strangers = news.map(({ record, why }) => {
    const detail = `Xero already has ${wordsOfDocument(record)} ${fromOrTo(observation)} this contact, with ${why}`;
    const theirs = { bill: record.id, theirNumber: record.number, theirTotal: record.total, why };
    return finding('lookAlike', detail, { ...figures, ...theirs });
  });
  const own = observation.ownTwins
    .filter(({ comesFirst }) => comesFirst)
    .map((twin) => ownTwinFinding(observation, twin, figures));
  return { twins: twins.map(({ record }) => record), findings: [...own, ...strangers] };
}

function fromOrTo(observation: ClaimObservation): string {
  return sideOf(observation).books === 'payable' ? 'from' : 'to';
}

function ownTwinFinding(
  observation: ClaimObservation,
  twin: OwnTwin,
  figures: Finding['figures'],
): Finding {
  const { claim } = sideOf(observation).words;
  const when = twin.date === null ? '' : ` of ${twin.date}`;
  const detail = `${claim} ${twin.number}${when} for ${groupedAmount(twin.amount)} (without tax) of the same contact is posted or about to be`;
  const found = finding('lookAlike', detail, { ...figures, payApp: twin.workflowId });
  return { ...found, others: [twin.workflowId] };
}

/** The look-alike beside ours: theirs stays as it is. */
function besideTwin(fields: FieldChange[], total: string, twin: XeroInvoice): FieldChange[] {
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

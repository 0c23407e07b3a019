// What the pages of a claim show, and of what it lets go: the claim in Procore beside its document in Xero, and its arithmetic where that fails.
import { NotAnAmountError, sameAmount } from '../../../domain/money/amount.ts';
import type { ClaimObservation, XeroInvoice } from '../../../domain/claims/claim-observation.ts';
import { currencyOf } from '../../../domain/claims/in-the-way.ts';
import { contractOf as contractIdOf, sideOf } from '../../../domain/claims/sides.ts';
import { taxOfRetainage } from '../../../domain/claims/retainage-tax.ts';
import { releases } from '../../../domain/records/procore/released.ts';
import { ownedDocument } from '../../../domain/plan/owned.ts';
import type { SealedVerdict } from '../../../domain/plan/verdict.ts';
import type { DocumentRecord } from '../../../domain/plan/owned.ts';
import type { PartsWorking } from '../../../domain/retainage/claim-parts.ts';
import { claimParts, claimWorking } from '../../../domain/retainage/claim-parts.ts';
import { factRow } from '../comparison-row.ts';
import { money } from '../format.ts';
import { sumsOfDocument, totalOf } from '../money-rows.ts';
import type { VendorRecord } from '../vendor-links.ts';
import { paymentFacts } from './claim-payments.ts';
import type { Fact, ObjectPages } from './object-pages.ts';

/** Their words are each object's own. */
export const claimPages: Omit<ObjectPages<ClaimObservation>, 'words'> = {
  place,
  facts: (observation) => {
    const { claim } = observation;
    const summary = claim?.summary;
    const currency = claim?.currency ?? observation.contract?.currency ?? null;
    return [
      ['Project', place(observation)],
      ['Contract', contractOf(observation)],
      ['Status', claim?.status],
      ['Billing date', claim?.billingDate],
      ['Completed and stored', summary && money(summary.totalCompletedAndStoredToDate, currency)],
      ['Retainage held to date', summary && money(summary.totalRetainage, currency)],
      ['Due now', summary && money(summary.currentPaymentDue, currency)],
      ...heldTaxFacts(observation),
      ...paymentFacts(observation),
    ];
  },
  sides: (observation, names) => {
    const { claim, target, contact } = observation;
    const contactId = target?.contactId ?? contact?.contactId ?? null;
    return [
      factRow('Project', place(observation)),
      factRow('Contract', contractOf(observation)),
      factRow('Contact', null, contactId && (names.get(contactId) ?? contactId)),
      factRow('Number', claim?.invoiceNumber ?? null, target?.number ?? null),
      factRow('Date', claim?.billingDate ?? null, target?.date ?? null),
    ];
  },
  records: ({ claim, target, marked, lookAlikes, creditNote }) => ({
    source: claim,
    target: target ?? creditNote.target ?? marked ?? lookAlikes[0] ?? null,
  }),
  inXero: (observation, verdict) => {
    const record = recordFor(observation, verdict);
    return record && ownedDocument(record);
  },
  sums: (observation, verdict) => {
    const { claim } = observation;
    const record = recordFor(observation, verdict);
    const due = claim?.summary.currentPaymentDue ?? null;
    const tax = claim?.summary.taxApplicableToThisPayment ?? null;
    return {
      procore: claim && {
        ...{ subTotal: due, tax, total: totalOf(due, tax), due: null },
        status: claim.status,
      },
      xero: record && sumsOfDocument(record),
    };
  },
  elsewhere,
  base: ({ base }) => base,
  contactIds: ({ target, marked, base, contact, lookAlikes }) => [
    ...[target, marked, ...lookAlikes].map((one) => one?.contactId),
    base?.target.contactId,
    contact?.contactId,
  ],
  contactNames: ({ contactNames }) => contactNames ?? {},
  working,
};

/** Only of a claim that holds or lets go: when the tax on that falls due, and why. */
function heldTaxFacts(observation: ClaimObservation): Fact[] {
  const { claim } = observation;
  if (!claim || (sameAmount(claim.summary.totalRetainage, '0.00') && !releases(claim))) return [];
  const { treatment, rule } = taxOfRetainage(observation, claim);
  const when = treatment === 'deferred' ? 'when it is let go' : 'with the claim that holds it';
  return [['Tax on retainage', `due ${when}: ${rule}`]];
}

function place({ project }: ClaimObservation): string | null {
  return project && `${project.number} ${project.name}`.trim();
}

function contractOf({ contract }: ClaimObservation): string | null {
  return contract && `${contract.number} ${contract.title}`.trim();
}

/** Ours, or the stranger's that it would stand beside. */
function recordFor(
  { target, marked, lookAlikes, doubles, creditNote }: ClaimObservation,
  verdict: SealedVerdict | null,
): DocumentRecord | null {
  const [family, id] = verdict?.role.split('/') ?? [];
  if (family === 'creditNote') return creditNote.target;
  if (family === 'doubleNote') return creditNote.doubles.find((one) => one.id === id) ?? null;
  if (family === 'double') return doubles.find((one) => one.id === id) ?? null;
  if (family === 'twin') return lookAlikes.find((one) => one.id === id) ?? null;
  const twinId = verdict?.changes.find(({ path }) => path === 'bill')?.xero ?? null;
  return target ?? lookAlikes.find((one) => one.id === twinId) ?? marked;
}

/** As many look-alikes are linked as a person would open. */
const lookAlikesLinked = 5;

function elsewhere(observation: ClaimObservation) {
  const { claim, target, marked, doubles, lookAlikes, contact, creditNote } = observation;
  const { words, kind } = sideOf(observation);
  const found: { label: string; record: VendorRecord }[] = [];
  if (claim) {
    const { contractKind, contractId } = contractIdOf(claim);
    const { projectId, id, number } = claim;
    const label = `${capital(words.claim)} no. ${number} in Procore`;
    const record: VendorRecord =
      contractKind === 'pc'
        ? { kind: 'procorePaymentApplication', contractId, projectId, id }
        : { kind: 'procoreRequisition', contractKind, commitmentId: contractId, projectId, id };
    found.push({ label, record });
  }
  const ours: (XeroInvoice | null)[] = [target ?? marked];
  const documents = [...ours, ...doubles, ...lookAlikes.slice(0, lookAlikesLinked)];
  const known = documents.flatMap((one) => (one ? [[one.id, one] as const] : []));
  for (const [id, document] of new Map(known)) {
    const label = `${capital(words.document)} ${document.number ?? 'without a number'} in Xero`;
    found.push({ label, record: { kind, id } });
  }
  const note = creditNote.target;
  if (note) {
    const label = `Credit note ${note.number ?? 'without a number'} in Xero`;
    found.push({ label, record: { kind: 'xeroCreditNote', id: note.id, side: note.side } });
  }
  const contactId = target?.contactId ?? contact?.contactId ?? null;
  if (contactId !== null) {
    found.push({ label: 'Contact in Xero', record: { kind: 'xeroContact', id: contactId } });
  }
  return found;
}

function capital(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

/** Only where the domain refuses the parts: anything else about a claim is said by its sentence. */
function working(observation: ClaimObservation): PartsWorking | null {
  const { claim, previous } = observation;
  if (!claim || claimParts(claim, previous, currencyOf(observation, claim)).ok) return null;
  try {
    return claimWorking(claim, previous);
  } catch (error) {
    // Parts of a cent: no sum is shown that could be wrong; the sentence names the amount.
    if (error instanceof NotAnAmountError) return null;
    throw error;
  }
}

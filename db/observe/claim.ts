// What the plan of a claim, and of what it lets go, is made from.
import type {
  ClaimContract,
  ClaimObservation,
  OwnTwin,
  ProcoreClaim,
  XeroInvoice,
} from '../../domain/claims/claim-observation.ts';
import { documentNumberOf } from '../../domain/claims/document-number.ts';
import { mayLookLike } from '../../domain/claims/look-alikes.ts';
import { contractOf, sideOfClaim } from '../../domain/claims/sides.ts';
import { contentHash } from '../../domain/identity/canonical-json.ts';
import { markerOf } from '../../domain/identity/markers.ts';
import { workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import type { DocumentBase } from '../../domain/plan/owned.ts';
import { documentBaseSchema } from '../../domain/plan/owned.ts';
import { isStanding } from '../../domain/records/xero/standing.ts';
import type { Queryable } from '../database.ts';
import { answersOf } from '../queries/answers.ts';
import { linkOf, linkedAmong } from '../queries/links.ts';
import { recordsOf, standingOf } from '../queries/mirror.ts';
import { signedAmong } from '../queries/take-on-signed.ts';
import { changeOrdersOf, costCodesOf, subJobsOf } from './change-orders.ts';
import type { ClaimAsk } from './claim-ask.ts';
import { creditNoteOf, releaseOf } from './claim-credits.ts';
import { currenciesFor } from './currencies.ts';
import { contactCisOf } from './contact-cis.ts';
import type { XeroGround } from './ground.ts';
import {
  contactLinkOf,
  contactNamesIn,
  excerptOf,
  liveFirst,
  trackingOf,
  xeroGround,
} from './ground.ts';
import { ownTwinsOf } from './own-twins.ts';
import { paymentsOf } from './payments-back.ts';
import { paymentsSentOf, sentLinksOf } from './payments-sent.ts';
import { postFromOf, postFromOfClaim } from './post-from.ts';
import type { ObserverSettings } from './settings.ts';
import { signedRecordOf } from './taken-on.ts';

/** How many look-alikes a plan may carry. */
const lookAlikesMaximum = 20;

/** All of a claim observation but its type. */
export type ObservedClaim = Omit<ClaimObservation, 'type' | 'of'>;

export async function observeClaim(
  db: Queryable,
  settings: ObserverSettings,
  ask: ClaimAsk,
): Promise<ObservedClaim> {
  const { connection } = settings;
  const { id, of, role } = ask;
  const { kind } = sideOfClaim(of);
  const workflowId = workflowIdOf(id);
  const [own, answers, linked, ground, taxCodes, marked] = await Promise.all([
    standingOf(db, connection, sourceKinds[of], ask.claimId),
    answersOf(db, workflowId),
    linkOf(db, workflowId, role),
    xeroGround(db, connection),
    recordsOf(db, connection, 'procoreTaxCode'),
    recordsOf(db, connection, kind, { marker: markerOf(id, role) }),
  ]);
  const claim: ProcoreClaim | null = own.record;
  const [source, target] = await Promise.all([
    contractOfClaim(db, connection, claim),
    linked ? standingOf(db, connection, kind, linked.targetId) : { record: null },
  ]);
  const base = documentBaseSchema.nullable().parse(linked?.base ?? null);
  const invoiceId = linked?.targetId ?? null;
  const sides = { claim, ...source, target: target.record, base };
  const currency = claim?.currency ?? source.contract?.currency ?? null;
  const [around, credits, sentLinks, currencies, signed] = await Promise.all([
    surroundingsOf(db, settings, { ask, invoiceId, ground, sides }),
    creditsOf(db, settings, { ask, claim, ...source }),
    sentLinksOf(db, workflowId),
    currenciesFor(db, connection, { currency, organisation: ground.organisation }),
    linked ? {} : signedRecordOf(db, connection, ask),
  ]);
  const paymentsSent = await paymentsSentOf(db, settings, {
    ...{ ask, claim, links: sentLinks, typedPayments: around.typedPayments },
    siblingId: credits.sibling?.workflowId ?? null,
  });
  return {
    ...settings,
    answers,
    sourceUnseen: own.unseen,
    ...sides,
    taxCodes,
    organisation: ground.organisation,
    ...currencies,
    linkedTargetId: invoiceId,
    marked: linked ? null : liveFirst<XeroInvoice>(marked),
    doubles: linked ? marked.filter((one) => one.id !== invoiceId && isStanding(one)) : [],
    endedNumbers: endedNumbersOf(marked),
    ...around,
    ...credits,
    ...signed,
    paymentsSent,
  };
}

/** Bills may share a number, so of them there is nothing to know. */
function endedNumbersOf(marked: readonly XeroInvoice[]): string[] {
  const ended = marked.filter((one) => one.kind === 'xeroSalesInvoice' && !isStanding(one));
  return ended.flatMap(({ number }) => number ?? []).sort();
}

const sourceKinds = {
  payApp: 'procoreRequisition',
  ownerInvoice: 'procorePaymentApplication',
} as const;

async function creditsOf(
  db: Queryable,
  settings: ObserverSettings,
  of: {
    ask: ClaimAsk;
    claim: ProcoreClaim | null;
    contract: ClaimContract | null;
    previous: ProcoreClaim | null;
  },
) {
  const [creditNote, release] = await Promise.all([
    creditNoteOf(db, settings, of.ask),
    releaseOf(db, settings, of),
  ]);
  return { creditNote, ...release };
}

type Sides = Pick<
  ObservedClaim,
  'claim' | 'contract' | 'changeOrders' | 'project' | 'target' | 'base'
>;

/** What the claim meets on the way to its document: its contact, its coding, those like it and its payments. */
async function surroundingsOf(
  db: Queryable,
  { connection, mapping }: ObserverSettings,
  {
    ask,
    invoiceId,
    ground,
    sides,
  }: { ask: ClaimAsk; invoiceId: string | null; ground: XeroGround; sides: Sides },
) {
  const { claim, contract, changeOrders, project, target, base } = sides;
  const own = claim?.kind === 'procoreRequisition' ? claim.vendorId : null;
  const vendorId = contract?.vendorId ?? own;
  const tracking = trackingOf(target, base?.target ?? null, base?.projection ?? null);
  const costCodes = [
    ...costCodesOf(contract, changeOrders),
    ...(claim?.items ?? []).map(({ costCode }) => costCode),
  ];
  const number = claim && contract ? documentNumberOf(claim, contract, project) : null;
  const [contact, chart, postFrom, ownTwins] = await Promise.all([
    contactLinkOf(db, connection, vendorId),
    excerptOf(db, ground.chart, {
      ...{ connection, mapping, project, costCodes, tracking },
      subJobs: subJobsOf(contract, changeOrders),
    }),
    invoiceId === null
      ? postFromOfClaim(db, ask.id, billedOn(claim))
      : postFromOf(db, connection, claim?.projectId ?? null),
    invoiceId === null && ask.role === 'bill'
      ? twinsOf(db, connection, { claim, mapping, number, vendorId })
      : [],
  ]);
  const contactId = target?.contactId ?? contact.link?.contactId ?? null;
  const invoice = invoiceId === null ? null : { id: invoiceId, contactId };
  const [contactNames, lookAlikes, payments, cis] = await Promise.all([
    contactNamesIn(db, connection, [contact.link, target, base?.target]),
    looksForTwins(target, base)
      ? lookAlikesOf(db, connection, {
          kind: sideOfClaim(ask.of).kind,
          number: target?.number ?? number,
          date: target?.date ?? claim?.billingDate ?? null,
          contactId,
        })
      : [],
    paymentsOf(db, connection, {
      ...{ id: ask.id, claim, invoice },
      timeZone: ground.organisation.timeZone,
    }),
    contactCisOf(db, connection, {
      ...{ of: ask.of, organisation: ground.organisation },
      contactId: contact.link?.contactId ?? null,
    }),
  ]);
  return {
    contact: contact.link,
    cis,
    billTerms: ask.of === 'payApp' ? (contact.contact?.billTerms ?? null) : null,
    contactNames,
    chart,
    postFrom,
    ownTwins,
    lookAlikes,
    ...payments,
    context: contentHash({ organisation: ground.organisation, chart, contact: contact.contact }),
  };
}

function billedOn(claim: ProcoreClaim | null) {
  return { projectId: claim?.projectId ?? null, billingDate: claim?.billingDate ?? null };
}

async function twinsOf(
  db: Queryable,
  connection: string,
  {
    claim,
    ...ask
  }: {
    claim: ProcoreClaim | null;
    mapping: ObserverSettings['mapping'];
    number: string | null;
    vendorId: string | null;
  },
): Promise<OwnTwin[]> {
  if (claim?.kind !== 'procoreRequisition') return [];
  return ownTwinsOf(db, connection, { ...ask, requisition: claim });
}

type OfClaim = Pick<
  ObservedClaim,
  'contract' | 'changeOrders' | 'changeOrdersAreDue' | 'project' | 'previous' | 'dueDate' | 'period'
>;

const ofNoClaim: OfClaim = {
  contract: null,
  changeOrders: [],
  changeOrdersAreDue: false,
  project: null,
  previous: null,
  dueDate: null,
  period: 'known',
};

/** The claim's contract with its change orders, its project, due date and predecessor. */
async function contractOfClaim(
  db: Queryable,
  connection: string,
  claim: ProcoreClaim | null,
): Promise<OfClaim> {
  if (!claim) return ofNoClaim;
  const { contractKind, contractId } = contractOf(claim);
  const [contract, project, previous, period] = await Promise.all([
    contractKind === 'pc'
      ? standingOf(db, connection, 'procorePrimeContract', contractId)
      : standingOf(db, connection, 'procoreCommitment', `${contractKind}-${contractId}`),
    standingOf(db, connection, 'procoreProject', claim.projectId),
    previousOf(db, connection, claim),
    periodOf(db, connection, claim.periodId),
  ]);
  const { record, seenAt } = contract;
  const changed = await changeOrdersOf(db, connection, { contract: record, seenAt });
  return { contract: record, ...changed, project: project.record, previous, ...period };
}

/** The claim it is measured against: as Procore names it, else the contract's with the number before. */
async function previousOf(
  db: Queryable,
  connection: string,
  claim: ProcoreClaim,
): Promise<ProcoreClaim | null> {
  const { number } = claim;
  if (claim.kind === 'procoreRequisition' && claim.previousId !== null) {
    const named = await standingOf(db, connection, 'procoreRequisition', claim.previousId);
    if (named.record) return named.record;
  }
  if (number <= 1) return null;
  const { contractKind, contractId } = contractOf(claim);
  const belongsTo = `${contractKind}-${contractId}`;
  const siblings: ProcoreClaim[] = await recordsOf(db, connection, claim.kind, { belongsTo });
  return siblings.find((other) => other.number === number - 1) ?? null;
}

type Period = Pick<ObservedClaim, 'dueDate' | 'period'>;
const noPeriod: Period = { dueDate: null, period: 'known' };

/** What the billing period says, and whether it is known at all where the claim names one. */
async function periodOf(
  db: Queryable,
  connection: string,
  periodId: string | null,
): Promise<Period> {
  if (periodId === null) return noPeriod;
  const { record, seenAt } = await standingOf(db, connection, 'procoreBillingPeriod', periodId);
  if (record) return { dueDate: record.dueDate, period: 'known' };
  return { dueDate: null, period: seenAt === null ? 'unread' : 'unseen' };
}

type ToCome = {
  kind: 'xeroBill' | 'xeroSalesInvoice';
  number: string | null;
  date: string | null;
  contactId: string | null;
};

/**
 * What is posted looks for twins only while it is unpaid, and where it was kept which were there when it was posted; what
 * was ended in Xero looks for one that a person entered in its place.
 */
function looksForTwins(target: XeroInvoice | null, base: DocumentBase | null): boolean {
  if (!target || !isStanding(target)) return true;
  return target.status !== 'PAID' && (base?.twins ?? null) !== null;
}

/** Those of the contact that carry no marker of ours, and that no document of ours has taken over or was signed to be. */
async function lookAlikesOf(
  db: Queryable,
  connection: string,
  { kind, number, date, contactId }: ToCome,
): Promise<XeroInvoice[]> {
  if (contactId === null || date === null) return [];
  const all: XeroInvoice[] = await recordsOf(db, connection, kind, {
    belongsTo: contactId,
    marker: null,
  });
  const strangers = all.filter(({ url }) => !url?.includes('tieout:'));
  const alike = strangers.filter((one) => mayLookLike({ number, date }, one));
  const ask = { kind, targetIds: alike.map(({ id }) => id) };
  const [linked, signed] = await Promise.all([
    linkedAmong(db, connection, ask),
    signedAmong(db, connection, ask),
  ]);
  return alike.filter(({ id }) => !linked.has(id) && !signed.has(id)).slice(0, lookAlikesMaximum);
}

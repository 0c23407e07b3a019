// What Tieout would see of a life's documents: the same questions that db/observe puts to Postgres, put to the two small worlds.
import type {
  ClaimObservation,
  CreditNoteSlot,
  PostedPayment,
  ProcoreClaim,
  Sibling,
} from '../../../../domain/claims/claim-observation.ts';
import { cisNotAsked, noPaymentsSent } from '../../../../domain/claims/claim-observation.ts';
import { mayBeBelowZero } from '../../../../domain/claims/below-zero.ts';
import { markerIn, markerOf } from '../../../../domain/identity/markers.ts';
import { allocatedToOf, paymentIdOf } from '../../../../domain/identity/roles.ts';
import type { DocumentId } from '../../../../domain/identity/workflow-ids.ts';
import { claimOfRelease, workflowIdOf } from '../../../../domain/identity/workflow-ids.ts';
import type { Observation } from '../../../../domain/objects/objects.ts';
import type { DocumentBase } from '../../../../domain/plan/owned.ts';
import { isApproved } from '../../../../domain/records/procore/change-order.ts';
import {
  claimsBefore,
  groundOf,
  heldAtStart,
  holdsAtStart,
} from '../../../../domain/take-on/before-start.ts';
import { releases } from '../../../../domain/records/procore/released.ts';
import { markerOfCreditNote } from '../../../../domain/records/xero/credit-note.ts';
import { isStanding } from '../../../../domain/records/xero/standing.ts';
import { cents, project } from '../../../support/domain-builders.ts';
import { text } from './life.ts';
import { ids } from './procore-shows.ts';
import type { World } from './world.ts';

const contact = { workflowId: 'contact/demo/17', contactId: 'contact-1', archived: false };

function common(world: World, workflowId: string) {
  const { mapping, mappingVersion, organisation, chart, taxCodes } = world.books;
  return {
    ...{ connection: 'demo', publicUrl: 'http://127.0.0.1:4400', mapping, mappingVersion },
    answers: world.answersOf(workflowId),
    context: 'c',
    ...{
      project,
      postFrom: world.setup.postFrom ?? '2026-01-01',
      contact,
      contactNames: {},
      taxCodes,
      organisation,
      chart,
    },
    ...(world.setup.currency === undefined
      ? {}
      : { currencies: [world.setup.currency, organisation.baseCurrency] }),
    changeOrders: world.changeOrders.filter(isApproved),
    changeOrdersAreDue: false,
  };
}

const baseOf = (base: unknown) => (base ?? null) as DocumentBase | null;

/** Of a record nobody linked: the live one that carries the marker, else one that did. */
function markedAmong<R extends { status: string }>(records: R[], linked: boolean) {
  const live = records.filter(isStanding);
  return { marked: linked ? null : (live[0] ?? records[0] ?? null), live };
}

export function observe(world: World, id: DocumentId): Observation {
  if (id.type === 'commitment') return observeOrder(world, id);
  if (id.type === 'retainageRelease') {
    const { of, claimId } = claimOfRelease(id.sourceId);
    return { ...observeClaim(world, { id, claimId, isRelease: true }), type: id.type, of };
  }
  if (id.type !== 'payApp' && id.type !== 'ownerInvoice') throw new Error(id.type);
  const seen = observeClaim(world, { id, claimId: id.sourceId, isRelease: false });
  return id.type === 'payApp' ? { ...seen, type: 'payApp' } : { ...seen, type: 'ownerInvoice' };
}

function observeOrder(world: World, id: DocumentId): Observation {
  const workflowId = workflowIdOf(id);
  const link = world.linksOf(workflowId).get('order') ?? null;
  const marker = markerOf(id, 'order');
  const marked = [...world.xero.orders.values()].filter(
    (one) => markerIn(one.reference) === marker,
  );
  const found = markedAmong(marked, link !== null);
  if (world.contract.kind !== 'procoreCommitment') throw new Error('a prime contract has no order');
  const billed = [...world.claims.values()].flatMap(({ items }) =>
    items.filter((item) => cents(item.totalCompletedAndStoredToDate) !== 0n),
  );
  return {
    ...common(world, workflowId),
    type: 'commitment',
    sourceUnseen: false,
    commitment: world.contract,
    billedLineIds: [...new Set(billed.flatMap(({ sovLineId }) => sovLineId ?? []))].sort(),
    copies: [],
    changedOn: null,
    linkedTargetId: link?.targetId ?? null,
    target: world.xero.orders.get(link?.targetId ?? '') ?? null,
    base: baseOf(link?.base),
    marked: found.marked,
    doubles: link === null ? [] : found.live.filter((one) => one.id !== link.targetId),
  };
}

type Ask = { id: DocumentId; claimId: string; isRelease: boolean };

function observeClaim(world: World, ask: Ask): Omit<ClaimObservation, 'type' | 'of'> {
  const { id, claimId, isRelease } = ask;
  const workflowId = workflowIdOf(id);
  const role = isRelease ? 'release' : world.mainRole;
  const link = world.linksOf(workflowId).get(role) ?? null;
  const claim = world.claims.get(claimId) ?? null;
  const marker = markerOf(id, role);
  const bearing = [...world.xero.invoices.values()].filter((one) => markerIn(one.url) === marker);
  const found = markedAmong(bearing, link !== null);
  return {
    ...common(world, workflowId),
    sourceUnseen: world.goneClaims.has(claimId),
    claim,
    previous: previousOf(world, claim),
    contract: world.contract,
    ...{ dueDate: '2027-01-31', period: 'known', billTerms: null, cis: cisNotAsked },
    linkedTargetId: link?.targetId ?? null,
    target: world.xero.invoices.get(link?.targetId ?? '') ?? null,
    base: baseOf(link?.base),
    marked: found.marked,
    doubles: link === null ? [] : found.live.filter((one) => one.id !== link.targetId),
    endedNumbers: bearing
      .filter((one) => one.kind === 'xeroSalesInvoice' && !isStanding(one))
      .flatMap(({ number }) => number ?? []),
    ...{ lookAlikes: [], ownTwins: [] },
    paymentsSent: noPaymentsSent,
    creditNote: creditNoteOf(world, claimId),
    ...surroundingsOf(world, ask, claim),
    ...paymentsOf(world, { id, workflowId, claim, invoiceId: link?.targetId ?? null }),
  };
}

function previousOf({ claims }: World, claim: ProcoreClaim | null): ProcoreClaim | null {
  if (!claim) return null;
  return [...claims.values()].find(({ number }) => number === claim.number - 1) ?? null;
}

function creditNoteOf(world: World, claimId: string): CreditNoteSlot {
  const id = { type: world.claimType, connection: 'demo', sourceId: claimId } as const;
  const links = world.linksOf(workflowIdOf(id));
  const link = links.get('creditNote') ?? null;
  const marker = markerOf(id, 'creditNote');
  const bearing = [...world.xero.notes.values()].filter(
    (one) => markerOfCreditNote(one) === marker,
  );
  const found = markedAmong(bearing, link !== null);
  return {
    linkedTargetId: link?.targetId ?? null,
    target: world.xero.notes.get(link?.targetId ?? '') ?? null,
    base: baseOf(link?.base),
    marked: found.marked,
    doubles: link === null ? [] : found.live.filter((one) => one.id !== link.targetId),
    allocated: [...links].flatMap(([role, { targetId, base }]) => {
      const invoiceId = allocatedToOf(role);
      if (invoiceId === null || base === null || !('allocated' in base)) return [];
      return [{ invoiceId, allocationId: targetId, amount: base.allocated }];
    }),
  };
}

/** Only of claims that let go or come to less than nothing. */
function surroundingsOf(world: World, ask: Ask, claim: ProcoreClaim | null) {
  const none = { sibling: null, heldInXero: [], earlierToPost: null, openInvoices: [] };
  if (!claim) return none;
  const letsGo = releases(claim);
  if (!letsGo && !ask.isRelease && !isNearZero(world, claim)) return none;
  return {
    sibling: letsGo || ask.isRelease ? siblingOf(world, ask) : null,
    heldInXero: letsGo ? heldInXero(world, ask.claimId) : [],
    earlierToPost: ask.isRelease ? earlierOf(world, claim) : null,
    openInvoices: ask.isRelease ? [] : openInvoicesOf(world, ask.claimId),
    ...(letsGo ? openingOf(world) : {}),
  };
}

/** Of a contract that was taken on with something held. */
function openingOf({ opening, claims }: World): Pick<ClaimObservation, 'opening'> {
  if (!opening) return {};
  const { postFrom, statuses: postedStatuses, ground, signed } = opening;
  const before = claimsBefore([...claims.values()], { postedStatuses, postFrom });
  if (!holdsAtStart(before)) return {};
  const hasMoved = groundOf(before) !== ground;
  return { opening: { postFrom, held: heldAtStart(before), signed, hasMoved } };
}

const nearZero = new WeakMap<ProcoreClaim, boolean>();

/** Said once of a claim: neither it nor the one before it is ever changed but replaced, and the later one with it. */
function isNearZero(world: World, claim: ProcoreClaim): boolean {
  const known = nearZero.get(claim) ?? mayBeBelowZero(claim, previousOf(world, claim));
  nearZero.set(claim, known);
  return known;
}

function siblingOf(world: World, { claimId, isRelease }: Ask): Sibling {
  const workflowId = world.workflowOf(claimId, isRelease ? 'main' : 'release');
  const link = world.linksOf(workflowId).get(isRelease ? world.mainRole : 'release') ?? null;
  return {
    workflowId,
    linkedTargetId: link?.targetId ?? null,
    target: world.xero.invoices.get(link?.targetId ?? '') ?? null,
    base: baseOf(link?.base),
    wasLeft: false,
  };
}

/** The records in Xero that other claims of the contract are linked to. */
function targetsBut(world: World, claimId: string): string[] {
  const known = [...world.claims.keys(), ...world.goneClaims].filter((id) => id !== claimId);
  return known.flatMap((id) =>
    (['main', 'release'] as const).flatMap((part) =>
      [...world.linksOf(world.workflowOf(id, part)).values()].map(({ targetId }) => targetId),
    ),
  );
}

function heldInXero(world: World, claimId: string): { taxType: string; amount: string }[] {
  const held = world.setup.accounts.held;
  const byType = new Map<string, bigint>();
  for (const { taxType, stated } of world.opening?.signed ?? []) {
    byType.set(taxType ?? '', cents(stated));
  }
  for (const id of targetsBut(world, claimId)) {
    const record = world.xero.invoices.get(id) ?? world.xero.notes.get(id);
    if (!record || !['AUTHORISED', 'PAID'].includes(record.status)) continue;
    const sign = record.kind === 'xeroCreditNote' ? 1n : -1n;
    for (const { accountCode, taxType, lineAmount } of record.lines) {
      if (accountCode !== held) continue;
      const type = taxType ?? '';
      byType.set(type, (byType.get(type) ?? 0n) + sign * cents(lineAmount));
    }
  }
  return [...byType].map(([taxType, amount]) => ({ taxType, amount: text(amount) }));
}

/** What is held must be there before it is let go. */
function earlierOf(world: World, claim: ProcoreClaim): string | null {
  const earlier = [...world.claims.values()]
    .filter(({ number, status }) => number < claim.number && status === 'approved')
    .filter(({ billingDate }) => (billingDate ?? '') >= (world.setup.postFrom ?? ''))
    .sort((a, b) => b.number - a.number);
  const isDone = ({ id }: ProcoreClaim): boolean =>
    (['main', 'release'] as const).some((part) => {
      const workflowId = world.workflowOf(id, part);
      const isLeft = part === 'main' && world.answersOf(workflowId).accepted.length > 0;
      return isLeft || world.linksOf(workflowId).size > 0;
    });
  const waiting = earlier.find((one) => !isDone(one));
  return waiting ? world.workflowOf(waiting.id, 'main') : null;
}

function openInvoicesOf(world: World, claimId: string): ClaimObservation['openInvoices'] {
  return targetsBut(world, claimId)
    .flatMap((id) => world.xero.invoices.get(id) ?? [])
    .map(({ id, number, date, amountDue, status }) => ({
      ...{ invoiceId: id, number, date },
      amountDue: status === 'AUTHORISED' ? amountDue : '0.00',
    }))
    .filter(({ amountDue }) => cents(amountDue) > 0n)
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}

function paymentsOf(
  world: World,
  ask: {
    id: DocumentId;
    workflowId: string;
    claim: ProcoreClaim | null;
    invoiceId: string | null;
  },
) {
  const { id, workflowId, claim, invoiceId } = ask;
  const none = {
    ...{ payments: [], postedPayments: [], typedPayments: [], doublePayments: [] },
    cleared: {},
  };
  if (invoiceId === null) return { ...none, paymentListIsDue: false };
  const payments = [...world.xero.payments.values()].filter((one) => one.invoiceId === invoiceId);
  const links = [...world.linksOf(workflowId)].filter(([role]) => paymentIdOf(role) !== null);
  const postedPayments = links.map(([role, { targetId, base }]): PostedPayment => {
    const agreed = base as { amount: string; date: string | null };
    return {
      xeroPaymentId: paymentIdOf(role) ?? '',
      contractPaymentId: targetId,
      ...{ ...agreed, cleared: null, told: 'withoutTax' },
      record: world.contractPayments.get(targetId) ?? null,
      isGone: world.goneContractPayments.has(targetId),
    };
  });
  const linked = new Set(
    [...world.links.values()].flatMap((of) => [...of.values()].map(({ targetId }) => targetId)),
  );
  const strangers = [...world.contractPayments.values()].filter(
    (one) => !linked.has(one.id) && isOfClaim(one, claim),
  );
  const ours = new Set(payments.map((one) => markerOf(id, `payment/${one.id}`)));
  const known = new Set(links.map(([role]) => markerOf(id, `payment/${paymentIdOf(role) ?? ''}`)));
  const markerOfStranger = ({ notes }: { notes: string | null }): string => markerIn(notes) ?? '';
  return {
    payments,
    postedPayments,
    typedPayments: strangers.filter(
      (one) => !ours.has(markerOfStranger(one)) && !known.has(markerOfStranger(one)),
    ),
    doublePayments: strangers.filter((one) => known.has(markerOfStranger(one))),
    cleared: {},
    paymentListIsDue: false,
  };
}

function isOfClaim(
  payment: { requisitionId: string | null; claimNumber: number | null; contractId: string },
  claim: ProcoreClaim | null,
): boolean {
  if (!claim || payment.contractId !== ids.contract) return false;
  return claim.kind === 'procoreRequisition'
    ? payment.requisitionId === claim.id
    : payment.claimNumber === claim.number;
}

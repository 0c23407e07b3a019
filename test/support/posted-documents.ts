// Documents as they stand after their first plan was written: what the vendor then holds, and the agreement on it.
import type {
  CommitmentObservation,
  ContactObservation,
  PayAppObservation,
} from '../../domain/plan/observation.ts';
import { writtenBase } from '../../domain/plan/agreement.ts';
import { planDocument } from '../../domain/plan/plan-document.ts';
import { writesOf } from '../../domain/plan/plan.ts';
import type { WriteBody } from '../../domain/records/write-bodies.ts';
import type { XeroBill } from '../../domain/records/xero/bill.ts';
import type { XeroContact } from '../../domain/records/xero/contact.ts';
import type { XeroPurchaseOrder } from '../../domain/records/xero/purchase-order.ts';
import type { Observation, Base, OwnedDocument } from '../../domain/plan/observation.ts';
import {
  billOf,
  commitmentObservation,
  contact,
  contactObservation,
  orderOf,
  payAppObservation,
} from './domain-builders.ts';

/** The one body a plan writes, of the kind that is asked for. */
export function bodyOf<K extends WriteBody['kind']>(
  observation: Observation,
  kind: K,
): Extract<WriteBody, { kind: K }> {
  const body = writesOf(planDocument(observation))[0]?.body;
  if (body?.kind !== kind) throw new Error(`the plan writes no ${kind}`);
  return body as Extract<WriteBody, { kind: K }>;
}

export function postedPayApp(
  over: Partial<PayAppObservation> = {},
  bill: Partial<XeroBill> = {},
  from: Partial<PayAppObservation> = {},
): PayAppObservation {
  const before = payAppObservation(from);
  const body = bodyOf(before, 'xeroBill');
  return {
    ...before,
    target: billOf(body, bill),
    linkedTargetId: 'bill-1',
    base: writtenBase(body, before.mappingVersion) as Base<OwnedDocument>,
    ...over,
  };
}

export function postedCommitment(
  over: Partial<CommitmentObservation> = {},
  order: Partial<XeroPurchaseOrder> = {},
): CommitmentObservation {
  const before = commitmentObservation();
  const body = bodyOf(before, 'xeroPurchaseOrder');
  return {
    ...before,
    target: orderOf(body, order),
    linkedTargetId: 'order-1',
    base: writtenBase(body, before.mappingVersion) as Base<OwnedDocument>,
    ...over,
  };
}

export function linkedContact(
  over: Partial<ContactObservation> = {},
  target: Partial<XeroContact> = {},
): ContactObservation {
  const owned = { name: 'Kauri Concrete Ltd' };
  const { mappingVersion, ...rest } = contactObservation();
  return {
    ...rest,
    mappingVersion,
    target: contact({ contactNumber: 'tieout:demo:17', ...target }),
    linkedTargetId: 'contact-1',
    base: { projection: owned, target: owned, mappingVersion, plannerVersion: 1 },
    ...over,
  };
}

/** A bill the bookkeeper typed: our number in other letters, our total, no marker. */
export function strangersBill(over: Partial<XeroBill> = {}): XeroBill {
  return billOf(bodyOf(payAppObservation(), 'xeroBill'), {
    id: 'theirs',
    number: 'inv 1042',
    url: null,
    date: '2026-05-30',
    ...over,
  });
}

// Documents as they stand after their first plan was written: what the vendor then holds, and the agreement on it.
import type { CommitmentObservation } from '../../domain/objects/commitment/observation.ts';
import type { ContactObservation } from '../../domain/objects/contact/observation.ts';
import type { Observation, Plan } from '../../domain/objects/objects.ts';
import { planObservation } from '../../domain/objects/objects.ts';
import type { PayAppObservation } from '../../domain/objects/pay-app/observation.ts';
import type { DocumentBase } from '../../domain/plan/owned.ts';
import { documentBaseSchema } from '../../domain/plan/owned.ts';
import { settledAgreement } from '../../domain/plan/settled-agreement.ts';
import type { PlannedWrite } from '../../domain/plan/verdict.ts';
import type { WriteBody } from '../../domain/records/write-bodies.ts';
import type { XeroBill } from '../../domain/records/xero/bill.ts';
import type { XeroContact } from '../../domain/records/xero/contact.ts';
import type { XeroPurchaseOrder } from '../../domain/records/xero/purchase-order.ts';
import {
  billOf,
  commitmentObservation,
  contact,
  contactObservation,
  orderOf,
  payAppObservation,
  payment,
  postedPayment,
} from './domain-builders.ts';

/** Every write a plan holds, whether it goes by itself or waits for an approval. */
export function writesOf({ verdicts }: Plan): PlannedWrite[] {
  return verdicts.flatMap((verdict) =>
    'write' in verdict && verdict.write ? [verdict.write] : [],
  );
}

/** The writes of a plan that go in this pass. */
export function goingOf({ gated }: Plan): PlannedWrite[] {
  return gated.going.flatMap(({ verdict }) =>
    'write' in verdict && verdict.write ? [verdict.write] : [],
  );
}

function writeOf<K extends WriteBody['kind']>(observation: Observation, kind: K) {
  const write = writesOf(planObservation(observation))[0];
  if (write?.body.kind !== kind) throw new Error(`the plan writes no ${kind}`);
  return { write, body: write.body as Extract<WriteBody, { kind: K }> };
}

/** The one body a plan writes, of the kind that is asked for. */
export function bodyOf<K extends WriteBody['kind']>(
  observation: Observation,
  kind: K,
): Extract<WriteBody, { kind: K }> {
  return writeOf(observation, kind).body;
}

/** What is agreed on once a write is settled with what Xero answered. */
export function agreedAfter(
  { body, agreed }: PlannedWrite,
  mappingVersion: string,
  answer: XeroBill | XeroPurchaseOrder,
): DocumentBase {
  return settledAgreement({ body, agreed, mappingVersion, answer }) as DocumentBase;
}

/** The agreement as main kept it before sources, keys, codes and ids were kept. */
export function asKeptBefore({ projection, target, mappingVersion }: DocumentBase): DocumentBase {
  const older = (document: DocumentBase['target']) => ({
    contactId: document.contactId,
    number: document.number,
    date: document.date,
    currency: document.currency,
    lines: document.lines.map((line) => ({
      description: line.description,
      unitAmount: line.unitAmount,
      taxType: line.taxType,
      taxAmount: line.taxAmount,
      accountCode: line.accountCode,
      tracking: line.tracking.map(({ category, option }) => ({ category, option })),
    })),
  });
  return documentBaseSchema.parse({
    projection: older(projection),
    target: older(target),
    mappingVersion,
    plannerVersion: 1,
  });
}

export function postedPayApp(
  over: Partial<PayAppObservation> = {},
  bill: Partial<XeroBill> = {},
  from: Partial<PayAppObservation> = {},
): PayAppObservation {
  const before = payAppObservation(from);
  const { write, body } = writeOf(before, 'xeroBill');
  return {
    ...before,
    target: billOf(body, bill),
    linkedTargetId: 'bill-1',
    base: agreedAfter(write, before.mappingVersion, billOf(body)),
    ...over,
  };
}

export function postedCommitment(
  over: Partial<CommitmentObservation> = {},
  order: Partial<XeroPurchaseOrder> = {},
  from: Partial<CommitmentObservation> = {},
): CommitmentObservation {
  const before = commitmentObservation(from);
  const { write, body } = writeOf(before, 'xeroPurchaseOrder');
  return {
    ...before,
    target: orderOf(body, order),
    linkedTargetId: 'order-1',
    base: agreedAfter(write, before.mappingVersion, orderOf(body)),
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
    base: { projection: owned, target: owned, mappingVersion, plannerVersion: 1, source: null },
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

/** 115.00 of a bill of 115.00 paid in two, the second removed and paid again. */
export const twice = (): PayAppObservation =>
  postedPayApp(
    {
      payments: [
        payment('p1', '5175.00'),
        payment('p2', '5175.00', { status: 'DELETED' }),
        payment('p3', '5175.00', { date: '2026-07-01' }),
      ],
      postedPayments: [postedPayment('p1', '4500.00'), postedPayment('p2', '4500.00')],
    },
    { amountPaid: '10350.00', status: 'PAID' },
  );

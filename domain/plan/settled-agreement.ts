// What both sides agree on once a write is confirmed: what was planned, corrected by how the vendor keeps it.
import type { KeptRecord } from '../records/records.ts';
import type { ContactBody, WriteBody } from '../records/write-bodies.ts';
import type { ProcoreVendor } from '../records/procore/vendor.ts';
import { estimateOfTask } from '../records/xero/project-task.ts';
import type { XeroContact } from '../records/xero/contact.ts';
import { directCostBaseSchema, saidOfBody, saidOfRecord } from './direct-cost-base.ts';
import type {
  Agreement,
  ContactBase,
  DocumentBase,
  OwnedContact,
  TaskBase,
  TimeBase,
} from './owned.ts';
import {
  asXeroKeepsIt,
  contactBaseSchema,
  documentBaseSchema,
  ownedBody,
  ownedDocument,
  paymentBaseSchema,
  sentPaymentBaseSchema,
  taskBaseSchema,
  timeBaseSchema,
} from './owned.ts';

/** Of a write that was planned before agreements travelled with it, its body is what is agreed on. */
export type Written = {
  body: WriteBody;
  agreed: unknown;
  mappingVersion: string;
  answer: KeptRecord | null;
};

export function settledAgreement({
  body,
  agreed,
  mappingVersion,
  answer,
}: Written): Agreement | null {
  switch (body.kind) {
    case 'xeroContact':
      return contactAgreed(body, { agreed, mappingVersion, answer });
    case 'procoreVendorChange': {
      const base = contactBaseSchema.parse(agreed);
      if (answer?.kind !== 'procoreVendor') return base;
      return { ...base, projection: { ...base.projection, ...asTold(body, answer) } };
    }
    case 'xeroBill':
    case 'xeroSalesInvoice':
    case 'xeroCreditNote':
    case 'xeroPurchaseOrder': {
      const owned = ownedBody(body);
      const provenance = { mappingVersion, plannerVersion: 1 };
      const base = documentBaseSchema.parse(
        agreed ?? { projection: owned, target: owned, ...provenance },
      );
      return answer?.kind === body.kind ? asAnswered(base, ownedDocument(answer)) : base;
    }
    case 'procoreContractPayment':
    case 'procoreContractPaymentChange':
      return paymentBaseSchema.parse(agreed ?? { amount: body.amount, date: body.date });
    case 'procoreDirectCost':
    case 'procoreDirectCostChange': {
      const said = saidOfBody(body);
      const base = directCostBaseSchema.parse(agreed ?? { projection: said, target: said });
      // Whatever Procore keeps of it otherwise is its own way of keeping it, and no person's change.
      return answer?.kind === 'procoreDirectCost'
        ? { ...base, target: saidOfRecord(answer) }
        : base;
    }
    case 'xeroPayment':
      return sentPaymentBaseSchema.parse(agreed);
    // By whose name it is found says what it stands for, and what goes with a document is there or not: nothing is compared.
    case 'xeroTrackingOption':
    case 'xeroTrackingOptionArchive':
    case 'xeroAttachment':
    case 'xeroHistoryNote':
    case 'xeroProject':
      return null;
    case 'xeroProjectTask':
    case 'xeroProjectTaskChange':
      return taskAgreed(agreed, answer);
    case 'xeroTimeEntry':
      return timeAgreed(timeBaseSchema.parse(agreed), answer);
    case 'xeroAllocation':
      return { allocated: body.amount };
    case 'xeroBillVoid':
    case 'xeroSalesInvoiceVoid':
    case 'xeroCreditNoteVoid':
    case 'xeroPurchaseOrderDelete':
    case 'xeroAllocationDelete':
    case 'xeroPaymentDelete':
    case 'xeroTimeEntryDelete':
    case 'procoreContractPaymentDelete':
    case 'procoreDirectCostDelete':
      return null;
  }
}

function contactAgreed(
  body: ContactBody,
  { agreed, mappingVersion, answer }: Omit<Written, 'body'>,
): ContactBase {
  const { name } = body;
  const provenance = { mappingVersion, plannerVersion: 1, source: null };
  const base = contactBaseSchema.parse(
    agreed ?? { projection: { name }, target: { name }, ...provenance },
  );
  if (answer?.kind !== 'xeroContact') return base;
  return { ...base, target: { ...base.target, ...asTold(body, answer) } };
}

/** As Xero answered it; its day is the one that was meant, at whatever moment of it Xero keeps the entry. */
function timeAgreed(base: TimeBase, answer: KeptRecord | null): TimeBase {
  if (answer?.kind !== 'xeroTimeEntry') return base;
  const { userId, taskId, minutes, description } = answer;
  const { date } = base.entry;
  return { ...base, entry: { userId, taskId, date, minutes, description: description ?? '' } };
}

/** One that labour makes has no estimate to agree on; one that a person made meanwhile with an estimate of their own agrees with nothing. */
function taskAgreed(agreed: unknown, answer: KeptRecord | null): TaskBase | null {
  if (agreed === null) return null;
  const base = taskBaseSchema.parse(agreed);
  if (answer?.kind !== 'xeroProjectTask') return base;
  return estimateOfTask(answer) === base.task ? base : { budget: null, task: null };
}

/** The lines of the projection take Xero's ids too, by what they stand for, so that both stay aligned. */
function asAnswered(base: DocumentBase, answer: ReturnType<typeof ownedDocument>): DocumentBase {
  const target = asXeroKeepsIt(base.target, answer);
  const idsByKey = new Map(target.lines.map((line) => [line.key, line]));
  const lines = base.projection.lines.map((line) => {
    const written = line.key === null ? undefined : idsByKey.get(line.key);
    return written ? { ...line, lineId: written.lineId } : line;
  });
  return { ...base, target, projection: { ...base.projection, lines } };
}

/** What was written, as the answer has it. */
function asTold(
  body: { [field in keyof OwnedContact]?: string | null | undefined },
  answer: XeroContact | ProcoreVendor,
): Partial<OwnedContact> {
  return {
    ...(body.name === undefined ? {} : { name: answer.name }),
    ...(body.email === undefined ? {} : { email: answer.email }),
    ...(body.taxNumber === undefined ? {} : { taxNumber: answer.taxNumber }),
  };
}

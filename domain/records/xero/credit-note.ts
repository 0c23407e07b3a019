// A Xero credit note, a supplier's or a customer's, with what it is allocated to: what is kept, how it is filed and whom it concerns.
import { z } from 'zod';
import { markerIn } from '../../identity/markers.ts';
import { amountSchema } from '../../money/amount.ts';
import { calendarDate, id } from '../fields.ts';
import type { ConcernsOf, HeardOf } from '../concerns.ts';
import type { FilingOf } from '../filing.ts';
import type { WebhookName } from '../webhook-names.ts';
import { ledgerDocumentFields } from './document-fields.ts';

const allocatedSchema = z.object({
  /** Null where Xero's answer did not name it. */
  allocationId: id.nullable(),
  invoiceId: id,
  amount: amountSchema,
  date: calendarDate.nullable(),
});

export const xeroCreditNoteSchema = z.object({
  kind: z.literal('xeroCreditNote'),
  ...ledgerDocumentFields,
  /** `payable` = of a supplier (ACCPAYCREDIT), `receivable` = to a customer (ACCRECCREDIT). */
  side: z.enum(['payable', 'receivable']),
  /** A customer's alone has one. */
  reference: z.string().nullable(),
  remainingCredit: amountSchema,
  allocations: z.array(allocatedSchema),
});
export type XeroCreditNote = z.infer<typeof xeroCreditNoteSchema>;

/** A supplier's has neither Url nor Reference in the API: its marker stands last in its first line's description. */
export function markerOfCreditNote({
  reference,
  lines,
}: {
  reference: string | null;
  lines: readonly { description: string }[];
}): string | null {
  return markerIn(reference) ?? markerIn(lines[0]?.description);
}

export const creditNoteFiling: FilingOf<XeroCreditNote> = (note) => ({
  recordId: note.id,
  version: note.updatedAt,
  belongsTo: note.contactId,
  marker: markerOfCreditNote(note),
});

/** What it is allocated to owes less, and Xero need not say that the invoice changed. */
export const creditNoteConcerns: ConcernsOf<XeroCreditNote> = ({ id: targetId, allocations }) => [
  { whose: 'linked', kind: 'xeroCreditNote', targetId },
  { whose: 'known', type: 'directCost', sourceId: `creditNote-${targetId}` },
  ...allocations.flatMap(({ invoiceId }) =>
    (['xeroBill', 'xeroSalesInvoice'] as const).map(
      (kind) => ({ whose: 'linked', kind, targetId: invoiceId }) as const,
    ),
  ),
];
export const creditNoteHeard: HeardOf = (targetId) => [
  { whose: 'linked', kind: 'xeroCreditNote', targetId },
];

/** Source: Xero OpenAPI 16.1.0, xero-webhooks.yaml, read 2026-11-23. */
export const creditNoteWebhooks: readonly WebhookName[] = [{ names: ['creditnote'] }];

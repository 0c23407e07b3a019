// What Xero itself says of its documents after the lives, to hold what Tieout last read of them against.
import { isStanding } from '../../../domain/records/xero/standing.ts';
import { xeroList } from '../once-each.ts';
import type { Stack } from '../stack.ts';
import type { Everything } from './seen-on-stack.ts';
import { isInvoice, isNote, isOrder } from './seen-on-stack.ts';

type Document = {
  InvoiceID?: string;
  CreditNoteID?: string;
  PurchaseOrderID?: string;
  Status: string;
  Total: number;
  AmountDue?: number;
  RemainingCredit?: number;
  Url?: string;
  Reference?: string;
  LineItems: { Description?: string }[];
};

async function documentsOf(stack: Stack): Promise<Document[]> {
  const lists = ['Invoices', 'CreditNotes', 'PurchaseOrders'].map((name) =>
    xeroList<Document>(stack, `${name}?page=1&pageSize=1000`, name),
  );
  return (await Promise.all(lists)).flat();
}

export type OwnWords = { standing: string[]; markers: string[] };

/** Every document that stands, with what is left of it, and every marker that one of them bears. */
export async function inXero(stack: Stack): Promise<OwnWords> {
  const standing = (await documentsOf(stack)).filter(({ Status }) =>
    isStanding({ status: Status }),
  );
  return {
    standing: standing
      .map((one) => {
        const id = one.InvoiceID ?? one.CreditNoteID ?? one.PurchaseOrderID ?? '';
        const left = one.AmountDue ?? one.RemainingCredit ?? 0;
        return `${id} ${one.Status} ${one.Total.toFixed(2)} ${left.toFixed(2)}`;
      })
      .sort(),
    markers: standing.flatMap(
      ({ Url, Reference, LineItems }) =>
        [Url, Reference, LineItems[0]?.Description]
          .map((text) => /tieout:[^\s#]+$/.exec(text ?? '')?.[0])
          .find((marker) => marker !== undefined) ?? [],
    ),
  };
}

/** The same of what Tieout last read. */
export function inMirror({ records }: Everything): string[] {
  return [
    ...records.filter(isInvoice).map((one) => ({ ...one, left: one.amountDue })),
    ...records.filter(isNote).map((one) => ({ ...one, left: one.remainingCredit })),
    ...records.filter(isOrder).map((one) => ({ ...one, left: '0.00' })),
  ]
    .filter(isStanding)
    .map(({ id, status, total, left }) => `${id} ${status} ${total} ${left}`)
    .sort();
}

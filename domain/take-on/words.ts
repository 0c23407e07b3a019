// What the documents of a take-on are called.
import type { RecordShown } from './proposal.ts';

const words: Record<RecordShown['kind'], string> = {
  xeroBill: 'bill',
  xeroSalesInvoice: 'sales invoice',
  xeroCreditNote: 'credit note',
  xeroPurchaseOrder: 'purchase order',
};

export function wordOfRecord(kind: RecordShown['kind']): string {
  return words[kind];
}

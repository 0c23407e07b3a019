// How the history of a document is read, and how a note is added to it that nobody can change or take away.
import type { AccountingApi, HistoryRecords } from 'xero-node';
import { z } from 'zod';
import type { HistoryNoteBody } from '../../domain/records/write-bodies.ts';
import type { XeroClient } from './xero-api.ts';
import type { XeroCall } from './xero-call.ts';
import { collectionOf } from './xero-call.ts';
import type { XeroReading } from './xero-reading.ts';

type Noted = HistoryNoteBody['of'];

const plurals: Record<Noted, string> = {
  xeroBill: 'Invoices',
  xeroSalesInvoice: 'Invoices',
  xeroCreditNote: 'CreditNotes',
  xeroPurchaseOrder: 'PurchaseOrders',
};
const templateOf = (of: Noted): string => `/${plurals[of]}/{id}/History`;

function read(api: AccountingApi, tenantId: string, of: Noted, id: string): Promise<unknown> {
  switch (of) {
    case 'xeroBill':
    case 'xeroSalesInvoice':
      return api.getInvoiceHistory(tenantId, id);
    case 'xeroCreditNote':
      return api.getCreditNoteHistory(tenantId, id);
    case 'xeroPurchaseOrder':
      return api.getPurchaseOrderHistory(tenantId, id);
  }
}

function add(
  api: AccountingApi,
  tenantId: string,
  { of, documentId, details }: HistoryNoteBody,
  idempotencyKey: string,
): Promise<unknown> {
  const records: HistoryRecords = { historyRecords: [{ details }] };
  switch (of) {
    case 'xeroBill':
    case 'xeroSalesInvoice':
      return api.createInvoiceHistory(tenantId, documentId, records, idempotencyKey);
    case 'xeroCreditNote':
      return api.createCreditNoteHistory(tenantId, documentId, records, idempotencyKey);
    case 'xeroPurchaseOrder':
      return api.createPurchaseOrderHistory(tenantId, documentId, records, idempotencyKey);
  }
}

const entrySchema = z.looseObject({ Details: z.string().nullish() });

/** What each entry says, of what people and Xero did too; those that say nothing are left out. */
export function historyReads({ unpaged }: XeroReading): Pick<XeroClient, 'listHistory'> {
  return {
    listHistory: async ({ of, documentId }) => {
      const said = await unpaged({
        resource: 'history',
        template: templateOf(of),
        collection: 'HistoryRecords',
        idField: 'DateUTC',
        read: (element) => entrySchema.safeParse(element).data?.Details ?? null,
        fetch: (api, tenantId) => read(api, tenantId, of, documentId),
      });
      return said.filter((details) => details !== null);
    },
  };
}

export function historyWrites(call: XeroCall): Pick<XeroClient, 'addHistoryNote'> {
  return {
    addHistoryNote: async ({ body, idempotencyKey, beforeSend }) => {
      const answer = await call({
        method: 'PUT',
        template: templateOf(body.of),
        beforeSend,
        run: (api, tenantId) => add(api, tenantId, body, idempotencyKey),
      });
      // Xero gives a note no id: that the answer is one of history records is all it tells.
      collectionOf(answer, 'HistoryRecords', true);
    },
  };
}

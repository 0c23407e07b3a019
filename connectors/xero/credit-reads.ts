// How credit notes, prepayments and overpayments are asked of Xero.
import { order, unitdp } from './asked-alike.ts';
import { readOverpayment, readPrepayment } from './advances.ts';
import { readCreditNote } from './credit-notes.ts';
import type { XeroClient } from './xero-api.ts';
import type { XeroReading } from './xero-reading.ts';

type CreditReads = Pick<XeroClient, 'listCreditNotes' | 'readCreditNote' | 'listAdvances'>;

const creditNoteKind = {
  resource: 'credit note',
  collection: 'CreditNotes',
  idField: 'CreditNoteID',
  read: readCreditNote,
} as const;

export function creditReads(reading: XeroReading): CreditReads {
  const { list, one } = reading;
  return {
    listCreditNotes: ({ modifiedSince } = {}) =>
      list({
        ...creditNoteKind,
        template: '/CreditNotes',
        modifiedSince,
        fetch: (api, tenantId, { page, pageSize, options }) =>
          api.getCreditNotes(
            tenantId,
            undefined, // ifModifiedSince: in the options, to the second
            undefined, // where
            order,
            page,
            unitdp,
            pageSize,
            options,
          ),
      }),
    readCreditNote: ({ id, beforeSend }) =>
      one({
        ...creditNoteKind,
        beforeSend,
        template: '/CreditNotes/{CreditNoteID}',
        fetch: (api, tenantId) => api.getCreditNote(tenantId, id, unitdp),
      }),
    listAdvances: async (ask = {}) => {
      const prepayments = await listPrepayments(reading, ask);
      return [...prepayments, ...(await listOverpayments(reading, ask))];
    },
  };
}

type Since = { modifiedSince?: string | undefined };

function listPrepayments({ list }: XeroReading, { modifiedSince }: Since) {
  return list({
    resource: 'prepayment',
    collection: 'Prepayments',
    idField: 'PrepaymentID',
    read: readPrepayment,
    template: '/Prepayments',
    modifiedSince,
    fetch: (api, tenantId, { page, pageSize, options }) =>
      api.getPrepayments(
        tenantId,
        undefined, // ifModifiedSince: in the options, to the second
        undefined, // where
        order,
        page,
        unitdp,
        pageSize,
        undefined, // invoiceNumbers
        undefined, // references
        options,
      ),
  });
}

function listOverpayments({ list }: XeroReading, { modifiedSince }: Since) {
  return list({
    resource: 'overpayment',
    collection: 'Overpayments',
    idField: 'OverpaymentID',
    read: readOverpayment,
    template: '/Overpayments',
    modifiedSince,
    fetch: (api, tenantId, { page, pageSize, options }) =>
      api.getOverpayments(
        tenantId,
        undefined, // ifModifiedSince: in the options, to the second
        undefined, // where
        order,
        page,
        unitdp,
        pageSize,
        undefined, // references
        options,
      ),
  });
}

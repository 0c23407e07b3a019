// The Xero client: xero-node 20 behind named parameters, with a method for each thing Tieout does and for nothing else.
import { order, unitdp } from './asked-alike.ts';
import { actualsReads } from './actuals-reads.ts';
import { attachmentReads, attachmentWrites } from './attachments.ts';
import { cisReads } from './cis-settings.ts';
import { readContact } from './contacts.ts';
import { creditReads } from './credit-reads.ts';
import { historyReads, historyWrites } from './history.ts';
import { readBill, readSalesInvoice } from './invoices.ts';
import { readAccount, readCurrencyCode, readOrganisation, readTaxRate } from './organisation.ts';
import { projectReads, projectWrites } from './projects.ts';
import { paysAnInvoice, readPayment } from './payments.ts';
import { readPurchaseOrder } from './purchase-orders.ts';
import { currenciesId } from '../../domain/records/xero/currencies.ts';
import {
  trackingCategories,
  trackingOptionReads,
  trackingOptionWrites,
} from './tracking-options.ts';
import type { XeroClient, XeroClientOptions } from './xero-api.ts';
import { createXeroCall, malformedXeroAnswer } from './xero-call.ts';
import { textMember } from './xero-fields.ts';
import { createXeroReading } from './xero-reading.ts';
import type { ListOf, XeroReading } from './xero-reading.ts';
import type { BeforeSend } from '../http/call-gate.ts';
import { createXeroWrites } from './xero-writes.ts';

type OrganisationReads = Pick<XeroClient, 'readOrganisation' | 'readChart' | 'readCurrencies'>;
type ContactReads = Pick<XeroClient, 'listContacts' | 'readContacts' | 'readContactByNumber'>;
type InvoiceReads = Pick<
  XeroClient,
  'listBills' | 'readBills' | 'listSalesInvoices' | 'readSalesInvoices'
>;
type PaymentReads = Pick<XeroClient, 'readPayment' | 'listPayments'>;
type OrderReads = Pick<
  XeroClient,
  'listPurchaseOrders' | 'readPurchaseOrder' | 'readPurchaseOrderByNumber'
>;

export function createXeroClient(options: XeroClientOptions): XeroClient {
  const call = createXeroCall(options);
  const reading = createXeroReading(call, options);
  return Object.freeze({
    ...organisationReads(reading),
    ...contactReads(reading),
    ...cisReads(reading),
    ...invoiceReads(reading),
    ...creditReads(reading),
    ...paymentReads(reading),
    ...orderReads(reading),
    ...actualsReads(reading),
    ...attachmentReads(reading),
    ...attachmentWrites(call),
    ...historyReads(reading),
    ...historyWrites(call),
    ...trackingOptionReads(reading),
    ...trackingOptionWrites(call),
    ...projectReads(call, options),
    ...projectWrites(call),
    ...createXeroWrites(call),
  });
}

function organisationReads(reading: XeroReading): OrganisationReads {
  const { one, unpaged } = reading;
  const readChart: XeroClient['readChart'] = async () => {
    const accounts = await unpaged({
      resource: 'account',
      template: '/Accounts',
      collection: 'Accounts',
      idField: 'AccountID',
      read: readAccount,
      fetch: (api, tenantId) => api.getAccounts(tenantId),
    });
    const taxRates = await unpaged({
      resource: 'tax rate',
      template: '/TaxRates',
      collection: 'TaxRates',
      idField: 'TaxType',
      read: readTaxRate,
      fetch: (api, tenantId) => api.getTaxRates(tenantId),
    });
    const categories = await trackingCategories(reading);
    return { kind: 'xeroChart', accounts, taxRates, trackingCategories: categories };
  };
  return {
    readChart,
    readCurrencies: async () => {
      const codes = await unpaged({
        resource: 'currency',
        template: '/Currencies',
        collection: 'Currencies',
        idField: 'Code',
        read: readCurrencyCode,
        fetch: (api, tenantId) => api.getCurrencies(tenantId),
      });
      return { kind: 'xeroCurrencies', id: currenciesId, codes: [...codes].sort() };
    },
    readOrganisation: async () => {
      const template = '/Organisation';
      const organisation = await one({
        resource: 'organisation',
        template,
        collection: 'Organisations',
        idField: 'OrganisationID',
        read: readOrganisation,
        fetch: (api, tenantId) => api.getOrganisations(tenantId),
      });
      if (organisation !== null) return organisation;
      throw malformedXeroAnswer({ status: 404, why: `${template} is not there`, write: false });
    },
  };
}

const contactKind = {
  resource: 'contact',
  collection: 'Contacts',
  idField: 'ContactID',
  read: readContact,
} as const;

function contactReads({ list, batch, one }: XeroReading): ContactReads {
  return {
    // Archived ones too: an archived contact keeps its name and number, and a new bill on it is refused.
    listContacts: ({ modifiedSince } = {}) =>
      list({
        ...contactKind,
        template: '/Contacts',
        modifiedSince,
        fetch: (api, tenantId, { page, pageSize, options }) =>
          api.getContacts(
            tenantId,
            undefined, // ifModifiedSince: in the options, to the second
            undefined, // where
            order,
            undefined, // iDs
            page,
            true, // includeArchived
            undefined, // summaryOnly
            undefined, // searchTerm
            pageSize,
            options,
          ),
      }),
    readContacts: ({ ids, beforeSend }) =>
      batch({
        ...contactKind,
        beforeSend,
        template: '/Contacts?IDs',
        ids,
        fetch: (api, tenantId) =>
          api.getContacts(
            tenantId,
            undefined, // ifModifiedSince
            undefined, // where
            undefined, // order
            [...ids],
            1,
            true, // includeArchived
            undefined, // summaryOnly
            undefined, // searchTerm
            ids.length,
          ),
      }),
    readContactByNumber: async ({ contactNumber }) => {
      const contact = await one({
        ...contactKind,
        template: '/Contacts/{ContactNumber}',
        fetch: (api, tenantId) => api.getContactByContactNumber(tenantId, contactNumber),
      });
      // The same path also takes a ContactID: an answer is the contact only if it bears the number.
      const found = contact?.contactNumber?.toLowerCase() === contactNumber.toLowerCase();
      return found ? contact : null;
    },
  };
}

const isOfType = (type: string) => (element: unknown) => textMember(element, 'Type') === type;

const billKind = {
  resource: 'bill',
  collection: 'Invoices',
  idField: 'InvoiceID',
  type: 'ACCPAY',
  read: readBill,
  concerns: isOfType('ACCPAY'),
} as const;

const salesKind = {
  resource: 'sales invoice',
  collection: 'Invoices',
  idField: 'InvoiceID',
  type: 'ACCREC',
  read: readSalesInvoice,
  concerns: isOfType('ACCREC'),
} as const;

function invoiceReads(reading: XeroReading): InvoiceReads {
  const bills = invoicesOf(reading, billKind);
  const sales = invoicesOf(reading, salesKind);
  return {
    listBills: bills.list,
    readBills: bills.read,
    listSalesInvoices: sales.list,
    readSalesInvoices: sales.read,
  };
}

type InvoiceKind<T> = Omit<ListOf<T>, 'template' | 'fetch' | 'modifiedSince'> & { type: string };
type ListAsk = { modifiedSince?: string | undefined; createdByMyApp?: boolean | undefined };
type BatchAsk = { ids: readonly string[]; beforeSend?: BeforeSend | undefined };

function invoicesOf<T>({ list, batch }: XeroReading, { type, ...kind }: InvoiceKind<T>) {
  return {
    // Paged on purpose: only a paged list of invoices carries their lines (developer docs, Invoices, read 2026-11-23).
    list: ({ modifiedSince, createdByMyApp }: ListAsk = {}): Promise<T[]> =>
      list({
        ...kind,
        template: '/Invoices',
        modifiedSince,
        fetch: (api, tenantId, { page, pageSize, options }) =>
          api.getInvoices(
            tenantId,
            undefined, // ifModifiedSince: in the options, to the second
            `Type=="${type}"`,
            order,
            undefined, // iDs
            undefined, // invoiceNumbers
            undefined, // contactIDs
            undefined, // statuses
            page,
            undefined, // includeArchived
            createdByMyApp,
            unitdp,
            undefined, // summaryOnly
            pageSize,
            undefined, // searchTerm
            options,
          ),
      }),
    read: ({ ids, beforeSend }: BatchAsk): Promise<T[]> =>
      batch({
        ...kind,
        beforeSend,
        template: '/Invoices?IDs',
        ids,
        fetch: (api, tenantId) =>
          api.getInvoices(
            tenantId,
            undefined, // ifModifiedSince
            undefined, // where
            undefined, // order
            [...ids],
            undefined, // invoiceNumbers
            undefined, // contactIDs
            undefined, // statuses
            1,
            undefined, // includeArchived
            undefined, // createdByMyApp
            unitdp,
            undefined, // summaryOnly
            ids.length,
          ),
      }),
  };
}

const paymentKind = {
  resource: 'payment',
  collection: 'Payments',
  idField: 'PaymentID',
  read: readPayment,
} as const;

function paymentReads({ list, one }: XeroReading): PaymentReads {
  return {
    readPayment: ({ id, beforeSend }) =>
      one({
        ...paymentKind,
        template: '/Payments/{PaymentID}',
        beforeSend,
        fetch: (api, tenantId) => api.getPayment(tenantId, id),
      }),
    listPayments: ({ modifiedSince } = {}) =>
      list({
        ...paymentKind,
        template: '/Payments',
        concerns: paysAnInvoice,
        modifiedSince,
        fetch: (api, tenantId, { page, pageSize, options }) =>
          api.getPayments(
            tenantId,
            undefined, // ifModifiedSince: in the options, to the second
            undefined, // where
            order,
            page,
            pageSize,
            options,
          ),
      }),
  };
}

const orderKind = {
  resource: 'purchase order',
  collection: 'PurchaseOrders',
  idField: 'PurchaseOrderID',
  read: readPurchaseOrder,
} as const;

function orderReads({ list, one }: XeroReading): OrderReads {
  return {
    listPurchaseOrders: ({ modifiedSince } = {}) =>
      list({
        ...orderKind,
        template: '/PurchaseOrders',
        modifiedSince,
        fetch: (api, tenantId, { page, pageSize, options }) =>
          api.getPurchaseOrders(
            tenantId,
            undefined, // ifModifiedSince: in the options, to the second
            undefined, // status
            undefined, // dateFrom
            undefined, // dateTo
            order,
            page,
            pageSize,
            options,
          ),
      }),
    readPurchaseOrder: ({ id, beforeSend }) =>
      one({
        ...orderKind,
        beforeSend,
        template: '/PurchaseOrders/{PurchaseOrderID}',
        fetch: (api, tenantId) => api.getPurchaseOrder(tenantId, id),
      }),
    readPurchaseOrderByNumber: async ({ number }) => {
      const found = await one({
        ...orderKind,
        template: '/PurchaseOrders/{PurchaseOrderNumber}',
        fetch: (api, tenantId) => api.getPurchaseOrderByNumber(tenantId, number),
      });
      return found?.number === number ? found : null;
    },
  };
}

// Proves what of Xero can be called at all: a closed list of the client's methods and of xero-node's, in which what is never written has no place.
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { xeroMethods } from '../../../connectors/xero/xero-api.ts';
import { clientOf, startXeroStub } from './xero-stub.ts';
import type { XeroStub } from './xero-stub.ts';

let stub: XeroStub;
afterEach(async () => {
  await stub?.close();
});

describe('the client', () => {
  it('has the listed methods and no other', async () => {
    stub = await startXeroStub(() => undefined);
    const client = clientOf(stub);
    expect(Object.keys(client).sort()).toEqual([...xeroMethods].sort());
    expect(Object.isFrozen(client) && Object.isFrozen(xeroMethods)).toBe(true);
    const never = /journal|account|taxrate|category|currenc|bank|batch|budget|report/i;
    const writes = xeroMethods.filter((name) =>
      /^(create|update|void|delete|remove|allocate|archive|add|save|put|post)/.test(name),
    );
    expect(writes.filter((name) => never.test(name))).toEqual([]);
    expect(writes).toHaveLength(28);
    // A file goes with a bill and a note into a history: nothing takes either away or writes over it.
    expect(writes.filter((name) => /attachment|history/i.test(name))).toEqual([
      'createAttachment',
      'addHistoryNote',
    ]);
    // Of tracking nothing but options, never a category; renaming one is for people.
    expect(writes.filter((name) => /tracking|option/i.test(name))).toEqual([
      'createTrackingOption',
      'archiveTrackingOption',
    ]);
    // Of Xero Projects a project and a task are made, the latter's estimate changed, and time is logged: nothing else of a person's, and nothing is invoiced.
    expect(writes.filter((name) => /project|task|time/i.test(name))).toEqual([
      'createProject',
      'createProjectTask',
      'updateProjectTask',
      'createTimeEntry',
      'updateTimeEntry',
      'deleteTimeEntry',
    ]);
    // Made and deleted, never changed; and only where the firm records its payments in Procore (connectors/xero/scopes.ts).
    expect(writes.filter((name) => /payment/i.test(name))).toEqual([
      'createPayments',
      'deletePayment',
    ]);
  });

  it('calls nothing of xero-node but what those methods need', () => {
    const folder = new URL('../../../connectors/xero/', import.meta.url);
    const source = readdirSync(folder)
      .map((file) => readFileSync(new URL(file, folder), 'utf8'))
      .join('\n');
    const called = new Set([...source.matchAll(/\bapi\.(\w+)\(/g)].map((match) => match[1]));
    expect([...called].sort()).toEqual([
      'createContacts',
      'createCreditNoteAllocation',
      'createCreditNoteHistory',
      'createCreditNotes',
      'createInvoiceAttachmentByFileName',
      'createInvoiceHistory',
      'createInvoices',
      'createPayments',
      'createProject',
      'createPurchaseOrderHistory',
      'createPurchaseOrders',
      'createTask',
      'createTimeEntry',
      'createTrackingOptions',
      'deleteCreditNoteAllocations',
      'deletePayment',
      'deleteTimeEntry',
      'getAccounts',
      'getBankTransactions',
      'getContactByContactNumber',
      'getContactCISSettings',
      'getContacts',
      'getCreditNote',
      'getCreditNoteHistory',
      'getCreditNotes',
      'getCurrencies',
      'getInvoiceAttachments',
      'getInvoiceHistory',
      'getInvoices',
      'getManualJournals',
      'getOrganisations',
      'getOverpayments',
      'getPayment',
      'getPayments',
      'getPrepayments',
      'getProjectUsers',
      'getProjects',
      'getPurchaseOrder',
      'getPurchaseOrderByNumber',
      'getPurchaseOrderHistory',
      'getPurchaseOrders',
      'getReportBalanceSheet',
      'getReportProfitAndLoss',
      'getTasks',
      'getTaxRates',
      'getTimeEntries',
      'getTimeEntry',
      'getTrackingCategories',
      'updateOrCreateContacts',
      'updateOrCreateCreditNotes',
      'updateOrCreateInvoices',
      'updateOrCreatePurchaseOrders',
      'updateTask',
      'updateTimeEntry',
      'updateTrackingOptions',
    ]);
    expect(source).not.toMatch(/payroll|bankFeeds|filesApi|assetApi|financeApi/i);
  });
});

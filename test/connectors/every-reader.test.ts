// Proves for every reader that whatever stands in whichever field, and wherever in the list, the record is read whole and storable or named, and its neighbours are read (S8 S9 S18).
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseLosslessJson } from '../../connectors/http/lossless-json.ts';
import type { LosslessJson } from '../../connectors/http/lossless-json.ts';
import { readEach, settingAside } from '../../connectors/http/parsed-records.ts';
import { billingPeriodReader } from '../../connectors/procore/billing-periods.ts';
import { changeOrderReader } from '../../connectors/procore/change-orders.ts';
import { commitmentReader } from '../../connectors/procore/commitments.ts';
import { contractPaymentReader } from '../../connectors/procore/contract-payments.ts';
import { paymentApplicationReader } from '../../connectors/procore/payment-applications.ts';
import { primeContractReader } from '../../connectors/procore/prime-contracts.ts';
import { elementId } from '../../connectors/procore/procore-pages.ts';
import { readProject } from '../../connectors/procore/projects.ts';
import { requisitionReader } from '../../connectors/procore/requisitions.ts';
import { readTaxCode } from '../../connectors/procore/tax-codes.ts';
import { readVendor } from '../../connectors/procore/vendors.ts';
import { readOverpayment, readPrepayment } from '../../connectors/xero/advances.ts';
import { readBankTransaction, readManualJournal } from '../../connectors/xero/bank-transactions.ts';
import { readCreditNote } from '../../connectors/xero/credit-notes.ts';
import { readBill, readSalesInvoice } from '../../connectors/xero/invoices.ts';
import { cisSettingsReader } from '../../connectors/xero/cis-settings.ts';
import { readContact } from '../../connectors/xero/contacts.ts';
import { readPayment } from '../../connectors/xero/payments.ts';
import { readPurchaseOrder } from '../../connectors/xero/purchase-orders.ts';
import { textMember } from '../../connectors/xero/xero-fields.ts';
import { canonicalJson } from '../../domain/identity/canonical-json.ts';
import { filingOf, parseRecord } from '../../domain/records/records.ts';
import type { KeptRecord } from '../../domain/records/records.ts';
import { startProcoreSandbox } from '../../sandbox/procore/server.ts';
import { startXeroSandbox } from '../../sandbox/xero/server.ts';
import { inProcore } from '../support/people.ts';
import { asBookkeeper } from '../support/sandbox-views.ts';
import type { Sandbox } from '../support/stack.ts';
import { control } from '../support/stack.ts';

type Reader = {
  vendor: 'xero' | 'procore';
  /** Where an element of it is shown; `{first}` stands for the first of the list it is taken from. */
  path: string;
  listed?: string;
  /** Shown by the larger company alone, which has head contracts. */
  ofLarger?: true;
  /** The list in the answer; null where the answer is the list, or the record itself. */
  within: string | null;
  read: (element: unknown) => KeptRecord;
  idOf: (element: unknown) => string | null;
};

const project = '562949951000001';
const company = '5629494500123';
const xero = (path: string, read: Reader['read'], id: string, where = ''): Reader => ({
  ...{ vendor: 'xero', path: `/api.xro/2.0/${path}?page=1&pageSize=5${where}`, within: path, read },
  idOf: (element) => textMember(element, id),
});
const ofType = (type: string) => `&where=${encodeURIComponent(`Type=="${type}"`)}`;
const procore = (path: string, read: Reader['read']): Reader => ({
  ...{ vendor: 'procore', path, within: null, read, idOf: elementId },
});

const readers: Record<string, Reader> = {
  'xero bill': xero('Invoices', readBill, 'InvoiceID', ofType('ACCPAY')),
  'xero sales invoice': xero('Invoices', readSalesInvoice, 'InvoiceID', ofType('ACCREC')),
  'xero credit note': xero('CreditNotes', readCreditNote, 'CreditNoteID'),
  'xero prepayment': xero('Prepayments', readPrepayment, 'PrepaymentID'),
  'xero overpayment': xero('Overpayments', readOverpayment, 'OverpaymentID'),
  'xero bank transaction': xero(
    'BankTransactions',
    readBankTransaction,
    'BankTransactionID',
    ofType('SPEND'),
  ),
  'xero manual journal': xero('ManualJournals', readManualJournal, 'ManualJournalID'),
  'xero contact': xero('Contacts', readContact, 'ContactID'),
  'xero CIS settings': {
    ...{ vendor: 'xero', path: '/api.xro/2.0/Contacts/{contact}/CISSettings' },
    ...{ within: 'CISSettings', read: cisSettingsReader('contact-1'), idOf: () => 'contact-1' },
  },
  'xero order': xero('PurchaseOrders', readPurchaseOrder, 'PurchaseOrderID'),
  'xero payment': xero('Payments', readPayment, 'PaymentID'),
  'procore project': procore(`/rest/v1.0/projects?company_id=${company}`, readProject),
  'procore vendor': procore(`/rest/v1.0/vendors?company_id=${company}`, (one) => readVendor(one)),
  'procore tax code': procore(`/rest/v1.0/tax_codes?company_id=${company}`, readTaxCode),
  'procore billing period': procore(
    `/rest/v1.0/projects/${project}/billing_periods`,
    billingPeriodReader(project),
  ),
  'procore contract': procore(
    `/rest/v1.0/work_order_contracts?project_id=${project}`,
    commitmentReader({ projectId: project, contractKind: 'wo', lines: null }),
  ),
  'procore pay app': procore(
    `/rest/v1.1/requisitions?project_id=${project}&view=extended`,
    requisitionReader(project),
  ),
  'procore change order': {
    ...procore(
      `/rest/v1.0/change_order_packages/{first}?project_id=${project}`,
      changeOrderReader(project),
    ),
    listed: `/rest/v1.0/change_order_packages?project_id=${project}`,
    ofLarger: true,
  },
  'procore prime contract': {
    ...procore(
      `/rest/v1.0/prime_contract/{first}?project_id=${project}`,
      primeContractReader({ projectId: project, lines: null }),
    ),
    listed: `/rest/v1.0/prime_contracts?project_id=${project}`,
    ofLarger: true,
  },
  'procore owner invoice': {
    ...procore(
      `/rest/v1.0/payment_applications/{first}?project_id=${project}`,
      paymentApplicationReader(project),
    ),
    listed: `/rest/v1.0/payment_applications?project_id=${project}`,
    ofLarger: true,
  },
  'procore contract payment': procore(
    `/rest/v1.0/contract_payments?project_id=${project}&contract_id={contract}`,
    contractPaymentReader({ projectId: project, contractId: '1' }),
  ),
};

/** What no field expects: nothing, another type, a member never seen, digits no amount has, text that nobody can hold. */
const oddities: readonly (LosslessJson | undefined)[] = [
  ...[null, undefined, true, {}, [], [null], '', 'A_NEW_MEMBER', '-0.00000001'],
  ...[
    '12345678901234567890.123456789',
    '1e400',
    '2026-02-31',
    '\\u0000 \\ud83c'.repeat(3),
    'x'.repeat(70_000),
  ],
];

/** Every place of an element, a list's first member standing for all. */
function placesIn(value: LosslessJson, at: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [at];
  const members: [string, LosslessJson][] = Array.isArray(value)
    ? value.slice(0, 1).map((one) => ['0', one])
    : Object.entries(value);
  return [
    ...(at.length > 0 ? [at] : []),
    ...members.flatMap(([key, one]) => placesIn(one, [...at, key])),
  ];
}

function bent(element: LosslessJson, place: readonly string[], to: LosslessJson | undefined) {
  const copy = structuredClone(element);
  let holder = copy as Record<string, LosslessJson>;
  for (const key of place.slice(0, -1)) holder = holder[key] as Record<string, LosslessJson>;
  const last = place.at(-1) ?? '';
  if (to === undefined) delete holder[last];
  else holder[last] = to;
  return copy;
}

describe('every reader', { timeout: 120_000 }, () => {
  let contract = '';
  const elements = new Map<string, LosslessJson>();
  let contact = '';
  const sandboxes = {} as Record<Reader['vendor'] | 'larger', Sandbox>;
  beforeAll(async () => {
    sandboxes.procore = await startProcoreSandbox({ limits: 'fast' });
    sandboxes.larger = await startProcoreSandbox({ limits: 'fast' });
    sandboxes.xero = await startXeroSandbox({ limits: 'fast' });
    await control(sandboxes.xero, 'POST', 'seed', { company: 'twenty' });
    await control(sandboxes.procore, 'POST', 'seed', { company: 'twenty' });
    await control(sandboxes.larger, 'POST', 'seed', { company: 'demo' });
    contact = await fillXero(sandboxes.xero);
    contract = await fillProcore(sandboxes.procore);
    // All before any is bent: bending holds this process up for seconds, and its sandboxes' idle connections with it.
    for (const [name, reader] of Object.entries(readers)) {
      elements.set(name, await elementOf(reader));
    }
  }, 60_000);
  afterAll(async () => {
    for (const sandbox of Object.values(sandboxes)) await sandbox.close();
  });

  async function elementOf(reader: Reader): Promise<LosslessJson> {
    const { vendor, path, listed, within } = reader;
    const sandbox = sandboxes[reader.ofLarger ? 'larger' : vendor];
    const firstOf = (json: LosslessJson) => (Array.isArray(json) ? json[0] : json);
    const from = listed === undefined ? null : await shown(sandbox, { vendor, path: listed });
    const json = await shown(sandbox, {
      vendor,
      path: path
        .replace('{contract}', contract)
        .replace('{contact}', contact)
        .replace('{first}', from === null ? '' : (elementId(firstOf(from)) ?? '')),
    });
    const element = firstOf(
      within === null ? json : ((json as Record<string, LosslessJson>)[within] ?? null),
    );
    if (element === undefined || element === null) throw new Error(`${path} shows nothing`);
    return element;
  }

  it.each(Object.keys(readers))('of a %s', async (name) => {
    const reader = readers[name];
    const good = elements.get(name);
    if (!reader || good === undefined) throw new Error(name);
    const context = { vendor: reader.vendor, resource: name } as const;
    const whole = reader.read(good);
    const misread: unknown[] = [];
    let tried = 0;
    let named = 0;
    for (const [at, place] of placesIn(good).entries()) {
      for (const [which, odd] of oddities.entries()) {
        tried += 1;
        const bad = bent(good, place, odd);
        // Of each place three oddities stand among others, first, between and last; the rest alone, for less time.
        const turn = (which + at) % oddities.length;
        const position = turn < 3 ? turn : 0;
        const list = turn < 3 ? [good, good] : [];
        list.splice(position, 0, bad);
        const { value, aside } = await settingAside(() =>
          Promise.resolve(
            readEach({ elements: list, read: reader.read, idOf: reader.idOf, context }),
          ),
        );
        named += aside.length;
        const others = value.filter((_, index) => aside.length > 0 || index !== position);
        const isRight =
          value.length + aside.length === list.length &&
          others.every((record) => JSON.stringify(record) === JSON.stringify(whole)) &&
          value.every(isStorable);
        if (!isRight) misread.push([place.join('.'), odd, position]);
      }
    }
    expect(named).toBeGreaterThan(0);
    expect(tried).toBeGreaterThan(named);
    expect(misread).toEqual([]);
  });
});

/** Read back from Postgres by the schema of its kind, it is the same, and it can be filed. */
function isStorable(record: KeptRecord): boolean {
  const stored = JSON.parse(JSON.stringify(record)) as KeptRecord;
  return (
    canonicalJson(parseRecord(record.kind, stored)) === canonicalJson(stored) &&
    filingOf(record as never).recordId !== ''
  );
}

/** What a vendor shows, with every digit. */
async function shown(sandbox: Sandbox, { vendor, path }: Pick<Reader, 'vendor' | 'path'>) {
  const role = vendor === 'xero' ? 'bookkeeper' : 'admin';
  const { access_token: token } = await control<{ access_token: string }>(
    sandbox,
    'POST',
    'token',
    {
      role,
    },
  );
  const response = await fetch(`${sandbox.url}${path}`, {
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      'xero-tenant-id': '3f0c2b1e-7a44-4d0a-9c55-5d1a7e2b9c11',
      'procore-company-id': company,
    },
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
  return parseLosslessJson(text);
}

/**
 * A bill with a payment, a sales invoice, a credit note set off against it, two advances, an order, and their contact as
 * a subcontractor under CIS; answers the contact's id.
 */
async function fillXero(sandbox: Sandbox): Promise<string> {
  const line = {
    Description: 'Works',
    Quantity: 1,
    UnitAmount: 100,
    AccountCode: '310',
    TaxType: 'INPUT2',
  };
  const head = { Contact: { Name: 'Odd Ltd' }, Date: '2026-10-01', LineAmountTypes: 'Exclusive' };
  const put = (what: string, body: object) => asBookkeeper(sandbox, 'PUT', what, body);
  const made = (await put('Invoices', {
    ...{
      ...head,
      Type: 'ACCPAY',
      Status: 'AUTHORISED',
      DueDate: '2026-10-20',
      InvoiceNumber: 'O-1',
    },
    LineItems: [line],
  })) as { Invoices: { InvoiceID: string }[] };
  const id = made.Invoices[0]?.InvoiceID;
  await put('Payments', {
    ...{ Invoice: { InvoiceID: id }, Account: { Code: '090' }, Date: '2026-10-05', Amount: 50 },
  });
  const sale = (await put('Invoices', {
    ...{ ...head, Type: 'ACCREC', Status: 'AUTHORISED', DueDate: '2026-10-20' },
    ...{ InvoiceNumber: 'O-2', LineItems: [{ ...line, AccountCode: '200', TaxType: 'OUTPUT2' }] },
  })) as { Invoices: { InvoiceID: string; Contact: { ContactID: string } }[] };
  const note = (await put('CreditNotes', {
    ...{ ...head, Type: 'ACCRECCREDIT', Status: 'AUTHORISED', CreditNoteNumber: 'C-1' },
    LineItems: [{ ...line, AccountCode: '200', TaxType: 'OUTPUT2' }],
  })) as { CreditNotes: { CreditNoteID: string }[] };
  await put(`CreditNotes/${note.CreditNotes[0]?.CreditNoteID}/Allocations`, {
    Allocations: [{ Invoice: { InvoiceID: sale.Invoices[0]?.InvoiceID }, Amount: 25 }],
  });
  const contactId = sale.Invoices[0]?.Contact.ContactID;
  for (const type of ['RECEIVE-PREPAYMENT', 'RECEIVE-OVERPAYMENT']) {
    const account = type === 'RECEIVE-PREPAYMENT' ? { accountCode: '200' } : {};
    const act = { type, contactId, amount: '40.00', ...account };
    await control(sandbox, 'POST', 'acts/bank-transaction', act);
  }
  const coded = { amount: '40.00', accountCode: '312' };
  const spent = { type: 'SPEND', contactId, lines: [coded] };
  await control(sandbox, 'POST', 'acts/spend-or-receive', spent);
  const lines = [coded, { amount: '-40.00', accountCode: '318' }];
  await control(sandbox, 'POST', 'acts/manual-journal', { narration: 'Moved', lines });
  await put('PurchaseOrders', { ...head, PurchaseOrderNumber: 'PO-1', LineItems: [line] });
  await control(sandbox, 'PUT', 'organisation', { version: 'UK' });
  await control(sandbox, 'PUT', `contacts/${contactId}`, { cisRate: '20' });
  return contactId ?? '';
}

/** A contract payment; answers the id of its contract. */
async function fillProcore(sandbox: Sandbox): Promise<string> {
  const admin = <T>(method: 'GET' | 'POST', path: string, body?: object) =>
    inProcore<T>(sandbox, { as: 'admin', method, path, body });
  const [first] = await admin<{ id: number; commitment_id: number }[]>(
    'GET',
    `/rest/v1.1/requisitions?project_id=${project}`,
  );
  await admin('POST', '/rest/v1.0/contract_payments', {
    ...{ project_id: project, contract_id: first?.commitment_id },
    contract_payment: { requisition_id: first?.id, amount: '10.00', date: '2026-10-05' },
  });
  return String(first?.commitment_id);
}

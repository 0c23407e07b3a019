// Every row and heading says whose it is, and every page leads to the records themselves: in Procore, in Xero and in Temporal.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { temporalHref, vendorHref } from '../../api/console/vendor-links.ts';
import { webAddressesOf } from '../../config/web-addresses.ts';
import { storeRecords } from '../../db/queries/mirror.ts';
import { link } from '../../db/schema/document-tables.ts';
import type { KeptRecord } from '../../domain/records/records.ts';
import type { TestApi } from './api-fixture.ts';
import { openExceptionOf, openExceptionsOf, startTestApi } from './api-fixture.ts';
import {
  brokenPayApp,
  contactId,
  editedPayApp,
  lookAlikePayApp,
  payApp,
  removedPayments,
  suggestedContact,
} from './observations.ts';
import { rowsOf, textOf } from './page-rows.ts';
import { putAccepted } from './put-accepted.ts';

let test: TestApi;
beforeAll(async () => {
  test = await startTestApi({ publicUrl: 'http://127.0.0.1:4400' });
});
afterAll(() => test.close());
beforeEach(async () => {
  await test.clear();
  const { project } = payApp();
  const { vendor } = suggestedContact();
  const records = [project, vendor].filter((one) => one !== null) as KeptRecord[];
  await storeRecords(test.db, 'demo', records, new Date());
});

async function pageOf(path: string): Promise<string> {
  const response = await fetch(`${test.api.url}${path}`, { headers: { accept: 'text/html' } });
  return response.text();
}

const whose = '26-004 Quay Street Apartments, Kauri Concrete Ltd';

describe('the project and the subcontractor stand', () => {
  it('on Today, the exceptions, the documents and the questions answered together', async () => {
    await openExceptionsOf(test, removedPayments(2));
    const paths = ['/', '/exceptions', '/documents', '/exceptions/together?kind=paymentRemoved'];
    for (const path of paths) expect(textOf(await pageOf(path))).toContain(whose);
  });

  it('at the head of an exception and of a document', async () => {
    const { id, workflowId } = await openExceptionOf(test, editedPayApp());
    for (const path of [`/exceptions/${id}`, `/documents/${workflowId}`]) {
      expect(await pageOf(path)).toContain(`<p class="whose">${whose}</p>`);
    }
  });

  it('in the register of what was left', async () => {
    await putAccepted(test, editedPayApp());
    expect(textOf(await pageOf('/accepted'))).toContain(whose);
  });

  it('for programs', async () => {
    const { id } = await openExceptionOf(test, editedPayApp());
    const known = {
      project: '26-004 Quay Street Apartments',
      subcontractor: 'Kauri Concrete Ltd',
    };
    const list = (await (await fetch(`${test.api.url}/api/exceptions`)).json()) as object;
    expect(list).toMatchObject({ exceptions: [known] });
    const one = (await (await fetch(`${test.api.url}/api/exceptions/${id}`)).json()) as object;
    expect(one).toMatchObject({ exception: known });
  });

  it('so that two documents of one name are told apart', async () => {
    const { claim: requisition, project } = payApp();
    const other = { ...project!, id: '502', number: '26-007', name: 'Wharf Road Terraces' };
    await storeRecords(test.db, 'demo', [other], new Date());
    await openExceptionOf(test, editedPayApp());
    const summary = { ...requisition!.summary, totalCompletedAndStoredToDate: '15600.50' };
    const moved = { ...requisition!, id: '7002', projectId: '502', summary };
    await openExceptionOf(test, brokenPayApp({ claim: moved, project: other }));
    const labels = rowsOf((await pageOf('/exceptions')).replace(/<tr>/g, '<tr class="">'))
      .map(({ label }) => label)
      .filter((label) => label.startsWith('Pay app'));
    expect(labels).toHaveLength(2);
    expect(new Set(labels).size).toBe(2);
  });
});

const bill = 'b0000000-0000-4000-8000-000000000001';
const procoreRecord =
  'https://app.procore.test/501/project/commitments/work_order_contracts/3003/requisitions/7001';
const run = 'http://127.0.0.1:4405/namespaces/default/workflows/payApp%2Fdemo%2F7001';

describe('one click away are', () => {
  it('the pay app, its bill, its contact and its run, from the exception and from the document', async () => {
    const { id, workflowId } = await openExceptionOf(test, editedPayApp());
    for (const path of [`/exceptions/${id}`, `/documents/${workflowId}`]) {
      const page = await pageOf(path);
      expect(page).toContain(`href="${procoreRecord}"`);
      expect(page).toContain(
        `href="https://go.xero.test/AccountsPayable/View.aspx?InvoiceID=${bill}"`,
      );
      expect(page).toContain(`href="https://go.xero.test/Contacts/View/${contactId}"`);
      expect(page).toContain(`href="${run}"`);
    }
  });

  it('the bill that looks like ours', async () => {
    const { id } = await openExceptionOf(test, lookAlikePayApp());
    expect(await pageOf(`/exceptions/${id}`)).toContain('View.aspx?InvoiceID=b-by-hand"');
  });

  it('what a document is linked to', async () => {
    const { workflowId } = await openExceptionOf(test, editedPayApp());
    await test.db.insert(link).values({
      ...{ workflowId, role: 'bill', connection: 'demo', kind: 'xeroBill', how: 'written' },
      targetId: 'linked-bill',
    });
    expect(await pageOf(`/documents/${workflowId}`)).toContain('View.aspx?InvoiceID=linked-bill"');
  });

  it('the same for programs', async () => {
    const { id } = await openExceptionOf(test, editedPayApp());
    const response = await fetch(`${test.api.url}/api/exceptions/${id}`);
    const { links } = (await response.json()) as { links: { label: string; href: string }[] };
    expect(links.map(({ href }) => href)).toContain(procoreRecord);
    expect(links.at(-1)).toEqual({ label: 'Its history in Temporal', href: run });
  });
});

describe('addresses', () => {
  it('are the vendors’ own apps for the vendors’ own APIs, and one host for everything else', () => {
    const vendors = {
      PROCORE_API_URL: 'https://api.procore.com',
      XERO_API_URL: 'https://api.xero.com',
    };
    expect(webAddressesOf(vendors)).toEqual({
      procore: 'https://app.procore.com',
      xero: 'https://go.xero.com',
    });
    const standIns = {
      PROCORE_API_URL: 'http://127.0.0.1:4401',
      XERO_API_URL: 'http://127.0.0.1:4402',
    };
    expect(webAddressesOf(standIns)).toEqual({
      procore: 'http://127.0.0.1:4401',
      xero: 'http://127.0.0.1:4402',
    });
    expect(webAddressesOf({ ...vendors, XERO_WEB_URL: 'https://xero.example' }).xero).toBe(
      'https://xero.example',
    );
  });

  it('carry no id out of its place', () => {
    const web = { procore: 'https://p.test', xero: 'https://x.test' };
    const href = vendorHref({ web }, { kind: 'xeroBill', id: 'a&b=c#d/e' });
    expect(href).toBe('https://x.test/AccountsPayable/View.aspx?InvoiceID=a%26b%3Dc%23d%2Fe');
    expect(vendorHref({ web }, { kind: 'xeroPurchaseOrder', id: 'o' })).toBe(
      'https://x.test/Accounts/Payable/PurchaseOrders/View/o/',
    );
  });

  it('lead to a run only where there is one and its page can be reached', () => {
    const here = {
      web: { procore: '', xero: '' },
      publicUrl: 'http://localhost:4400',
      temporalUiPort: 4405,
      temporalNamespace: 'default',
    };
    expect(temporalHref(here, 'payApp/demo/1')).not.toBeNull();
    expect(temporalHref(here, 'sweep/demo')).toBeNull();
    expect(
      temporalHref({ ...here, publicUrl: 'https://tieout.example' }, 'payApp/demo/1'),
    ).toBeNull();
  });
});

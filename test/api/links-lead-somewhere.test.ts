// Proves that the console's links lead to a page of the stand-ins, as they lead to the vendors' own.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { vendorHref } from '../../api/console/vendor-links.ts';
import { startProcoreSandbox } from '../../sandbox/procore/server.ts';
import { startXeroSandbox } from '../../sandbox/xero/server.ts';
import { payAppsInProcore } from '../support/sandbox-views.ts';
import { control } from '../support/stack.ts';

type Sandbox = { url: string; close(): Promise<void> };

let procore: Sandbox;
let xero: Sandbox;
beforeAll(async () => {
  [procore, xero] = await Promise.all([startProcoreSandbox({}), startXeroSandbox({})]);
  await control(procore, 'POST', 'seed', { company: 'twenty' });
  await control(xero, 'POST', 'seed', { company: 'demo' });
}, 60_000);
afterAll(async () => {
  await Promise.all([procore.close(), xero.close()]);
});

const pageAt = async (href: string): Promise<[number, string]> => {
  const response = await fetch(href);
  return [response.status, await response.text()];
};

describe('a link of the console', () => {
  const web = () => ({ web: { procore: procore.url, xero: xero.url } });

  test('to a pay app and to its contract shows them', async () => {
    const { payApps } = await payAppsInProcore(procore);
    const [payApp] = payApps;
    if (!payApp) throw new Error('the company has pay apps');
    const place = {
      projectId: String(payApp.projectId),
      contractKind: 'wo' as const,
      commitmentId: String(payApp.commitment_id),
    };
    const record = { kind: 'procoreRequisition' as const, id: String(payApp.id), ...place };
    const [status, page] = await pageAt(vendorHref(web(), record));
    expect(status).toBe(200);
    expect(page).toContain(payApp.invoice_number ?? '');
    const contract = {
      kind: 'procoreCommitment' as const,
      id: place.commitmentId,
      projectId: place.projectId,
      contractKind: place.contractKind,
    };
    expect((await pageAt(vendorHref(web(), contract)))[0]).toBe(200);
  });

  test('to a direct cost shows it with its lines, and its project lists it', async () => {
    const { payApps } = await payAppsInProcore(procore);
    const projectId = String(payApps[0]?.projectId);
    const { directCost } = await control<{ directCost: { id: number } }>(
      procore,
      'POST',
      'direct-costs',
      {
        projectId,
        directCost: { direct_cost_type: 'expense', description: 'Skips <1>', line_items: [] },
      },
    );
    const record = { kind: 'procoreDirectCost' as const, projectId, id: String(directCost.id) };
    const href = vendorHref(web(), record);
    const [status, page] = await pageAt(href);
    expect(status).toBe(200);
    expect(page).toContain('Skips &lt;1&gt;');
    expect((await pageAt(`${procore.url}/${projectId}/project/home`))[1]).toContain(
      new URL(href).pathname,
    );
  });

  test('to a bill in Xero shows it with its sums', async () => {
    const issued = await control<{ access_token: string }>(xero, 'POST', 'token', {
      role: 'bookkeeper',
    });
    const response = await fetch(`${xero.url}/api.xro/2.0/Invoices`, {
      headers: {
        authorization: `Bearer ${issued.access_token}`,
        accept: 'application/json',
        'xero-tenant-id': '3f0c2b1e-7a44-4d0a-9c55-5d1a7e2b9c11',
      },
    });
    const { Invoices } = (await response.json()) as {
      Invoices: { InvoiceID: string; InvoiceNumber: string }[];
    };
    const [bill] = Invoices;
    if (!bill) throw new Error('the demo has a bill typed by hand');
    const href = vendorHref(web(), { kind: 'xeroBill', id: bill.InvoiceID });
    const [status, page] = await pageAt(href);
    expect(status).toBe(200);
    expect(page).toContain(bill.InvoiceNumber);
    expect(page).toMatch(/Total/);
  });
});

// Proves that the group's two organisations share no id and no contact by accident, and that the half-finished project stands in the south's books as its page says.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../xero/xero-sandbox.ts';
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import { buildCompany } from '../../../sandbox/company/build-company.ts';
import { startProcoreSandbox } from '../../../sandbox/procore/server.ts';
import { startXeroSandbox } from '../../../sandbox/xero/server.ts';
import { callerOf } from '../procore/procore-caller.ts';
import { clientFor, control, elements } from '../xero/xero-sandbox.ts';

const north = buildCompany('group', undefined, 'north');
const south = buildCompany('group', undefined, 'south');
const FROM = '2026-09-01';

const projectNumbered = (number: string) =>
  south.projects.find(({ project_number }) => project_number === number)!;
const contractOf = (vendor: string, project: string) =>
  south.commitments.find(
    ({ vendor_id, project_id }) =>
      project_id === projectNumbered(project).id &&
      south.vendors.find(({ id }) => id === vendor_id)!.name === vendor,
  )!;
const claimsOf = (vendor: string, project = 'S-201') => {
  const { id } = contractOf(vendor, project);
  return south.requisitions.filter(({ commitment_id }) => commitment_id === id);
};

describe('the group', () => {
  test('is the same firm in Procore whichever books are asked for', () => {
    const { xero: _north, ...ofNorth } = north;
    const { xero: _south, ...ofSouth } = south;
    expect(JSON.stringify(ofNorth)).toBe(JSON.stringify(ofSouth));
    expect(JSON.stringify(buildCompany('group'))).toBe(JSON.stringify(north));
    expect(north.projects.map(({ id, project_number }) => [id, project_number])).toEqual([
      [562949951000001, 'N-101'],
      [562949951000002, 'N-102'],
      [562949951000003, 'N-103'],
      [562949951000004, 'S-201'],
      [562949951000005, 'S-202'],
    ]);
    expect(north.requisitions.filter(({ status }) => status === 'approved')).toHaveLength(40);
  });

  test('has organisations that share no id, and codes of which two differ', () => {
    const ids = ({ xero }: typeof north): string[] => [
      xero.organisation.organisationId,
      ...xero.chart.map(({ accountId }) => accountId),
      ...xero.contacts.map(({ contactId }) => contactId),
      ...xero.bills.flatMap(({ invoiceId, lines }) => [
        invoiceId,
        ...lines.map(({ lineItemId }) => lineItemId),
      ]),
      ...xero.trackingCategories.flatMap(({ trackingCategoryId, options }) => [
        trackingCategoryId,
        ...options.map(({ trackingOptionId }) => trackingOptionId),
      ]),
    ];
    const every = [...ids(north), ...ids(south), ...ids(buildCompany('demo'))];
    expect(new Set(every).size).toBe(every.length);
    const codes = ({ xero }: typeof north): string[] => xero.chart.map(({ code }) => code);
    expect(codes(north).filter((code) => !codes(south).includes(code))).toEqual(['318', '825']);
    expect(codes(south).filter((code) => !codes(north).includes(code))).toEqual(['319', '836']);
    expect(north.xero.organisation.name).not.toBe(south.xero.organisation.name);
  });

  test('has vendors of one side and two of both, some known to either Xero', () => {
    const sides = (projectIds: readonly number[]): string =>
      [
        ...new Set(
          projectIds.map((id) => north.projects.find((one) => one.id === id)!.project_number[0]),
        ),
      ].join('');
    const ofBoth = north.vendors.filter(({ project_ids }) => sides(project_ids) === 'NS');
    expect(ofBoth.map(({ name }) => name)).toEqual([
      'Summit Ceilings & Partitions Ltd',
      'Gannet Hire Centre Ltd',
    ]);
    const known = ({ xero }: typeof north): string[] =>
      north.vendors
        .map(({ name }) => name)
        .filter((name) => xero.contacts.some((contact) => contact.name === name));
    expect([known(north).length, known(south).length]).toEqual([3, 4]);
    expect(known(north).filter((name) => known(south).includes(name))).toEqual([]);
  });

  test('is described project by project', () => {
    const page = readFileSync(
      new URL('../../../docs/understand/demo-company.md', import.meta.url),
      'utf8',
    ).replaceAll(/\s+/g, ' ');
    for (const { id, project_number, name } of north.projects) {
      const part = project_number.startsWith('N') ? 'north' : 'south';
      expect(page).toContain(`| \`${project_number}\` ${name} | \`${id}\` | \`${part}\` |`);
    }
  });
});

describe('the half-finished project', () => {
  const steelwork = claimsOf('Aparima Steelwork Ltd');
  const typed = south.xero.bills.filter(({ invoiceNumber }) => invoiceNumber.startsWith('AS-20-'));

  test('has three claims typed to the cent before the start, the next one after it, and a release to come', () => {
    expect(
      steelwork.map(({ number, status, billing_date }) => [number, status, billing_date < FROM]),
    ).toEqual([
      [1, 'approved', true],
      [2, 'approved', true],
      [3, 'approved', true],
      [4, 'approved', false],
      [5, 'under_review', false],
    ]);
    expect(typed.map(({ invoiceNumber }) => invoiceNumber)).toEqual(
      steelwork.slice(0, 3).map(({ invoice_number }) => invoice_number),
    );
    for (const [index, bill] of typed.entries()) {
      const { summary, billing_date } = steelwork[index]!;
      expect(bill.subTotal).toBe(summary.current_payment_due);
      expect(bill.totalTax).toBe(summary.tax_applicable_to_this_payment);
      expect(bill.date).toBe(billing_date);
    }
    expect(typed.map(({ paid }) => paid !== undefined)).toEqual([true, false, false]);
    expect(steelwork[4]!.invoice_type).toBe('retainage_release');
    expect(steelwork[3]!.summary.total_retainage).toBe('8460.80');
    expect(steelwork[4]!.summary.total_retainage).toBe('4230.40');
  });

  test('has retention on the south’s account with its option, and every line on the project', () => {
    for (const { lines } of typed) {
      expect(lines.map(({ accountCode }) => accountCode)).toEqual(['310', '312', '836']);
      expect(lines.map(({ tracking }) => tracking!.map(({ option }) => option))).toEqual([
        ['S-201 Foveaux Street Offices', '05-100 Structural Steel'],
        ['S-201 Foveaux Street Offices', '05-100 Structural Steel'],
        ['S-201 Foveaux Street Offices', 'Retention held'],
      ]);
    }
  });

  test('has one bill for two claims, which is neither of them, and a typed order', () => {
    const claims = claimsOf('Waihopai Drainage Ltd');
    expect(claims.map(({ billing_date }) => billing_date < FROM)).toEqual([true, true]);
    const bill = south.xero.bills.find(({ invoiceNumber }) => invoiceNumber === 'STATEMENT AUG')!;
    expect(bill.subTotal).toBe('28980.00');
    expect(claims.map(({ summary }) => summary.current_payment_due)).toEqual([
      '12420.00',
      '16560.00',
    ]);
    const order = contractOf('Murihiku Timber Supplies Ltd', 'S-201');
    expect(south.xero.orders!.map(({ number }) => number)).toEqual([`S-201-${order.number}`]);
    expect(south.xero.orders![0]!.lines.map(({ unitAmount }) => unitAmount)).toEqual(
      order.lines.map(({ amount }) => amount),
    );
  });

  test('is all that Xero knows of the group’s claims', () => {
    const numbers = [...north.xero.bills, ...south.xero.bills].map(
      ({ invoiceNumber }) => invoiceNumber,
    );
    const known = south.requisitions.filter(({ invoice_number }) =>
      numbers.includes(String(invoice_number)),
    );
    expect(known.map(({ id }) => id)).toEqual(steelwork.slice(0, 3).map(({ id }) => id));
    expect(north.xero.orders).toBeUndefined();
  });
});

describe('seeded', () => {
  const SOUTH = '8a52c7d4-1f36-4b8e-9d21-c0aa6be4f702';
  let xero: RunningSandbox;
  let procore: RunningSandbox;
  beforeAll(async () => {
    xero = await startXeroSandbox({ latencyMs: 0, organisations: [SOUTH] });
    procore = await startProcoreSandbox({ latencyMs: 0 });
  });
  afterAll(async () => {
    await Promise.all([xero.close(), procore.close()]);
  });

  test('the south’s books hold the typed bills, the payment and the order, and balance', async () => {
    const path = `/_sandbox/seed?tenant=${SOUTH}`;
    const seeded = await control(xero.url, 'POST', path, { company: 'group', part: 'south' });
    expect([seeded.status, seeded.body['part']]).toEqual([200, 'south']);
    expect((await control(xero.url, 'POST', '/_sandbox/seed', { company: 'group' })).status).toBe(
      200,
    );
    const client = await clientFor(xero.url, 'tieout');
    const south_ = { 'xero-tenant-id': SOUTH };
    const read = async (plural: string, headers: Record<string, string>): Promise<Json[]> =>
      elements(await client.call('GET', `/${plural}?page=1`, undefined, headers), plural);
    const bills = await read('Invoices', south_);
    expect(
      bills
        .filter(({ InvoiceNumber }) => /^(AS-20|STATEMENT)/.test(String(InvoiceNumber)))
        .map(({ InvoiceNumber, Status, SubTotal }) => [InvoiceNumber, Status, SubTotal])
        .sort(),
    ).toEqual([
      ['AS-20-1', 'PAID', 19036.8],
      ['AS-20-2', 'AUTHORISED', 23796],
      ['AS-20-3', 'AUTHORISED', 14277.6],
      ['STATEMENT AUG', 'AUTHORISED', 28980],
    ]);
    const [order, ...others] = await read('PurchaseOrders', south_);
    expect([order?.['PurchaseOrderNumber'], order?.['PurchaseOrderID'], others]).toEqual([
      'S-201-PO-001',
      south.xero.orders![0]!.purchaseOrderId,
      [],
    ]);
    const [payment] = await read('Payments', south_);
    expect([payment?.['Amount'], payment?.['PaymentID']]).toEqual([
      21892.32,
      south.xero.bills.find(({ paid }) => paid)?.paid?.paymentId,
    ]);
    const ledger = await control(xero.url, 'GET', `/_sandbox/ledger?tenant=${SOUTH}`);
    expect(ledger.body['trialBalance']).toBe('0.00');
    const first = { 'xero-tenant-id': '3f0c2b1e-7a44-4d0a-9c55-5d1a7e2b9c11' };
    const numbers = (await read('Invoices', first)).map(({ InvoiceNumber }) => InvoiceNumber);
    expect(numbers).not.toContain('AS-20-1');
    expect(await read('PurchaseOrders', first)).toEqual([]);
  });

  test('a part of any other company is refused', async () => {
    for (const wrong of [
      { company: 'demo', part: 'north' },
      { company: 'group', part: 'west' },
    ]) {
      const reply = await control(xero.url, 'POST', '/_sandbox/seed', wrong);
      expect([reply.status, String(reply.body['error'])]).toEqual([
        400,
        expect.stringContaining('part'),
      ]);
    }
  });

  test('in Procore the project manager approves the release once', async () => {
    const caller = callerOf(procore.url);
    expect((await caller.control('POST', '/bookkeeper/approveSouthRelease')).status).toBe(409);
    await caller.control('POST', '/seed', { company: 'group' });
    const claim = claimsOf('Aparima Steelwork Ltd')[4]!;
    const path = `/rest/v1.1/requisitions/${claim.id}?project_id=${claim.project_id}`;
    const before = await caller.one('tieout', path);
    const played = await caller.control('POST', '/bookkeeper/approveSouthRelease');
    expect(played.body).toMatchObject({ result: { approved: claim.id, due: '4230.40' } });
    const after = await caller.one('tieout', path);
    expect([before['status'], after['status']]).toEqual(['under_review', 'approved']);
    expect(String(after['updated_at']) > String(before['updated_at'])).toBe(true);
    const companies = await caller.list('tieout', '/rest/v1.0/companies');
    expect(companies.map(({ name }) => name)).toEqual(['Harbour & Ridge Group Ltd']);
  });
});

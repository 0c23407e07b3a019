// Proves that Procore's answers are of the firm that was seeded last: its name, country, currency, time zone and tax codes.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Json, Running } from './procore-caller.ts';
import { COMPANY, at, id, startSeeded } from './procore-caller.ts';
import { changeOrderCaller } from './change-order-caller.ts';

let sandbox: Running;
beforeAll(async () => {
  sandbox = await startSeeded('empty');
});
afterAll(() => sandbox.close());

type Home = { firm: string; country: string; currency: string; zone: string; taxCodes: string[] };

const homes: [string, Home][] = [
  [
    'au',
    {
      firm: 'Bluegum & Bay Constructions Pty Ltd',
      country: 'AU',
      currency: 'AUD',
      zone: 'Australia/Sydney',
      taxCodes: ['GST10', 'GSTFREE'],
    },
  ],
  [
    'uk',
    {
      firm: 'Thornbury & Vale Construction Ltd',
      country: 'GB',
      currency: 'GBP',
      zone: 'Europe/London',
      taxCodes: ['VAT20', 'DRC20', 'VAT0'],
    },
  ],
  [
    'twenty',
    {
      firm: 'Harbour & Ridge Construction Ltd',
      country: 'NZ',
      currency: 'NZD',
      zone: 'Pacific/Auckland',
      taxCodes: ['GST15', 'GST0'],
    },
  ],
];

const first = async (path: string): Promise<Json> => (await sandbox.list('pm', path))[0]!;

test.each(homes)('%s', async (company, home) => {
  expect((await sandbox.control('POST', '/seed', { company })).status).toBe(200);
  expect((await first('/rest/v1.0/companies'))['name']).toBe(home.firm);
  const project = await first(`/rest/v1.0/projects?company_id=${COMPANY}`);
  expect(project).toMatchObject({ country_code: home.country, time_zone: home.zone });
  expect(at(project, 'company', 'name')).toBe(home.firm);
  const vendor = await first(`/rest/v1.0/vendors?company_id=${COMPANY}`);
  expect(vendor['country_code']).toBe(home.country);

  const inProject = `project_id=${String(project['id'])}`;
  const currency = { currency_configuration: { currency_iso_code: home.currency } };
  const contract = await first(`/rest/v1.0/work_order_contracts?${inProject}`);
  expect(contract).toMatchObject(currency);
  const path = `/rest/v1.0/work_order_contracts/${String(contract['id'])}?${inProject}`;
  expect(at(await sandbox.one('pm', path), 'line_items', 0)).toMatchObject(currency);

  const listed = await first(`/rest/v1.1/requisitions?${inProject}`);
  const payApp = await sandbox.one(
    'pm',
    `/rest/v1.1/requisitions/${String(listed['id'])}?${inProject}&view=extended`,
  );
  expect(payApp).toMatchObject({ ...currency, created_by: { company_name: home.firm } });
  expect(at(payApp, 'items', 0)).toMatchObject(currency);
  expect(payApp['summary_text']).toMatchObject({
    to_general_contractor: home.firm,
    subcontractor_country_code: home.country,
  });

  const codes = await sandbox.list('pm', `/rest/v1.0/tax_codes?company_id=${COMPANY}`);
  expect(codes.map(({ code }) => code)).toEqual(home.taxCodes);
});

test('change orders and the owner’s side are in the currency of the country too', async () => {
  expect((await sandbox.control('POST', '/seed', { company: 'uk' })).status).toBe(200);
  const currency = { currency_configuration: { currency_iso_code: 'GBP' } };
  const orders = await changeOrderCaller(sandbox);
  const made = await orders.make([{ amount: '1.00' }], 'Extra');
  expect(await orders.package(made)).toMatchObject({ ...currency, line_items: [currency] });
  expect(await orders.lines(made)).toMatchObject([currency]);
  expect(await orders.one(`${orders.changeOrders}/${made.order}`)).toMatchObject(currency);
  expect(at(await orders.contract(), 'change_order_packages', 0)).toMatchObject(currency);

  const body = { project_id: orders.project, prime_contract: { title: 'Head contract' } };
  const prime = await orders.call('POST', '/rest/v1.0/prime_contract', body);
  expect(prime.body).toMatchObject(currency);
  const change_order = { contract_id: id(prime.body), title: 'Extra' };
  const path = `/rest/v1.0/projects/${orders.project}/prime_change_orders`;
  expect((await orders.call('POST', path, { change_order })).body).toMatchObject(currency);
});

// Proves that a contract's currency stands on everything under it, on both sides, with the rate to its project's currency where
// the company has phase two, as a number on pay apps and as text elsewhere.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { at, cents, COMPANY, id, startSeeded, text } from './procore-caller.ts';
import type { Json, Running } from './procore-caller.ts';
import { currencyCaller, ratesIn } from './currency-caller.ts';
import type { CurrencyCaller } from './currency-caller.ts';
import { ok, ownerWorld } from './owner-world.ts';
import { payAppCaller } from './pay-app-caller.ts';
import type { PayAppCaller } from './pay-app-caller.ts';

let sandbox: Running;
let caller: CurrencyCaller;
beforeAll(async () => {
  sandbox = await startSeeded('twenty');
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  await sandbox.control('POST', '/seed', { company: 'twenty' });
  caller = await currencyCaller(sandbox);
});

const several = { currency: 'NZD', multicurrency: true, rates: { EUR: '0.546448' } };
const settings = (rules: Json) => sandbox.control('PUT', '/settings', rules);
const inProject = () => `?project_id=${caller.project}`;

/** Every currency_configuration of an answer, however deep, once each. */
function currenciesIn(answer: unknown): unknown[] {
  const found = new Map<string, unknown>();
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, one] of Object.entries(value)) {
      if (name === 'currency_configuration') found.set(JSON.stringify(one), one);
      else look(one);
    }
  };
  look(answer);
  return [...found.values()];
}

/** A subcontract with a detail, a change order, a pay app and a payment; its currency is set before it is billed. */
async function subcontract(currency: Json = {}): Promise<{ billing: PayAppCaller; payApp: Json }> {
  const lines = [{ description: 'Walls', amount: '1000.00' }];
  const billing = await payAppCaller(sandbox, lines);
  ok(
    await caller.contractCurrency({ contractId: billing.contractId, currency: 'EUR', ...currency }),
  );
  const contract = await billing.contract();
  const contract_detail_line_item = {
    line_item_id: id(at(contract, 'line_items', 0)),
    amount: '1000',
  };
  const details = `${billing.contractPath}/line_item_contract_details`;
  const named = { project_id: billing.project, contract_detail_line_item };
  ok(await billing.call('POST', details, named));
  const order = await billing.orders.make([{ amount: '5.00', description: 'More' }], 'Extra');
  await billing.orders.setStatus(order, 'approved');
  const payApp = await billing.bill();
  const contract_payment = { amount: '1.00', date: '2026-11-20', requisition_id: id(payApp) };
  const paid = { project_id: billing.project, contract_id: billing.contractId, contract_payment };
  ok(await billing.call('POST', '/rest/v1.0/contract_payments', paid));
  return { billing, payApp };
}

/** Each place a subcontract's currency stands in: the pay app's, then the others. */
async function placesOf({ billing, payApp }: { billing: PayAppCaller; payApp: Json }) {
  const { contractPath, orders } = billing;
  const [order] = await orders.list(
    `${orders.changeOrders}?filters[contract_id]=${billing.contractId}`,
  );
  const made = `${orders.changeOrders}/${id(order)}`;
  const v2 = made.replace('v1.0', `v2.0/companies/${COMPANY}`);
  const show = (path: string) => sandbox.one('admin', `${path}${inProject()}`);
  const first = async (path: string, own: number) => {
    const rows = await sandbox.list('admin', `${path}${inProject()}&per_page=100`);
    return rows.find((row) => id(row) === own);
  };
  const packageId = Number(order?.['legacy_package_id']);
  const payApps = `/rest/v1.1/requisitions/${id(payApp)}`;
  const items = `/rest/v1.0/requisitions/${id(payApp)}`;
  return {
    ofPayApp: {
      'pay app, listed': await first('/rest/v1.1/requisitions', id(payApp)),
      'pay app with items': await sandbox.one('admin', `${payApps}${inProject()}&view=extended`),
      'details of v1.0': await show(`${items}/contract_detail_items`),
      'items of change orders of v1.0': await show(`${items}/change_order_items`),
    },
    others: {
      contract: await show(contractPath),
      'contract, listed': await first('/rest/v1.0/work_order_contracts', billing.contractId),
      lines: await show(`${contractPath}/line_items`),
      details: await show(`${contractPath}/line_item_contract_details`),
      'change order': await orders.one(made),
      'lines of v2': await orders.one(`${v2}/line_items`),
      package: await show(`/rest/v1.0/change_order_packages/${packageId}`),
      'package, listed': await first('/rest/v1.0/change_order_packages', packageId),
    },
  };
}

describe('a subcontract in euros', () => {
  const places: [string, Json, unknown, unknown][] = [
    [
      'with phase two says rate and base',
      { phaseTwo: true },
      { currency_iso_code: 'EUR', currency_exchange_rate: 1.83, base_currency_iso_code: 'NZD' },
      { currency_iso_code: 'EUR', currency_exchange_rate: '1.83', base_currency_iso_code: 'NZD' },
    ],
    [
      'without it says its code alone',
      { phaseTwo: false },
      { currency_iso_code: 'EUR' },
      { currency_iso_code: 'EUR' },
    ],
  ];
  test.each(places)('%s, everywhere', async (_what, flag, payApp, other) => {
    await caller.grant({ ...several, ...flag }, {});
    const { ofPayApp, others } = await placesOf(await subcontract({ rate: '1.83' }));
    for (const [place, answer] of Object.entries(ofPayApp)) {
      expect(currenciesIn(answer), place).toEqual([payApp]);
    }
    for (const [place, answer] of Object.entries(others)) {
      expect(currenciesIn(answer), place).toEqual([other]);
    }
  });

  test('leaves the others of its project in the project’s own', async () => {
    await caller.grant({ ...several, phaseTwo: true }, {});
    const { billing } = await subcontract({ rate: '1.83' });
    const own = { currency_exchange_rate: '1.0', base_currency_iso_code: 'NZD' };
    const rows = await sandbox.list('admin', `/rest/v1.0/work_order_contracts${inProject()}`);
    const rest = rows.filter((row) => id(row) !== billing.contractId);
    expect(currenciesIn(rest)).toEqual([{ currency_iso_code: 'NZD', ...own }]);
    await settings({ baseOfOwnCurrency: 'null' });
    const orders = await sandbox.list('admin', `/rest/v1.0/purchase_order_contracts${inProject()}`);
    const hidden = { ...own, base_currency_iso_code: null };
    expect(currenciesIn(orders)).toEqual([{ currency_iso_code: 'NZD', ...hidden }]);
  });

  test('says nulls without phase two where the rules say so, on pay apps too', async () => {
    await caller.grant(several, {});
    const { billing, payApp } = await subcontract({ rate: '1.83' });
    await settings({ rateWithoutPhaseTwo: 'null' });
    const nothing = { currency_exchange_rate: null, base_currency_iso_code: null };
    const empty = [{ currency_iso_code: 'EUR', ...nothing }];
    expect(currenciesIn(await billing.contract())).toEqual(empty);
    expect(currenciesIn(await billing.show(payApp))).toEqual(empty);
  });
});

describe('both directions of a rate', () => {
  const rounded = (amount: bigint, rate: string) => {
    const [whole = '', fraction = ''] = rate.split('.');
    const scale = 10n ** BigInt(fraction.length);
    return (amount * BigInt(whole + fraction) * 2n + scale) / (scale * 2n);
  };

  test('1,000.00 euros are 1,830.00 dollars by the object, and the table takes them back', async () => {
    await caller.grant({ ...several, phaseTwo: true }, {});
    const { billing } = await subcontract();
    const contract = await billing.contract();
    const rate = text(contract, 'currency_configuration', 'currency_exchange_rate');
    expect(rate).toBe('1.83');
    const table = ratesIn(await caller.ask('GET', `${caller.company}/exchange_rates`));
    const original = cents(text(contract, 'grand_total'));
    const inDollars = rounded(original, rate);
    expect(inDollars).toBe(183_000n);
    expect(rounded(inDollars, String(table['EUR']))).toBe(original);
  });

  const turned: [string, Json, Json, string][] = [
    ['the project’s own table before the company’s', {}, { rates: { EUR: '0.5' } }, '2.0'],
    ['by way of the company', { AUD: '0.92' }, { currency: 'AUD' }, '1.683601'],
    [
      'by way of the company with an override',
      { AUD: '0.92' },
      { currency: 'AUD', override: '0.546448' },
      '1.0',
    ],
    ['six digits of a small one', { EUR: '9500' }, {}, '0.000105263'],
  ];
  test.each(turned)('%s', async (_what, rates, project, rate) => {
    const all = { ...several.rates, ...rates };
    await caller.grant({ ...several, phaseTwo: true, rates: all }, project);
    const billing = await payAppCaller(sandbox, [{ description: 'Walls', amount: '1000.00' }]);
    const set = await caller.contractCurrency({ contractId: billing.contractId, currency: 'EUR' });
    expect(at(set.body, 'contract', 'currency_configuration')).toEqual({
      currency_iso_code: 'EUR',
      currency_exchange_rate: rate,
      base_currency_iso_code: project['currency'] ?? 'NZD',
    });
  });

  test('a pay app keeps its contract’s rate, or follows the table where the rules say so', async () => {
    await caller.grant({ ...several, phaseTwo: true }, {});
    const { billing, payApp } = await subcontract();
    await caller.grant({ rates: { EUR: '0.5' } });
    const rate = async () =>
      at(await billing.show(payApp), 'currency_configuration', 'currency_exchange_rate');
    expect(await rate()).toBe(1.83);
    await settings({ billedRate: 'of the table' });
    expect(await rate()).toBe(2);
    // The rate went out of use.
    await caller.grant({ rates: { EUR: null } });
    expect(await rate()).toBe(1.83);
  });
});

test('a prime contract’s currency stands on its lines, change orders, applications and payments', async () => {
  const world = await ownerWorld(sandbox, '5.00');
  await caller.grant({ ...several, phaseTwo: true }, {});
  const currency = { contractId: world.contract, currency: 'EUR', rate: '1.83' };
  ok(await caller.contractCurrency(currency));
  const order = await world.changeOrder('100.00');
  const application = ok(await world.bill());
  ok(await world.pay({ draw_request_number: 1 }));
  const orders = `/rest/v1.0/projects/${world.project}/prime_change_orders/${id(order)}`;
  const v2 = orders.replace('v1.0', `v2.0/companies/${COMPANY}`);
  const expected = [
    { currency_iso_code: 'EUR', currency_exchange_rate: '1.83', base_currency_iso_code: 'NZD' },
  ];
  for (const [place, path] of Object.entries({
    listed: `/rest/v1.0/prime_contracts${world.query}`,
    'with lines, packages and payments': `${world.one}${world.query}`,
    lines: `${world.many}/line_items${world.query}`,
    'change order': orders,
    'its lines': `${v2}/line_items`,
    packages: `/rest/v1.0/change_order_packages${world.query}&filters[contract_id]=${world.contract}`,
    'application with lines': `/rest/v1.0/payment_applications/${id(application)}${world.query}`,
    applications: `${world.many}/payment_applications${world.query}`,
  })) {
    const shown: unknown = await sandbox.one('admin', path);
    const own = Array.isArray(shown)
      ? (shown as Json[]).filter((row) => (row['contract_id'] ?? world.contract) === world.contract)
      : shown;
    expect(currenciesIn(own), place).toEqual(expected);
  }
  await settings({ billedRate: 'of the table' });
  await caller.grant({ rates: { EUR: '0.5' } });
  const later = await world.invoice(id(application));
  expect(currenciesIn(later)).toEqual([{ ...expected[0], currency_exchange_rate: '2.0' }]);
});

test('a payment says its currency inside its contract, and at its own path where the rules say so', async () => {
  await caller.grant({ ...several, phaseTwo: true }, {});
  const { billing } = await subcontract({ rate: '1.83' });
  const own = `/rest/v1.0/contract_payments${inProject()}&contract_id=${billing.contractId}`;
  const issued = (await billing.contract())['payments_issued'] as Json[];
  const euros = { currency_iso_code: 'EUR', currency_exchange_rate: '1.83' };
  expect(issued[0]?.['currency_configuration']).toMatchObject(euros);
  expect(currenciesIn(await sandbox.list('admin', own))).toEqual([]);
  await settings({ paymentCurrency: 'present' });
  expect(currenciesIn(await sandbox.list('admin', own))).toMatchObject([euros]);
});

describe('a project in its own currency', () => {
  const code = async () => {
    const [row] = await sandbox.list('admin', `/rest/v1.0/work_order_contracts${inProject()}`);
    return at(row, 'currency_configuration', 'currency_iso_code');
  };

  test('is in it while the project and the company have several, and has no such field itself', async () => {
    expect(await code()).toBe('NZD');
    await caller.grant(several, { currency: 'AUD' });
    expect(await code()).toBe('AUD');
    const project = await sandbox.one('admin', `/rest/v1.0/projects/${caller.project}`);
    expect(JSON.stringify(project)).not.toContain('currency');
    await caller.grant({}, { multicurrency: false });
    expect(await code()).toBe('NZD');
    await caller.grant({ multicurrency: false }, { multicurrency: true });
    expect(await code()).toBe('NZD');
  });

  test('keeps a contract in that same currency without a currency of its own', async () => {
    await caller.grant({ ...several, phaseTwo: true }, { currency: 'AUD' });
    const billing = await payAppCaller(sandbox, [{ description: 'Walls', amount: '10.00' }]);
    const { contractId } = billing;
    for (const currency of ['AUD', null]) {
      ok(await caller.contractCurrency({ contractId, currency: 'EUR', rate: '1.5' }));
      expect(ok(await caller.contractCurrency({ contractId, currency }))).toMatchObject({
        contract: {
          currency_configuration: { currency_iso_code: 'AUD', currency_exchange_rate: '1.0' },
        },
      });
    }
  });
});

test('a contract’s currency is set before its first invoice, moves its stamp, and is refused with what to do', async () => {
  const billing = await payAppCaller(sandbox, [{ description: 'Walls', amount: '10.00' }]);
  const { contractId } = billing;
  const set = (body: Json) => caller.contractCurrency({ contractId, ...body });
  expect((await set({ currency: 'EUR', rate: '1.83' })).status).toBe(409);
  await caller.grant({ multicurrency: true });
  expect((await set({ currency: 'EUR', rate: '1.83' })).status).toBe(409);
  await caller.grant({}, {});
  expect((await set({ currency: 'EUR' })).status).toBe(409);
  expect((await set({ currency: 'ZZZ' })).status).toBe(400);
  expect((await set({ currency: 'EUR', rate: '0' })).status).toBe(400);
  expect((await set({ contractId: 7, currency: 'EUR' })).status).toBe(404);
  const before = text(await billing.contract(), 'updated_at');
  expect((await set({ currency: 'EUR', rate: '1.83' })).status).toBe(200);
  expect(text(await billing.contract(), 'updated_at') > before).toBe(true);
  await billing.bill();
  expect((await set({ currency: 'USD', rate: '1.6' })).status).toBe(409);
  expect((await set({ currency: null })).status).toBe(409);
});

test('v1 does not make a contract in a currency: its write models have no such field', async () => {
  await caller.grant({ ...several, phaseTwo: true }, {});
  const [vendor] = await sandbox.list('admin', `/rest/v1.0/vendors?company_id=${COMPANY}`);
  for (const [path, name] of [
    ['work_order_contracts', 'work_order_contract'],
    ['purchase_order_contracts', 'purchase_order_contract'],
    ['prime_contract', 'prime_contract'],
  ] as const) {
    for (const field of [{ currency_iso_code: 'EUR' }, { currency_exchange_rate: '1.83' }]) {
      const body = { project_id: caller.project, [name]: { vendor_id: id(vendor), ...field } };
      expect((await caller.ask('POST', `/rest/v1.0/${path}`, body)).status, path).toBe(406);
    }
  }
});

test.each([
  ['JPY', '1000', '100', '12.34'],
  ['KWD', '1000.000', '100.000', '12.340'],
  ['EUR', '1000.00', '100.00', '12.34'],
])(
  'amounts in %s have two decimals, or its own where the rules say so',
  async (currency, ...own) => {
    const [total, work, odd] = own;
    await caller.grant(several, {});
    const billing = await payAppCaller(sandbox, [
      { description: 'Walls', amount: '987.66' },
      { description: 'Odd', amount: '12.34' },
    ]);
    ok(await caller.contractCurrency({ contractId: billing.contractId, currency, rate: '1.5' }));
    const payApp = await billing.bill();
    await billing.claim(payApp, 'Walls', { work_completed_this_period: '100.00' });
    expect(await billing.contract()).toMatchObject({ grand_total: '1000.00' });
    await settings({ currencyDecimals: 'of the currency' });
    expect(await billing.contract()).toMatchObject({
      grand_total: total,
      retainage_percent: '10.00',
      line_items: [{ description: 'Walls' }, { amount: odd, total_amount: 12.34 }],
    });
    const shown = await sandbox.one(
      'admin',
      `/rest/v1.1/requisitions/${id(payApp)}${inProject()}&view=extended`,
    );
    expect(billing.item(shown, 'contract_item', 'Walls')).toMatchObject({
      work_completed_this_period: work,
      work_completed_retainage_percent_this_period: '10.00',
    });
    expect(at(shown, 'summary', 'total_completed_and_stored_to_date')).toBe(work);
  },
);

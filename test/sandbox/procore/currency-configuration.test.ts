// Proves how the company and its projects are set to currencies: what is shown unconfigured, made, changed, deleted and refused.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { at, COMPANY, startSeeded } from './procore-caller.ts';
import type { Json, Running } from './procore-caller.ts';
import { currencyCaller } from './currency-caller.ts';
import type { CurrencyCaller } from './currency-caller.ts';

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

const v2 = `/rest/v2.0/companies/${COMPANY}/currency_configuration`;
const unconfigured = {
  currency_iso_code: null,
  currency_display: null,
  multicurrency_enabled: false,
  multicurrency_enabled_effective_date: null,
};

describe('a company', () => {
  test('that is not configured answers nulls and no 404, and everybody may ask', async () => {
    for (const role of ['admin', 'pm', 'tieout'] as const) {
      expect(await caller.ask('GET', caller.company, undefined, role)).toMatchObject({
        status: 200,
        body: {
          company_id: Number(COMPANY),
          ...unconfigured,
          eligible_for_multicurrency: true,
          multicurrency_phase_two_flag_enabled: false,
        },
      });
    }
  });

  test('is made at v2, changed and deleted at v1', async () => {
    const made = await caller.ask('POST', v2, { currency_iso_code: 'NZD' });
    expect(made).toMatchObject({
      status: 201,
      body: { data: { company_id: COMPANY, currency_iso_code: 'NZD', currency_display: null } },
    });
    expect(await caller.ask('PATCH', caller.company, { currency_display: 'code' })).toMatchObject({
      status: 200,
      body: { currency_iso_code: 'NZD', currency_display: 'code', multicurrency_enabled: false },
    });
    const gone = await caller.ask('DELETE', caller.company);
    expect(gone).toMatchObject({ status: 200, body: { currency_iso_code: 'NZD' } });
    expect(await caller.ask('GET', caller.company)).toMatchObject({ body: unconfigured });
    expect((await caller.ask('DELETE', caller.company)).status).toBe(404);
    expect((await caller.ask('PATCH', caller.company, {})).status).toBe(404);
  });

  test('keeps the day of the first time when several are switched off and on', async () => {
    await caller.ask('POST', v2, { currency_iso_code: 'NZD' });
    await caller.grant({ betaAgreement: true });
    const set = (multicurrency_enabled: boolean) =>
      caller.ask('PATCH', caller.company, { multicurrency_enabled });
    const first = at((await set(true)).body, 'multicurrency_enabled_effective_date');
    expect(first).toMatch(/^\d{4}-\d\d-\d\dT/);
    await sandbox.control('PUT', '/clock', { advanceMs: 60_000 });
    // The agreement was for the first time only.
    await caller.grant({ betaAgreement: false });
    expect((await set(false)).status).toBe(200);
    expect(at((await set(true)).body, 'multicurrency_enabled_effective_date')).toBe(first);
  });

  test('without the beta agreement is refused by name at both versions', async () => {
    await caller.ask('POST', v2, { currency_iso_code: 'NZD' });
    const body = { error: { code: 'MISSING_BETA_AGREEMENT' } };
    const on = { multicurrency_enabled: true };
    expect(await caller.ask('PATCH', caller.company, on)).toMatchObject({ status: 400, body });
    await caller.ask('DELETE', caller.company);
    const made = await caller.ask('POST', v2, { currency_iso_code: 'NZD', ...on });
    expect(made).toMatchObject({ status: 400, body });
  });

  const refused: [string, Json, number, Json][] = [
    [
      'another currency',
      { currency_iso_code: 'AUD' },
      400,
      { currency_iso_code: expect.anything() },
    ],
    ['a display', { currency_display: 'words' }, 400, { currency_display: expect.anything() }],
    [
      'a switch',
      { multicurrency_enabled: 'yes' },
      400,
      { multicurrency_enabled: expect.anything() },
    ],
    ['an unknown field', { colour: 'red' }, 406, { colour: expect.anything() }],
  ];
  test.each(refused)('refuses %s', async (_what, body, status, errors) => {
    await caller.grant({ currency: 'NZD' });
    expect(await caller.ask('PATCH', caller.company, body)).toMatchObject({
      status,
      body: { errors },
    });
    const same = { currency_iso_code: 'NZD', currency_display: 'symbol' };
    expect((await caller.ask('PATCH', caller.company, same)).status).toBe(200);
  });

  const neverMade: [string, Json][] = [
    ['no currency', {}],
    ['a currency that is none', { currency_iso_code: 'ZZZ' }],
    ['a currency in small letters', { currency_iso_code: 'nzd' }],
  ];
  test.each(neverMade)('is not made with %s', async (_what, body) => {
    expect((await caller.ask('POST', v2, body)).status).toBe(400);
    expect((await caller.ask('POST', v2, { currency_iso_code: 'NZD' })).status).toBe(201);
    expect((await caller.ask('POST', v2, { currency_iso_code: 'NZD' })).status).toBe(400);
  });

  test('that is not eligible is refused, whatever it signed', async () => {
    await caller.grant({ currency: 'NZD', betaAgreement: true, eligible: false });
    const on = { multicurrency_enabled: true };
    expect((await caller.ask('PATCH', caller.company, on)).status).toBe(400);
    expect(await caller.ask('GET', caller.company)).toMatchObject({
      body: { eligible_for_multicurrency: false },
    });
  });

  test('is changed by its administrator alone, and another company is not there', async () => {
    await caller.grant({ currency: 'NZD' });
    for (const role of ['pm', 'tieout'] as const) {
      const change = { currency_display: 'code' };
      expect((await caller.ask('PATCH', caller.company, change, role)).status).toBe(403);
      expect((await caller.ask('DELETE', caller.company, undefined, role)).status).toBe(403);
    }
    const other = caller.company.replace(COMPANY, '7');
    expect((await caller.ask('GET', other)).status).toBe(404);
  });
});

describe('a project', () => {
  const several = { currency: 'NZD', multicurrency: true };

  test('that is not configured answers nulls with what it inherits', async () => {
    await caller.grant({ phaseTwo: true, eligible: false });
    expect(await caller.ask('GET', caller.ofProject, undefined, 'tieout')).toMatchObject({
      status: 200,
      body: {
        company_id: Number(COMPANY),
        project_id: caller.project,
        currency_iso_code: null,
        currency_display: null,
        company_currency_exchange_rate_override: null,
        currency_iso_code_eligible_for_update: true,
        multicurrency_enabled: false,
        eligible_for_financial_objs_multicurrency: false,
        multicurrency_phase_two_flag_enabled: true,
      },
    });
  });

  test('is made, changed and deleted', async () => {
    await caller.grant(several);
    const made = await caller.ask('POST', caller.ofProject, { currency_iso_code: 'AUD' });
    expect(made).toMatchObject({
      status: 201,
      body: { currency_iso_code: 'AUD', currency_display: 'symbol', multicurrency_enabled: false },
    });
    const override = { company_currency_exchange_rate_override: '0.92' };
    const on = { ...override, multicurrency_enabled: true, currency_iso_code: 'USD' };
    expect(await caller.ask('PATCH', caller.ofProject, on)).toMatchObject({
      status: 200,
      body: on,
    });
    const cleared = { company_currency_exchange_rate_override: null };
    expect(await caller.ask('PATCH', caller.ofProject, cleared)).toMatchObject({ body: cleared });
    expect(await caller.ask('DELETE', caller.ofProject)).toMatchObject({
      status: 200,
      body: { currency_iso_code: 'USD' },
    });
    expect(await caller.ask('GET', caller.ofProject)).toMatchObject({
      body: { currency_iso_code: null, multicurrency_enabled: false },
    });
    expect((await caller.ask('DELETE', caller.ofProject)).status).toBe(404);
    expect((await caller.ask('PATCH', caller.ofProject, {})).status).toBe(404);
  });

  test('needs a company in several currencies, and is made once', async () => {
    const aud = { currency_iso_code: 'AUD' };
    expect((await caller.ask('POST', caller.ofProject, aud)).status).toBe(400);
    await caller.grant(several);
    expect((await caller.ask('POST', caller.ofProject, aud)).status).toBe(201);
    expect((await caller.ask('POST', caller.ofProject, aud)).status).toBe(400);
    await caller.grant({ multicurrency: false });
    const on = { multicurrency_enabled: true };
    expect((await caller.ask('PATCH', caller.ofProject, on)).status).toBe(400);
    await caller.grant({ multicurrency: true, eligible: false });
    expect((await caller.ask('PATCH', caller.ofProject, on)).status).toBe(400);
  });

  const refused: [string, Json, number][] = [
    ['a currency that is none', { currency_iso_code: 'ZZZ' }, 400],
    ['no currency', { currency_iso_code: null }, 400],
    ['an override of nothing', { company_currency_exchange_rate_override: '0.0' }, 400],
    ['an override as a number', { company_currency_exchange_rate_override: 1.2 }, 400],
    ['a display', { currency_display: null }, 400],
    ['a switch', { multicurrency_enabled: null }, 400],
    ['an unknown field', { colour: 'red' }, 406],
  ];
  test.each(refused)('refuses %s', async (_what, body, status) => {
    await caller.grant(several, { currency: 'AUD' });
    expect((await caller.ask('PATCH', caller.ofProject, body)).status).toBe(status);
    expect(await caller.ask('GET', caller.ofProject)).toMatchObject({
      body: { currency_iso_code: 'AUD', currency_display: 'symbol' },
    });
  });

  test('is changed by an administrator alone, and hidden where it is not permitted', async () => {
    await caller.grant(several, { currency: 'AUD' });
    const change = { currency_display: 'code' };
    expect((await caller.ask('PATCH', caller.ofProject, change, 'pm')).status).toBe(403);
    await sandbox.control('PUT', '/permissions', { app: 'tieout', projects: [] });
    expect((await caller.ask('GET', caller.ofProject, undefined, 'tieout')).status).toBe(404);
    await sandbox.control('PUT', '/permissions', { app: 'tieout', projects: 'all' });
  });
});

test('the control plane says how everything stands, and refuses what is no currency, rate or project', async () => {
  const body = {
    company: { currency: 'NZD', multicurrency: true, phaseTwo: true, rates: { EUR: '0.546448' } },
    projects: [{ id: caller.project, currency: 'AUD', override: '0.92' }],
  };
  const set = await sandbox.control('PUT', '/currency', body);
  expect(set.body).toMatchObject({
    company: { currency_iso_code: 'NZD', multicurrency_enabled: true },
    access: { phase_two: true },
    projects: [{ id: caller.project, currency_iso_code: 'AUD', multicurrency_enabled: true }],
    rates: [{ quote_currency_iso_code: 'EUR', exchange_rate: '0.546448', is_active: true }],
  });
  expect((await sandbox.control('GET', '/currency')).body).toEqual(set.body);
  for (const [wrong, status] of [
    [{ company: { currency: 'ZZZ' } }, 400],
    [{ company: { rates: { EUR: '-1' } } }, 400],
    [{ company: { colour: 'red' } }, 400],
    [{ projects: [{ id: 7 }] }, 404],
  ] as const) {
    expect((await sandbox.control('PUT', '/currency', wrong)).status).toBe(status);
  }
});

// Proves how exchange rates are kept: made, changed, retired and refused, and how a project's follow from the company's.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { at, COMPANY, startSeeded } from './procore-caller.ts';
import type { Json, Running } from './procore-caller.ts';
import { currencyCaller, ratesIn } from './currency-caller.ts';
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
  await caller.grant({ currency: 'NZD', multicurrency: true }, { currency: 'NZD' });
});

const rate = (quote: string, exchange_rate?: string, more: Json = {}): Json => ({
  quote_currency_iso_code: quote,
  ...(exchange_rate === undefined ? {} : { exchange_rate }),
  ...more,
});
const body = (...exchange_rates: Json[]): Json => ({
  base_currency_iso_code: 'NZD',
  exchange_rates,
});

describe.each(['company', 'ofProject'] as const)('%s', (owner) => {
  const path = () => `${caller[owner]}/exchange_rates`;
  const list = async (query = '') => ratesIn(await caller.ask('GET', `${path()}${query}`));

  test('rates are made many at once, listed, and changed by id', async () => {
    expect(await list()).toEqual({});
    const made = await caller.ask(
      'POST',
      path(),
      body(rate('EUR', '0.546448'), rate('USD', '0.6')),
    );
    expect(made).toMatchObject({
      status: 201,
      body: {
        exchange_rates: [
          {
            company_id: Number(COMPANY),
            base_currency_iso_code: 'NZD',
            quote_currency_iso_code: 'EUR',
            exchange_rate: '0.546448',
            is_active: true,
          },
          { exchange_rate: '0.6' },
        ],
      },
    });
    const hasProject = at(made.body, 'exchange_rates', 0, 'project_id');
    expect(hasProject).toBe(owner === 'company' ? undefined : caller.project);
    expect(await list()).toEqual({ EUR: '0.546448', USD: '0.6' });
    const [eur, usd] = [0, 1].map((index) => at(made.body, 'exchange_rates', index, 'id'));
    const changed = await caller.ask('PATCH', path(), {
      exchange_rates: [
        { id: eur, exchange_rate: '0.55' },
        { id: usd, is_active: false },
      ],
    });
    expect(ratesIn(changed)).toEqual({ EUR: '0.55', USD: '0.6' });
    expect(await list()).toEqual({ EUR: '0.55' });
    // A company's list takes no such parameter.
    const all = owner === 'company' ? { EUR: '0.55' } : { EUR: '0.55', USD: '0.6' };
    expect(await list('?include_inactive=true')).toEqual(all);
    // A retired rate keeps its pair.
    expect((await caller.ask('POST', path(), body(rate('USD', '0.7')))).status).toBe(400);
    await caller.ask('PATCH', path(), { exchange_rates: [{ id: usd, is_active: true }] });
    expect(await list()).toEqual({ EUR: '0.55', USD: '0.6' });
  });

  const refused: [string, Json, number][] = [
    ['another base', { ...body(rate('EUR', '0.5')), base_currency_iso_code: 'AUD' }, 400],
    ['no base', { exchange_rates: [rate('EUR', '0.5')] }, 400],
    ['no rates', body(), 400],
    ['no rate', body(rate('EUR')), 400],
    ['a rate of nothing', body(rate('EUR', '0.00')), 400],
    ['a rate below nothing', body(rate('EUR', '-0.5')), 400],
    ['a rate in words', body(rate('EUR', 'half')), 400],
    ['no quote', body({ exchange_rate: '0.5' }), 400],
    ['a quote that is no currency', body(rate('ZZZ', '0.5')), 400],
    ['the base as the quote', body(rate('NZD', '1.0')), 400],
    ['one pair twice', body(rate('EUR', '0.5'), rate('EUR', '0.6')), 400],
    ['an unknown field', body(rate('EUR', '0.5', { colour: 'red' })), 406],
    ['an unknown field beside', { ...body(rate('EUR', '0.5')), colour: 'red' }, 406],
  ];
  test.each(refused)('refuses %s, and keeps nothing of it', async (_what, wrong, status) => {
    const good = rate('GBP', '0.45');
    const mixed = Array.isArray(wrong['exchange_rates'])
      ? { ...wrong, exchange_rates: [good, ...(wrong['exchange_rates'] as Json[])] }
      : wrong;
    const asked = (wrong['exchange_rates'] as Json[]).length === 0 ? wrong : mixed;
    expect((await caller.ask('POST', path(), asked)).status).toBe(status);
    expect(await list()).toEqual({});
  });

  test('a change needs an id that is there, and leaves no two rates for a pair', async () => {
    const made = await caller.ask('POST', path(), body(rate('EUR', '0.5'), rate('USD', '0.6')));
    const eur = at(made.body, 'exchange_rates', 0, 'id');
    for (const [entry, status] of [
      [{ exchange_rate: '0.7' }, 400],
      [{ id: 7, exchange_rate: '0.7' }, 404],
      [{ id: eur, quote_currency_iso_code: 'USD' }, 400],
      [{ id: eur, quote_currency_iso_code: 'NZD' }, 400],
      [{ id: eur, exchange_rate: '0' }, 400],
      [{ id: eur, is_active: 'no' }, 400],
      [{ id: eur, colour: 'red' }, 406],
    ] as const) {
      const reply = await caller.ask('PATCH', path(), { exchange_rates: [entry] });
      expect(reply.status, JSON.stringify(entry)).toBe(status);
    }
    const quote = { exchange_rates: [{ id: eur, quote_currency_iso_code: 'GBP' }] };
    expect(ratesIn(await caller.ask('PATCH', path(), quote))).toEqual({ GBP: '0.5' });
    expect(await list()).toEqual({ GBP: '0.5', USD: '0.6' });
  });

  test('an administrator alone writes them', async () => {
    for (const method of ['POST', 'PATCH']) {
      const reply = await caller.ask(method, path(), body(rate('EUR', '0.5')), 'pm');
      expect(reply.status, method).toBe(403);
    }
  });
});

test('a company without a configuration takes no rates, and a project only with several currencies', async () => {
  const ofCompany = `${caller.company}/exchange_rates`;
  const ofProject = `${caller.ofProject}/exchange_rates`;
  await caller.grant({}, { multicurrency: false });
  for (const method of ['POST', 'PATCH']) {
    const reply = await caller.ask(method, ofProject, body(rate('EUR', '0.5')));
    expect(reply.status, method).toBe(400);
  }
  // Whether a company's rate may be made inactive at once is said of projects only.
  const inactive = body(rate('EUR', '0.5', { is_active: false }));
  expect((await caller.ask('POST', ofCompany, inactive)).status).toBe(406);
  await caller.ask('DELETE', caller.company);
  expect((await caller.ask('POST', ofCompany, body(rate('EUR', '0.5')))).status).toBe(400);
});

test('a project may prepare a rate that is not used yet', async () => {
  const path = `${caller.ofProject}/exchange_rates`;
  await caller.ask('POST', path, body(rate('EUR', '0.5', { is_active: false })));
  expect(ratesIn(await caller.ask('GET', path))).toEqual({});
  expect(ratesIn(await caller.ask('GET', `${path}?include_inactive=true`))).toEqual({ EUR: '0.5' });
});

describe('rates that follow the company’s', () => {
  const company = { rates: { AUD: '0.92', EUR: '0.546448' } };
  const aud = (...exchange_rates: Json[]): Json => ({
    base_currency_iso_code: 'AUD',
    exchange_rates,
  });
  const path = () => `${caller.ofProject}/exchange_rates`;

  test('are crossed, and what was supplied is ignored', async () => {
    await caller.grant(company, { currency: 'AUD', followsCompanyRates: true });
    const made = await caller.ask('POST', path(), aud(rate('EUR', '9.9'), rate('NZD')));
    // 0.546448 / 0.92 EUR and 1 / 0.92 NZD for one AUD.
    expect(ratesIn(made)).toEqual({ EUR: '0.593965', NZD: '1.086957' });
    const id = at(made.body, 'exchange_rates', 0, 'id');
    const changed = { exchange_rates: [{ id, exchange_rate: '5' }] };
    expect(ratesIn(await caller.ask('PATCH', path(), changed))).toEqual({ EUR: '0.593965' });
    await caller.grant({ rates: { EUR: '0.46' } });
    expect(ratesIn(await caller.ask('GET', path()))).toEqual({ EUR: '0.5', NZD: '1.086957' });
    const unknown = await caller.ask('POST', path(), aud(rate('USD', '0.66')));
    expect(unknown.status).toBe(400);
  });

  test('the project’s override supersedes the company’s rate, whichever way it is meant', async () => {
    const follows = { currency: 'AUD', followsCompanyRates: true, override: '0.8' };
    await caller.grant(company, follows);
    const made = await caller.ask('POST', path(), aud(rate('NZD')));
    expect(ratesIn(made)).toEqual({ NZD: '1.25' });
    await caller.settings({ overrideDirection: 'as objects' });
    expect(ratesIn(await caller.ask('GET', path()))).toEqual({ NZD: '0.8' });
  });
});

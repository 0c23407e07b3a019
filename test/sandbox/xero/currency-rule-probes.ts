// How each open rule about currencies shows: a probe, and what it finds for each value.
import type { Client, Json } from './xero-sandbox.ts';
import type { Probe } from './credit-rule-probes.ts';
import { bill, line, only } from './xero-sandbox.ts';

type World = { client: Client; contactId: string };

type CurrencyRule =
  | 'currencyRateDirection'
  | 'currencyDecimals'
  | 'baseCurrencyRate'
  | 'suspiciousRate'
  | 'currencyCreation';

/** The world is asked for when a probe runs, since it begins after the probes are listed. */
export function currencyProbes(world: () => World): { [Name in CurrencyRule]: Probe<Name> } {
  return {
    currencyRateDirection: {
      probe: async () => {
        const { client } = world();
        await subscribe(client, ['EUR']);
        await client.control('PUT', '/_sandbox/rates', { EUR: { '2026-05-31': '0.500000' } });
        const ofDay = await made(world(), { CurrencyCode: 'EUR' });
        const given = await made(world(), { CurrencyCode: 'EUR', CurrencyRate: 0.8 });
        return [ofDay['CurrencyRate'], given['CurrencyRate'], await owedInBase(client)];
      },
      outcomes: {
        // 1150.00 EUR at 0.8 EUR to the dollar, or at 0.80 dollars to the EUR.
        foreignPerBase: [0.5, 0.8, '-1437.50'],
        basePerForeign: [2, 0.8, '-920.00'],
      },
    },
    currencyDecimals: {
      probe: async () => {
        await subscribe(world().client, ['JPY', 'KWD']);
        const LineItems = [line({ UnitAmount: 1000.5, Quantity: 3 })];
        const yen = await made(world(), { CurrencyCode: 'JPY', LineItems });
        const dinar = await made(world(), { CurrencyCode: 'KWD', LineItems });
        return [yen, dinar].map((one) => [one['SubTotal'], one['TotalTax'], one['Total']]);
      },
      outcomes: {
        two: [
          [3001.5, 450.23, 3451.73],
          [3001.5, 450.23, 3451.73],
        ],
        ofCurrency: [
          [3002, 450, 3452],
          [3001.5, 450.23, 3451.73],
        ],
      },
    },
    baseCurrencyRate: {
      probe: async () => {
        const { client, contactId } = world();
        const replies = [0.5, 1, '1.000000'].map((CurrencyRate) =>
          client.call('PUT', '/Invoices', bill(contactId, { CurrencyRate })),
        );
        return (await Promise.all(replies)).map(({ status, body }) =>
          status === 200 ? (body['Invoices'] as Json[])[0]?.['CurrencyRate'] : status,
        );
      },
      outcomes: { ignored: [1, 1, 1], refused: [400, 1, 1] },
    },
    suspiciousRate: {
      probe: async () => {
        await subscribe(world().client, ['EUR']);
        await world().client.control('PUT', '/_sandbox/rates', { EUR: { '2026-05-31': '0.5' } });
        const rates = [0.25, 1, 0.249999, 1.000001];
        const all = rates.map((CurrencyRate) =>
          made(world(), { CurrencyCode: 'EUR', CurrencyRate }),
        );
        return (await Promise.all(all)).map(({ Warnings = [] }) => (Warnings as Json[]).length);
      },
      outcomes: { warned: [0, 0, 1, 1], silent: [0, 0, 0, 0] },
    },
    currencyCreation: {
      probe: async () => (await world().client.call('PUT', '/Currencies', { Code: 'CHF' })).status,
      outcomes: { accept: 200, refuse: 400 },
    },
  };
}

async function subscribe(client: Client, codes: string[]): Promise<void> {
  await client.control('PUT', '/_sandbox/currencies', { codes });
}

async function made({ client, contactId }: World, change: Json): Promise<Json> {
  return only(await client.call('PUT', '/Invoices', bill(contactId, change)), 'Invoices');
}

/** What the last journal puts on accounts payable, in the organisation's currency. */
async function owedInBase(client: Client): Promise<unknown> {
  const { body } = await client.control('GET', '/_sandbox/ledger');
  const lines = (body['journals'] as Json[]).at(-1)?.['lines'] as Json[];
  return lines.find(({ accountCode }) => accountCode === '800')?.['amount'];
}

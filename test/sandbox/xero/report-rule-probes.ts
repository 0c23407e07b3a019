// How each open rule about reports shows: a probe, and what it finds for each value.
import type { Client, Json } from './xero-sandbox.ts';
import type { Probe } from './credit-rule-probes.ts';
import { bill, elements, line, only } from './xero-sandbox.ts';

type World = { client: Client; contactId: string };

type ReportRule = 'unassignedColumn' | 'archivedOptionReports' | 'reportSpan';

const year = 'fromDate=2026-01-01&toDate=2026-12-31';

/** The world is asked for when a probe runs, since it begins after the probes are listed. */
export function reportProbes(world: () => World): { [Name in ReportRule]: Probe<Name> } {
  return {
    unassignedColumn: {
      probe: async () => {
        const { client } = world();
        const { titles } = await columns(client, await costCodeCategory(client));
        return titles.includes('Unassigned');
      },
      outcomes: { shown: true, absent: false },
    },
    archivedOptionReports: {
      probe: async () => (await columnOfArchived(world())) !== undefined,
      outcomes: { empty: false, shown: true },
    },
    reportSpan: {
      probe: async () => {
        const dates = 'fromDate=2024-01-01&toDate=2026-12-31';
        return (await world().client.call('GET', `/Reports/ProfitAndLoss?${dates}`)).status;
      },
      outcomes: { year: 400, any: 200 },
    },
  };
}

async function costCodeCategory(client: Client): Promise<string> {
  const list = await client.call('GET', '/TrackingCategories');
  const found = elements(list, 'TrackingCategories').find(({ Name }) => Name === 'Cost code');
  return String(found?.['TrackingCategoryID']);
}

/** By title, the figure of account 310. */
async function columns(client: Client, categoryId: string) {
  const path = `/Reports/ProfitAndLoss?${year}&trackingCategoryID=${categoryId}`;
  const [header] = only(await client.call('GET', path), 'Reports')['Rows'] as Json[];
  return { titles: (header?.['Cells'] as Json[]).map(({ Value }) => String(Value)) };
}

async function columnOfArchived({ client, contactId }: World): Promise<string | undefined> {
  const categoryId = await costCodeCategory(client);
  const path = `/TrackingCategories/${categoryId}/Options`;
  const Name = `Over ${Date.now()}`;
  const option = only(await client.call('PUT', path, { Name }), 'Options');
  const Tracking = [{ Name: 'Cost code', Option: Name }];
  await client.call('PUT', '/Invoices', bill(contactId, { LineItems: [line({ Tracking })] }));
  await client.call('POST', `${path}/${String(option['TrackingOptionID'])}`, {
    Status: 'ARCHIVED',
  });
  const { titles } = await columns(client, categoryId);
  return titles.find((title) => title === Name);
}

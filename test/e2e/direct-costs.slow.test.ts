// Proves on the running stack that what projects cost by Xero stands once in Procore's direct costs, to the cent by code, and never beside a commitment or a person's own.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { demoMapping } from '../support/demo-mapping.ts';
import { addFaults } from '../support/once-each.ts';
import { allAsked, answerAll, inProcore as inProcoreBy, patienceMs } from '../support/people.ts';
import { asBookkeeper } from '../support/sandbox-views.ts';
import type { Stack } from '../support/stack.ts';
import { control, startStack } from '../support/stack.ts';
import { callsOfTieout } from './counted-calls.ts';

type Journal = {
  lines: { accountCode: string; amount: string; tracking?: { Name: string; Option: string }[] }[];
};
type Line = {
  id: number;
  wbs_code_id: number;
  flat_code: string;
  amount: string;
  description: string;
};
type DirectCost = {
  id: number;
  project_id: number;
  direct_cost_type: string;
  invoice_number: string | null;
  vendor_id: number | null;
  direct_cost_date: string;
  description: string;
  origin_id: string | null;
  lines: Line[];
};

const project = '26-001 Harbourside Apartments';
const typeOfAccount: Record<string, string> = { '310': 'S', '312': 'M', '314': 'L', '318': 'E' };
const directCosts = {
  ...demoMapping.actuals,
  ...{ direction: 'directCosts' as const, costTypes: { '318': 'E' } },
};

/** Hundredths, read here in a way of its own. */
const cents = (amount: string): bigint => BigInt(amount.replace('.', ''));

describe('direct costs', { timeout: 4 * patienceMs }, () => {
  let stack: Stack;
  let projectId: string;
  let codeName: string;
  let code: string;
  let skips: string;
  /** By code and cost type, what the ledger held before anybody entered a direct cost. */
  let before: Map<string, bigint>;
  beforeAll(async () => {
    stack = await startStack({ company: 'twenty', readsOften: true });
    await stack.settle(patienceMs);
    const [row] = await stack.database.sql<{ id: string }[]>`
      select record_id as id from mirror join snapshot on hash = snapshot_hash
      where mirror.kind = 'procoreProject' and body ->> 'number' = '26-001'`;
    projectId = row?.id ?? '';
    const { journals } = await ledger();
    const tracked = journals.flatMap(({ lines }) => lines).flatMap(({ tracking = [] }) => tracking);
    codeName = tracked.find(
      ({ Name, Option }) => Name === 'Cost code' && Option !== 'Retention held',
    )!.Option;
    code = codeName.split(' ', 1)[0] ?? '';
    for (const costType of ['S', 'M', 'L', 'E']) {
      const line = { projectId, costCode: code, costType, amount: '4000.00' };
      await control(stack.procore, 'POST', 'budget-lines', line).catch(() => undefined);
    }
    skips = await newContact('Hire and Skips Ltd');
    before = await byLedger();
  }, 3 * patienceMs);
  afterEach(async () => {
    await control(stack.procore, 'DELETE', 'faults');
  });
  afterAll(() => stack.close(), 60_000);

  const ledger = () => control<{ journals: Journal[] }>(stack.xero, 'GET', 'ledger');
  const inProcore = async (): Promise<DirectCost[]> =>
    (await control<{ directCosts: DirectCost[] }>(stack.procore, 'GET', 'ledger')).directCosts;
  const act = <T>(name: string, body: object): Promise<T> =>
    control<T>(stack.xero, 'POST', `acts/${name}`, body);
  const on = (Project: string, Code: string | null) => [
    { name: 'Project', option: Project },
    ...(Code === null ? [] : [{ name: 'Cost code', option: Code }]),
  ];

  async function newContact(Name: string): Promise<string> {
    const answer = await asBookkeeper(stack.xero, 'PUT', 'Contacts', { Name });
    return (answer as { Contacts: { ContactID: string }[] }).Contacts[0]?.ContactID ?? '';
  }

  /** The contact of a vendor, and the vendor. */
  async function vendorsContact(): Promise<{ contactId: string; vendorId: string }> {
    const [row] = await stack.database.sql<{ contact: string; vendor: string }[]>`
      select target_id as contact, split_part(workflow_id, '/', 3) as vendor from link
      where kind = 'xeroContact' and ended_at is null order by workflow_id limit 1`;
    return { contactId: row?.contact ?? '', vendorId: row?.vendor ?? '' };
  }

  /** By code and cost type, what the journals say of the project on the accounts of the cost types. */
  async function byLedger(): Promise<Map<string, bigint>> {
    const sums = new Map<string, bigint>();
    for (const { accountCode, amount, tracking } of (await ledger()).journals.flatMap(
      ({ lines }) => lines,
    )) {
      const named = (name: string) => tracking?.find(({ Name }) => Name === name)?.Option;
      const type = typeOfAccount[accountCode];
      const tracks = named('Cost code');
      if (named('Project') !== project || type === undefined || tracks === undefined) continue;
      const key = `${tracks.split(' ', 1)[0]}.${type}`;
      sums.set(key, (sums.get(key) ?? 0n) + cents(amount));
    }
    return sums;
  }

  /** What came to the ledger since, which pay apps had no part in. */
  async function directByLedger(): Promise<Map<string, bigint>> {
    const now = [...(await byLedger())].map(
      ([key, sum]) => [key, sum - (before.get(key) ?? 0n)] as const,
    );
    return new Map(now.filter(([, sum]) => sum !== 0n).sort());
  }

  async function byProcore(): Promise<Map<string, bigint>> {
    const sums = new Map<string, bigint>();
    for (const { flat_code: key, amount } of (await inProcore()).flatMap(({ lines }) => lines)) {
      sums.set(key, (sums.get(key) ?? 0n) + cents(amount));
    }
    return new Map([...sums].filter(([, sum]) => sum !== 0n).sort());
  }

  async function bill(
    number: string,
    amounts: { account: string; amount: number; description?: string }[],
    over: object = {},
  ): Promise<string> {
    const Tracking = on(project, codeName).map(({ name, option }) => ({
      ...{ Name: name, Option: option },
    }));
    const answer = await asBookkeeper(stack.xero, 'PUT', 'Invoices', {
      Invoices: [
        {
          ...{ Type: 'ACCPAY', Contact: { ContactID: skips }, Date: '2026-10-10' },
          ...{ Status: 'AUTHORISED', DueDate: '2026-11-10', InvoiceNumber: number },
          LineItems: amounts.map(({ account, amount, description = 'Hire' }) => ({
            ...{ Description: description, AccountCode: account, UnitAmount: amount, Tracking },
          })),
          ...over,
        },
      ],
    });
    return (answer as { Invoices: { InvoiceID: string }[] }).Invoices[0]?.InvoiceID ?? '';
  }

  /** A cost code of the project that nothing was budgeted on, as an option of Xero's that a bookkeeper made. */
  async function newOption(): Promise<string> {
    const budgeted = await stack.database.sql<{ code: string }[]>`
      select jsonb_array_elements(body -> 'codes') -> 'costCode' ->> 'code' as code
      from mirror join snapshot on hash = snapshot_hash
      where mirror.kind = 'procoreBudgetCodes' and record_id = ${projectId}`;
    const path = `/rest/v1.0/cost_codes?project_id=${projectId}&per_page=200`;
    const codes = await inProcoreAs<{ full_code: string; name: string }[]>(path);
    const free = codes.find((one) => !budgeted.some((row) => row.code === one.full_code));
    const Name = `${free?.full_code} ${free?.name}`;
    const { TrackingCategories } = (await asBookkeeper(
      stack.xero,
      'GET',
      'TrackingCategories',
    )) as { TrackingCategories: { TrackingCategoryID: string; Name: string }[] };
    const category = TrackingCategories.find((one) => one.Name === 'Cost code');
    const options = `TrackingCategories/${category?.TrackingCategoryID}/Options`;
    await asBookkeeper(stack.xero, 'PUT', options, { Name }).catch(() => undefined);
    return Name;
  }
  const inProcoreAs = <T>(path: string): Promise<T> =>
    inProcoreBy<T>(stack.procore, { as: 'pm', method: 'GET', path });

  const markerOf = (stem: string, id: string): string =>
    `tieout:${stack.connection}/directCost/${stem}-${id}/directCost-${projectId}`;
  const bearing = async (stem: string, id: string): Promise<DirectCost[]> =>
    (await inProcore()).filter(({ description }) => description.endsWith(markerOf(stem, id)));
  const only = async (stem: string, id: string): Promise<DirectCost> => {
    const [one, ...more] = await bearing(stem, id);
    expect(more).toEqual([]);
    if (!one) throw new Error(`no direct cost of ${stem} ${id}`);
    return one;
  };
  const calledFor = async (): Promise<string[]> =>
    (await callsOfTieout(stack.procore))
      .map(({ path }) => path)
      .filter((path) => /direct_costs|wbs_codes/.test(path));
  const known = async (): Promise<number> => {
    const rows = await stack.database.sql`select 1 from document where type = 'directCost'`;
    return rows.length;
  };

  it('are neither read nor written, and have no workflow, where actuals are off or go to a report', async () => {
    await bill('H-0', [{ account: '310', amount: 50 }]);
    await stack.settle(patienceMs);
    expect([await calledFor(), await known()]).toEqual([[], 0]);
    await stack.useMapping({ actuals: { ...demoMapping.actuals, direction: 'report' } });
    await stack.settle(patienceMs);
    expect([await calledFor(), await known()]).toEqual([[], 0]);
  });

  it('are made once a document whatever answers are lost, and come to the ledger by code', async () => {
    const { contactId, vendorId } = await vendorsContact();
    const inclusive = await bill('H-1', [{ account: '310', amount: 1150.55 }], {
      LineAmountTypes: 'Inclusive',
    });
    await control(stack.xero, 'PUT', 'currencies', { codes: ['EUR'] });
    await bill(
      'H-2',
      [
        { account: '310', amount: 333.33 },
        { account: '310', amount: 77.77, description: 'Fuel' },
        { account: '312', amount: 10.01 },
      ],
      { CurrencyCode: 'EUR', CurrencyRate: 0.553127 },
    );
    const ofVendor = await bill('V-1', [{ account: '318', amount: 400 }], {
      Contact: { ContactID: contactId },
    });
    await act('credit', { invoiceId: inclusive, amount: '100.10', date: '2026-10-12' });
    const coded = on(project, codeName);
    const spent = await act<{ bankTransactionId: string }>('spend-or-receive', {
      ...{ type: 'SPEND', contactId: skips, date: '2026-10-05', reference: 'Fuel' },
      lines: [{ amount: '345.67', accountCode: '318', tracking: coded }],
    });
    await act('spend-or-receive', {
      ...{ type: 'RECEIVE', contactId: skips, date: '2026-10-08', lineAmountTypes: 'Exclusive' },
      lines: [{ amount: '12.34', accountCode: '318', tracking: coded }],
    });
    await act('manual-journal', {
      ...{ narration: 'Labour of September', date: '2026-09-30' },
      lines: [
        { amount: '1200.00', accountCode: '314', tracking: coded },
        { amount: '-1200.00', accountCode: '314', tracking: [] },
      ],
    });
    await bill('H-9', [{ account: '310', amount: 9 }], { Status: 'DRAFT' });
    const path = `/rest/v1.1/projects/${projectId}/direct_costs`;
    await addFaults(stack.procore, [
      { method: 'POST', path, kind: 'dropAfter', times: 2 },
      { method: 'POST', path, kind: 'errorAfter', from: 4, times: 1 },
    ]);
    await stack.useMapping({ actuals: directCosts });
    await stack.settle(patienceMs);

    expect(await allAsked(stack)).toEqual([]);
    const made = await inProcore();
    expect(made).toHaveLength(8);
    expect(new Set(made.map(({ description }) => description)).size).toBe(8);
    expect(await byProcore()).toEqual(await directByLedger());
    expect(await only('bill', ofVendor)).toMatchObject({
      ...{ direct_cost_type: 'invoice', invoice_number: 'V-1', vendor_id: Number(vendorId) },
      ...{ direct_cost_date: '2026-10-10', origin_id: null },
    });
    expect(await only('spend', spent.bankTransactionId)).toMatchObject({
      ...{ direct_cost_type: 'expense', invoice_number: null, vendor_id: null },
    });
    // What pay apps were billed by is in their commitments: none of it is here.
    const bills = await stack.database.sql<{ id: string }[]>`
      select target_id as id from link where kind = 'xeroBill' and workflow_id like 'payApp/%'`;
    expect(bills.length).toBeGreaterThan(10);
    for (const { id } of bills) expect(await bearing('bill', id)).toEqual([]);
  });

  it('rest then: a further sweep writes nothing', async () => {
    const writes = async (): Promise<number> =>
      (await callsOfTieout(stack.procore)).filter(
        ({ method, path }) => method !== 'GET' && path.includes('direct_costs'),
      ).length;
    const written = await writes();
    await stack.settle(patienceMs);
    expect(await writes()).toBe(written);
  });

  it('that a person typed are offered and not doubled', async () => {
    const { contactId, vendorId } = await vendorsContact();
    const [code310] = (await inProcore())
      .flatMap(({ lines }) => lines)
      .filter(({ flat_code }) => flat_code === `${code}.S`);
    const wbs = code310?.wbs_code_id;
    const { directCost } = await control<{ directCost: { id: number } }>(
      stack.procore,
      'POST',
      'direct-costs',
      {
        projectId,
        directCost: {
          ...{ direct_cost_type: 'invoice', status: 'approved', vendor_id: vendorId },
          ...{ invoice_number: 'V-2', direct_cost_date: '2026-10-11', description: 'Typed here' },
          line_items: [{ wbs_code_id: wbs, manual_amount: '70.00', description: 'Hire' }],
        },
      },
    );
    const id = await bill('V-2', [{ account: '310', amount: 70 }], {
      Contact: { ContactID: contactId },
    });
    await stack.settle(patienceMs);
    const document = `directCost/${stack.connection}/bill-${id}`;
    expect(await allAsked(stack)).toEqual([['directCostTyped', document]]);
    expect(await bearing('bill', id)).toEqual([]);
    await answerAll(stack, [`directCost/bill-${id}`], 'approve');
    expect(await allAsked(stack)).toEqual([]);
    expect(await byProcore()).toEqual(await directByLedger());
    const mine = (await inProcore()).find((one) => one.id === directCost.id);
    expect(mine).toMatchObject({ description: 'Typed here', invoice_number: 'V-2' });
  });

  it('follow the document: another price is written, what was voided is taken away once somebody says so', async () => {
    const id = await bill('H-3', [
      { account: '310', amount: 200 },
      { account: '312', amount: 30 },
    ]);
    await stack.settle(patienceMs);
    const first = await only('bill', id);
    await act('edit', { invoiceId: id, by: '-50.00' });
    await stack.settle(patienceMs);
    expect((await only('bill', id)).id).toBe(first.id);
    expect(await byProcore()).toEqual(await directByLedger());
    await act('void', { id });
    await stack.settle(patienceMs);
    expect(await allAsked(stack)).toEqual([
      ['directCostRemoved', `directCost/${stack.connection}/bill-${id}`],
    ]);
    expect(await bearing('bill', id)).toHaveLength(1);
    const path = `/rest/v1.1/projects/${projectId}/direct_costs/${first.id}`;
    await addFaults(stack.procore, [{ method: 'DELETE', path, kind: 'dropAfter', times: 1 }]);
    await answerAll(stack, [`directCost/bill-${id}`], 'approve');
    expect(await bearing('bill', id)).toEqual([]);
    expect(await allAsked(stack)).toEqual([]);
    expect(await byProcore()).toEqual(await directByLedger());
  });

  it('that a person changes or deletes in Procore are asked about, and put back or left as they say', async () => {
    const id = await bill('H-4', [{ account: '310', amount: 80 }]);
    await stack.settle(patienceMs);
    const own = await only('bill', id);
    const page = `direct-costs/${own.id}`;
    const line = { id: own.lines[0]?.id, manual_amount: '8.00' };
    await control(stack.procore, 'PUT', page, { directCost: { line_items: [line] } });
    await stack.settle(patienceMs);
    const document = `directCost/${stack.connection}/bill-${id}`;
    expect(await allAsked(stack)).toEqual([['directCostChanged', document]]);
    await answerAll(stack, [`directCost/bill-${id}`], 'approve');
    expect((await only('bill', id)).lines).toMatchObject([{ amount: '80.00' }]);
    await control(stack.procore, 'DELETE', page);
    // Gone is what two whole lists in a row do not show.
    await stack.settle(patienceMs);
    await stack.settle(patienceMs);
    expect(await allAsked(stack)).toEqual([['directCostChanged', document]]);
    await answerAll(stack, [`directCost/bill-${id}`], 'reject');
    expect(await bearing('bill', id)).toEqual([]);
    expect(await allAsked(stack)).toEqual([]);
  });

  it('without a place in the budget are asked about, and go by themselves once it has one', async () => {
    const other = await newOption();
    const Tracking = on(project, other).map(({ name, option }) => ({ Name: name, Option: option }));
    const line = { Description: 'Hire', AccountCode: '318', UnitAmount: 60, Tracking };
    const id = await bill('H-5', [], { LineItems: [line] });
    await stack.settle(patienceMs);
    const document = `directCost/${stack.connection}/bill-${id}`;
    expect(await allAsked(stack)).toEqual([['directCostUncoded', document]]);
    const costCode = other.split(' ', 1)[0];
    await control(stack.procore, 'POST', 'budget-lines', {
      ...{ projectId, costCode, costType: 'E', amount: '100.00' },
    });
    await stack.settle(patienceMs);
    expect(await allAsked(stack)).toEqual([]);
    expect((await only('bill', id)).lines).toMatchObject([{ flat_code: `${costCode}.E` }]);
  });

  it('bear an origin_id only by setting, and are locked for people then', async () => {
    await stack.useMapping({ actuals: { ...directCosts, originId: true } });
    const id = await bill('H-6', [{ account: '310', amount: 11 }]);
    await stack.settle(patienceMs);
    const own = await only('bill', id);
    expect(own.origin_id).toBe(`bill-${id}/${projectId}`);
    const change = { directCost: { description: 'mine' } };
    await expect(control(stack.procore, 'PUT', `direct-costs/${own.id}`, change)).rejects.toThrow(
      /synced with ERP/,
    );
    await act('edit', { invoiceId: id, by: '4.00' });
    await stack.settle(patienceMs);
    expect((await only('bill', id)).lines).toMatchObject([{ amount: '15.00' }]);
    const others = (await inProcore()).filter((one) => one.id !== own.id);
    expect(others.every(({ origin_id: origin }) => origin === null)).toBe(true);
  });
});

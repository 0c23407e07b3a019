// Proves the first day: a project posts nothing until a person turns it on, and what a bookkeeper typed by then is never doubled unasked.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoMapping as config } from '../support/demo-mapping.ts';
import { fromMinor, toMinor } from '../../domain/money/amount.ts';
import { listProjects, startProject } from '../../db/queries/projects.ts';
import { requestsOf, xeroList, xeroPaths } from '../support/once-each.ts';
import type { PayApp } from '../support/people.ts';
import {
  allAsked,
  askedAbout,
  billsBearing,
  patienceMs,
  payAppInFull,
  typeBill,
} from '../support/people.ts';
import { billsInXero, payAppsInProcore } from '../support/sandbox-views.ts';
import type { Stack } from '../support/stack.ts';
import { startStack } from '../support/stack.ts';

const from = '2000-01-01';
const dayMs = 24 * 3_600_000;

describe('the first day', { timeout: 4 * patienceMs }, () => {
  let stack: Stack;
  let payApps: PayApp[];
  const projects = () =>
    listProjects(stack.database.db, {
      ...{ connection: stack.connection, from, postedStatuses: config.postedStatuses },
    });
  /** A claim as a bookkeeper types it before Tieout posts anything. */
  const typeClaim = async (
    payApp: PayApp,
    typed: { number: string; daysLater?: number; cents?: number },
  ): Promise<void> => {
    const { vendor_name: name } = await payAppInFull(stack, payApp);
    const contacts = await xeroList<{ ContactID: string; Name: string }>(
      stack,
      'Contacts',
      'Contacts',
    );
    const known = contacts.find(({ Name }) => Name === name);
    const date = new Date(Date.parse(payApp.billing_date) + (typed.daysLater ?? 0) * dayMs);
    const net = toMinor(payApp.summary.current_payment_due) + BigInt(typed.cents ?? 0);
    await typeBill(stack, {
      Contact: known ? { ContactID: known.ContactID } : { Name: name },
      InvoiceNumber: typed.number,
      Date: date.toISOString().slice(0, 10),
      Status: 'AUTHORISED',
      LineItems: [
        {
          ...{ Description: 'Progress claim', Quantity: 1, UnitAmount: fromMinor(net) },
          ...{ AccountCode: '310', TaxType: 'INPUT2' },
        },
      ],
    });
  };

  beforeAll(async () => {
    stack = await startStack({
      ...{ company: 'twenty', readsOften: true },
      env: { TIEOUT_POST_FROM: '' },
    });
    await stack.settle(patienceMs);
    ({ payApps } = await payAppsInProcore(stack.procore));
  }, 2 * patienceMs);
  afterAll(async () => {
    await stack.close();
  }, 60_000);

  it('posts no order and no bill, and asks nothing, while no project is on', async () => {
    for (const path of [xeroPaths.invoices, xeroPaths.orders]) {
      const writes = (await requestsOf(stack.xero, { path })).filter(
        ({ method }) => method !== 'GET',
      );
      expect(writes).toEqual([]);
    }
    expect(await allAsked(stack)).toEqual([]);
    const listed = await projects();
    expect(listed.every(({ start }) => start === null)).toBe(true);
    expect(listed.reduce((sum, { wouldPost }) => sum + (wouldPost?.count ?? 0), 0)).toBe(20);
  });

  it('one project turned on posts its own, beside the claims that were typed already nothing unasked', async () => {
    const [chosen] = await projects();
    const own = payApps.filter(({ projectId }) => String(projectId) === chosen?.id);
    const typed = own.slice(0, 3);
    const [centApart, weeksApart, suffixed] = typed;
    if (!centApart || !weeksApart || !suffixed) throw new Error('three pay apps are needed');
    await typeClaim(centApart, { number: 'HERS-1', cents: 1 });
    await typeClaim(weeksApart, { number: 'HERS-2', daysLater: 21 });
    await typeClaim(suffixed, { number: `${suffixed.invoice_number}-A` });
    await stack.settle(patienceMs);
    const answer = await startProject(stack.database.db, {
      ...{ connection: stack.connection, from, postedStatuses: config.postedStatuses },
      projectId: chosen?.id ?? '',
      shown: chosen?.wouldPost ?? { count: 0, totals: {} },
      person: 'local:controller',
    });
    expect(answer.answer).toBe('started');
    await stack.settle(patienceMs);
    for (const payApp of own) {
      const asked = await askedAbout(stack, `payApp/${payApp.id}`);
      const isTyped = typed.includes(payApp);
      expect(asked, payApp.invoice_number ?? '').toEqual(isTyped ? [['bill', 'lookAlike']] : []);
      expect(await billsBearing(stack, payApp.id)).toHaveLength(isTyped ? 0 : 1);
    }
    const ours = (await billsInXero(stack.xero)).filter(({ Url }) => Url?.includes('tieout:'));
    expect(ours).toHaveLength(own.length - typed.length);
  });
});

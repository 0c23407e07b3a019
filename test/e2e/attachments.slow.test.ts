// Proves on the running stack that the PDF of a pay app goes with its bill once, whatever answer is lost, and never before anything else.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { addFaults } from '../support/once-each.ts';
import type { PayApp } from '../support/people.ts';
import {
  allAsked,
  answerAll,
  billOf,
  billsBearing,
  enterLike,
  inProcore,
  patienceMs,
  setStatus,
} from '../support/people.ts';
import { asBookkeeper, payAppsInProcore } from '../support/sandbox-views.ts';
import type { Stack } from '../support/stack.ts';
import { control, startStack } from '../support/stack.ts';
import { callsOfTieout } from './counted-calls.ts';

const roomy = { calls: 1_000_000, reserve: 200 };
const attachmentPath = '/api.xro/2.0/Invoices/*';

type File = { FileName: string; ContentLength: number };

describe('the PDF of a pay app', { timeout: 4 * patienceMs }, () => {
  let stack: Stack;
  let payApps: PayApp[];
  beforeAll(async () => {
    stack = await startStack({ company: 'twenty', readsOften: true, running: false });
    ({ payApps } = await payAppsInProcore(stack.procore));
  }, 2 * patienceMs);
  afterEach(async () => {
    await control(stack.xero, 'DELETE', 'faults');
  });
  afterAll(() => stack.close(), 60_000);

  const payAppAt = (index: number): PayApp => {
    const payApp = payApps[index];
    if (!payApp) throw new Error(`there is no pay app ${index}`);
    return payApp;
  };
  const attach = ({ id }: PayApp, filename: string, more: object = {}): Promise<{ id: number }> =>
    control(stack.procore, 'POST', 'attachments', { payAppId: id, filename, ...more });
  async function filesOf(payApp: PayApp): Promise<File[]> {
    const { InvoiceID } = await billOf(stack, payApp.id);
    const path = `Invoices/${InvoiceID}/Attachments`;
    return ((await asBookkeeper(stack.xero, 'GET', path)) as { Attachments: File[] }).Attachments;
  }
  const attachmentCalls = async (): Promise<number> => {
    const calls = await callsOfTieout(stack.xero);
    return calls.filter(({ path }) => path.includes('/Attachments')).length;
  };

  it('stays in Procore while nothing else is asked for: not one call is made for it', async () => {
    await attach(payAppAt(0), 'INV claim.pdf');
    await stack.startWorker();
    await stack.settle(patienceMs);
    expect(await filesOf(payAppAt(0))).toEqual([]);
    expect(await attachmentCalls()).toBe(0);
  });

  it('goes with the bill once it is asked for, also with those posted before, and once though the answer is lost', async () => {
    await addFaults(stack.xero, [
      { method: 'PUT', path: attachmentPath, kind: 'dropAfter', times: 1 },
    ]);
    await stack.useMapping({ attachments: 'payAppPdf', xeroDay: roomy });
    await stack.settle(patienceMs);
    expect(await filesOf(payAppAt(0))).toMatchObject([{ ContentLength: 18 }]);
    const puts = (await callsOfTieout(stack.xero)).filter(
      ({ method, path }) => method === 'PUT' && path.includes('/Attachments'),
    );
    expect(puts).toHaveLength(1);
    expect(await allAsked(stack)).toEqual([]);
    const before = await attachmentCalls();
    await sleep(4_000);
    await stack.settle(patienceMs);
    expect(await attachmentCalls()).toBe(before);
  });

  it('in place of which another was put goes beside it, under a name of its own', async () => {
    const payApp = payAppAt(0);
    const [row] = await stack.database.sql<{ id: string }[]>`
      select body ->> 'attachmentId' as id from intent where endpoint = 'xero/attachments'`;
    await control(stack.procore, 'DELETE', `attachments/${row?.id ?? ''}`);
    const { id } = await attach(payApp, 'INV claim.pdf', { text: '%PDF-1.7 corrected' });
    await stack.settle(patienceMs);
    const names = (await filesOf(payApp)).map(({ FileName }) => FileName).sort();
    expect(names).toHaveLength(2);
    expect(names).toContain(`INV claim (Procore ${id}).pdf`);
  });

  it('that cannot be carried holds nothing up: its reason is kept with the document, and nobody is asked', async () => {
    await attach(payAppAt(1), 'large.pdf', { bytes: 10_000_001 });
    await attach(payAppAt(1), 'page.pdf', { text: '<html>please sign in</html>' });
    await attach(payAppAt(1), 'photo.jpg', { contentType: 'image/jpeg' });
    const { id: gone } = await attach(payAppAt(2), 'good.pdf');
    await stack.settle(patienceMs);
    expect(await filesOf(payAppAt(1))).toEqual([]);
    expect(await filesOf(payAppAt(2))).toMatchObject([{ FileName: `good (Procore ${gone}).pdf` }]);
    const rows = await stack.database.sql<{ why: string }[]>`
      select outcome #>> '{messages,0}' as why from intent
      where endpoint = 'xero/attachments' and state = 'failed' order by 1`;
    expect(rows.map(({ why }) => why)).toEqual([
      'The file is larger than the 10 MB that Xero takes.',
      'What Procore hands out is not a PDF.',
    ]);
    expect(await allAsked(stack)).toEqual([]);
    const before = await attachmentCalls();
    await stack.settle(patienceMs);
    expect(await attachmentCalls()).toBe(before);
  });

  it('its address is in nothing that is stored, and no part of the file either', async () => {
    for (const needle of ['/storage/', 'sig=', '%PDF-1.7 corrected']) {
      const found = await stack.database.sql`
        select 1 from snapshot where body::text like ${`%${needle}%`}
        union all select 1 from intent where body::text like ${`%${needle}%`} or outcome::text like ${`%${needle}%`}
        union all select 1 from audit where details::text like ${`%${needle}%`}
        union all select 1 from retry where why like ${`%${needle}%`}`;
      expect([needle, found.length]).toEqual([needle, 0]);
    }
  });

  it('with the day nearly used, bills go and the PDF waits, and goes once there are calls to spare', async () => {
    const like = payAppAt(0);
    await stack.useMapping({ xeroDay: { calls: 5_000, reserve: 4_999 } });
    await stack.settle(patienceMs);
    const before = await attachmentCalls();
    const payApp = await enterLike(stack, like, { number: 'LATE-1', work: '400.00' });
    await attach(payApp, 'late.pdf');
    await setStatus(stack, payApp, 'approved');
    await until(async () => (await billsBearing(stack, payApp.id)).length === 1);
    await until(async () => (await readyFiles()) === 1);
    await sleep(8_000);
    expect(await readyFiles()).toBe(1);
    expect(await attachmentCalls()).toBe(before);
    const [document] = await stack.database.sql<{ state: string }[]>`
      select state from document where workflow_id = ${`payApp/${stack.connection}/${payApp.id}`}`;
    expect(document?.state).toBe('posted');

    await stack.useMapping({ xeroDay: roomy });
    await stack.settle(patienceMs);
    expect(await filesOf(payApp)).toHaveLength(1);
  });

  async function readyFiles(): Promise<number> {
    const rows = await stack.database.sql`
      select 1 from intent where endpoint = 'xero/attachments' and state = 'ready'`;
    return rows.length;
  }
  async function until(isSo: () => Promise<boolean>): Promise<void> {
    const end = Date.now() + patienceMs;
    while (!(await isSo())) {
      if (Date.now() > end) throw new Error('it did not come to that');
      await sleep(500);
    }
  }

  it('a decision is noted once in the history of what it wrote, though the answer is lost', async () => {
    await stack.useMapping({ historyNotes: 'decided' });
    const payApp = payAppAt(3);
    const bill = await billOf(stack, payApp.id);
    await inProcore(stack.procore, {
      ...{ as: 'admin', method: 'PATCH', path: `/rest/v1.1/requisitions/${payApp.id}` },
      body: { project_id: payApp.projectId, requisition: { invoice_number: 'RENAMED-1' } },
    });
    await stack.settle(patienceMs);
    await addFaults(stack.xero, [
      { method: 'PUT', path: attachmentPath, kind: 'dropAfter', times: 1 },
    ]);
    await answerAll(stack, [`payApp/${payApp.id}`], 'approve');
    await stack.settle(patienceMs);
    const notes = await notesOn(bill.InvoiceID);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(
      /^Approved in Tieout by the controller on \d{4}-\d\d-\d\d \d\d:\d\d UTC\. Reason given: /,
    );
    expect(notes[0]?.length).toBeLessThanOrEqual(2_500);
    await stack.settle(patienceMs);
    expect(await notesOn(bill.InvoiceID)).toHaveLength(1);
    const others = await stack.database.sql`
      select 1 from intent where endpoint = 'xero/history' and state = 'done'`;
    expect(others).toHaveLength(1);
  });

  async function notesOn(invoiceId: string): Promise<string[]> {
    const answer = await asBookkeeper(stack.xero, 'GET', `Invoices/${invoiceId}/History`);
    const { HistoryRecords } = answer as { HistoryRecords: { Details: string }[] };
    return HistoryRecords.map(({ Details }) => Details).filter((one) => one.includes('tieout:'));
  }
});

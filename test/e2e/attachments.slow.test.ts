// Proves on the running stack that the PDF of a pay app goes with its bill once, whatever answer is lost, and never before anything else.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { addFaults } from '../support/once-each.ts';
import type { PayApp } from '../support/people.ts';
import { allAsked, billOf, patienceMs } from '../support/people.ts';
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
});

// Proves what stands while a vendor answers badly: nothing is sent beyond a scope, doubled, lost or concluded from what is not shown, and each trouble is named (S10 S11 S14, invariants 1, 7 and 12).
import { describe, expect, it } from 'vitest';
import { faultsFired, requestsOf, xeroPaths } from '../support/once-each.ts';
import type { Fault } from '../support/once-each.ts';
import {
  allAsked,
  answerAll,
  askedAbout,
  billOf,
  billsBearing,
  inProcore,
  patienceMs,
  pay,
  setStatus,
} from '../support/people.ts';
import { asBookkeeper, billsInXero, payAppsInProcore } from '../support/sandbox-views.ts';
import type { Stack } from '../support/stack.ts';
import { control } from '../support/stack.ts';
import type { Trial } from '../support/trial.ts';
import { trialForAll } from '../support/trial.ts';

describe('while a vendor misbehaves', { timeout: 3 * patienceMs }, () => {
  let trial: Trial;
  let stack: Stack;
  trialForAll((opened) => {
    trial = opened;
    stack = opened.stack;
  });

  it('a scope cut to contacts lets no bill through, and the one that is missing is named', async () => {
    await control(stack.xero, 'PUT', 'scopes', { scopes: ['accounting.contacts'] });
    const payApp = await trial.approvedOn(0);
    await expect
      .poll(() => trial.sentences(), { timeout: 60_000, interval: 500 })
      .toEqual([expect.stringMatching(/lacks the scope accounting\.\w+/)]);
    expect(await billsBearing(stack, payApp.id)).toEqual([]);
    await control(stack.xero, 'DELETE', 'scopes');
    await trial.comesRight(payApp);
  });

  it('a filter that refuses one word in one bill parks that bill, and the others go', async () => {
    const odd = await trial.entered(1, { invoice_number: 'DROP TABLE 9' });
    await trial.faults('xero', [
      {
        ...{ method: '*', path: `${xeroPaths.invoices}*`, bodyIncludes: 'DROP TABLE' },
        ...{ kind: 'html', status: 403, times: 10_000 },
      },
    ]);
    await setStatus(stack, odd, 'approved');
    const others = [await trial.approvedOn(2), await trial.approvedOn(3)];
    for (const other of others) await trial.posts(other);
    await stack.settle(patienceMs);
    expect(await askedAbout(stack, `payApp/${odd.id}`)).toEqual([['bill', 'vendorRefused']]);
    expect(await allAsked(stack)).toHaveLength(1);
    expect(await trial.sentencesAbout(`payApp/${odd.id}`)).toEqual([
      expect.stringMatching(/403 to this record alone/),
    ]);
    const tries = await requestsOf(stack.xero, { path: xeroPaths.invoices, method: 'PUT' });
    expect(tries.filter(({ status }) => status === 403).length).toBeLessThan(10);
    await trial.straighten();
    // The filter was mended: the refusal is not what is asked again by itself, but a change of the document is.
    await inProcore(stack.procore, {
      ...{ as: 'admin', method: 'PATCH', path: `/rest/v1.1/requisitions/${odd.id}` },
      body: { project_id: odd.projectId, requisition: { invoice_number: 'INV 9' } },
    });
    await trial.comesRight(odd);
  });

  it('answers that are cut off, are a page of HTML, stale, shifted or falsely empty leave every claim posted once', async () => {
    // The test's own calls would meet the faults too: the claims are there before the first.
    await stack.stopWorker();
    const claims = [];
    for (const contract of [0, 1, 2, 3]) claims.push(await trial.approvedOn(contract));
    const bad: Fault['kind'][] = ['truncated', 'html', 'stale', 'pageShift', 'empty'];
    const paths = {
      xero: [`${xeroPaths.invoices}*`, `${xeroPaths.contacts}*`, '/api.xro/2.0/*'],
      procore: ['/rest/v1.1/requisitions*', '/rest/v1.0/*', '/rest/v1.1/*'],
    };
    for (const vendor of ['xero', 'procore'] as const) {
      const faults = paths[vendor].flatMap((path) =>
        bad.flatMap((kind) =>
          [1, 4, 9].map((from): Fault => ({ method: '*', path, kind, from, times: 1 })),
        ),
      );
      await trial.faults(vendor, faults);
    }
    await stack.startWorker();
    await stack.settle(patienceMs);
    const fired = await faultsFired(stack.xero);
    expect(fired.filter((times) => times > 0).length).toBeGreaterThan(5);
    await trial.straighten();
    await stack.settle(patienceMs);
    expect(await allAsked(stack)).toEqual([]);
    for (const claim of claims) expect(await billsBearing(stack, claim.id)).toHaveLength(1);
  });

  it('a bill that Xero does not show for a while is neither written again nor given up', async () => {
    const payApp = trial.lastOf(0);
    const bill = await billOf(stack, payApp.id);
    const path = '/api.xro/2.0/*';
    await trial.bend('xero', { path, id: bill.InvoiceID, hide: true });
    await trial.isAsked(`payApp/${payApp.id}`, /Xero no longer shows the bill/);
    const next = await trial.approvedOn(0);
    await trial.posts(next);
    await trial.straighten();
    await stack.settle(patienceMs);
    expect(await allAsked(stack)).toEqual([]);
    expect((await billsBearing(stack, payApp.id)).map(({ InvoiceID }) => InvoiceID)).toEqual([
      bill.InvoiceID,
    ]);
  });

  it('a payment that Xero does not show for a while stays in Procore, and is given once', async () => {
    const payApp = trial.lastOf(1);
    const bill = await billOf(stack, payApp.id);
    const paymentId = await pay(stack, { bill, amount: 10, date: bill.DateString.slice(0, 10) });
    await stack.settle(patienceMs);
    const given = async (): Promise<number> =>
      (await payAppsInProcore(stack.procore)).payments.filter(({ notes }) =>
        notes?.includes(paymentId),
      ).length;
    expect(await given()).toBe(1);
    await trial.bend('xero', { path: '/api.xro/2.0/*', id: paymentId, hide: true });
    await stack.settle(patienceMs);
    await stack.settle(patienceMs);
    expect(await given()).toBe(1);
    await trial.straighten();
    await stack.settle(patienceMs);
    expect(await given()).toBe(1);
    expect(await allAsked(stack)).toEqual([]);
  });

  it('a bill voided by mistake is a question, and where it is left nothing is written in its place', async () => {
    const payApp = trial.lastOf(2);
    const { InvoiceID } = await billOf(stack, payApp.id);
    await asBookkeeper(stack.xero, 'POST', `Invoices/${InvoiceID}`, { Status: 'VOIDED' });
    await trial.isAsked(`payApp/${payApp.id}`, /the bill was set to VOIDED in Xero/);
    const [asked] = await stack.database.sql<{ fix: string | null }[]>`
      select fix from exception where state = 'open'`;
    // Approving would post it again.
    expect(asked).toEqual({ fix: null });
    const before = (await billsInXero(stack.xero)).length;
    await answerAll(stack, [`payApp/${payApp.id}`], 'reject');
    await trial.comesRight(await trial.approvedOn(2));
    expect((await billsInXero(stack.xero)).length).toBe(before + 1);
  });
});

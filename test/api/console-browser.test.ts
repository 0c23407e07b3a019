// The console in a real browser: a controller finds what waits, reads it beside Xero, approves, and sees it kept.
import { eq } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addAudit } from '../../db/queries/documents.ts';
import { storeRecords, storeSnapshot } from '../../db/queries/mirror.ts';
import { intent } from '../../db/schema/delivery-tables.ts';
import type { KeptRecord } from '../../domain/records/records.ts';
import {
  acceptedDifference,
  decision,
  dependency,
  document,
  exception,
  link,
} from '../../db/schema/document-tables.ts';
import { planObservation } from '../../domain/objects/objects.ts';
import type { OpenedException, TestApi } from './api-fixture.ts';
import {
  openExceptionOf,
  openExceptionsOf,
  putDocumentRow,
  putSweep,
  startTestApi,
} from './api-fixture.ts';
import { launchBrowser, openPage, takeScreenshots } from './browser.ts';
import {
  billWriteOf,
  brokenPayApp,
  contactId,
  editedPayApp,
  lookAlikePayApp,
  payApp,
  removedPayments,
  suggestedContact,
} from './observations.ts';
import { requisition } from './claimed-contract.ts';

let test: TestApi;
let browser: Browser;
let page: Page;
const troubles: string[] = [];

beforeAll(async () => {
  test = await startTestApi({ publicUrl: 'http://127.0.0.1:4400' });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await test.close();
});
beforeEach(async () => {
  await test.clear();
  troubles.length = 0;
  page = await openPage(browser, test.api.url, troubles);
  return async () => {
    await page.context().close();
    expect(troubles).toEqual([]);
  };
});

const hour = 3_600_000;
const ago = (hours: number): Date => new Date(Date.now() - hours * hour);

async function backdate(opened: OpenedException, hours: number): Promise<OpenedException> {
  const openedAt = ago(hours);
  await test.db.update(exception).set({ openedAt }).where(eq(exception.id, opened.id));
  return opened;
}

/** A company at work: four kinds of exception, two pay apps held up behind a vendor, most of it posted. */
async function putCompany() {
  const at = new Date();
  await storeRecords(
    test.db,
    'demo',
    suggestedContact({ contact: 'Kauri Concrete Limited' }).candidates,
    at,
  );
  const other = (id: string, number: number, invoiceNumber: string) => ({
    claim: requisition({ id, number, invoiceNumber }),
  });
  const lookAlike = await backdate(await openExceptionOf(test, lookAlikePayApp()), 75);
  const edited = await backdate(
    await openExceptionOf(test, editedPayApp(other('7002', 1, 'INV-1043'))),
    30,
  );
  const { summary, ...rest } = requisition({ id: '7003', invoiceNumber: 'HR-88' });
  const total = { ...summary, totalCompletedAndStoredToDate: '15600.50' };
  const broken = await backdate(
    await openExceptionOf(test, brokenPayApp({ claim: { ...rest, summary: total } })),
    5,
  );
  const suggested = await backdate(
    await openExceptionOf(test, suggestedContact({ vendorId: '91' })),
    51,
  );
  for (const [id, amount] of [
    ['7011', '48210.00'],
    ['7012', '9015.75'],
  ] as const) {
    const workflowId = `payApp/demo/${id}`;
    await putDocumentRow(test, workflowId, 'waiting');
    await test.db
      .update(document)
      .set({ amount, currency: 'NZD' })
      .where(eq(document.workflowId, workflowId));
    await test.db.insert(dependency).values({ workflowId, waitsFor: suggested.workflowId });
  }
  await putPosted();
  await putSweep(test, { startedAt: new Date(), finishedAt: new Date() });
  return { lookAlike, edited, broken, suggested };
}

/** A pay app with its bill written, as the settle leaves it. */
async function putPosted(): Promise<void> {
  const observation = payApp({
    claim: requisition({ id: '7020', invoiceNumber: 'INV-0988' }),
  });
  const plan = planObservation(observation);
  const observationHash = await storeSnapshot(test.db, 'observation', observation);
  const workflowId = 'payApp/demo/7020';
  const write = billWriteOf(observation);
  await test.db.insert(document).values({
    workflowId,
    connection: 'demo',
    type: 'payApp',
    sourceId: '7020',
    state: 'posted',
    planHash: plan.hash,
    observationHash,
    mappingVersion: observation.mappingVersion,
    amount: plan.standing.amount,
    currency: plan.standing.currency,
    plannedAt: ago(4),
    firstSeenAt: ago(6),
  });
  const { endpoint, operation, marker, body, targetId, targetVersion } = write;
  await test.db.insert(intent).values({
    key: randomUUID(),
    connection: 'demo',
    workflowId,
    role: 'bill',
    ...{ endpoint, operation, marker, body, targetId, targetVersion },
    bodyHash: 'h',
    planHash: plan.hash,
    observationHash,
    state: 'done',
    createdAt: ago(5),
    settledAt: ago(4),
  });
  await test.db.insert(link).values({
    workflowId,
    role: 'bill',
    connection: 'demo',
    kind: 'xeroBill',
    targetId: 'b0000000-0000-4000-8000-000000000020',
    how: 'written',
    linkedAt: ago(4),
  });
  await addAudit(test.db, {
    connection: 'demo',
    actor: 'tieout',
    action: 'written',
    workflowId,
    decisionId: null,
    details: { endpoint },
  });
}

describe('the console', () => {
  it('shows what waits now, oldest or largest first', async () => {
    await putCompany();
    await page.goto('/');
    const rows = page.locator('table.list tbody tr:not(.of-kind)');
    expect(await rows.count()).toBe(4);
    expect(await rows.first().textContent()).toContain('INV-1042');
    await takeScreenshots(page, 'today');
    await page.getByRole('link', { name: 'Largest first' }).click();
    expect(await rows.first().textContent()).toContain('Kauri Concrete Ltd');
    // 13,950.45 to be posted beside its look-alike, 250.00 edited, 100.00 that does not add up, and
    // 48,210.00 + 9,015.75 behind the vendor.
    expect(await page.locator('.tiles').textContent()).toContain('71,526.20');
    expect(await page.locator('.tiles').textContent()).toContain('Settled');
  });

  it('says what comes next when nothing waits', async () => {
    await putPosted();
    await page.goto('/');
    expect(await page.locator('.empty').textContent()).toContain('Nothing waits for you');
    await takeScreenshots(page, 'today-empty');
  });

  it('lists exceptions by kind', async () => {
    await putCompany();
    await page.goto('/exceptions');
    await takeScreenshots(page, 'exceptions');
    await page.getByRole('link', { name: 'Look-alike bill 1' }).click();
    expect(await page.locator('table.list tbody tr').count()).toBe(1);
    await page.getByRole('link', { name: 'Closed' }).click();
    expect(await page.locator('.empty').textContent()).toContain('None of these');
  });

  it('shows a look-alike beside ours, and an approval is kept and seen', async () => {
    const { lookAlike } = await putCompany();
    await page.goto(`/`);
    await page.getByRole('link', { name: 'Pay app INV-1042 (SC-003 no. 1)' }).click();
    const compare = page.locator('table.compare');
    expect(await compare.textContent()).toContain('Kauri Concrete Limited');
    expect(await compare.locator('tr.changed th').first().textContent()).toContain('Number');
    expect(await page.locator('table.lines tfoot').textContent()).toContain('13,950.45');
    await takeScreenshots(page, 'exception-look-alike');

    await page.getByLabel('Reason').fill('A different delivery, checked with the yard');
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.waitForURL(`**/exceptions/${lookAlike.id}`);
    expect(await page.getByRole('status').textContent()).toContain('The approval is kept');
    expect(await page.locator('.decision').textContent()).toContain('Being written');
    expect(await page.locator('main').textContent()).not.toContain('carried out');
    expect(await page.locator('.decision').textContent()).toContain('Approved by the controller');
    expect(await page.getByRole('button').count()).toBe(0);
    await takeScreenshots(page, 'exception-decided');
    expect(await test.db.select().from(decision)).toMatchObject([
      {
        exceptionId: lookAlike.id,
        planHash: lookAlike.planHash,
        verdict: 'approve',
        reason: 'A different delivery, checked with the yard',
      },
    ]);
  });

  it('marks exactly the cells that were edited in Xero', async () => {
    const { edited } = await putCompany();
    await page.goto(`/exceptions/${edited.id}`);
    expect(await page.locator('mark').allTextContents()).toEqual([
      '10,250.00',
      ...['14,200.45', '2,130.07', '16,330.52'],
    ]);
    expect(await page.locator('summary').innerText()).toBe('2 lines agree');
    expect(await page.locator('.at-stake').textContent()).toMatch(/250\.00 NZD\s*of 13,950\.45/);
    await takeScreenshots(page, 'exception-edited');
  });

  it('says what to do where approving cannot help, and takes a rejection', async () => {
    const { broken } = await putCompany();
    await page.goto(`/exceptions/${broken.id}`);
    expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(0);
    expect(await page.locator('.difference').textContent()).toContain('100.00');
    await takeScreenshots(page, 'exception-broken');
    await page.getByRole('button', { name: 'Leave it' }).click();
    await page.waitForURL(`**/exceptions/${broken.id}`);
    expect(await page.locator('.decision').textContent()).toContain(
      'Left as it is by the controller',
    );
  });

  it('shows a suggested contact with what waits behind it', async () => {
    const { suggested } = await putCompany();
    await page.goto(`/exceptions/${suggested.id}`);
    expect(await page.locator('.at-stake').innerText()).toContain('holds up 2 pay apps');
    expect(await page.getByRole('button', { name: 'Approve: link this contact' }).count()).toBe(1);
    await takeScreenshots(page, 'exception-contact');
  });

  it('asks again when the plan moved between the look and the click', async () => {
    const { lookAlike } = await putCompany();
    await page.goto(`/exceptions/${lookAlike.id}`);
    const closed = { state: 'closed', closedBecause: 'superseded', closedAt: new Date() } as const;
    await test.db.update(exception).set(closed).where(eq(exception.id, lookAlike.id));
    const now = await openExceptionOf(test, lookAlikePayApp({ dueDate: '2026-12-20' }));
    await page.getByRole('button', { name: 'Approve' }).click();
    expect(await page.getByRole('status').textContent()).toContain('Nothing was decided');
    expect(await page.locator('form.decide, .decision form').getAttribute('action')).toContain(
      now.id,
    );
    // The browser itself reports the status.
    troubles.length = 0;
    expect(await test.db.$count(decision)).toBe(0);
  });

  it("opens a document from its bill's address, with its links, writes and trail", async () => {
    await putCompany();
    await page.goto('/documents/payApp/demo/7020#tieout:demo/payApp/7020/bill');
    const text = await page.locator('main').innerText();
    expect(text).toContain('Xero bill b0000000-0000-4000-8000-000000000020');
    expect(text).toContain('New bill in Xero');
    await takeScreenshots(page, 'document');
    await page.goto('/documents?type=payApp');
    expect(await page.locator('table.list tbody tr').count()).toBe(6);
    await takeScreenshots(page, 'documents');
  });

  it('answers removed payments together, with a tick for each and their total', async () => {
    await openExceptionsOf(test, removedPayments(5));
    await page.goto('/');
    await page.getByRole('link', { name: 'Answer several at once' }).click();
    expect(await page.locator('tfoot').textContent()).toContain('1,500.00');
    await takeScreenshots(page, 'together');
    await page.getByRole('checkbox').first().uncheck();
    await page.getByLabel('Reason').fill('The run was entered again');
    await page.getByRole('button', { name: 'Approve those ticked' }).click();
    expect(await page.locator('h1').textContent()).toBe('4 decisions kept');
    await takeScreenshots(page, 'together-kept');
    await page.goto('/');
    expect(await page.getByText('being written', { exact: true }).count()).toBe(4);
  });

  it('lists what was left as it is, and reopens it', async () => {
    const opened = await openExceptionOf(test, editedPayApp());
    await test.db.insert(decision).values({
      id: 'd1',
      exceptionId: opened.id,
      workflowId: opened.workflowId,
      planHash: opened.planHash,
      verdict: 'reject',
      reason: 'Agreed with the bookkeeper on the phone',
      person: 'local:controller',
    });
    const [row] = await test.db.select().from(exception);
    if (!row) throw new Error('there is a question');
    const { workflowId, subject, kind, documentName, sentence, amount, currency } = row;
    await test.db.insert(acceptedDifference).values({
      id: 'a1',
      connection: 'demo',
      ...{ workflowId, subject, kind, documentName, sentence, amount, currency },
      seen: row.seen,
      seenHash: row.seenHash ?? '',
      exceptionId: opened.id,
      decisionId: 'd1',
      person: 'local:controller',
      reason: 'Agreed with the bookkeeper on the phone',
    });
    await page.goto('/accepted');
    await takeScreenshots(page, 'accepted');
    await page.getByRole('button', { name: 'Reopen' }).click();
    await page.waitForURL('**/accepted');
    expect(await page.locator('main').textContent()).toContain('Reopened by the controller');
  });

  it('turns a project on against the list of what it would post', async () => {
    const { project, contract: commitment, organisation, claim: claim } = payApp();
    const records = [project, commitment, organisation, claim].filter((one) => one !== null);
    const other = { ...records[0], id: '502', number: '26-007', name: 'Wharf Road Terraces' };
    await storeRecords(test.db, 'demo', [...records, other as KeptRecord], new Date());
    await page.goto('/projects?from=2026-10-01');
    await takeScreenshots(page, 'projects');
    const row = page.locator('tr', { hasText: 'Quay Street' });
    expect(await row.textContent()).toContain('13,950.45');
    await row.getByRole('button', { name: 'Turn on from 2026-10-01' }).click();
    await page.waitForURL('**/projects');
    expect(await page.locator('main').textContent()).toContain('1 project turned on');
  });

  it('keeps its look on a page that is not there', async () => {
    const response = await page.goto('/nowhere');
    expect(response?.status()).toBe(404);
    expect(await page.locator('h1').textContent()).toBe('Nothing is here');
    await takeScreenshots(page, 'not-found');
    // The browser itself reports the status.
    troubles.length = 0;
  });

  it('shows a script in a vendor’s name as the text it is', async () => {
    const script = `<script>alert(1)</script>"><img src=x onerror=alert(2)>' javascript:alert(3)`;
    const opened = await openExceptionOf(
      test,
      suggestedContact({ vendor: script, contact: script.toUpperCase() }),
    );
    await storeRecords(
      test.db,
      'demo',
      suggestedContact({ contact: script }).candidates,
      new Date(),
    );
    const shown = await openExceptionOf(
      test,
      lookAlikePayApp({ claim: requisition({ invoiceNumber: script.slice(0, 60) }) }),
    );
    for (const path of [
      '/',
      '/exceptions',
      `/exceptions/${opened.id}`,
      `/exceptions/${shown.id}`,
      '/documents',
      '/documents/contact/demo/88',
    ]) {
      await page.goto(path);
      expect(await page.locator('main script, main img, [onerror]').count()).toBe(0);
      expect(await page.locator('main').textContent()).toContain('<script>alert(1)</script>');
    }
    expect(contactId).toBeTruthy();
  });
});

// The pages in a real browser where they are hardest to hold: one word of 252 letters, a bill of many lines, a list of many rows.
import { eq } from 'drizzle-orm';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { storeRecords } from '../../db/queries/mirror.ts';
import { exception } from '../../db/schema/document-tables.ts';
import type { KeptRecord } from '../../domain/records/records.ts';
import type { TestApi } from './api-fixture.ts';
import { openExceptionOf, openExceptionsOf, startTestApi } from './api-fixture.ts';
import { launchBrowser, openPage, takeScreenshots } from './browser.ts';
import { contactId, payApp, removedPayments, suggestedContact } from './observations.ts';
import { longPayApp, postedPayApp } from './posted-bills.ts';
import { putAccepted } from './put-accepted.ts';

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

async function putNames(word: string | null): Promise<void> {
  const { vendor, candidates } = suggestedContact();
  const records = [
    { ...candidates[0], id: contactId, name: word ?? 'Kauri Concrete Limited' },
    { ...vendor, name: word ?? 'Kauri Concrete Ltd' },
    { ...payApp().project, ...(word === null ? {} : { name: word }) },
  ] as KeptRecord[];
  await storeRecords(test.db, 'demo', records, new Date());
}

/** By how much the page is wider than its window. */
const overflow = () =>
  page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );

describe('one word of 252 letters', () => {
  const word = 'W'.repeat(252);
  const widths = { desk: 1280, tablet: 800, phone: 390 };

  it('in every name and text breaks no page', async () => {
    await putNames(word);
    const long = postedPayApp(longPayApp(3), ({ lines: [first, ...others] }) => ({
      number: word,
      lines: [{ ...first!, description: word }, ...others],
    }));
    const { id, workflowId } = await openExceptionOf(test, long);
    await test.db.update(exception).set({ documentName: `pay app ${word}`, sentence: word });
    const left = await putAccepted(test, removedPayments(1, otherClaim(word)));
    await test.db.execute(
      `update accepted_difference set reason = '${word}', sentence = '${word}'`,
    );
    await openExceptionsOf(test, removedPayments(2, otherClaim(word, '7009')));
    for (const path of [
      ...['/', '/exceptions', `/exceptions?q=${word.slice(0, 190)}`, '/documents', '/accepted'],
      ...['/projects', `/exceptions/${id}`, `/documents/${workflowId}`],
      ...[`/exceptions/${left.exceptionId}`, '/exceptions/together?kind=paymentRemoved'],
    ]) {
      await page.goto(path);
      for (const [name, width] of Object.entries(widths)) {
        await page.setViewportSize({ width, height: 900 });
        expect([path, name, await overflow()]).toEqual([path, name, 0]);
      }
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto('/exceptions');
    await takeScreenshots(page, 'exceptions-long-word');
    await page.goto(`/exceptions/${id}`);
    await takeScreenshots(page, 'exception-long-word');
  });

  function otherClaim(number: string, id = '7008') {
    const { claim: requisition } = payApp();
    return requisition ? { claim: { ...requisition, id, invoiceNumber: number } } : {};
  }
});

describe('a bill of many lines', () => {
  it('stands open where it differs, and opens the rest on a click', async () => {
    await putNames(null);
    const { id } = await openExceptionOf(
      test,
      postedPayApp(longPayApp(21), ({ lines }) => ({ lines: lines.filter((_, n) => n !== 6) })),
    );
    await page.goto(`/exceptions/${id}`);
    await takeScreenshots(page, 'exception-line-removed');
    expect(await page.locator('tr.line:visible').count()).toBe(1);
    await page.getByText('21 lines agree').click();
    expect(await page.locator('tr.line:visible').count()).toBe(22);
    // Cells of the folded table stand under the heads of the table around it.
    const rightOf = async (locator: string): Promise<number> => {
      const box = await page.locator(locator).first().boundingBox();
      return Math.round((box?.x ?? 0) + (box?.width ?? 0));
    };
    expect(await rightOf('.inner td.xero')).toBe(await rightOf('thead th.xero'));
    await takeScreenshots(page, 'exception-line-removed-unfolded');
  });

  it('that was voided says so, decided or not', async () => {
    await putNames(null);
    const voided = postedPayApp(longPayApp(4), () => ({ status: 'VOIDED' }));
    const { id } = await openExceptionOf(test, voided);
    await page.goto(`/exceptions/${id}`);
    await takeScreenshots(page, 'exception-voided');
    await page.getByLabel('Reason').fill('Voided on purpose');
    await page.getByRole('button', { name: 'Leave it' }).click();
    await page.waitForURL(`**/exceptions/${id}`);
    const closed = { state: 'closed', closedBecause: 'rejected', closedAt: new Date() } as const;
    await test.db.update(exception).set(closed).where(eq(exception.id, id));
    await page.reload();
    expect(await page.locator('.decision').innerText()).toContain('Left as it was');
    await takeScreenshots(page, 'exception-voided-closed');
  });
});

it('a long list is searched and paged', async () => {
  await putNames(null);
  await test.db.execute(`
    insert into exception (id, connection, kind, workflow_id, subject, plan_hash, document_name,
      amount, difference, currency, sentence, fix)
    select 'q' || n, 'demo', 'partsNotWhole', 'payApp/demo/' || n, 'bill', 'h', 'pay app INV-' || n,
      n || '00.00', n || '.50', 'NZD', 'The parts do not add up to the whole.', 'Correct it.'
    from generate_series(1, 250) n`);
  await page.goto('/exceptions');
  await page.getByRole('link', { name: 'Next' }).click();
  expect(await page.locator('.count-line').innerText()).toContain('101 to 200 of 250 exceptions');
  await takeScreenshots(page, 'exceptions-page-two');
  await page.getByRole('searchbox').fill('INV-77');
  await page.getByRole('button', { name: 'Find' }).click();
  expect(await page.locator('table.list tbody tr').count()).toBe(1);
  await page.getByRole('searchbox').fill('nobody');
  await page.getByRole('button', { name: 'Find' }).click();
  await takeScreenshots(page, 'exceptions-none-found');
  await page.getByRole('link', { name: 'Show all without the search' }).click();
  expect(await page.locator('table.list tbody tr').count()).toBe(100);
});

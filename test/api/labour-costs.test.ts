// Proves what the pages of a month of Xero Projects show: where it is from, what it comes to, and what keeps it from going.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { ana, ben, lines, month, on } from '../support/labour-costs.ts';
import type { TestApi } from './api-fixture.ts';
import { openExceptionsOf, pageText, startTestApi } from './api-fixture.ts';

let test: TestApi;
beforeAll(async () => {
  test = await startTestApi();
});
afterAll(() => test.close());
beforeEach(() => test.clear());

const page = (path: string): Promise<string> => pageText(test, path);

it('its own page says the month, its place and its cost, and neither accounts, names nor rates', async () => {
  await openExceptionsOf(test, month());
  const text = await page('/documents/directCost/demo/time-x1-2026-05');
  expect(text).toContain('time of May 2026 on 26-001 Quay');
  expect(text).toContain('In Xero entered in Xero Projects');
  expect(text).toContain('26-001 Quay 468.75 NZD');
  expect(text).not.toMatch(/account|62\.50|Ana/);
});

it('a question says whose hour nobody put a price on, and where that is done', async () => {
  const unrated = lines([on({ ...ana, minutes: 60 }, { ...ben, minutes: 60 })]);
  const [only] = await openExceptionsOf(test, month({}, unrated));
  const text = await page(`/exceptions/${only?.id ?? ''}`);
  expect(text).toContain('labour.costRates names nothing for an hour of Ben Low');
  expect(text).toContain('the rate under labour.costRates');
});

// Proves what the pages of a budget that makes tasks show: each task with its hours on both sides, and what an answer would write.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { budget, budgetOf, concrete, inXero, line, piles } from '../support/budget-tasks.ts';
import type { TestApi } from './api-fixture.ts';
import { openExceptionsOf, pageText, startTestApi } from './api-fixture.ts';

let test: TestApi;
beforeAll(async () => {
  test = await startTestApi();
});
afterAll(() => test.close());
beforeEach(() => test.clear());

const page = (path: string): Promise<string> => pageText(test, path);

it('its own page says how many tasks there are, and no options it does not make', async () => {
  await openExceptionsOf(test, budget({ budget: budgetOf(line({ quantity: '1.333' }), piles) }));
  const text = await page('/documents/projectBudget/demo/5');
  expect(text).toContain('Project in Xero 26-001 Ferry Terminal');
  expect(text).toContain('Tasks in Xero 1 of 2, 1 with hours');
  expect(text).toContain('03-300 Concrete: “1.333 h” is written as “80 min”');
  expect(text).not.toContain('Options of');
});

it('a question about an estimate shows both sides, and the whole change', async () => {
  const terms = { estimateMinutes: 600, rate: { currency: 'NZD', value: '75.50' } };
  const theirs = concrete({ name: 'Slabs', chargeType: 'TIME' }, terms);
  const [only] = await openExceptionsOf(test, inXero({ tasks: [theirs] }));
  const text = await page(`/exceptions/${only?.id ?? ''}`);
  expect(text).toContain('Someone changed this in Xero: the estimate of the task "Slabs"');
  expect(text).toMatch(/Task 03-300 Concrete.*03-300 90\.00 h: 5400 min.*Slabs: 600 min/);
  expect(text).toMatch(/Estimate in minutes.*90\.00 h.*600/);
  expect(text).toMatch(/Name Slabs.*Charged TIME.*Rate .*75\.50.*Estimate 5400 min/);
});

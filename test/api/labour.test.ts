// Proves what the pages of a project's labour show: where its time goes, whose waits, and what an answer would do to an entry.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Observation } from '../../domain/objects/objects.ts';
import { card, edited, labour, posted } from '../support/labour.ts';
import type { TestApi } from './api-fixture.ts';
import { openExceptionsOf, pageText, startTestApi } from './api-fixture.ts';

let test: TestApi;
beforeAll(async () => {
  test = await startTestApi();
});
afterAll(() => test.close());
beforeEach(() => test.clear());

const page = (path: string): Promise<string> => pageText(test, path);
const questionOf = async (observation: Observation): Promise<string> => {
  const [only] = await openExceptionsOf(test, observation);
  return page(`/exceptions/${only?.id ?? ''}`);
};

it('its own page says where its time goes and whose time nobody logs', async () => {
  const waiting = [
    ...labour().waiting,
    { worker: { id: '92', name: 'Tama Rua' }, costCode: card().costCode },
  ];
  await openExceptionsOf(test, labour({ waiting }));
  const text = await page('/documents/projectLabour/demo/5');
  expect(text).toContain('Project in Xero 26-001 Ferry Terminal');
  expect(text).toContain('Logged in Xero 7 h 30 min');
  expect(text).toContain('Time of Aroha Ngata logged for Site Hours');
  expect(text).toContain('Time of Tama Rua logged for nobody yet');
});

it('a question about an entry shows both sides, and what would be written', async () => {
  const time = [posted({ entry: edited({ minutes: 400 }) })];
  const text = await questionOf(labour({ waiting: [], time }));
  expect(text).toContain('Someone changed this in Xero');
  expect(text).toContain('Minutes');
  expect(text).toContain('400');
  expect(text).toContain('450');
});

it('a question about a worker says what to do', async () => {
  const waiting = [{ worker: { id: '92', name: 'Tama Rua' }, costCode: card().costCode }];
  const text = await questionOf(labour({ waiting, time: [] }));
  expect(text).toContain('Tama Rua (92)');
  expect(text).toContain('labour.workers');
});

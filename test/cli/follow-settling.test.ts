// When a run counts as settled, and when it is given up.
import { expect, test } from 'vitest';
import type { ConsoleClient, Readiness } from '../../cli/start/console-client.ts';
import type { Goal } from '../../cli/start/follow-settling.ts';
import { followSettling } from '../../cli/start/follow-settling.ts';
import type { Progress } from '../../launcher/progress.ts';
import { StartProblem } from '../../launcher/start-problem.ts';

const times = { pollMs: 1, standstillMs: 60, totalMs: 5_000 };
const since = new Date('2026-11-24T10:00:00Z');
const [earlier, later] = ['2026-11-24T09:59:59Z', '2026-11-24T10:00:01Z'];

const quiet: Readiness = {
  ...{ settled: true, wake: 0, intents: 0, waiting: 2, sweeping: false },
  sweepStartedAt: later,
  posted: 3,
  documents: { payApp: { posted: 3, writing: 0 } },
};

const silent: Progress = {
  say: () => undefined,
  status: () => undefined,
  print: () => undefined,
  secondsSoFar: () => 0,
};

/** Answers one after another; the last again and again. */
function follow(answers: (Readiness | Error)[], goal: Goal = 'settled') {
  let asked = 0;
  const client: ConsoleClient = {
    readiness: () => {
      const answer = answers[Math.min(asked, answers.length - 1)];
      asked += 1;
      return answer instanceof Error || answer === undefined
        ? Promise.reject(answer ?? new Error('no answer'))
        : Promise.resolve(answer);
    },
    summary: () => Promise.reject(new Error('not asked here')),
  };
  const settling = followSettling(client, {
    ...{ since, goal, times, progress: silent, signal: new AbortController().signal },
  });
  return settling.then((pending) => ({ pending, asked }));
}

test('settled rests on a sweep begun after the moment, not on an older one', async () => {
  const old = { ...quiet, sweepStartedAt: earlier };
  expect(await follow([old, old, quiet])).toEqual({ pending: null, asked: 3 });
});

test('all is written once a sweep of today has ended and nothing known of is left, proved or not', async () => {
  const unproved = { ...quiet, settled: false, sweeping: true };
  const early = [
    { ...unproved, sweepStartedAt: null },
    { ...unproved, sweepStartedAt: earlier },
    { ...unproved, wake: 1 },
    { ...unproved, intents: 1 },
  ];
  expect(await follow([...early, unproved], 'written')).toEqual({ pending: null, asked: 5 });
});

test('a console that does not answer for a while is waited for', async () => {
  const away = new StartProblem('The console did not answer');
  expect(await follow([away, away, quiet])).toMatchObject({ pending: null });
});

test('nothing moving any more is a standstill, said with what is pending', async () => {
  const stuck = { ...quiet, settled: false, wake: 4, intents: 1 };
  expect(await follow([stuck])).toMatchObject({
    pending:
      '3 of 3 documents posted · 1 being written · 4 changes to look at · 2 questions for a person',
  });
});

test('a run that moves is not given up', async () => {
  const moving = Array.from({ length: 100 }, (_, index) => ({
    ...quiet,
    settled: false,
    wake: 100 - index,
  }));
  expect(await follow([...moving, quiet])).toMatchObject({ pending: null });
});

test('progress speaks of documents, and of those not to be posted not at all', async () => {
  const documents = {
    contact: { linked: 38, waiting: 2 },
    payApp: { posted: 100, paid: 20, partPaid: 1, writing: 7, notPosted: 6 },
  };
  const busy = { ...quiet, settled: false, posted: 159, documents, sweeping: true };
  expect(await follow([busy])).toMatchObject({
    pending: '159 of 168 documents posted · 2 questions for a person · reading both sides',
  });
  expect(await follow([{ ...busy, documents: {} }])).toMatchObject({
    pending: 'reading Procore and Xero',
  });
});

test('what is posted stays posted while its payments are being written', async () => {
  const paying = { payApp: { posted: 1, writing: 2 } };
  const busy = { ...quiet, settled: false, intents: 2, documents: paying };
  expect(await follow([busy])).toMatchObject({
    pending: '3 of 3 documents posted · 2 being written · 2 questions for a person',
  });
});

test('once all is quiet a sweep is asked for instead of waited for', async () => {
  let asks = 0;
  const answers = [{ ...quiet, wake: 1, settled: false }, { ...quiet, settled: false }, quiet];
  const client: ConsoleClient = {
    readiness: () => Promise.resolve(answers.shift() ?? quiet),
    summary: () => Promise.reject(new Error('not asked here')),
  };
  const settled = await followSettling(client, {
    ...{ since, times, progress: silent, signal: new AbortController().signal },
    askForSweep: () => {
      asks += 1;
    },
  });
  expect([settled, asks]).toEqual([null, 1]);
});

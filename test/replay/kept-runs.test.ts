// Proves that runs that were kept replay with today's code. Those of the first version only where they may still be open: at rest
// they hold no derivation. Those of decision 25 whole: they follow what their looks recorded, whatever is planned by now.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker } from '@temporalio/worker';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { documentTypes } from '../../domain/identity/workflow-ids.ts';
import { dataConverterOf } from '../../workers/connect-temporal.ts';
import { buildWorkflowBundle } from '../../workers/workflow-bundle.ts';
import { installRuntime } from '../support/temporal-runtime.ts';

const kept = z.object({
  codecKey: z.string(),
  histories: z.array(
    z.object({
      workflowId: z.string(),
      runId: z.string(),
      history: z.union([z.string(), z.unknown()]),
    }),
  ),
});

function readKept(name: string) {
  const path = new URL(name, import.meta.url);
  return kept.parse(JSON.parse(gunzipSync(readFileSync(path)).toString('utf8')));
}

const closing = [
  'WORKFLOW_EXECUTION_CONTINUED_AS_NEW',
  'WORKFLOW_EXECUTION_COMPLETED',
  'WORKFLOW_EXECUTION_TERMINATED',
];

function runsIn(name: string) {
  const { codecKey, histories } = readKept(name);
  const runs = histories.map(({ workflowId, history }) => {
    const parsed: unknown = typeof history === 'string' ? JSON.parse(history) : history;
    const { events } = z.looseObject({ events: z.array(z.looseObject({})) }).parse(parsed);
    const last = JSON.stringify(events.at(-1));
    const isClosed = closing.some((type) => last.includes(type));
    return { workflowId, isClosed, history: historyFromJSON(parsed) };
  });
  return { codecKey, runs };
}

/** Objects that came after the runs of both sides were kept. */
const laterTypes: readonly string[] = ['projectBudget', 'projectLabour', 'directCost'];

const typesOf = (runs: readonly { workflowId: string }[]) => [
  ...new Set(runs.map(({ workflowId }) => workflowId.split('/')[0])),
];

/** The ids of those that take another way through today's code. */
async function differing(
  codecKey: string,
  runs: ReturnType<typeof runsIn>['runs'],
): Promise<string[]> {
  installRuntime();
  const settings = { TIEOUT_CODEC_KEY: codecKey, TEMPORAL_NAMESPACE: 'default' };
  const results = Worker.runReplayHistories(
    { workflowBundle: await buildWorkflowBundle(), dataConverter: dataConverterOf(settings) },
    runs,
  );
  const failed: string[] = [];
  for await (const { workflowId, error } of results) if (error) failed.push(workflowId);
  return failed;
}

test('every open run of the first version replays', { timeout: 60_000 }, async () => {
  const { codecKey, runs } = runsIn('runs-of-the-first-version.json.gz');
  const open = runs.filter(({ isClosed }) => !isClosed);
  expect(typesOf(open)).toEqual(
    expect.arrayContaining(['contact', 'commitment', 'payApp', 'writer']),
  );
  expect(await differing(codecKey, open)).toEqual([]);
});

test(
  'every run of both sides of a contract replays, open or closed',
  { timeout: 60_000 },
  async () => {
    const { codecKey, runs } = runsIn('runs-of-both-sides.json.gz');
    const closed = runs.filter(({ isClosed }) => isClosed);
    const types = documentTypes.filter((type) => !laterTypes.includes(type));
    expect(typesOf(closed)).toEqual(expect.arrayContaining([...types, 'writer', 'sweep']));
    expect(await differing(codecKey, runs)).toEqual([]);
  },
);

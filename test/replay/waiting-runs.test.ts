// Proves that runs of the first version that may still be open replay with today's code: at rest they hold no derivation.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker } from '@temporalio/worker';
import { expect, test } from 'vitest';
import { z } from 'zod';
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

function readKept() {
  const path = new URL('runs-of-the-first-version.json.gz', import.meta.url);
  return kept.parse(JSON.parse(gunzipSync(readFileSync(path)).toString('utf8')));
}

const closing = [
  'WORKFLOW_EXECUTION_CONTINUED_AS_NEW',
  'WORKFLOW_EXECUTION_COMPLETED',
  'WORKFLOW_EXECUTION_TERMINATED',
];

test('every open run of the first version replays', { timeout: 60_000 }, async () => {
  installRuntime();
  const { codecKey, histories } = readKept();
  const open = histories.flatMap(({ workflowId, history }) => {
    const parsed: unknown = typeof history === 'string' ? JSON.parse(history) : history;
    const { events } = z.looseObject({ events: z.array(z.looseObject({})) }).parse(parsed);
    const last = JSON.stringify(events.at(-1));
    const isClosed = closing.some((type) => last.includes(type));
    return isClosed ? [] : [{ workflowId, history: historyFromJSON(parsed) }];
  });
  expect(open.map(({ workflowId }) => workflowId.split('/')[0])).toEqual(
    expect.arrayContaining(['contact', 'commitment', 'payApp', 'writer']),
  );
  const settings = { TIEOUT_CODEC_KEY: codecKey, TEMPORAL_NAMESPACE: 'default' };
  const results = Worker.runReplayHistories(
    { workflowBundle: await buildWorkflowBundle(), dataConverter: dataConverterOf(settings) },
    open,
  );
  const failed: string[] = [];
  for await (const { workflowId, error } of results) if (error) failed.push(workflowId);
  expect(failed).toEqual([]);
});

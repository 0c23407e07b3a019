// `tieout replay` refuses what it cannot replay before any server is asked, with the fix and exit code 2.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runReplay } from '../../cli/replay.ts';

let said: string;
beforeEach(() => {
  said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((part) => {
    said += String(part);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

test.each(['payapp/demo/33', 'payApp/demo', '33', 'contact//17', ''])(
  'the workflow "%s" is none of ours',
  async (workflowId) => {
    expect(await runReplay({ all: false, json: true, workflowId })).toBe(2);
    expect(said).toContain(`"${workflowId}" is no workflow of ours. Give an id as`);
  },
);

test('a type in other letters is named as it is meant', async () => {
  expect(await runReplay({ all: false, json: true, workflowId: 'payapp/demo/33' })).toBe(2);
  expect(said).toContain('Did you mean payApp/demo/33?');
});

test('neither a workflow nor --all is no order', async () => {
  expect(await runReplay({ all: false, json: false, workflowId: null })).toBe(2);
  expect(said).toContain('--all for every run');
});

test('an address with a scheme is refused by its variable', async () => {
  vi.stubEnv('TEMPORAL_ADDRESS', 'http://127.0.0.1:7233');
  expect(await runReplay({ all: true, json: true, workflowId: null })).toBe(2);
  expect(said).toMatch(/^TEMPORAL_ADDRESS: cannot be read as an address; set it to host:port/);
});

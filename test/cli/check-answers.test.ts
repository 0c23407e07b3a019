// A Postgres or Temporal that answers and says no is refused by the variable to change; one that says yes is not.
import { expect, test } from 'vitest';
import { checkAnswers } from '../../cli/start/check-answers.ts';
import { StartProblem } from '../../launcher/start-problem.ts';
import { createTestDatabase, testTemporalAddress } from '../support/test-servers.ts';

const times = { connectMs: 5_000, totalMs: 5_000, betweenMs: 100 };
const { signal } = new AbortController();

async function problemOf(
  external: { postgres?: string; temporal?: string },
  env: NodeJS.ProcessEnv = {},
): Promise<string | null> {
  try {
    await checkAnswers({ external, env, signal, times });
    return null;
  } catch (error) {
    if (!(error instanceof StartProblem)) throw error;
    expect(error.exitCode).toBe(2);
    return error.message;
  }
}

test('a database that is there, with or without tables, is taken', async () => {
  const made = await createTestDatabase({ migrated: false });
  expect(await problemOf({ postgres: made.url })).toBeNull();
  await made.drop();
});

test('a database that is not there is a mistake, and no password is shown', async () => {
  const made = await createTestDatabase({ migrated: false });
  await made.drop();
  const url = made.url.replace('@', ':hunter2@');
  const problem = await problemOf({ postgres: url });
  expect(problem).toMatch(/^DATABASE_URL: Postgres answers at .* and has no such database; create/);
  expect(problem).toContain(`/${made.name} `);
  expect(problem).not.toContain('hunter2');
});

test('a user that Postgres does not know is a mistake', async () => {
  const made = await createTestDatabase({ migrated: false });
  const url = made.url.replace(/\/\/[^@]*@/, '//nobody_we_know@');
  expect(await problemOf({ postgres: url })).toMatch(/^DATABASE_URL: Postgres at .* refuses \(/);
  await made.drop();
});

test('a namespace that is not there is a mistake; the one that is, is taken', async () => {
  const temporal = await testTemporalAddress();
  expect(await problemOf({ temporal })).toBeNull();
  expect(await problemOf({ temporal }, { TEMPORAL_NAMESPACE: 'elsewhere' })).toMatch(
    /^TEMPORAL_NAMESPACE: the Temporal at .* has no namespace "elsewhere"; create it/,
  );
});

// Proves that a firm with very many projects, codes and vendors comes to rest with nothing asked and nothing doubled, and measures what it takes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoMapping } from '../support/demo-mapping.ts';
import { allAsked } from '../support/people.ts';
import { asBookkeeper } from '../support/sandbox-views.ts';
import type { Stack } from '../support/stack.ts';
import { control, startStack } from '../support/stack.ts';
import { callsOfTieout } from './counted-calls.ts';

/** `TIEOUT_LOAD=full` = what the largest firm has: 10,000 options, 5,000 contacts, 200 projects. It takes most of an hour. */
const isFull = process.env['TIEOUT_LOAD'] === 'full';
const firm = isFull
  ? { projects: 200, codesOfEach: 50, vendors: 5000, contacts: 4500, without: 1 }
  : { projects: 8, codesOfEach: 25, vendors: 120, contacts: 100, without: 1 };
const patienceMs = isFull ? 90 * 60_000 : 10 * 60_000;

type Category = { Name: string; Options: { Name: string; Status: string }[] };

describe('a firm with very many records', { timeout: patienceMs + 60_000 }, () => {
  let stack: Stack;
  beforeAll(async () => {
    const { projects, codesOfEach, vendors, contacts, without } = firm;
    stack = await startStack({
      ...{ company: 'empty', running: false },
      mapping: {
        directions: { ...demoMapping.directions, projectBudget: 'procoreToXero' },
        tracking: { ...demoMapping.tracking, optionsMaximum: 20_000 },
      },
    });
    await control(stack.procore, 'POST', 'many', { projects, codesOfEach, vendors });
    // The last project, the last code of each and the last vendors are new to Xero.
    const known = { projects: projects - without, codesOfEach: codesOfEach - without, contacts };
    await control(stack.xero, 'POST', 'many', known);
  }, 10 * 60_000);
  afterAll(() => stack.close(), 60_000);

  it('comes to rest with everything linked, and nothing asked', async () => {
    const began = Date.now();
    await stack.startWorker();
    await stack.settle(patienceMs);
    const seconds = Math.round((Date.now() - began) / 1000);
    expect(await allAsked(stack)).toEqual([]);
    const states = await stack.database.sql<{ type: string; state: string; count: number }[]>`
      select type, state, count(*)::int as count from document group by 1, 2 order by 1, 2`;
    const calls = (await callsOfTieout(stack.xero)).length;
    const told = states.map(({ type, state, count }) => `${type} ${state} ${count}`).join(', ');
    process.stdout.write(`at rest after ${seconds} s and ${calls} calls to Xero: ${told}\n`);
    const linked = (of: string): number =>
      states.find(({ type, state }) => type === of && state === 'linked')?.count ?? 0;
    expect(linked('contact')).toBe(firm.vendors);
    expect(linked('projectBudget')).toBeGreaterThanOrEqual(firm.projects);
  });

  it('has every option and contact once', async () => {
    const { TrackingCategories } = (await asBookkeeper(
      stack.xero,
      'GET',
      'TrackingCategories?includeArchived=true',
    )) as { TrackingCategories: Category[] };
    const names = TrackingCategories.flatMap(({ Name, Options }) =>
      Options.map((option) => `${Name}: ${option.Name}`),
    );
    expect(new Set(names).size).toBe(names.length);
    const ours = names.filter((name) => /: (M-\d{4} Site|\d{4}-\d{3} Work)/.test(name));
    expect(ours).toHaveLength(firm.projects + firm.projects * firm.codesOfEach);
    const [row] = await stack.database.sql<{ contacts: number; targets: number }[]>`
      select count(*)::int as contacts, count(distinct target_id)::int as targets
      from link where role = 'contact' and ended_at is null`;
    expect(row).toEqual({ contacts: firm.vendors, targets: firm.vendors });
  });

  it('stays at rest: a second reading writes nothing', async () => {
    const written = async (): Promise<number> =>
      (await callsOfTieout(stack.xero)).filter(({ method }) => method !== 'GET').length;
    const before = await written();
    await stack.settle(patienceMs);
    expect(await written()).toBe(before);
  });
});

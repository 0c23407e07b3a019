// What a project cost by Xero on the console: its page, its empty states, and the way there.
import type { ActualsRead } from '../../db/queries/actuals-facts.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { actualsOff, actualsPage } from '../../api/console/actuals-page.ts';
import { storeRecords } from '../../db/queries/mirror.ts';
import { actualsOf } from '../../domain/actuals/actuals.ts';
import { crossCheck } from '../../domain/actuals/cross-check.ts';
import { bill, facts, line } from '../support/actuals.ts';
import { fullChart } from '../support/domain-builders.ts';
import { demoMapping } from '../support/demo-mapping.ts';
import type { TestApi } from './api-fixture.ts';
import { startTestApi } from './api-fixture.ts';
import { payApp } from './observations.ts';

function pageOf(
  found: ReturnType<typeof facts>,
  directCosts: ActualsRead['directCosts'] = null,
): string {
  const ask = { projectId: '1', asOf: null };
  const actuals = actualsOf(found, ask);
  if (!actuals) throw new Error('no actuals');
  const check = crossCheck(found, { profitAndLoss: [], balanceSheets: [] }, ask);
  return actualsPage({ actuals, check, directCosts }).replaceAll(/\s+/g, ' ');
}

describe('the page', () => {
  it('shows each code and account, what is apart, what is not assigned, and that nothing was read to compare', () => {
    const held = line('-90.00', { accountCode: '825', on: ['quay', 'held'] });
    const page = pageOf(
      facts(
        [
          bill('H-1', [line('900.00'), held]),
          bill('H-2', [line('12.34', { on: ['quay'] })]),
          bill('<R>', [line('30.00', { on: ['office'], accountCode: '318' })]),
        ],
        { onCommitments: new Set(['H-1']) },
      ),
    );
    for (const words of [
      'Actuals of 26-001 Quay',
      '03-100 Concrete',
      'Without a code',
      '310 Account 310',
      '825 Account 825',
      'Of no code, and in the cost above',
      'Of no project, and in no project’s cost',
      'bill &lt;R&gt;',
      'tracked by what is no project in Procore “Office”',
      'Profit and loss by tracking: not read yet',
    ]) {
      expect(page).toContain(words);
    }
    expect(page).not.toContain('<R>');
  });

  it('says which documents are in Procore as direct costs, and which wait for what', () => {
    const found = facts([bill('H-1', [line('900.00')]), bill('H-2', [line('12.34')])]);
    expect(pageOf(found)).not.toContain('In Procore as direct costs');
    const [first, second] = found.documents.map(({ kind, id, date }) => {
      return { kind, id, date, name: `bill ${id}` };
    });
    if (!first || !second) throw new Error('no documents');
    const page = pageOf(found, [
      { document: first, amount: '900.00', directCostId: 'd1', asked: null },
      { document: second, amount: '12.34', directCostId: null, asked: 'It waits: <why>.' },
    ]);
    expect(page).toContain('In Procore as direct costs: 1 of 2');
    expect(page).toContain('Direct cost d1');
    expect(page).toContain('Not there It waits: &lt;why&gt;.');
  });

  it('says what comes next where there is nothing', () => {
    expect(pageOf(facts([]))).toContain('No posted document of Xero is tracked by 26-001 Quay');
    const projects = [{ id: '1', name: '26-001 Quay', optionIds: [] }];
    expect(pageOf(facts([], { projects }))).toContain(
      'Xero has no tracking option of this project',
    );
    expect(actualsOff()).toContain('actuals.direction');
  });
});

describe('the console', () => {
  let off: TestApi;
  let on: TestApi;
  beforeAll(async () => {
    off = await startTestApi();
    on = await startTestApi({
      mapping: { ...demoMapping, actuals: { ...demoMapping.actuals, direction: 'report' } },
    });
  });
  afterAll(async () => {
    await off.close();
    await on.close();
  });
  beforeEach(async () => {
    for (const one of [off, on]) {
      await one.clear();
      const { project, organisation } = payApp();
      const records = [project, organisation, fullChart].filter((one) => one !== null);
      await storeRecords(one.db, 'demo', records, new Date());
    }
  });
  const page = async ({ api }: TestApi, path: string) => {
    const response = await fetch(`${api.url}${path}`);
    return { status: response.status, text: await response.text() };
  };

  it('links to the page of each project, where actuals are on', async () => {
    expect((await page(on, '/projects')).text).toContain('/projects/501/actuals');
    expect((await page(off, '/projects')).text).not.toContain('/actuals');
  });

  it('shows it, also up to a day, and says how to turn it on', async () => {
    const shown = await page(on, '/projects/501/actuals?asOf=2026-10-31');
    expect(shown.status).toBe(200);
    expect(shown.text).toContain('value="2026-10-31"');
    expect((await page(on, '/projects/9/actuals')).status).toBe(404);
    expect((await page(off, '/projects/501/actuals')).text).toContain('Actuals are off');
  });
});

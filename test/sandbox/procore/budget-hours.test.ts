// Proves that one view of the stand-in's budgets tells quantities and units, as people enter, change and take them away, and no other does.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { COMPANY, id, startSeeded } from './procore-caller.ts';
import type { Running } from './procore-caller.ts';

let sandbox: Running;
beforeAll(async () => {
  sandbox = await startSeeded('twenty');
});
afterAll(() => sandbox.close());

test('the view for hours says how much of what was budgeted, where somebody entered it', async () => {
  const projectId = id(
    (await sandbox.list('admin', `/rest/v1.0/projects?company_id=${COMPANY}`))[0],
  );
  const inProject = `?project_id=${projectId}&per_page=200`;
  const views = await sandbox.list('tieout', `/rest/v1.0/budget_views${inProject}`);
  const rowsOf = (view: string) => {
    const { id: viewId } = views.find(({ name }) => name === view) ?? {};
    return sandbox.list(
      'tieout',
      `/rest/v1.0/budget_views/${String(viewId)}/detail_rows${inProject}`,
    );
  };
  const said = async () => (await rowsOf('Labour hours')).filter((row) => row['Unit Qty'] !== null);
  const [first] = await rowsOf('Procore Standard Budget');
  expect(first).not.toHaveProperty('Unit Qty');
  const costCode = String(first?.['cost_code']).split(' - ')[0];
  await sandbox.control('POST', '/budget-lines', {
    ...{ projectId, costCode, costType: 'L', amount: '900.00', quantity: '90.5', uom: 'hr' },
    subJob: { code: 'N', name: 'North wing' },
  });
  const [line] = await said();
  expect(line).toMatchObject({ 'Unit Qty': '90.5', UOM: 'hr', biller: 'North wing' });
  expect(line).not.toHaveProperty('Committed Costs');
  await sandbox.control('PUT', `/budget-lines/${id(line)}`, { quantity: '12' });
  expect(await said()).toMatchObject([{ 'Unit Qty': '12', UOM: 'hr' }]);
  await sandbox.control('DELETE', `/budget-lines/${id(line)}`);
  expect(await said()).toEqual([]);
});

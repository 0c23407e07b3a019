// Proves that each demo company's mapping file can be used with that company's own chart, read and checked as a worker does
// at its start, and that it has a tax type for every Procore tax code.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createXeroClient } from '../../connectors/xero/xero-client.ts';
import { mappingProblems } from '../../domain/mapping/check-chart.ts';
import { mappingSchema } from '../../domain/mapping/mapping.ts';
import { connectionOfProject, routingProblems } from '../../domain/mapping/routing.ts';
import { buildCompany } from '../../sandbox/company/build-company.ts';
import { startXeroSandbox } from '../../sandbox/xero/server.ts';
import { config as au } from '../../tieout.config.au.ts';
import { config as group } from '../../tieout.config.group.ts';
import { config as nz } from '../../tieout.config.ts';
import { config as uk } from '../../tieout.config.uk.ts';
import { control } from '../connectors/support/control.ts';
import { tenantId } from '../connectors/xero/xero-stub.ts';

let sandbox: Awaited<ReturnType<typeof startXeroSandbox>>;
beforeAll(async () => {
  sandbox = await startXeroSandbox({ latencyMs: 0 });
});
afterAll(() => sandbox.close());

async function chartOf(company: string, part?: string) {
  await control(sandbox.url, 'POST', 'seed', { company, ...(part && { part }) });
  const client = createXeroClient({
    ...{ apiUrl: sandbox.url, identityUrl: sandbox.url, tenantId },
    ...{ clientId: 'tieout-sandbox', clientSecret: 'tieout-sandbox-secret' },
  });
  return client.readChart();
}

const files = { demo: nz, au, uk };
const names = ['demo', 'au', 'uk'] as const;

describe.each(names)('%s', (company) => {
  test('its mapping can be used with its chart', async () => {
    expect(mappingProblems(await chartOf(company), mappingSchema.parse(files[company]))).toEqual(
      [],
    );
  });

  test('every tax code of its contracts has a tax type', () => {
    const { taxCodes, commitments } = buildCompany(company);
    const used = new Set(commitments.flatMap(({ lines }) => lines.map((line) => line.tax_code_id)));
    const codes = taxCodes.filter(({ id }) => used.has(id)).map(({ code }) => code);
    expect(Object.keys(files[company].taxTypes)).toEqual(expect.arrayContaining(codes));
  });
});

test.each([
  ['au', 'demo', 'taxTypes.GST15: Xero has no active tax type INPUT2'],
  ['uk', 'au', 'taxTypes.GST10: Xero has no active tax type INPUT'],
  ['demo', 'uk', 'taxTypes.DRC20: Xero has no active tax type DRCHARGESUPPLY20'],
] as const)('the chart of %s refuses the mapping of %s', async (chart, mapping, problem) => {
  const problems = mappingProblems(await chartOf(chart), mappingSchema.parse(files[mapping]));
  expect(problems.join('\n')).toContain(problem);
});

test('the income side of the reverse charge is refused on costs', async () => {
  const mapping = { ...uk, taxTypes: { ...uk.taxTypes, DRC20: 'DRCHARGE20' } };
  const problems = mappingProblems(await chartOf('uk'), mappingSchema.parse(mapping));
  expect(problems).toEqual([
    expect.stringContaining('taxTypes.DRC20: tax type DRCHARGE20 cannot be used on costs'),
  ]);
});

test.each(['north', 'south'] as const)(
  'the mapping of the %s is of its own chart',
  async (part) => {
    const [own, other] = part === 'north' ? group : [...group].reverse();
    const chart = await chartOf('group', part);
    expect(mappingProblems(chart, mappingSchema.parse(own))).toEqual([]);
    expect(mappingProblems(chart, mappingSchema.parse(other))).not.toEqual([]);
  },
);

test('the group’s mappings give each project to one connection, by the ids that it is seeded with', () => {
  const mappings = group.map((one) => mappingSchema.parse(one));
  expect(routingProblems(mappings)).toEqual([]);
  const given = buildCompany('group').projects.map(
    ({ id, project_number: number }) => `${number} ${connectionOfProject(mappings, String(id))}`,
  );
  expect(given).toEqual([
    'N-101 north',
    'N-102 north',
    'N-103 north',
    'S-201 south',
    'S-202 south',
  ]);
});

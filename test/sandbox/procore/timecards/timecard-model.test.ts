// Proves that the answers about timecards, crews and types of time have the fields of the models extracted from Procore's OpenAPI of
// 2024-10, none beyond them but `status`, and leave none out. The models are not part of this repository.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, COMPANY } from '../procore-caller.ts';
import type { Json, Running } from '../procore-caller.ts';
import { skipReason, vendorDocuments } from '../../../support/vendor-documents.ts';
import { OF_COMPANY, siteOf, startSite } from './timecard-caller.ts';
import type { Site } from './timecard-caller.ts';

const reason = skipReason('procoreModels');
type Field = { name: string; type: string };

/** The generator of the models renames fields that are Python keywords or types: var_date is date. */
function fieldsOf(model: string): Map<string, string> {
  const { models } = JSON.parse(readFileSync(vendorDocuments.procoreModels, 'utf8')) as {
    models: Record<string, Field[]>;
  };
  const fields = models[model] ?? [];
  return new Map(fields.map(({ name, type }) => [name.replace(/^var_/, ''), type]));
}

const KINDS: Record<string, (value: unknown) => boolean> = {
  int: Number.isInteger,
  str: (value) => typeof value === 'string',
  bool: (value) => typeof value === 'boolean',
  datetime: (value) => typeof value === 'string' && value.endsWith('Z'),
  date: (value) => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value),
};

function compare(answer: unknown, model: string, newer: string[] = []): void {
  const fields = fieldsOf(model);
  expect(fields.size, model).toBeGreaterThan(1);
  const names = Object.keys(answer as Json);
  expect(names.filter((name) => !fields.has(name))).toEqual(newer);
  expect([...fields.keys()].filter((name) => !names.includes(name))).toEqual([]);
  const wrong = Object.entries(answer as Json).filter(([name, value]) => {
    const kind = KINDS[fields.get(name) ?? ''];
    return value !== null && kind !== undefined && !kind(value);
  });
  expect(wrong).toEqual([]);
}

describe.skipIf(reason !== '')(`the answers in the words of Procore’s models${reason}`, () => {
  let sandbox: Running;
  let site: Site;
  beforeAll(async () => {
    sandbox = await startSite();
    site = await siteOf(sandbox);
    await sandbox.control('POST', '/timecard-weeks');
  });
  afterAll(() => sandbox.close());

  test('a timecard of a project, with its crew, party and type of time', async () => {
    const days = 'start_date=2026-11-09&end_date=2026-11-20&per_page=500';
    const rows = await sandbox.list('admin', `${site.path}/timecard_entries?${days}`);
    const model = 'RestV10ProjectsProjectIdTimecardEntriesGet200ResponseInner';
    for (const row of rows) compare(row, model, ['status']);
    const [one] = rows;
    compare(at(one, 'crew'), 'TimecardEntry8Crew');
    compare(at(one, 'party'), 'Party');
    compare(at(one, 'timecard_time_type'), 'TimecardTimeType');
    compare(at(one, 'cost_code'), 'TimecardEntryFullCostCode');
    compare(at(one, 'created_by'), 'RestV10ProjectsProjectIdWorkLogsGet200ResponseInnerCreatedBy');
  });

  test('a timecard of the company, with its project', async () => {
    const rows = await sandbox.list('admin', `${OF_COMPANY}?per_page=500`);
    const model = 'RestV10CompaniesCompanyIdTimecardEntriesGet200ResponseInner';
    for (const row of rows) compare(row, model, ['status']);
    compare(at(rows[0], 'crew'), 'TimecardEntry3Crew');
    compare(at(rows[0], 'project'), 'TimecardEntry3Project');
  });

  test('crews and types of time', async () => {
    const [crew] = await sandbox.list('admin', `${site.path}/crews`);
    compare(crew, 'TimecardEntry8Crew');
    const types = `/rest/v1.0/companies/${COMPANY}/timecard_time_types`;
    for (const type of await sandbox.list('admin', types)) compare(type, 'TimecardTimeType');
  });
});

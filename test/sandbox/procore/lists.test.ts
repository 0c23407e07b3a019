// Proves how lists are paged, filtered and sorted, and that nothing is lost or shown twice on the way.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, COMPANY, id, startSeeded, text } from './procore-caller.ts';
import type { Json, Running } from './procore-caller.ts';

let sandbox: Running;
let project: number;
beforeAll(async () => {
  sandbox = await startSeeded('demo');
  const projects = await sandbox.list('tieout', `/rest/v1.0/projects?company_id=${COMPANY}`);
  project = id(projects[0]);
});
afterAll(() => sandbox.close());

function nextOf(link: string | null): string | null {
  return /<([^>]+)>; rel="next"/.exec(link ?? '')?.[1] ?? null;
}

describe('pages', () => {
  test('vendors come 30 at a time and the Link header leads through all 51', async () => {
    const call = await sandbox.as('tieout');
    const ids: number[] = [];
    let path: string | null = `/rest/v1.0/vendors?company_id=${COMPANY}`;
    const sizes: number[] = [];
    while (path !== null) {
      const reply = await call('GET', path);
      expect(reply.headers.get('total')).toBe('51');
      expect(reply.headers.get('per-page')).toBe('30');
      const page = reply.body as Json[];
      sizes.push(page.length);
      ids.push(...page.map(id));
      path = nextOf(reply.headers.get('link'))?.replace(sandbox.url, '') ?? null;
    }
    expect(sizes).toEqual([30, 21]);
    expect(new Set(ids).size).toBe(51);
  });

  test('the first page links next and last, the last page first and prev, one page nothing', async () => {
    const call = await sandbox.as('tieout');
    const rels = async (query: string) => {
      const reply = await call('GET', `/rest/v1.0/vendors?company_id=${COMPANY}&${query}`);
      return [...(reply.headers.get('link') ?? '').matchAll(/rel="(\w+)"/g)].map(([, rel]) => rel);
    };
    expect(await rels('per_page=15')).toEqual(['next', 'last']);
    expect(await rels('per_page=15&page=2')).toEqual(['first', 'prev', 'next', 'last']);
    expect(await rels('per_page=15&page=4')).toEqual(['first', 'prev']);
    expect(await rels('per_page=100')).toEqual([]);
    const past = await sandbox.list('tieout', `/rest/v1.0/vendors?company_id=${COMPANY}&page=9`);
    expect(past).toEqual([]);
  });

  test('a page that is no number is refused', async () => {
    const call = await sandbox.as('tieout');
    for (const query of ['page=0', 'page=x', 'per_page=-1', 'sort=colour']) {
      const reply = await call('GET', `/rest/v1.0/vendors?company_id=${COMPANY}&${query}`);
      expect(reply.status, query).toBe(400);
    }
  });
});

describe('filters', () => {
  test('updated_at is a from...to range with both ends included', async () => {
    const path = `/rest/v1.1/requisitions?project_id=${project}&per_page=500`;
    const all = await sandbox.list('tieout', `${path}&sort=updated_at`);
    const middle = text(all[Math.floor(all.length / 2)], 'updated_at');
    const before = await sandbox.list(
      'tieout',
      `${path}&filters[updated_at]=2000-01-01T00:00:00Z...${middle}`,
    );
    const after = await sandbox.list(
      'tieout',
      `${path}&filters[updated_at]="${middle}...2100-01-01T00:00:00Z"`,
    );
    const equal = all.filter((row) => row['updated_at'] === middle).length;
    expect(equal).toBeGreaterThan(0);
    expect(before.length + after.length).toBe(all.length + equal);
    const call = await sandbox.as('tieout');
    for (const range of ['2026-01-01', '2026-01-01...', 'x...y', '...']) {
      const reply = await call('GET', `${path}&filters[updated_at]=${range}`);
      expect(reply.status, range).toBe(400);
    }
  });

  test('status, period, commitment and is_last filter requisitions, singly and together', async () => {
    const path = `/rest/v1.1/requisitions?project_id=${project}&per_page=500`;
    const all = await sandbox.list('tieout', path);
    const { period_id: period, commitment_id: commitment } = all[0] ?? {};
    const of = (query: string) => sandbox.list('tieout', `${path}&${query}`);
    const periodId = String(period);
    const commitmentId = String(commitment);
    expect((await of(`filters[period_id]=${periodId}`)).map(id)).toEqual(
      all.filter((row) => row['period_id'] === period).map(id),
    );
    expect((await of(`filters[commitment_id][]=${commitmentId}`)).map(id)).toEqual(
      all.filter((row) => row['commitment_id'] === commitment).map(id),
    );
    const last = await of(`filters[commitment_id]=${commitmentId}&filters[is_last]=true`);
    expect(last).toHaveLength(1);
    expect(await of('filters[status]=revise_and_resubmit')).toEqual([]);
    const approved = await of('filters[status][]=approved&filters[status][]=approved_as_noted');
    expect(approved.length).toBeGreaterThan(0);
  });

  test('contracts filter by status', async () => {
    const projects = await sandbox.list('tieout', `/rest/v1.0/projects?company_id=${COMPANY}`);
    const drafts = await Promise.all(
      projects.flatMap((row) =>
        ['work_order_contracts', 'purchase_order_contracts'].map((kind) =>
          sandbox.list('tieout', `/rest/v1.0/${kind}?project_id=${id(row)}&filters[status]=Draft`),
        ),
      ),
    );
    expect(drafts.flat()).toHaveLength(2);
  });
});

test('every project lists its own vendors, cost codes, WBS codes and billing periods', async () => {
  const vendors = await sandbox.list('tieout', `/rest/v1.0/projects/${project}/vendors`);
  for (const vendor of vendors) expect(at(vendor, 'project_ids')).toContain(project);
  const periods = await sandbox.list('tieout', `/rest/v1.0/projects/${project}/billing_periods`);
  expect(periods.map((period) => period['status'])).toEqual([
    ...Array.from({ length: 5 }, () => 'closed'),
    'open',
  ]);
  expect(periods[0]).toMatchObject({
    start_date: '2026-05-01',
    end_date: '2026-05-31',
    due_date: '2026-06-20',
  });
  const codes = await sandbox.list('tieout', `/rest/v1.0/cost_codes?project_id=${project}`);
  expect(codes).toHaveLength(20);
  const wbs = await sandbox.list(
    'tieout',
    `/rest/v1.0/projects/${project}/work_breakdown_structure/wbs_codes?per_page=200`,
  );
  expect(wbs).toHaveLength(100);
  expect(text(wbs[0], 'flat_code')).toBe('01-100.L');
  const types = await sandbox.list('tieout', `/rest/v1.0/line_item_types?company_id=${COMPANY}`);
  expect(types.map((type) => type['code'])).toEqual(['L', 'M', 'S', 'E', 'O']);
  const taxes = await sandbox.list('tieout', `/rest/v1.0/tax_codes?company_id=${COMPANY}`);
  expect(taxes[0]).toMatchObject({ code: 'GST15', rate1: 15 });
});

// Proves which word counts of a tracking option: the chart's, or the answer to a write that came since.
import { describe, expect, test } from 'vitest';
import type { WrittenOption } from '../../../domain/mapping/chart-with-options.ts';
import { chartWith } from '../../../domain/mapping/chart-with-options.ts';
import type { XeroChart } from '../../../domain/records/xero/chart.ts';
import { fullChart } from '../../support/domain-builders.ts';

const chart: XeroChart = {
  ...fullChart,
  trackingCategories: [
    { id: 'c1', name: 'Project', status: 'ACTIVE', options: [] },
    {
      ...{ id: 'c2', name: 'Cost code', status: 'ACTIVE' },
      options: [{ id: 'o1', name: '03-300 Concrete', status: 'ACTIVE' }],
    },
  ],
};

const written = (id: string, over: { status?: string; isNewer: boolean }): WrittenOption => ({
  option: {
    ...{ kind: 'xeroTrackingOption', id, categoryId: 'c2', name: `${id} as written` },
    status: over.status ?? 'ACTIVE',
  },
  isNewer: over.isNewer,
});

const optionsOf = (options: readonly WrittenOption[]) =>
  chartWith(chart, options).trackingCategories.map((category) =>
    category.options.map(({ id, name, status }) => [id, name, status].join(' ')),
  );
const asRead = 'o1 03-300 Concrete ACTIVE';

describe('the chart with what was written about when it was read', () => {
  test.each<[string, WrittenOption[], string[]]>([
    ['nothing written', [], [asRead]],
    [
      'an option it lacks, whose write began after the reading',
      [written('o2', { isNewer: true })],
      [asRead, 'o2 o2 as written ACTIVE'],
    ],
    [
      'an option it lacks, whose write began before and took effect after',
      [written('o2', { isNewer: false })],
      [asRead, 'o2 o2 as written ACTIVE'],
    ],
    [
      'an option it has, archived since',
      [written('o1', { isNewer: true, status: 'ARCHIVED' })],
      ['o1 o1 as written ARCHIVED'],
    ],
    ['an option it has, read after the write', [written('o1', { isNewer: false })], [asRead]],
  ])('%s', (_case, options, told) => {
    expect(optionsOf(options)).toEqual([[], told]);
  });
});

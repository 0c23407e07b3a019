// Proves that options are found by id and by every name they had, in the chart's order, against looking at each of them.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OptionCode } from '../../../domain/mapping/option-codes.ts';
import type { EarlierName } from '../../../domain/mapping/option-index.ts';
import { codesAsked, optionIndexOf } from '../../../domain/mapping/option-index.ts';
import type { XeroChart } from '../../../domain/records/xero/chart.ts';
import { fullChart } from '../../support/domain-builders.ts';

type Option = { id: string; name: string; status: string };
const chartOf = (options: Option[], status = 'ACTIVE'): XeroChart => ({
  ...fullChart,
  trackingCategories: [{ id: 'codes', name: 'Cost code', status, options }],
});
const earlierName = (optionId: string, option: string): EarlierName => ({
  ...{ categoryId: 'codes', category: 'Cost code' },
  ...{ optionId, option },
});
const ask = (chart: XeroChart, earlier: EarlierName[], names: string[], ids: string[] = []) =>
  codesAsked(optionIndexOf(chart), earlier, { names, ids });

describe('an option is found', () => {
  const chart = chartOf([
    { id: 'o1', name: 'Earthworks', status: 'ACTIVE' },
    { id: 'o2', name: 'Concrete', status: 'ARCHIVED' },
  ]);

  test.each<[string, string[], string[], string[]]>([
    ['by its name, whatever its case', ['EARTHWORKS'], [], ['o1']],
    ['by its id', [], ['o2'], ['o2']],
    ['by a name it had', ['Dig'], [], ['o1']],
    ['once, in the order of the chart', ['concrete', 'dig', 'Earthworks'], ['o2'], ['o1', 'o2']],
    ['though Xero shows it no more', ['Piling'], [], ['o9']],
    ['not, where nothing asks for it', ['Steel'], ['o7'], []],
  ])('%s', (_what, names, ids, found) => {
    const earlier = [earlierName('o1', 'Dig'), earlierName('o9', 'Piling')];
    expect(ask(chart, earlier, names, ids).map(({ optionId }) => optionId)).toEqual(found);
  });

  test('with the names it had, the newest first, and without the one it has', () => {
    const earlier = ['Dig', 'Digging', 'Earthworks'].map((name) => earlierName('o1', name));
    expect(ask(chart, earlier, ['Earthworks'])[0]?.formerly).toEqual(['Digging', 'Dig']);
  });

  test('archived where its category is', () => {
    const [code] = ask(chartOf([{ id: 'o1', name: 'A', status: 'ACTIVE' }], 'ARCHIVED'), [], ['a']);
    expect(code?.status).toBe('ARCHIVED');
  });
});

/** As it was done before there was an index: look at every option. */
function byLooking(
  chart: XeroChart,
  earlier: readonly EarlierName[],
  { names, ids }: { names: string[]; ids: string[] },
): OptionCode[] {
  const known = new Map(
    chart.trackingCategories.flatMap((category) =>
      category.options.map((option): [string, OptionCode] => [
        option.id,
        {
          ...{ categoryId: category.id, category: category.name, status: option.status },
          ...{ optionId: option.id, option: option.name, formerly: [] },
        },
      ]),
    ),
  );
  for (const { optionId, option, categoryId, category } of earlier) {
    const code = known.get(optionId);
    if (code && code.option !== option) code.formerly.unshift(option);
    if (code) continue;
    const status = 'ARCHIVED';
    known.set(optionId, { categoryId, optionId, category, option, status, formerly: [] });
  }
  const small = names.map((name) => name.toLowerCase());
  return [...known.values()].filter(
    ({ optionId, option, formerly }) =>
      ids.includes(optionId) ||
      [option, ...formerly].some((name) => small.includes(name.toLowerCase())),
  );
}

test('whatever the options and their names were', () => {
  const name = fc.constantFrom('A', 'a', 'B', 'C', 'D');
  const optionId = fc.constantFrom('1', '2', '3', '4', '5', '6');
  const options = fc.uniqueArray(
    fc.record({ id: optionId, name, status: fc.constantFrom('ACTIVE', 'ARCHIVED') }),
    { selector: ({ id }) => id },
  );
  const earlier = fc.array(fc.tuple(optionId, name).map(([id, was]) => earlierName(id, was)));
  const asked = fc.record({ names: fc.array(name), ids: fc.array(optionId) });
  fc.assert(
    fc.property(options, earlier, asked, (all, names, what) => {
      const chart = chartOf(all);
      expect(codesAsked(optionIndexOf(chart), names, what)).toEqual(byLooking(chart, names, what));
    }),
    { numRuns: 300 },
  );
});

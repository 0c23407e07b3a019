// The chart with the options that were written about when it was read: what it lacks of them, and what they were set to since.
import type { XeroChart } from '../records/xero/chart.ts';
import type { XeroTrackingOption } from '../records/xero/tracking-option.ts';

/** An option as a write's answer told it; `isNewer` where the write began after the reading of the chart. */
export type WrittenOption = { option: XeroTrackingOption; isNewer: boolean };

/** What the chart shows of an option counts, unless the option was written since; what it lacks was written since. */
export function chartWith(chart: XeroChart, written: readonly WrittenOption[]): XeroChart {
  if (written.length === 0) return chart;
  return {
    ...chart,
    trackingCategories: chart.trackingCategories.map((category) => {
      const options = new Map(category.options.map((option) => [option.id, option]));
      for (const { option, isNewer } of written) {
        const { id, name, status, categoryId } = option;
        if (categoryId !== category.id || (options.has(id) && !isNewer)) continue;
        options.set(id, { id, name, status });
      }
      return { ...category, options: [...options.values()] };
    }),
  };
}

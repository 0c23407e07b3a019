// Whether a claim of either side lets retainage go.
import { sameAmount } from '../../money/amount.ts';
import type { ClaimItem } from './claim-figures.ts';

export function releases({ items }: { items: readonly ClaimItem[] }): boolean {
  return items.some(
    (item) =>
      !sameAmount(item.workRetainageReleasedThisPeriod, '0.00') ||
      !sameAmount(item.materialsRetainageReleasedThisPeriod, '0.00'),
  );
}

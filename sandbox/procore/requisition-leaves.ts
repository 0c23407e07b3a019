// Which items of a pay app carry its amounts and which only sum up others, and which item of another pay app is the same line.
import type { RequisitionItem } from '../company/seeded-company.ts';
import type { RequisitionRow } from './procore-state.ts';

type Named = Pick<RequisitionItem, 'item_type' | 'line_item_id' | 'detail_line_item_id'>;

/** A line keeps this through all pay apps of its contract. */
function keyOf({ item_type, line_item_id, detail_line_item_id }: Named): string {
  return `${item_type}/${detail_line_item_id ?? line_item_id}`;
}

export function sameLine(requisition: RequisitionRow | null, item: Named): RequisitionItem | null {
  const key = keyOf(item);
  return requisition?.items.find((other) => keyOf(other) === key) ?? null;
}

/** What an item sums up: the details of a contract line, or the lines of a whole change order. */
export function partsOf(
  items: readonly RequisitionItem[],
  whole: RequisitionItem,
): RequisitionItem[] {
  switch (whole.item_type) {
    case 'contract_item':
      return items.filter(
        (item) =>
          item.item_type === 'contract_detail_item' && item.line_item_id === whole.line_item_id,
      );
    case 'whole_change_order_item':
      return items.filter(
        (item) =>
          item.item_type === 'change_order_item' &&
          item.change_order_package_id === whole.change_order_package_id,
      );
    case 'contract_detail_item':
    case 'change_order_item':
      return [];
  }
}

/** The items that a G702 adds up: each amount once. */
export function leavesOf(items: readonly RequisitionItem[]): RequisitionItem[] {
  return items.filter((item) => partsOf(items, item).length === 0);
}

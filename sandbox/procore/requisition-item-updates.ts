// What a request says about a pay app's items: each entry found by the item it names, or by its line of the contract.
import { isObject } from './access.ts';
import { idField } from './body-fields.ts';
import type { Body } from './body-fields.ts';
import { badRequest, unprocessable } from './procore-call.ts';
import type { ProcoreState } from './procore-state.ts';
import { requireWritable } from './writable-fields.ts';

const CHANGEABLE_ITEMS = ['contract_item', 'contract_detail_item', 'change_order_item'];

/** {"requisition_items": [{id, item_type, …}]} */
export function requisitionItemsOf(body: unknown): unknown[] {
  const list = isObject(body) ? body['requisition_items'] : undefined;
  if (Array.isArray(list) && list.length > 0) return list;
  throw badRequest('param is missing or the value is empty: requisition_items');
}

/** Entries by what names them: an item's id, or for a new pay app the contract's line. */
export function itemUpdates(
  state: ProcoreState,
  list: readonly unknown[],
  key: 'id' | 'line_item_id',
): Map<number, Body> {
  return new Map(
    list.map((entry): [number, Body] => {
      if (!isObject(entry)) throw badRequest('The items must be a list of objects');
      requireWritable(state, 'requisition_item', entry);
      const id = idField(entry, key, null);
      if (id === null) throw unprocessable({ [key]: ["can't be blank"] });
      // Optional in the bulk model; the id alone names the item.
      const type = entry['item_type'] ?? CHANGEABLE_ITEMS[0];
      if (typeof type !== 'string' || !CHANGEABLE_ITEMS.includes(type)) {
        throw unprocessable({ item_type: ['is not included in the list'] });
      }
      return [id, entry];
    }),
  );
}

// What a request says about a pay app's items: each entry found by the item it names, or by its line, and put into the item.
import type { RequisitionItem } from '../company/seeded-company.ts';
import { isObject } from './access.ts';
import { idField } from './body-fields.ts';
import type { Body } from './body-fields.ts';
import { badRequest, notFound, unprocessable } from './procore-call.ts';
import type { ProcoreCall } from './procore-call.ts';
import type { ProcoreState, RequisitionRow } from './procore-state.ts';
import { changedItem } from './requisition-items.ts';
import { partsOf, sameLine } from './requisition-leaves.ts';
import { requireWritable } from './writable-fields.ts';

/** Source: Procore OpenAPI 2024-10, item_type of RequisitionBulkItemUpdate, read 2026-11-23. */
const CHANGEABLE_ITEMS = ['contract_item', 'contract_detail_item', 'change_order_item'];

/** {"requisition_items": [{id, item_type, …}]} */
export function requisitionItemsOf(body: unknown): unknown[] {
  const list = isObject(body) ? body['requisition_items'] : undefined;
  if (Array.isArray(list) && list.length > 0) return list;
  throw badRequest('param is missing or the value is empty: requisition_items');
}

type Updates = {
  header: Omit<RequisitionRow, 'summary'>;
  items: readonly RequisitionItem[];
  previous: RequisitionRow | null;
  list: readonly unknown[];
  /** An entry names its item by id; of a new pay app, by its line. */
  key: 'id' | 'line';
};

/** The items with every entry of the list put into its own; an entry that names none is refused. */
export function updatedItems(
  state: ProcoreState,
  call: ProcoreCall,
  { header, items, previous, list, key }: Updates,
): RequisitionItem[] {
  const waiting = new Map(list.map((entry) => entryOf(state, entry, key)));
  const changed = items.map((item) => {
    const own = key === 'id' ? item.id : (item.detail_line_item_id ?? item.line_item_id);
    const body = waiting.get(own);
    if (body === undefined || !isMeant(item, body, key)) return item;
    waiting.delete(own);
    if (partsOf(items, item).length > 0) {
      throw unprocessable({ item_type: ['is the sum of its parts, which are billed'] });
    }
    return updatedItem(call, header, previous, item, body);
  });
  if (waiting.size === 0) return changed;
  throw key === 'id' ? notFound() : unprocessable({ line_item_id: ['is invalid'] });
}

export function updatedItem(
  call: ProcoreCall,
  header: Omit<RequisitionRow, 'summary'>,
  previous: RequisitionRow | null,
  item: RequisitionItem,
  body: Body,
): RequisitionItem {
  return changedItem({
    item,
    previous: sameLine(previous, item),
    body,
    isAdmin: call.app === 'admin',
    invoiceType: header.invoice_type,
    movesMaterials: header.move_materials_to_previous_work_completed,
    slides: call.rule('lowerRetainagePercent') === 'also before',
  });
}

/** By its line an entry means an item of the kind it says; by id that kind has to be the item's. */
function isMeant(item: RequisitionItem, body: Body, key: Updates['key']): boolean {
  const type = body['item_type'] ?? (key === 'id' ? item.item_type : 'contract_item');
  if (type === item.item_type) return true;
  if (key === 'line') return false;
  throw unprocessable({ item_type: ['is not the type of this item'] });
}

function entryOf(state: ProcoreState, entry: unknown, key: Updates['key']): [number, Body] {
  if (!isObject(entry)) throw badRequest('The items must be a list of objects');
  requireWritable(state, 'requisition_item', entry);
  // Optional in the bulk model; the id alone names the item.
  const type = entry['item_type'] ?? CHANGEABLE_ITEMS[0];
  if (typeof type !== 'string' || !CHANGEABLE_ITEMS.includes(type)) {
    throw unprocessable({ item_type: ['is not included in the list'] });
  }
  const line = type === 'contract_detail_item' ? 'detail_line_item_id' : 'line_item_id';
  const name = key === 'id' ? 'id' : line;
  const id = idField(entry, name, null);
  if (id === null) throw unprocessable({ [name]: ["can't be blank"] });
  return [id, entry];
}

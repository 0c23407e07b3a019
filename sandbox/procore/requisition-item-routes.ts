// The items of a pay app at v1.0: many at once, one kind and one item at a time, and change orders put on it and taken off.
import { bodyPart, isObject } from './access.ts';
import { idField } from './body-fields.ts';
import { changeOrdersShown } from './change-order-records.ts';
import { listAnswer } from './list-answer.ts';
import { itemForms, presentItemOfKind } from './present-requisition-item.ts';
import type { ItemForm } from './present-requisition-item.ts';
import { presentRequisition } from './present-requisition.ts';
import { notFound, unprocessable } from './procore-call.ts';
import type { ProcoreAnswer, ProcoreCall, ProcoreRoute } from './procore-call.ts';
import type { ChangeOrderRow, RequisitionRow } from './procore-state.ts';
import { carriedItem } from './requisition-carry.ts';
import { requisitionItemsOf, updatedItem, updatedItems } from './requisition-item-updates.ts';
import { partsOf } from './requisition-leaves.ts';
import { filesOf, keepItems, openToItems, requisitionOf } from './requisition-records.ts';
import { changeOrderSources } from './requisition-sources.ts';
import type { RouteContext } from './route-context.ts';
import { requireWritable } from './writable-fields.ts';
import type { RequisitionItem } from '../company/seeded-company.ts';

const payApp = '/rest/v1.0/requisitions/{id}';

export function requisitionItemRoutes(context: RouteContext): ProcoreRoute[] {
  return [
    {
      method: 'PATCH',
      path: `${payApp}/bulk_item_update`,
      handle: (call) => changeItems(context, call),
    },
    {
      method: 'POST',
      path: `${payApp}/add_change_order_package`,
      handle: (call) => addPackage(context, call),
    },
    {
      method: 'DELETE',
      path: `${payApp}/remove_change_order_package`,
      handle: (call) => removePackage(context, call),
    },
    ...itemForms.flatMap((form) => kindRoutes(context, form)),
  ];
}

function kindRoutes(context: RouteContext, form: ItemForm): ProcoreRoute[] {
  const { state } = context;
  const list = `${payApp}/${form.kind}s`;
  const shown = (
    row: RequisitionRow,
    item: RequisitionItem,
  ): Record<string, unknown> & { id: number } => ({
    ...presentItemOfKind(state, form, row, item),
    id: item.id,
  });
  const change: ProcoreRoute = {
    method: 'PATCH',
    path: `${list}/{item_id}`,
    handle: (call) => {
      const row = changeOne(context, form, call);
      return { status: 200, body: shown(row, itemOf(row, form, call)) };
    },
  };
  // Whole change orders can be changed and not read. Source: endpoint list of October 2024, read 2026-11-26.
  if (form.kind === 'whole_change_order_item') return [change];
  return [
    {
      method: 'GET',
      path: list,
      handle: (call) => {
        const row = requisitionOf(context, call);
        return listAnswer(call, ofKind(row, form), (item) => shown(row, item));
      },
    },
    {
      method: 'GET',
      path: `${list}/{item_id}`,
      handle: (call) => {
        const row = requisitionOf(context, call);
        return { status: 200, body: shown(row, itemOf(row, form, call)) };
      },
    },
    change,
  ];
}

function ofKind({ items }: RequisitionRow, { kind }: ItemForm): RequisitionItem[] {
  return items.filter(({ item_type }) => item_type === kind);
}

function itemOf(row: RequisitionRow, form: ItemForm, call: ProcoreCall): RequisitionItem {
  const item = ofKind(row, form).find(({ id }) => String(id) === call.params['item_id']);
  if (item === undefined) throw notFound();
  return item;
}

/** The pay app with one of its items changed. */
function changeOne(context: RouteContext, form: ItemForm, call: ProcoreCall): RequisitionRow {
  const open = openToItems(context, call);
  const { before, previous } = open;
  const item = itemOf(before, form, call);
  const body = bodyPart(call.body, `requisition_${form.kind}`);
  requireWritable(context.state, 'requisition_item', body);
  if (partsOf(before.items, item).length > 0) {
    throw unprocessable({ base: ['This item is the sum of its parts, which are billed'] });
  }
  const changed = updatedItem(call, before, previous, item, body);
  const items = before.items.map((other) => (other.id === item.id ? changed : other));
  return keepItems(context, call, open, items);
}

function changeItems(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const { state } = context;
  const open = openToItems(context, call);
  const { before: header, previous } = open;
  const list = requisitionItemsOf(call.body);
  const asked = { header, items: header.items, previous, list, key: 'id' } as const;
  const row = keepItems(context, call, open, updatedItems(state, call, asked));
  return {
    status: 200,
    body: presentRequisition(state, row, 'extended', filesOf(context, call, row)),
  };
}

/** Named in the query or the body; the parameter's name is UNCONFIRMED, the models describe the answer alone. */
function packageNamed(
  context: RouteContext,
  call: ProcoreCall,
  row: RequisitionRow,
): ChangeOrderRow {
  const name = 'change_order_package_id';
  const body = {
    [name]: call.query.get(name) ?? undefined,
    ...(isObject(call.body) ? call.body : {}),
  };
  const id = idField(body, name, null);
  if (id === null) throw unprocessable({ [name]: ["can't be blank"] });
  const found = changeOrdersShown(context, call).find((one) => one.id === id);
  if (found?.contract_id !== row.commitment_id) throw unprocessable({ [name]: ['is invalid'] });
  return found;
}

/** A change order approved since the pay app was made. Answers its items. */
function addPackage(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const { state } = context;
  const open = openToItems(context, call);
  const { before, previous, commitment } = open;
  const row = packageNamed(context, call, before);
  const isOn = before.items.some((item) => item.change_order_package_id === row.id);
  if (isOn) throw unprocessable({ change_order_package_id: ['has already been added'] });
  if (row.status !== 'approved' || row.deleted_at !== null) {
    throw unprocessable({ change_order_package_id: ['must be approved'] });
  }
  const added = changeOrderSources(state, commitment, row, previous).map((source) =>
    carriedItem(state, commitment, source, previous),
  );
  const kept = keepItems(context, call, open, [...before.items, ...added]);
  const form = itemForms.find(({ kind }) => kind === 'change_order_item');
  const shown = kept.items.filter((item) => added.some(({ id }) => id === item.id));
  const body =
    form === undefined ? [] : shown.map((item) => presentItemOfKind(state, form, kept, item));
  return { status: 201, body };
}

/** What earlier pay apps billed of it stays on the contract's account. */
function removePackage(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const open = openToItems(context, call);
  const { before, previous } = open;
  const row = packageNamed(context, call, before);
  const isOf = (item: RequisitionItem): boolean => item.change_order_package_id === row.id;
  if (!before.items.some(isOf)) throw notFound();
  if (previous?.items.some(isOf) === true) {
    throw unprocessable({ change_order_package_id: ['was billed on an earlier invoice'] });
  }
  keepItems(
    context,
    call,
    open,
    before.items.filter((item) => !isOf(item)),
  );
  return { status: 204 };
}

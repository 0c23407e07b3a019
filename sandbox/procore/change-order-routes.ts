// Change orders of commitments under both of their names, packages (v1.0, no DELETE) and the newer commitment change orders;
// packages also tell of prime contracts' change orders.
import { bodyPart, isObject, requireFreeOrigin } from './access.ts';
import { booleanField, choiceField, idField, nullableText, textField } from './body-fields.ts';
import type { Body } from './body-fields.ts';
import { changeOrderLineRoutes } from './change-order-line-routes.ts';
import {
  blankChangeOrder,
  changeOrderOf,
  changeOrdersShown,
  contractNamed,
  keepChangeOrder,
  refuseBilled,
  refuseSyncedChangeOrder,
} from './change-order-records.ts';
import { deletedFilter, filterValues, listAnswer, updatedWithin } from './list-answer.ts';
import { presentCommitmentChangeOrder, presentPackage } from './present-change-order.ts';
import { presentListedPackage } from './present-package-of-contract.ts';
import type { PackageRow } from './present-package-of-contract.ts';
import { packagesShown, primePackageOf } from './prime-packages.ts';
import { unprocessable } from './procore-call.ts';
import type { ProcoreAnswer, ProcoreCall, ProcoreRoute } from './procore-call.ts';
import { nextStamp } from './procore-state.ts';
import type { ChangeOrderRow, ProcoreState } from './procore-state.ts';
import type { RouteContext } from './route-context.ts';
import { requireWritable, withPlainFields } from './writable-fields.ts';
import type { ChangeOrderStatus } from '../company/seeded-company.ts';

/** Source: Procore OpenAPI 2024-10, status enum of change order packages, read 2026-11-26. */
const packageStatuses: readonly ChangeOrderStatus[] = [
  'draft',
  'not_pricing',
  'pricing',
  'pending',
  'revised',
  'proceeding',
  'not_proceeding',
  'no_charge',
  'approved',
  'rejected',
  'void',
];

type Form = {
  resource: 'change_order_package' | 'commitment_change_order';
  path: string;
  key: 'id' | 'change_order_id';
  statuses: readonly ChangeOrderStatus[];
  listed: (context: RouteContext, call: ProcoreCall) => Listed[];
  present: (state: ProcoreState, row: ChangeOrderRow) => object;
};

/** A change order of a list, under the id it has there. */
type Listed = { id: number; row: PackageRow; shown: () => object };

const forms: readonly Form[] = [
  {
    resource: 'change_order_package',
    path: '/rest/v1.0/change_order_packages',
    key: 'id',
    statuses: packageStatuses,
    listed: (context, call) =>
      packagesShown(context, call).map((row) => ({
        id: row.id,
        row,
        shown: () => presentListedPackage(context.state, row),
      })),
    present: presentPackage,
  },
  {
    resource: 'commitment_change_order',
    path: '/rest/v1.0/projects/{project_id}/commitment_change_orders',
    key: 'change_order_id',
    // `pending_billable`: REST reference of 2026, read 2026-11-23.
    statuses: [...packageStatuses, 'pending_billable'],
    listed: (context, call) =>
      changeOrdersShown(context, call).map((row) => ({
        id: row.change_order_id,
        row,
        shown: () => presentCommitmentChangeOrder(context.state, row),
      })),
    present: presentCommitmentChangeOrder,
  },
];

export function changeOrderRoutes(context: RouteContext): ProcoreRoute[] {
  const routes = forms.flatMap((form): ProcoreRoute[] => {
    const one = `${form.path}/{id}`;
    return [
      { method: 'GET', path: form.path, handle: (call) => listChangeOrders(context, form, call) },
      { method: 'POST', path: form.path, handle: (call) => create(context, form, call) },
      {
        method: 'GET',
        path: one,
        handle: (call) => ({ status: 200, body: show(context, form, call) }),
      },
      { method: 'PATCH', path: one, handle: (call) => change(context, form, call) },
    ];
  });
  return [
    ...routes,
    {
      method: 'DELETE',
      path: '/rest/v1.0/projects/{project_id}/commitment_change_orders/{id}',
      handle: (call) => remove(context, call),
    },
    ...changeOrderLineRoutes(context),
  ];
}

function show(context: RouteContext, form: Form, call: ProcoreCall): object {
  const { state } = context;
  const ofPrime = form.key === 'id' ? primePackageOf(context, call) : undefined;
  if (ofPrime !== undefined) return presentPackage(state, ofPrime);
  return form.present(state, changeOrderOf(context, call, form.key));
}

/** Filters. Source: REST reference of 2026: contract_id, batch_id, legacy_package_id, vendor_id, status, executed. */
function listChangeOrders(context: RouteContext, form: Form, call: ProcoreCall): ProcoreAnswer {
  const { state } = context;
  const within = updatedWithin(call);
  const isListed = deletedFilter(call);
  const matches = (name: string, plain: string | null = null): ((value: unknown) => boolean) => {
    const values = filterValues(call.query, name) ?? (plain === null ? null : [plain]);
    return (value) => values === null || values.includes(String(value));
  };
  const [id, contract, status, executed] = [
    matches('id'),
    // Packages take it plainly too, as contract payments do; which of the two is documented was not seen.
    matches('contract_id', call.query.get('contract_id')),
    matches('status'),
    matches('executed'),
  ];
  const [legacy, vendor] = [matches('legacy_package_id'), matches('vendor_id')];
  const vendorOf = ({ contract_id }: PackageRow): number | null | undefined =>
    (state.commitments.get(String(contract_id)) ?? state.primeContracts.get(String(contract_id)))
      ?.vendor_id;
  const rows = form
    .listed(context, call)
    .filter(({ row }) => isListed(row) && within(row.updated_at))
    .filter((one) => id(one.id) && contract(one.row.contract_id) && status(one.row.status))
    .filter(({ row }) => executed(row.executed) && legacy(row.id) && vendor(vendorOf(row)))
    .map((one) => ({ ...one.row, ...one }));
  return listAnswer(call, rows, ({ shown }) => shown());
}

function create(context: RouteContext, form: Form, call: ProcoreCall): ProcoreAnswer {
  const { state } = context;
  const body = bodyPart(call.body, 'change_order');
  const around: Body = isObject(call.body) ? call.body : {};
  const named = form.resource === 'change_order_package' ? around : body;
  const contract = contractNamed(context, call, idField(named, 'contract_id', null));
  const blank = blankChangeOrder(context, contract);
  const row = keepChangeOrder(context, call, withFields(state, form, blank, body), 'create');
  return { status: 201, body: form.present(state, row) };
}

/** Procore publishes no graph of status moves; an approved change order's lines stay until it leaves that status. */
function change(context: RouteContext, form: Form, call: ProcoreCall): ProcoreAnswer {
  const { state } = context;
  if (form.key === 'id' && primePackageOf(context, call) !== undefined) {
    const sentence = "A prime contract's change order is changed at its newer path in this sandbox";
    throw unprocessable({ base: [sentence] });
  }
  const before = changeOrderOf(context, call, form.key);
  const body = bodyPart(call.body, 'change_order');
  refuseSyncedChangeOrder(before, body);
  const changed = withFields(state, form, before, body);
  if (before.status === 'approved' && changed.status !== 'approved') {
    refuseBilled(context, call, before);
  }
  const row = keepChangeOrder(context, call, changed, 'update');
  return { status: 200, body: form.present(state, row) };
}

function withFields(
  state: ProcoreState,
  { resource, statuses }: Form,
  before: ChangeOrderRow,
  body: Body,
): ChangeOrderRow {
  requireWritable(state, resource, body);
  if (idField(body, 'contract_id', before.contract_id) !== before.contract_id) {
    throw unprocessable({ contract_id: ["can't be changed"] });
  }
  const originId = nullableText(body, 'origin_id', before.origin_id);
  requireFreeOrigin(state.changeOrders.values(), before.id, originId);
  return {
    ...before,
    number: textField(body, 'number', before.number),
    title: textField(body, 'title', before.title),
    description: textField(body, 'description', before.description),
    status: choiceField(body, 'status', before.status, [...statuses, before.status]),
    executed: booleanField(body, 'executed', before.executed),
    origin_id: originId,
    origin_data: nullableText(body, 'origin_data', before.origin_data),
    kept: withPlainFields(resource, before.kept, body),
  };
}

/** The company's setting that keeps approved contracts keeps approved change orders too. */
function remove(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const { state } = context;
  const before = changeOrderOf(context, call, 'change_order_id');
  refuseSyncedChangeOrder(before, { deleted: true });
  if (before.status === 'approved' && call.rule('deletingApprovedContract') === 'locked') {
    throw unprocessable({ base: ['An approved change order cannot be deleted'] });
  }
  refuseBilled(context, call, before);
  const deleted_at = nextStamp(state, context.now());
  keepChangeOrder(context, call, { ...before, deleted_at }, 'delete');
  return { status: 204 };
}

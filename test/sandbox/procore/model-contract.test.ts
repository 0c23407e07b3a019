// Proves that the sandbox's field names and enums are Procore's: every field of an answer stands in the models extracted from
// Procore's OpenAPI of 2024-10, or in the short list below of fields that are newer, each with its source. The models are
// not part of this repository; where they are absent the tests are skipped and say so.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { skipReason, vendorDocuments } from '../../support/vendor-documents.ts';
import { changeOrderCaller } from './change-order-caller.ts';
import { payAppCaller } from './pay-app-caller.ts';
import { COMPANY, id, startSeeded } from './procore-caller.ts';
import type { Json, Running } from './procore-caller.ts';
import { ok, ownerWorld } from './owner-world.ts';
import type { OwnerWorld } from './owner-world.ts';

const MODELS = vendorDocuments.procoreModels;
const reason = skipReason('procoreModels');
const isPresent = reason === '';

type Field = { name: string; type: string; enum?: string[] };

function fieldsOf(model: string): Map<string, Field> {
  const models = (JSON.parse(readFileSync(MODELS, 'utf8')) as { models: Record<string, Field[]> })
    .models;
  const fields = models[model];
  if (fields === undefined) throw new Error(`No model ${model}`);
  // The generator of the models renames fields that are Python keywords or types: var_date is date.
  return new Map(fields.map((field) => [field.name.replace(/^var_/, ''), field]));
}

/** Fields of the 2026 reference that the models of 2024-10 do not have yet. */
const NEWER: Record<string, readonly string[]> = {
  // "Requisitions" v1.1, reference of 2026: billing method, accounting method and taxes of the invoice.
  RestV11RequisitionsGet200ResponseInner: [
    'contract_invoicing_method',
    'accounting_method',
    'tax_summary',
  ],
  // Not in the models at all: see the open rule packageLineAmount.
  RestV10ChangeOrderPackagesIdGet200ResponseLineItemsInner: ['amount', 'tax_code_id'],
  // Same page, items: taxes per line and the previous total; scheduled unit of measure.
  RestV11RequisitionsGet200ResponseInnerItemsInner: ['taxes', 'uom'],
  // "Budget View Detail Rows", reference of 2026.
  RestV10BudgetViewSnapshotsBudgetViewSnapshotIdDetailRowsGet200ResponseInner: [
    ...['budgeted', 'budgetable', 'curve', 'start_date', 'end_date'],
  ],
  // Tutorial "Working with Budget Line Items".
  RestV10BudgetViewsBudgetViewIdSummaryRowsGet200ResponseInner: ['budget_line_item_ids'],
  // "Contract Payments", reference of 2026: the fields of the write model are read back too.
  RestV10ContractPaymentsGet200ResponseInner: ['invoice_date', 'payment_method', 'updated_at'],
};

function expectKnown(answer: unknown, model: string): void {
  const fields = fieldsOf(model);
  const newer = NEWER[model] ?? [];
  const names = Object.keys(answer as Json);
  expect(names.length).toBeGreaterThan(2);
  const unknown = names.filter((name) => !fields.has(name) && !newer.includes(name));
  expect(unknown, model).toEqual([]);
  const noLongerNewer = newer.filter((name) => fields.has(name));
  expect(noLongerNewer, `${model}: listed as newer but in the models`).toEqual([]);
  for (const [name, value] of Object.entries(answer as Json)) {
    const field = fields.get(name);
    if (field !== undefined && value !== null) expectType(`${model}.${name}`, value, field);
  }
}

function expectType(place: string, value: unknown, field: Field): void {
  if (field.enum !== undefined) expect(field.enum, place).toContain(value);
  switch (field.type) {
    case 'int':
      expect(Number.isInteger(value), place).toBe(true);
      return;
    case 'float':
      expect(typeof value, place).toBe('number');
      return;
    case 'str':
      expect(typeof value, place).toBe('string');
      return;
    case 'bool':
      expect(typeof value, place).toBe('boolean');
      return;
    case 'date':
      expect(value, place).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      return;
    case 'datetime':
      expect(value, place).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/);
      return;
    default:
      // A nested model or a list; the ones that matter are compared on their own.
      expect(typeof value, place).toBe('object');
  }
}

describe.skipIf(!isPresent)(`the answers in the words of Procore’s models${reason}`, () => {
  let sandbox: Running;
  let project: number;
  let requisition: Json;
  beforeAll(async () => {
    sandbox = await startSeeded('demo');
    const projects = await sandbox.list('admin', `/rest/v1.0/projects?company_id=${COMPANY}`);
    project = id(projects[0]);
    const path = `/rest/v1.1/requisitions?project_id=${project}&view=extended`;
    requisition = (await sandbox.list('admin', path))[0] ?? {};
  });
  afterAll(() => sandbox.close());
  const first = async (path: string) => (await sandbox.list('admin', path))[0];

  test('requisition, summary, summary text, items and their WBS code', () => {
    const model = 'RestV11RequisitionsGet200ResponseInner';
    expectKnown(requisition, model);
    expectKnown(requisition['summary'], `${model}Summary`);
    expectKnown(requisition['summary_text'], `${model}SummaryText`);
    expectKnown(requisition['created_by'], `${model}CreatedBy`);
    const items = requisition['items'] as Json[];
    for (const item of items) {
      expectKnown(item, `${model}ItemsInner`);
      const wbsCode = item['wbs_code'] as Json;
      expectKnown(wbsCode, `${model}ItemsInnerWbsCode`);
      for (const segment of wbsCode['segment_items'] as Json[]) {
        expectKnown(segment, `${model}ItemsInnerWbsCodeSegmentItemsInner`);
      }
    }
  });

  test('nothing the summary and the items of a requisition have is left out', () => {
    const model = 'RestV11RequisitionsGet200ResponseInner';
    const missing = (answer: unknown, name: string) =>
      [...fieldsOf(name).keys()].filter((field) => !(field in (answer as Json)));
    expect(missing(requisition, model)).toEqual([]);
    expect(missing(requisition['summary'], `${model}Summary`)).toEqual([]);
    expect(missing((requisition['items'] as Json[])[0], `${model}ItemsInner`)).toEqual([]);
  });

  test('both kinds of contract, listed and single, and their lines', async () => {
    for (const [path, listModel, showModel] of [
      [
        'work_order_contracts',
        'RestV10WorkOrderContractsGet200ResponseInner',
        'RestV10WorkOrderContractsPost201Response',
      ],
      [
        'purchase_order_contracts',
        'RestV10PurchaseOrderContractsGet200ResponseInner',
        'RestV10PurchaseOrderContractsPost201Response',
      ],
    ] as const) {
      const listed = await first(`/rest/v1.0/${path}?project_id=${project}`);
      expectKnown(listed, listModel);
      const single = await sandbox.one(
        'admin',
        `/rest/v1.0/${path}/${id(listed)}?project_id=${project}`,
      );
      expectKnown(single, showModel);
      const line = (single['line_items'] as Json[])[0];
      expectKnown(line, 'RestV10WorkOrderContractsPost201ResponseLineItemsInner');
      expectKnown(
        line?.['cost_code'],
        'RestV10WorkOrderContractsPost201ResponseLineItemsInnerCostCode',
      );
    }
  });

  test('contract payments', async () => {
    const call = await sandbox.as('admin');
    const made = await call('POST', '/rest/v1.0/contract_payments', {
      project_id: project,
      contract_id: requisition['commitment_id'],
      contract_payment: { amount: '1.00', date: '2026-06-20', requisition_id: id(requisition) },
    });
    expectKnown(made.body, 'RestV10ContractPaymentsGet200ResponseInner');
  });

  test('change orders under both names, in lists, alone and in their contract', async () => {
    const orders = await changeOrderCaller(sandbox);
    const made = await orders.make([{ amount: '1.00' }], 'Known');
    const model = 'RestV10ChangeOrderPackages';
    const [listed] = await orders.list(`${orders.packages}?${orders.query}`);
    expectKnown(listed, `${model}Get200ResponseInner`);
    const single = await orders.package(made);
    expectKnown(single, `${model}IdGet200Response`);
    expectKnown((single['line_items'] as Json[])[0], `${model}IdGet200ResponseLineItemsInner`);
    const inContract = (await orders.contract())['change_order_packages'] as Json[];
    expectKnown(inContract[0], 'RestV10WorkOrderContractsPost201ResponseChangeOrderPackagesInner');
    const newer = 'RestV10ProjectsProjectIdCommitmentChangeOrders';
    expectKnown((await orders.list(orders.changeOrders))[0], `${newer}Get200Response`);
    const alone = await orders.one(`${orders.changeOrders}/${made.order}`);
    expectKnown(alone, `${newer}Get200Response`);
    for (const [answer, name] of [
      [listed, `${model}Get200ResponseInner`],
      [single, `${model}IdGet200Response`],
      [alone, `${newer}Get200Response`],
    ] as const) {
      const missing = [...fieldsOf(name).keys()].filter((field) => !(field in (answer as Json)));
      expect(missing, name).toEqual([]);
    }
  });

  test('items of change orders and details, at both versions', async () => {
    const billing = await payAppCaller(sandbox, [{ description: 'Walls', amount: '10.00' }]);
    await sandbox.control('PUT', '/settings', { payAppItemParents: 'hidden' });
    const lines = (await billing.contract())['line_items'] as Json[];
    const details = `${billing.contractPath}/line_item_contract_details`;
    const contract_detail_line_item = { line_item_id: id(lines[0]), amount: '10.00' };
    const body = { project_id: billing.project, contract_detail_line_item };
    const query = `?project_id=${billing.project}`;
    const detail = (await billing.call('POST', details, body)).body;
    const detailModel = 'RestV10WorkOrderContractsWorkOrderContractIdLineItemContractDetails';
    expectKnown(detail, `${detailModel}Post201Response`);
    expectKnown(await first(`${details}${query}`), `${detailModel}Get200ResponseInner`);
    const made = await billing.orders.make([{ amount: '5.00', description: 'More' }], 'Extra');
    await billing.orders.setStatus(made, 'approved');
    const payApp = (await billing.tryToBill()).body as Json;
    const model = 'RestV11RequisitionsGet200ResponseInner';
    for (const item of payApp['items'] as Json[]) expectKnown(item, `${model}ItemsInner`);
    expectKnown((payApp['item_packages'] as Json[])[0], `${model}ItemPackagesInner`);
    for (const kind of ['Contract', 'ContractDetail', 'ChangeOrder']) {
      const name = `${kind.replace(/(?!^)([A-Z])/g, '_$1').toLowerCase()}_items`;
      const one = await first(`/rest/v1.0/requisitions/${id(payApp)}/${name}${query}`);
      const itemModel = `RestV10RequisitionsRequisitionId${kind}ItemsGet200ResponseInner`;
      expectKnown(one, itemModel);
      const missing = [...fieldsOf(itemModel).keys()].filter((field) => !(field in (one ?? {})));
      expect(missing, itemModel).toEqual([]);
    }
  });

  test('the currency of a pay app with phase two: its rate is a number', async () => {
    await sandbox.control('PUT', '/currency', { company: { phaseTwo: true } });
    const path = `/rest/v1.1/requisitions/${id(requisition)}?project_id=${project}`;
    const shown = (await sandbox.one('admin', path))['currency_configuration'];
    expectKnown(shown, 'RestV11RequisitionsGet200ResponseInnerCurrencyConfiguration');
    await sandbox.control('PUT', '/currency', { company: { phaseTwo: false } });
  });

  test('budget views, columns, rows, snapshots and modifications', async () => {
    const inProject = `?project_id=${project}`;
    const snapshot = { projectId: project, name: 'May' };
    await sandbox.control('POST', '/budget-snapshots', snapshot);
    const views = '/rest/v1.0/budget_views';
    const view = await first(`${views}${inProject}`);
    expectKnown(view, 'RestV10BudgetViewsGet200ResponseInner');
    const columns = `${views}/${id(view)}/budget_detail_columns${inProject}`;
    const columnModel = 'RestV10BudgetViewsBudgetViewIdBudgetDetailColumnsGet200ResponseInner';
    for (const column of await sandbox.list('admin', columns)) expectKnown(column, columnModel);
    // The keys of a view's own columns are those that begin with a capital.
    const fixed = (row: Json | undefined): Json =>
      Object.fromEntries(Object.entries(row ?? {}).filter(([name]) => !/^[A-Z]/.test(name)));
    const detail = fixed(await first(`${views}/${id(view)}/detail_rows${inProject}`));
    const snapshots = 'RestV10BudgetViewSnapshots';
    const detailModel = `${snapshots}BudgetViewSnapshotIdDetailRowsGet200ResponseInner`;
    expectKnown(detail, detailModel);
    expectKnown(detail['budget_forecast'], `${detailModel}BudgetForecast`);
    expectKnown(
      fixed(await first(`${views}/${id(view)}/summary_rows${inProject}&group_by=biller`)),
      'RestV10BudgetViewsBudgetViewIdSummaryRowsGet200ResponseInner',
    );
    const taken = await first(`/rest/v1.0/budget_view_snapshots${inProject}`);
    expectKnown(taken, `${snapshots}Get200ResponseInner`);
    expectKnown(
      await first(`/rest/v1.0/projects/${project}/budget_modifications`),
      'RestV10ProjectsProjectIdBudgetModificationsGet200ResponseInner',
    );
  });

  test('projects, vendors and reference data', async () => {
    expectKnown(await first('/rest/v1.0/projects'), 'Project1');
    expectKnown(await first('/rest/v1.0/vendors'), 'RestV10VendorsGet200ResponseInner');
    expectKnown(await first('/rest/v1.0/tax_codes'), 'RestV10TaxCodesGet200ResponseInner');
    expectKnown(await first(`/rest/v1.0/projects/${project}/billing_periods`), 'BillingPeriod');
    const wbs = `/rest/v1.0/projects/${project}/work_breakdown_structure/wbs_codes`;
    expectKnown(
      await first(wbs),
      'RestV10ProjectsProjectIdWorkBreakdownStructureWbsCodesGet200ResponseInner',
    );
    // "labor" is missing from the read models' base types and present in the write model of the same document.
    const types = await sandbox.list('admin', '/rest/v1.0/line_item_types');
    for (const type of types) expectKnown({ ...type, base_type: null }, 'LineItemType1');
    const bases = fieldsOf('LineItemType2').get('base_type')?.enum ?? [];
    for (const type of types) expect(bases).toContain(type['base_type']);
  });

  test('statuses are the models’ own', () => {
    const statuses = fieldsOf('RestV11RequisitionsGet200ResponseInner').get('status')?.enum;
    expect(statuses?.sort()).toEqual([
      'approved',
      'approved_as_noted',
      'draft',
      'pending_owner_approval',
      'revise_and_resubmit',
      'under_review',
    ]);
  });
});

describe.skipIf(!isPresent)(`the owner’s side in the words of Procore’s models${reason}`, () => {
  let sandbox: Running;
  let world: OwnerWorld;
  let changeOrder: Json;
  let made: Json;
  beforeAll(async () => {
    sandbox = await startSeeded('twenty');
    world = await ownerWorld(sandbox, '5.00');
    changeOrder = await world.changeOrder('100.00');
    made = ok(await world.bill());
    ok(await world.pay({ draw_request_number: 1 }));
  });
  afterAll(() => sandbox.close());
  const first = async (path: string) => (await sandbox.list('admin', path))[0];
  const missing = (answer: unknown, model: string) =>
    [...fieldsOf(model).keys()].filter((field) => !(field in (answer as Json)));
  const paths = 'RestV10PrimeContractsPrimeContractId';
  const invoices = 'RestV10PaymentApplications';

  test('prime contracts, listed and single, their lines, packages and payments', async () => {
    const listed = await first(`/rest/v1.0/prime_contracts${world.query}`);
    expectKnown(listed, 'RestV10PrimeContractsGet200ResponseInner');
    expect(missing(listed, 'RestV10PrimeContractsGet200ResponseInner')).toEqual(['created_by']);
    const single = await world.show();
    expectKnown(single, 'RestV10PrimeContractGet200Response');
    expectKnown(single['vendor'], 'RestV10PrimeContractsGet200ResponseInnerContractor');
    const inner = 'RestV10WorkOrderContractsPost201Response';
    expectKnown((single['line_items'] as Json[])[0], `${inner}LineItemsInner`);
    expectKnown((single['change_order_packages'] as Json[])[0], `${inner}ChangeOrderPackagesInner`);
    expectKnown((single['payments_received'] as Json[])[0], `${inner}PaymentsIssuedInner`);
  });

  test('prime change orders, listed and single', async () => {
    const path = `/rest/v1.0/projects/${world.project}/prime_change_orders`;
    const model = 'RestV10ProjectsProjectIdPrimeChangeOrders';
    // The model of the list is written as one record.
    expectKnown(await first(path), `${model}Get200Response`);
    expect(missing(await first(path), `${model}Get200Response`)).toEqual([]);
    expectKnown(changeOrder, `${model}Post201Response`);
    expectKnown(
      await sandbox.one('admin', `${path}/${id(changeOrder)}`),
      `${model}Post201Response`,
    );
  });

  test('a prime change order as a package, listed and single', async () => {
    const packages = '/rest/v1.0/change_order_packages';
    const model = 'RestV10ChangeOrderPackages';
    const listed = await first(`${packages}${world.query}`);
    const single = await sandbox.one('admin', `${packages}/${id(listed)}${world.query}`);
    expect(single['type']).toBe('PrimeContractChangeOrder');
    expectKnown((single['line_items'] as Json[])[0], `${model}IdGet200ResponseLineItemsInner`);
    for (const [answer, name] of [
      [listed, `${model}Get200ResponseInner`],
      [single, `${model}IdGet200Response`],
    ] as const) {
      expectKnown(answer, name);
      expect(missing(answer, name), name).toEqual([]);
    }
  });

  test('payment applications by project, by contract, single and written', async () => {
    const listed = await first(`/rest/v1.0/payment_applications${world.query}`);
    expectKnown(listed, `${invoices}Get200ResponseInner`);
    expect(missing(listed, `${invoices}Get200ResponseInner`)).toEqual([]);
    expect(missing(listed?.['g702'], `${invoices}Get200ResponseInnerAllOfG702`)).toEqual([]);
    expectKnown(listed?.['g702'], `${invoices}Get200ResponseInnerAllOfG702`);
    const own = await first(`${world.many}/payment_applications${world.query}`);
    expectKnown(own, `${paths}PaymentApplicationsGet200ResponseInner`);
    const single = await world.invoice(id(made));
    expectKnown(single, `${invoices}IdGet200Response`);
    expect(missing(single, `${invoices}IdGet200Response`)).toEqual([]);
    expectKnown(made, `${paths}PaymentApplicationsPost201Response`);
    for (const line of made['g703'] as Json[]) {
      expectKnown(line, `${paths}PaymentApplicationsPost201ResponseAllOfG703Inner`);
    }
    const model = `${invoices}IdGet200ResponseAllOfG703Inner`;
    for (const line of single['g703'] as Json[]) {
      expectKnown(line, model);
      // "Only present if item type is payment_application_line_item."
      const origins = ['origin_id', 'origin_type', 'added_from_source', 'added_from_source_id'];
      const isMarkup = line['type'] === 'payment_application_markup_line_item';
      expect(missing(line, model)).toEqual(isMarkup ? origins : []);
    }
  });

  test('a changed line and a changed markup', async () => {
    const lines = made['g703'] as Json[];
    const work = { work_completed_this_period: '5.00' };
    const item = ok(await world.changeItem(id(lines[0]), work));
    const model = `${paths}PaymentApplicationLineItemsIdPatch200Response`;
    expectKnown(item, model);
    expect(missing(item, model)).toEqual([]);
    const markup = ok(await world.changeMarkup(id(lines[2]), work));
    const markupModel = `${paths}PaymentApplicationMarkupLineItemsIdPatch200Response`;
    expectKnown(markup, markupModel);
    expect(missing(markup, markupModel)).toEqual([]);
  });
});

// Proves that each Procore record is read as documented: exact amounts, long ids, absent, null and empty told apart from zero.
import { afterEach, describe, expect, it } from 'vitest';
import { procoreCommitmentSchema } from '../../../domain/records/procore/commitment.ts';
import { procoreRequisitionSchema } from '../../../domain/records/procore/requisition.ts';
import { clientOf, failureOf, startProcoreStub } from './procore-stub.ts';
import type { ProcoreStub } from './procore-stub.ts';

let stub: ProcoreStub;
afterEach(() => stub.close());

const contract = `{
  "id": 5629494500987654321, "number": "SC-001", "title": "Earthworks", "status": "Approved",
  "vendor": {"id": 5629494500000000007, "company": "Kauri Concrete Ltd"}, "project": {"id": 1, "name": "x"},
  "contract_date": "2026-04-02", "retainage_percent": "10.0", "grand_total": "12345678901234567.89",
  "approved_change_orders": "0.0", "revised_contract": "12345678901234567.89",
  "currency_configuration": {"currency_iso_code": "NZD"}, "updated_at": "2026-05-01T10:00:00+12:00",
  "new_field_of_2027": {"anything": [1]},
  "line_items": [
    {"id": 71, "position": 1, "description": "Dig", "amount": "100.5", "quantity": 1.0, "unit_cost": 100.5,
     "cost_code": {"id": 3, "full_code": "02-200", "code": "200", "name": "Earthworks"},
     "line_item_type": {"id": 4, "code": "S", "name": "Subcontract"}, "tax_code_id": 9007199254740993},
    {"id": 72, "position": 2, "description": null, "amount": "-0.00", "cost_code": null, "tax_code_id": null}
  ]}`;

describe('a commitment', () => {
  it('is read with its lines, exact and in any length', async () => {
    stub = await startProcoreStub(() => ({ body: contract }));
    const read = await clientOf(stub).readCommitment({
      projectId: '1',
      contractKind: 'wo',
      id: '5',
    });
    expect(procoreCommitmentSchema.parse(read)).toEqual(read);
    expect(read).toMatchObject({
      id: '5629494500987654321',
      vendorId: '5629494500000000007',
      originalSum: '12345678901234567.89',
      retainagePercent: '10',
      currency: 'NZD',
      date: '2026-04-02',
      updatedAt: '2026-04-30T22:00:00.000Z',
    });
    expect(read.lines).toEqual([
      {
        id: '71',
        position: 1,
        description: 'Dig',
        amount: '100.50',
        costCode: { code: '02-200', name: 'Earthworks' },
        costType: { code: 'S', name: 'Subcontract' },
        taxCodeId: '9007199254740993',
      },
      {
        id: '72',
        position: 2,
        description: '',
        amount: '0.00',
        costCode: null,
        costType: null,
        taxCodeId: null,
      },
    ]);
    expect(stub.apiCalls()[0]?.path).toBe('/rest/v1.0/work_order_contracts/5');
  });

  it('has its lines listed apart where it does not hold them', async () => {
    stub = await startProcoreStub(({ path }) =>
      path.endsWith('/line_items')
        ? { body: [{ id: 9, amount: '1.00' }] }
        : { body: contract.replace('"line_items"', '"other_items"') },
    );
    const read = await clientOf(stub).readCommitment({
      projectId: '1',
      contractKind: 'po',
      id: '5',
    });
    expect(read.lines).toMatchObject([{ id: '9', position: 1, amount: '1.00' }]);
    expect(stub.apiCalls()[1]?.path).toBe('/rest/v1.0/purchase_order_contracts/5/line_items');
  });

  it('is found by what changed since, up to a far end', async () => {
    stub = await startProcoreStub(() => ({
      body: [{ id: 5, status: 'Draft', updated_at: '2026-05-01T00:00:00Z' }],
    }));
    const updatedSince = '2026-04-30T00:00:00.000Z';
    const headers = await clientOf(stub).listCommitments({
      projectId: '1',
      contractKind: 'po',
      updatedSince,
    });
    expect(headers).toEqual([
      { id: '5', contractKind: 'po', status: 'Draft', updatedAt: '2026-05-01T00:00:00.000Z' },
    ]);
    expect(stub.apiCalls()[0]?.query.get('filters[updated_at]')).toBe(
      '2026-04-30T00:00:00.000Z...2100-01-01T00:00:00Z',
    );
  });
});

const item = {
  id: 1,
  item_type: 'contract_item',
  line_item_id: 71,
  description_of_work: 'Dig',
  wbs_code: { id: 2, flat_code: '02-200.S' },
  scheduled_value: '1000.00',
  work_completed_from_previous_application: '0.0',
  work_completed_this_period: 100.1,
  materials_presently_stored: '10.00',
  total_completed_and_stored_to_date: '110.10',
  work_completed_retainage_from_previous_application: '0.00',
  work_completed_retainage_retained_this_period: '10.01',
  work_completed_retainage_released_this_period: '0.00',
  materials_stored_retainage_currently_retained: '1.00',
  materials_stored_retainage_released_this_period: '0.00',
  materials_retainage_retained_moved: '0.00',
  status: null,
};
const summary = {
  contract_sum_to_date: '1000.00',
  net_change_by_change_orders: '0.00',
  total_completed_and_stored_to_date: '110.10',
  completed_work_retainage_amount: '10.01',
  stored_materials_retainage_amount: '1.00',
  total_retainage: '11.01',
  total_earned_less_retainage: '99.09',
  less_previous_certificates_for_payment: '0.00',
  tax_applicable_to_this_payment: '14.86',
  current_payment_due: '99.09',
};
const requisition = {
  id: 33,
  previous_requisition_id: null,
  project_id: 1,
  commitment_id: 5,
  commitment_type: 'PurchaseOrderContract',
  vendor_id: 7,
  number: 1,
  invoice_number: '',
  invoice_type: 'progress',
  status: 'approved',
  billing_date: '2026-05-31',
  period_id: 6,
  summary,
  items: [item],
  updated_at: '2026-06-01T00:00:00Z',
};

async function readRequisition(body: object) {
  stub = await startProcoreStub(() => ({ body }));
  return clientOf(stub).readRequisition({ projectId: '1', id: '33' });
}

describe('a requisition', () => {
  it('is read with its summary and items, a float as exact as a string', async () => {
    const read = await readRequisition(requisition);
    expect(procoreRequisitionSchema.parse(read)).toEqual(read);
    expect(read).toMatchObject({
      contractKind: 'po',
      invoiceNumber: null,
      currency: null,
      items: [{ workCompletedThisPeriod: '100.10', tax: null, wbsFlatCode: '02-200.S' }],
      summary: { taxApplicableToThisPayment: '14.86', currentPaymentDue: '99.09' },
    });
    expect(stub.apiCalls()[0]?.query.get('view')).toBe('extended');
  });

  it.each([
    ['absent', undefined, null],
    ['null', null, null],
    ['zero', '0.00', '0.00'],
  ])('has tax that is %s', async (_, sent, read) => {
    const body = { ...requisition, summary: { ...summary, tax_applicable_to_this_payment: sent } };
    expect((await readRequisition(body)).summary.taxApplicableToThisPayment).toBe(read);
  });

  it.each([
    ['no', [], null],
    [
      'one',
      [{ tax_code_id: 9, tax_code_name: 'GST15', tax_code_rate: '15.0' }],
      { taxCodeId: '9', rate: '15' },
    ],
    [
      'two',
      [
        { tax_code_id: 9, tax_code_rate: '5.0' },
        { tax_code_id: 10, tax_code_rate: '9.975' },
      ],
      { taxCodeId: '10+9', rate: '14.975' },
    ],
  ])('has an item with %s taxes', async (_, taxes, tax) => {
    const read = await readRequisition({ ...requisition, items: [{ ...item, taxes }] });
    expect(read.items[0]?.tax).toEqual(tax);
  });

  it('reads a change order item, which has no stored materials', async () => {
    const {
      materials_presently_stored: _a,
      materials_stored_retainage_currently_retained: _b,
      ...rest
    } = item;
    const body = {
      ...requisition,
      items: [{ ...rest, item_type: 'change_order_item', line_item_id: 8 }],
    };
    expect((await readRequisition(body)).items[0]).toMatchObject({
      materialsPresentlyStored: '0.00',
      materialsRetainageBalance: '0.00',
    });
  });

  it.each([
    [
      'a missing amount due',
      { summary: { ...summary, current_payment_due: undefined } },
      'summary.current_payment_due',
    ],
    [
      'an amount that is none',
      { summary: { ...summary, total_retainage: '1,000.00' } },
      'summary.total_retainage',
    ],
    ['a contract of an unknown kind', { commitment_type: 'PrimeContract' }, 'commitment_type'],
    ['no items at all', { items: undefined }, 'items'],
    ['a date that is none', { billing_date: '31/05/2026' }, 'billing_date'],
    ['a version without a zone', { updated_at: '2026-06-01 00:00' }, 'updated_at'],
  ])('is unreadable with %s', async (_, change, field) => {
    const error = await failureOf(readRequisition({ ...requisition, ...change }));
    expect(error).toMatchObject({ kind: 'malformedAnswer', mayHaveHappened: false });
    expect((error as Error).message).toContain(`requisition 33: ${field}`);
  });
});

it('reads the small records', async () => {
  const bodies: Record<string, unknown> = {
    '/rest/v1.0/projects': [
      {
        id: 1,
        name: 'Wharf',
        project_number: '26-001',
        active: true,
        updated_at: '2026-05-01T00:00:00Z',
        total_value: 1e6,
      },
    ],
    '/rest/v1.0/vendors': [
      {
        id: 7,
        name: 'Kauri',
        email_address: '',
        is_active: true,
        business_register: { type: 'abn', identifier: '123' },
        updated_at: '2026-05-01T00:00:00Z',
      },
      {
        id: 8,
        name: 'Rimu',
        email_address: 'a@example.com',
        business_register: null,
        updated_at: '2026-05-01T00:00:00.5Z',
      },
    ],
    '/rest/v1.0/companies/5629494500123/vendors/inactive': [
      { id: 10, name: 'Totara', email_address: null, updated_at: '2026-05-01T00:00:00Z' },
    ],
    '/rest/v1.0/tax_codes': [{ id: 9, code: 'GST15', rate1: 15.0 }],
    '/rest/v1.0/projects/1/billing_periods': [
      { id: 6, start_date: '2026-05-01', end_date: '2026-05-31', due_date: null },
    ],
    '/rest/v1.0/contract_payments': [
      { id: 4, amount: '10.0', date: '2026-06-20', notes: null, requisition_id: 33 },
    ],
  };
  stub = await startProcoreStub(({ path }) => ({ body: bodies[path] }));
  const client = clientOf(stub);
  expect(await client.listProjects()).toMatchObject([
    { id: '1', number: '26-001', isActive: true },
  ]);
  expect(await client.listVendors()).toMatchObject([
    { id: '7', email: null, taxNumber: '123' },
    {
      id: '8',
      email: 'a@example.com',
      taxNumber: null,
      isActive: true,
      updatedAt: '2026-05-01T00:00:00.500Z',
    },
    // Inactive ones have a list of their own.
    { id: '10', isActive: false },
  ]);
  expect(await client.listTaxCodes()).toEqual([
    { kind: 'procoreTaxCode', id: '9', code: 'GST15', rate: '15' },
  ]);
  expect(await client.listBillingPeriods({ projectId: '1' })).toMatchObject([
    { id: '6', dueDate: null },
  ]);
  expect(await client.listContractPayments({ projectId: '1', contractId: '5' })).toMatchObject([
    { id: '4', contractId: '5', amount: '10.00', notes: null, updatedAt: 'never stated' },
  ]);
});

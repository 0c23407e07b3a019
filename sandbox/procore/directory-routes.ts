// Vendors and reference data of the company: who may read them and how a vendor is written.
import {
  bodyPart,
  projectOf,
  requireCompany,
  requireFreeOrigin,
  requireTool,
  writableBody,
} from './access.ts';
import { booleanField, choiceField, given, nullableText, textField } from './body-fields.ts';
import type { Body } from './body-fields.ts';
import { filterValues, listAnswer, updatedWithin } from './list-answer.ts';
import { presentCostType, presentTaxCode, presentVendor } from './present-directory.ts';
import { notFound, unprocessable } from './procore-call.ts';
import type { ProcoreAnswer, ProcoreCall, ProcoreRoute } from './procore-call.ts';
import { nextId, nextStamp } from './procore-state.ts';
import type { VendorRow } from './procore-state.ts';
import type { RouteContext } from './route-context.ts';
import { requireWritable, withPlainFields } from './writable-fields.ts';

/** Source: Procore REST reference, List Tax Codes: at most 100 a page, read 2026-11-23. */
const TAX_CODE_PAGES = { standard: 30, maximum: 100 };

export function directoryRoutes(context: RouteContext): ProcoreRoute[] {
  return [...vendorRoutes(context), ...projectVendorRoutes(context), ...referenceRoutes(context)];
}

function vendorRoutes(context: RouteContext): ProcoreRoute[] {
  const { state, company } = context;
  const listWhere = (isActive: boolean) => (call: ProcoreCall) => {
    requireCompany(call);
    requireTool(state, call, 'directory');
    const within = updatedWithin(call);
    const search = (call.query.get('filters[search]') ?? '').toLowerCase();
    const origins = filterValues(call.query, 'origin_id');
    const vendors = state.vendors
      .values()
      .filter((vendor) => vendor.is_active === isActive && within(vendor.updated_at))
      .filter((vendor) => vendor.name.toLowerCase().includes(search))
      .filter(({ origin_id }) => origins === null || origins.includes(origin_id ?? ''));
    return listAnswer(call, vendors, (vendor) => presentVendor(vendor, company.home));
  };
  return [
    { method: 'GET', path: '/rest/v1.0/vendors', handle: listWhere(true) },
    {
      method: 'GET',
      path: '/rest/v1.0/companies/{company_id}/vendors/inactive',
      handle: listWhere(false),
    },
    {
      method: 'PATCH',
      path: '/rest/v1.0/companies/{company_id}/vendors/inactive/{id}',
      handle: (call) => {
        if (vendorOf(context, call).is_active) throw notFound();
        return changeVendor(context, call, bodyPart(call.body, 'vendor'));
      },
    },
    {
      method: 'GET',
      path: '/rest/v1.0/vendors/{id}',
      handle: (call) => {
        const vendor = vendorOf(context, call);
        if (!vendor.is_active && call.rule('inactiveVendor') === 'hidden') throw notFound();
        return { status: 200, body: presentVendor(vendor, company.home) };
      },
    },
    { method: 'POST', path: '/rest/v1.0/vendors', handle: (call) => createVendor(context, call) },
    {
      method: 'PATCH',
      path: '/rest/v1.0/vendors/{id}',
      handle: (call) => changeVendor(context, call, bodyPart(call.body, 'vendor')),
    },
    ...(['POST', 'PATCH'] as const).map((method) => ({
      method,
      path: '/rest/v1.0/vendors/{id}/business_register',
      handle: (call: ProcoreCall) =>
        changeVendor(context, call, {
          business_register: bodyPart(call.body, 'business_register'),
        }),
    })),
  ];
}

function vendorOf({ state }: RouteContext, call: ProcoreCall): VendorRow {
  requireTool(state, call, 'directory');
  const vendor = state.vendors.get(call.params['id'] ?? '');
  if (vendor === undefined) throw notFound();
  return vendor;
}

function createVendor(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const { state } = context;
  requireCompany(call);
  requireTool(state, call, 'directory');
  const body = writableBody(state, call, 'vendor');
  const name = textField(body, 'name', '').trim();
  const stamp = nextStamp(state, context.now());
  const blank: VendorRow = {
    id: nextId(state),
    name,
    legal_name: name,
    address: '',
    city: '',
    business_phone: '',
    email_address: '',
    business_register: null,
    project_ids: [],
    is_active: true,
    origin_id: null,
    origin_data: null,
    origin_code: null,
    kept: {},
    created_at: stamp,
    updated_at: stamp,
  };
  const vendor = withVendorFields(context, blank, body);
  state.vendors.set(String(vendor.id), vendor);
  context.changed(call, { resource: 'Company Vendors', id: vendor.id, reason: 'create' });
  return { status: 201, body: presentVendor(vendor, context.company.home) };
}

function changeVendor(
  context: RouteContext,
  call: ProcoreCall,
  body: Record<string, unknown>,
): ProcoreAnswer {
  const { state } = context;
  const before = vendorOf(context, call);
  requireWritable(state, 'vendor', body);
  const changed = withVendorFields(context, before, body);
  const vendor = { ...changed, updated_at: nextStamp(state, context.now()) };
  state.vendors.set(String(vendor.id), vendor);
  context.changed(call, { resource: 'Company Vendors', id: vendor.id, reason: 'update' });
  return { status: 200, body: presentVendor(vendor, context.company.home) };
}

function withVendorFields(
  { state }: RouteContext,
  vendor: VendorRow,
  body: Record<string, unknown>,
): VendorRow {
  const name = textField(body, 'name', vendor.name).trim();
  if (name === '') throw unprocessable({ name: ["can't be blank"] });
  const originId = nullableText(body, 'origin_id', vendor.origin_id);
  const isTaken = state.vendors
    .values()
    .some((other) => other.id !== vendor.id && other.name.toLowerCase() === name.toLowerCase());
  if (isTaken) throw unprocessable({ name: ['has already been taken'] });
  requireFreeOrigin(state.vendors.values(), vendor.id, originId);
  return {
    ...vendor,
    name,
    address: clearable(body, 'address', vendor.address),
    city: clearable(body, 'city', vendor.city),
    business_phone: clearable(body, 'business_phone', vendor.business_phone),
    email_address: clearable(body, 'email_address', vendor.email_address),
    is_active: booleanField(body, 'is_active', vendor.is_active),
    business_register: registerOf(body, vendor.business_register),
    origin_id: originId,
    origin_data: nullableText(body, 'origin_data', vendor.origin_data),
    origin_code: nullableText(body, 'origin_code', vendor.origin_code),
    kept: withPlainFields('vendor', vendor.kept, body),
  };
}

/** A field of the form that may be emptied; null and "" are the same empty field. */
function clearable(body: Body, name: string, current: string): string {
  return nullableText(body, name, current) ?? '';
}

function registerOf(
  body: Record<string, unknown>,
  current: VendorRow['business_register'],
): VendorRow['business_register'] {
  if (!given(body, 'business_register')) return current;
  if (body['business_register'] === null) return null;
  const part = bodyPart(body, 'business_register');
  return {
    type: choiceField(part, 'type', current?.type ?? 'abn', ['abn', 'ein']),
    identifier: textField(part, 'identifier', current?.identifier ?? ''),
    verification_status: 'active',
  };
}

function projectVendorRoutes({ state, company }: RouteContext): ProcoreRoute[] {
  return (['v1.0', 'v1.1'] as const).flatMap((version): ProcoreRoute[] => [
    {
      method: 'GET',
      path: `/rest/${version}/projects/{project_id}/vendors`,
      handle: (call) => {
        const project = projectOf(state, call);
        requireTool(state, call, 'directory');
        const within = updatedWithin(call);
        const vendors = state.vendors
          .values()
          .filter((vendor) => vendor.is_active && vendor.project_ids.includes(project.id))
          .filter((vendor) => within(vendor.updated_at));
        return listAnswer(call, vendors, (vendor) => presentVendor(vendor, company.home));
      },
    },
    {
      method: 'GET',
      path: `/rest/${version}/projects/{project_id}/vendors/{id}`,
      handle: (call) => {
        const project = projectOf(state, call);
        requireTool(state, call, 'directory');
        const vendor = state.vendors.get(call.params['id'] ?? '');
        if (vendor?.project_ids.includes(project.id) !== true) throw notFound();
        return { status: 200, body: presentVendor(vendor, company.home) };
      },
    },
  ]);
}

function referenceRoutes({ state }: RouteContext): ProcoreRoute[] {
  return [
    {
      method: 'GET',
      path: '/rest/v1.0/tax_codes',
      handle: (call) => {
        requireCompany(call);
        return listAnswer(call, state.taxCodes.values(), presentTaxCode, TAX_CODE_PAGES);
      },
    },
    {
      method: 'GET',
      path: '/rest/v1.0/tax_codes/{id}',
      handle: (call) => {
        const taxCode = state.taxCodes.get(call.params['id'] ?? '');
        if (taxCode === undefined) throw notFound();
        return { status: 200, body: presentTaxCode(taxCode) };
      },
    },
    {
      method: 'GET',
      path: '/rest/v1.0/line_item_types',
      handle: (call) => {
        requireCompany(call);
        return listAnswer(call, state.costTypes.values(), presentCostType);
      },
    },
  ];
}

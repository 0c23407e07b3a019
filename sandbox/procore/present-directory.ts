// How projects, vendors and reference data look in Procore's answers.
import type {
  SeededCostCode,
  SeededCostType,
  SeededTaxCode,
  SeededWbsCode,
} from '../company/seeded-company.ts';
import type { Country } from '../company/countries/country.ts';
import type { BillingPeriodRow, ProcoreState, ProjectRow, VendorRow } from './procore-state.ts';

/** The name and the country are those of the firm that the sandbox was seeded with last. */
export type CompanyIdentity = {
  readonly id: string;
  readonly name: string;
  readonly home: Country;
};

export function presentProject(project: ProjectRow, company: CompanyIdentity): object {
  return {
    id: project.id,
    name: project.name,
    display_name: `${project.project_number} - ${project.name}`,
    project_number: project.project_number,
    accounting_project_number: null,
    active: project.active,
    address: project.address,
    city: project.city,
    state_code: null,
    country_code: company.home.code,
    zip: null,
    county: null,
    time_zone: company.home.timeZone,
    is_demo: false,
    parent_job_id: null,
    phone: null,
    start_date: project.start_date,
    completion_date: project.completion_date,
    total_value: null,
    project_stage: { id: 562949949000001, name: 'Course of Construction' },
    company: { id: Number(company.id), name: company.name },
    origin_id: project.origin_id,
    origin_data: project.origin_data,
    origin_code: null,
    created_at: project.created_at,
    updated_at: project.updated_at,
    ...project.kept,
  };
}

export function presentVendor(vendor: VendorRow, home: Country): object {
  return {
    id: vendor.id,
    name: vendor.name,
    abbreviated_name: null,
    legal_name: vendor.legal_name,
    trade_name: null,
    address: vendor.address,
    city: vendor.city,
    state_code: null,
    country_code: home.code,
    zip: null,
    business_phone: vendor.business_phone,
    mobile_phone: null,
    fax_number: null,
    email_address: vendor.email_address,
    website: null,
    labor_union: null,
    license_number: null,
    union_member: false,
    non_union_prevailing_wage: false,
    is_active: vendor.is_active,
    authorized_bidder: false,
    prequalified: false,
    company_vendor: false,
    business_register: vendor.business_register,
    vendor_group: null,
    parent: null,
    children_count: 0,
    primary_contact: null,
    attachments: [],
    notes: null,
    project_ids: vendor.project_ids,
    standard_cost_codes: [],
    trades: [],
    synced_to_erp: vendor.origin_id !== null,
    origin_id: vendor.origin_id,
    origin_code: vendor.origin_code,
    origin_data: vendor.origin_data,
    created_at: vendor.created_at,
    updated_at: vendor.updated_at,
    ...vendor.kept,
  };
}

/** `rate1` is one of Procore's floats; whole percents are exact in binary. */
export function presentTaxCode(taxCode: SeededTaxCode): object {
  return {
    id: taxCode.id,
    code: taxCode.code,
    description: taxCode.description,
    rate1: Number(taxCode.rate),
    archived: false,
    origin_id: null,
    origin_data: null,
  };
}

export function presentCostType(costType: SeededCostType): object {
  return {
    id: costType.id,
    name: costType.name,
    code: costType.code,
    base_type: costType.base_type,
    origin_id: null,
    origin_data: null,
  };
}

const REFERENCE_STAMP = '2026-03-02T20:15:00.000Z';

export function presentCostCode(costCode: SeededCostCode, state: ProcoreState): object {
  return {
    id: costCode.id,
    code: costCode.code,
    full_code: costCode.full_code,
    name: costCode.name,
    ...billerOf(costCode, state),
    budgeted: true,
    parent: { id: null },
    position: costCode.position,
    sortable_code: costCode.full_code,
    standard_cost_code_id: null,
    line_item_types: state.costTypes.values().map(presentCostType),
    origin_id: null,
    origin_data: null,
    created_at: REFERENCE_STAMP,
    updated_at: REFERENCE_STAMP,
    deleted_at: null,
  };
}

/** Source: Procore ERP events, create_sub_job: `biller`, `biller_id` and `biller_type` of its cost codes; read 2026-11-27. */
function billerOf({ sub_job_id, project_id }: SeededCostCode, state: ProcoreState): object {
  const subJob = state.subJobs.get(String(sub_job_id));
  return subJob === undefined
    ? { biller: null, biller_id: project_id, biller_type: 'Project' }
    : { biller: subJob.name, biller_id: subJob.id, biller_type: 'SubJob' };
}

/** The two segments of a WBS code: cost code and cost type. */
export function segmentItems(wbsCode: SeededWbsCode, state: ProcoreState): object[] {
  const costCode = state.costCodes.get(String(wbsCode.cost_code_id));
  const costType = state.costTypes.get(String(wbsCode.line_item_type_id));
  const segments = [
    { record: costCode, segment_type: 'cost_code', segment_id: 562949949000011 },
    { record: costType, segment_type: 'line_item_type', segment_id: 562949949000012 },
  ];
  return segments.flatMap(({ record, segment_type, segment_id }) =>
    record === undefined
      ? []
      : [
          {
            id: record.id,
            code: record.code,
            name: record.name,
            path_ids: [record.id],
            path_codes: [record.code],
            segment_type,
            segment_id,
          },
        ],
  );
}

export function presentWbsCode(wbsCode: SeededWbsCode, state: ProcoreState): object {
  return {
    id: wbsCode.id,
    flat_code: wbsCode.flat_code,
    flat_name: wbsCode.flat_name,
    description: wbsCode.description,
    status: 'active',
    wbs_pattern_id: 562949949000010,
    segment_items: segmentItems(wbsCode, state),
    created_at: REFERENCE_STAMP,
    updated_at: REFERENCE_STAMP,
  };
}

export function presentBillingPeriod(period: BillingPeriodRow): object {
  return {
    id: period.id,
    project_id: period.project_id,
    position: period.position,
    start_date: period.start_date,
    end_date: period.end_date,
    due_date: period.due_date,
    status: period.status,
    created_at: period.created_at,
    updated_at: period.updated_at,
  };
}

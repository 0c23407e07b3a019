// What the Procore sandbox remembers: tables of records, a stamp that only rises, and who may see what.
import type {
  RequisitionStatus,
  SeededBillingPeriod,
  SeededChangeOrder,
  SeededCommitment,
  SeededCostCode,
  SeededCostType,
  SeededDetailLine,
  SeededLine,
  SeededProject,
  SeededRequisition,
  SeededTaxCode,
  SeededVendor,
  SeededWbsCode,
} from '../company/seeded-company.ts';
import type {
  SeededPaymentApplication,
  SeededPrimeChangeOrder,
  SeededPrimeContract,
} from '../company/owner-records.ts';
import type { Country } from '../company/countries/country.ts';
import { countryOf } from '../company/countries/country-of.ts';
import type { AttachmentRow } from './attachment-row.ts';
import type { Collection, JournalledStore } from '../kit/store.ts';
import type {
  CompanyCurrencyRow,
  ContractCurrencyRow,
  CurrencyAccessRow,
  ExchangeRateRow,
  ProjectCurrencyRow,
} from './currency-rows.ts';
import type {
  BudgetLineRow,
  BudgetModificationRow,
  BudgetSnapshotRow,
  SubJobRow,
} from './budget-rows.ts';
import type { DirectCostRow } from './direct-cost-rows.ts';
import type { AppRole, ProcoreAnswer } from './procore-call.ts';
import type { RuleTable } from './open-rules.ts';
import type { CrewRow, PersonRow, TimecardRow } from './timecards/timecard-rows.ts';

export type Origin = { origin_id: string | null; origin_data: string | null };

/** Fields without a rule of their own, as they were given. */
export type Kept = Readonly<Record<string, string | boolean | null>>;

export type ProjectRow = SeededProject & Origin & { active: boolean; kept: Kept };
export type VendorRow = Omit<SeededVendor, 'business_register'> &
  Origin & {
    origin_code: string | null;
    is_active: boolean;
    business_register: { type: string; identifier: string; verification_status: string } | null;
    kept: Kept;
  };
export type LineRow = Omit<SeededLine, 'tax_code_id'> &
  Origin & {
    tax_code_id: number | null;
    quantity: string | null;
    unit_cost: string | null;
    uom: string | null;
    extended_type: 'manual' | 'calculated';
  };
export type DetailLineRow = SeededDetailLine & { created_at: string; updated_at: string };
export type CommitmentRow = Omit<SeededCommitment, 'lines' | 'details' | 'contract_date'> &
  Origin & {
    lines: LineRow[];
    /** Absent where the subcontractor has no schedule of its own. */
    details?: DetailLineRow[];
    /** Of a contract whose earlier pay apps were never in Procore; 1 where absent. */
    first_pay_app_number?: number;
    executed: boolean;
    contract_date: string | null;
    private: boolean;
    /** Deleted contracts stay, for `filters[include_deleted]`. */
    deleted_at: string | null;
    kept: Kept;
  };
export type ChangeOrderLineRow = LineRow & {
  /** The line of $0.00 that a project with ERP integration keeps for it in the contract's schedule of values. */
  commitment_line_item_id: number | null;
};
export type ChangeOrderRow = Omit<SeededChangeOrder, 'lines'> &
  Origin & {
    lines: ChangeOrderLineRow[];
    executed: boolean;
    deleted_at: string | null;
    kept: Kept;
  };
export type BillingPeriodRow = Omit<SeededBillingPeriod, 'due_date'> & { due_date: string | null };
export type RequisitionRow = Omit<SeededRequisition, 'status' | 'billing_date'> &
  Origin & {
    billing_date: string | null;
    status: RequisitionStatus;
    payment_date: string | null;
    final: boolean;
  };

export type PaymentRow = Origin & {
  id: number;
  project_id: number;
  contract_id: number;
  requisition_id: number | null;
  amount: string;
  date: string | null;
  invoice_date: string | null;
  invoice_number: string | null;
  check_number: string | null;
  payment_method: string | null;
  payment_number: number;
  draw_request_number: number | null;
  notes: string | null;
  created_at: string;
  updated_at: string;
};

export type PrimeContractRow = Omit<SeededPrimeContract, 'lines'> &
  Origin & { lines: LineRow[]; executed: boolean; kept: Kept };
export type PrimeChangeOrderRow = Omit<SeededPrimeChangeOrder, 'lines'> & {
  lines: LineRow[];
  revision: number;
  schedule_impact_amount: number | null;
  executed: boolean;
  deleted_at: string | null;
  kept: Kept;
};
export type PaymentApplicationRow = SeededPaymentApplication & Origin;

export type HookRow = {
  id: number;
  project_id: number | null;
  app: AppRole;
  payload_version: string;
  namespace: string;
  destination_url: string;
  authorization: string | null;
  status: 'active' | 'disabled';
  created_at: string;
  updated_at: string;
};

export type TriggerRow = {
  id: number;
  hook_id: number;
  resource_name: string;
  event_type: 'create' | 'update' | 'delete';
  created_at: string;
};

/** Source: Procore REST reference, Webhooks v2 deliveries, read 2026-11-23. */
export const deliveryStatuses = [
  'succeeded',
  'failed',
  'discarded',
  'enqueued',
  'retrying',
] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** A hook whose destination fails: since when, how often, and when it is tried again. */
export type PauseRow = { failingSinceMs: number; failures: number; nextAttemptMs: number };

export type DeliveryRow = {
  id: string;
  hook_id: number;
  resource_name: string;
  event_type: string;
  status: DeliveryStatus;
  payload: Record<string, unknown>;
  delivery_attempts: {
    attempted_at: string;
    response_status: number | null;
    error: string | null;
  }[];
  created_at: string;
};

export const tools = [
  'directory',
  'commitments',
  'invoicing',
  'payments',
  'prime contracts',
  'budget',
  'timecards',
  'direct costs',
  'webhooks',
] as const;

export type Tool = (typeof tools)[number];

/** What one app may see. `connected: false` is an app that the company has not installed. */
export type Permission = {
  projects: 'all' | number[];
  tools: 'all' | Tool[];
  connected: boolean;
};

export type Meta = {
  company: string;
  seed: string;
  lastStampMs: number;
  nextId: number;
};

/** A collection of the journalled store; keys are ids as text. */
export type Table<T> = Pick<Collection<T>, 'get' | 'set' | 'delete' | 'values'>;

export type ProcoreState = {
  projects: Table<ProjectRow>;
  vendors: Table<VendorRow>;
  costCodes: Table<SeededCostCode>;
  costTypes: Table<SeededCostType>;
  wbsCodes: Table<SeededWbsCode>;
  taxCodes: Table<SeededTaxCode>;
  billingPeriods: Table<BillingPeriodRow>;
  commitments: Table<CommitmentRow>;
  changeOrders: Table<ChangeOrderRow>;
  requisitions: Table<RequisitionRow>;
  payments: Table<PaymentRow>;
  primeContracts: Table<PrimeContractRow>;
  primeChangeOrders: Table<PrimeChangeOrderRow>;
  paymentApplications: Table<PaymentApplicationRow>;
  /** One row each, under `company`. */
  currencyAccess: Table<CurrencyAccessRow>;
  companyCurrency: Table<CompanyCurrencyRow>;
  /** By project. */
  projectCurrencies: Table<ProjectCurrencyRow>;
  exchangeRates: Table<ExchangeRateRow>;
  /** By contract of either side. */
  contractCurrencies: Table<ContractCurrencyRow>;
  budgetLines: Table<BudgetLineRow>;
  budgetModifications: Table<BudgetModificationRow>;
  budgetSnapshots: Table<BudgetSnapshotRow>;
  subJobs: Table<SubJobRow>;
  directCosts: Table<DirectCostRow>;
  /** Files on pay apps. */
  attachments: Table<AttachmentRow>;
  people: Table<PersonRow>;
  crews: Table<CrewRow>;
  timecards: Table<TimecardRow>;
  hooks: Table<HookRow>;
  triggers: Table<TriggerRow>;
  deliveries: Table<DeliveryRow>;
  /** By hook. */
  pauses: Table<PauseRow>;
  permissions: Table<Permission>;
  /** Records that were there once, as `table/id`, with the project they belonged to. */
  deleted: Table<{ project_id: number }>;
  openRules: RuleTable;
  /** First answers by Idempotency-Token. */
  replays: Table<ProcoreAnswer>;
  meta: Table<Meta>;
};

export function procoreState(store: JournalledStore): ProcoreState {
  return {
    projects: store.collection('projects'),
    vendors: store.collection('vendors'),
    costCodes: store.collection('costCodes'),
    costTypes: store.collection('costTypes'),
    wbsCodes: store.collection('wbsCodes'),
    taxCodes: store.collection('taxCodes'),
    billingPeriods: store.collection('billingPeriods'),
    commitments: store.collection('commitments'),
    changeOrders: store.collection('changeOrders'),
    requisitions: store.collection('requisitions'),
    payments: store.collection('payments'),
    primeContracts: store.collection('primeContracts'),
    primeChangeOrders: store.collection('primeChangeOrders'),
    paymentApplications: store.collection('paymentApplications'),
    currencyAccess: store.collection('currencyAccess'),
    companyCurrency: store.collection('companyCurrency'),
    projectCurrencies: store.collection('projectCurrencies'),
    exchangeRates: store.collection('exchangeRates'),
    contractCurrencies: store.collection('contractCurrencies'),
    budgetLines: store.collection('budgetLines'),
    budgetModifications: store.collection('budgetModifications'),
    budgetSnapshots: store.collection('budgetSnapshots'),
    subJobs: store.collection('subJobs'),
    directCosts: store.collection('directCosts'),
    attachments: store.collection('attachments'),
    people: store.collection('people'),
    crews: store.collection('crews'),
    timecards: store.collection('timecards'),
    hooks: store.collection('hooks'),
    triggers: store.collection('triggers'),
    deliveries: store.collection('deliveries'),
    pauses: store.collection('pauses'),
    permissions: store.collection('permissions'),
    deleted: store.collection('deleted'),
    openRules: store.collection('openRules'),
    replays: store.collection('replays'),
    meta: store.collection('meta'),
  };
}

const EMPTY_META: Meta = {
  company: 'none',
  seed: '',
  lastStampMs: 0,
  nextId: 562_949_980_000_001,
};

function metaOf(state: ProcoreState): Meta {
  return state.meta.get('meta') ?? EMPTY_META;
}

/** Where the firm is that the records are of. */
export function homeOf(state: ProcoreState): Country {
  return countryOf(metaOf(state).company);
}

/** What the counters are when a company has just been seeded. */
export function beginMeta(state: ProcoreState, seeded: Omit<Meta, 'nextId'>): void {
  changeMeta(state, { ...EMPTY_META, ...seeded });
}

function changeMeta(state: ProcoreState, change: Partial<Meta>): void {
  state.meta.set('meta', { ...metaOf(state), ...change });
}

/** The sandbox clock's instant, but always later than the one before, so that every change moves `updated_at`. */
export function nextStamp(state: ProcoreState, nowMs: number): string {
  const stampMs = Math.max(nowMs, metaOf(state).lastStampMs + 1);
  changeMeta(state, { lastStampMs: stampMs });
  return new Date(stampMs).toISOString();
}

export function nextId(state: ProcoreState): number {
  const id = metaOf(state).nextId;
  changeMeta(state, { nextId: id + 1 });
  return id;
}

const EVERYTHING: Permission = { projects: 'all', tools: 'all', connected: true };

export function permissionOf(state: ProcoreState, app: AppRole): Permission {
  return state.permissions.get(app) ?? EVERYTHING;
}

// The currency of the company and of its projects, and whether there may be several.
import { projectOf, requireAdmin, requireCompany } from './access.ts';
import { given } from './body-fields.ts';
import type { Body } from './body-fields.ts';
import {
  currencyField,
  displayField,
  flatBody,
  rateField,
  switchField,
  wrong,
} from './currency-fields.ts';
import { currencyAccess, isMulticurrency } from './currency.ts';
import type { CompanyCurrencyRow, ProjectCurrencyRow } from './currency-rows.ts';
import { notFound, ProcoreRefusal } from './procore-call.ts';
import type { ProcoreAnswer, ProcoreCall, ProcoreRoute } from './procore-call.ts';
import type { ProcoreState } from './procore-state.ts';
import type { RouteContext } from './route-context.ts';

const COMPANY = '/companies/{company_id}/currency_configuration';
const PROJECT = '/rest/v1.0/companies/{company_id}/projects/{project_id}/currency_configuration';

/** Source: Procore REST reference of 2026, company and project currency configurations, read 2026-11-27. */
export function currencyConfigurationRoutes(context: RouteContext): ProcoreRoute[] {
  const [v1, v2] = [`/rest/v1.0${COMPANY}`, `/rest/v2.0${COMPANY}`];
  return [
    { method: 'GET', path: v1, handle: (call) => showCompany(context, call) },
    { method: 'POST', path: v2, handle: (call) => createCompany(context, call) },
    { method: 'PATCH', path: v1, handle: (call) => changeCompany(context, call) },
    { method: 'DELETE', path: v1, handle: (call) => deleteCompany(context, call) },
    { method: 'GET', path: PROJECT, handle: (call) => showProject(context, call) },
    { method: 'POST', path: PROJECT, handle: (call) => createProject(context, call) },
    { method: 'PATCH', path: PROJECT, handle: (call) => changeProject(context, call) },
    { method: 'DELETE', path: PROJECT, handle: (call) => deleteProject(context, call) },
  ];
}

/** Not configured is nulls, and no 404. */
function presentCompany(
  { state, company }: RouteContext,
  row: CompanyCurrencyRow | undefined,
): object {
  const { eligible, phase_two } = currencyAccess(state);
  return {
    company_id: Number(company.id),
    currency_iso_code: row?.currency_iso_code ?? null,
    currency_display: row?.currency_display ?? null,
    multicurrency_enabled: row?.multicurrency_enabled ?? false,
    multicurrency_enabled_effective_date: row?.multicurrency_enabled_effective_date ?? null,
    eligible_for_multicurrency: eligible,
    multicurrency_phase_two_flag_enabled: phase_two,
  };
}

function showCompany(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  requireCompany(call);
  const row = context.state.companyCurrency.get('company');
  return { status: 200, body: presentCompany(context, row) };
}

/** The configuration as it stands, for a change of it; that only an administrator may is an inference from the 403. */
function companyToChange({ state }: RouteContext, call: ProcoreCall): CompanyCurrencyRow {
  requireCompany(call);
  requireAdmin(call, 'currencies');
  const row = state.companyCurrency.get('company');
  if (row === undefined) throw notFound();
  return row;
}

/** Only v2 makes one, and answers as v2 does. */
function createCompany(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const { state, company } = context;
  requireCompany(call);
  requireAdmin(call, 'currencies');
  const body = flatBody(state, call, 'company_currency_configuration');
  if (state.companyCurrency.get('company') !== undefined) {
    throw wrong('currency_iso_code', 'is configured already');
  }
  const row = withCompanyFields(context, body, {
    currency_iso_code: currencyField(body, 'currency_iso_code', null),
    currency_display: null,
    multicurrency_enabled: null,
    multicurrency_enabled_effective_date: null,
  });
  state.companyCurrency.set('company', row);
  return { status: 201, body: { data: { company_id: company.id, ...row } } };
}

/** "currency_iso_code cannot be changed via this endpoint — the base currency is fixed once set." */
function changeCompany(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const { state } = context;
  const before = companyToChange(context, call);
  const body = flatBody(state, call, 'company_currency_configuration');
  const asked = body['currency_iso_code'] ?? before.currency_iso_code;
  if (asked !== before.currency_iso_code) {
    throw wrong('currency_iso_code', 'cannot be changed once it is set');
  }
  const row = withCompanyFields(context, body, before);
  state.companyCurrency.set('company', row);
  return { status: 200, body: presentCompany(context, row) };
}

function withCompanyFields(
  { state, now }: RouteContext,
  body: Body,
  before: CompanyCurrencyRow,
): CompanyCurrencyRow {
  const multicurrency_enabled = switchField(
    body,
    'multicurrency_enabled',
    before.multicurrency_enabled,
  );
  const isOn = multicurrency_enabled === true;
  const first = before.multicurrency_enabled_effective_date;
  if (isOn && before.multicurrency_enabled !== true) refuseUngranted(state, first);
  return {
    ...before,
    currency_display: displayField(body, before.currency_display),
    multicurrency_enabled,
    multicurrency_enabled_effective_date: isOn && first === null ? stampAt(now()) : first,
  };
}

function stampAt(nowMs: number): string {
  return new Date(nowMs).toISOString();
}

/** "Enabling multicurrency for the first time requires a signed beta agreement"; eligible the company must be any time. */
function refuseUngranted(state: ProcoreState, enabledFirst: string | null): void {
  const { eligible, beta_agreement } = currencyAccess(state);
  if (!eligible) {
    throw wrong('multicurrency_enabled', 'the company is not eligible for multicurrency');
  }
  if (beta_agreement || enabledFirst !== null) return;
  const message = 'A signed multicurrency beta agreement is required';
  throw new ProcoreRefusal(400, message, {}, 'MISSING_BETA_AGREEMENT');
}

function deleteCompany(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const row = companyToChange(context, call);
  context.state.companyCurrency.delete('company');
  return { status: 200, body: presentCompany(context, row) };
}

function presentProject(
  { state, company }: RouteContext,
  projectId: number,
  row: ProjectCurrencyRow | undefined,
): object {
  const { eligible, phase_two } = currencyAccess(state);
  return {
    company_id: Number(company.id),
    project_id: projectId,
    currency_iso_code: row?.currency_iso_code ?? null,
    currency_display: row?.currency_display ?? null,
    company_currency_exchange_rate_override: row?.company_currency_exchange_rate_override ?? null,
    // "Currently always returns true."
    currency_iso_code_eligible_for_update: true,
    multicurrency_enabled: row?.multicurrency_enabled ?? false,
    eligible_for_financial_objs_multicurrency: eligible,
    multicurrency_phase_two_flag_enabled: phase_two,
  };
}

function showProject(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  requireCompany(call);
  const { id } = projectOf(context.state, call);
  const row = context.state.projectCurrencies.get(String(id));
  return { status: 200, body: presentProject(context, id, row) };
}

/** "Requires the parent company to have multicurrency enabled … 400 if a configuration already exists." */
function createProject(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const { state } = context;
  requireCompany(call);
  const { id } = projectOf(state, call);
  requireAdmin(call, 'currencies');
  const body = flatBody(state, call, 'project_currency_configuration');
  if (!isMulticurrency(state)) {
    throw wrong('currency_iso_code', 'the company does not have multicurrency enabled');
  }
  if (state.projectCurrencies.get(String(id)) !== undefined) {
    throw wrong('currency_iso_code', 'is configured already');
  }
  const row = withProjectFields(state, body, {
    currency_iso_code: currencyField(body, 'currency_iso_code', null),
    currency_display: 'symbol',
    company_currency_exchange_rate_override: null,
    multicurrency_enabled: false,
    follows_company_rates: false,
  });
  state.projectCurrencies.set(String(id), row);
  return { status: 201, body: presentProject(context, id, row) };
}

function projectToChange(
  { state }: RouteContext,
  call: ProcoreCall,
): { id: number; row: ProjectCurrencyRow } {
  requireCompany(call);
  const { id } = projectOf(state, call);
  requireAdmin(call, 'currencies');
  const row = state.projectCurrencies.get(String(id));
  if (row === undefined) throw notFound();
  return { id, row };
}

function changeProject(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const { state } = context;
  const { id, row: before } = projectToChange(context, call);
  const body = flatBody(state, call, 'project_currency_configuration');
  const row = withProjectFields(state, body, before);
  state.projectCurrencies.set(String(id), row);
  return { status: 200, body: presentProject(context, id, row) };
}

const OVERRIDE = 'company_currency_exchange_rate_override';

function withProjectFields(
  state: ProcoreState,
  body: Body,
  before: ProjectCurrencyRow,
): ProjectCurrencyRow {
  const name = 'multicurrency_enabled';
  const multicurrency_enabled = switchField(body, name, before.multicurrency_enabled);
  if (body[name] === true && !isMulticurrency(state)) {
    throw wrong(name, 'the company does not have multicurrency enabled');
  }
  if (body[name] === true && !currencyAccess(state).eligible) {
    throw wrong(name, 'the company is not eligible for multicurrency');
  }
  // "Send null to clear the override."
  const isCleared = body[OVERRIDE] === null;
  const isGiven = given(body, OVERRIDE) && !isCleared;
  const kept = isCleared ? null : before.company_currency_exchange_rate_override;
  return {
    ...before,
    currency_iso_code: currencyField(body, 'currency_iso_code', before.currency_iso_code),
    currency_display: displayField(body, before.currency_display),
    [OVERRIDE]: isGiven ? rateField(body, OVERRIDE, '') : kept,
    multicurrency_enabled,
  };
}

function deleteProject(context: RouteContext, call: ProcoreCall): ProcoreAnswer {
  const { id, row } = projectToChange(context, call);
  context.state.projectCurrencies.delete(String(id));
  return { status: 200, body: presentProject(context, id, row) };
}

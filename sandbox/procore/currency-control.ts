// What a test sets up about currencies that Procore's API does not write: grants, whole tables of rates, and contracts.
import { z } from 'zod';
import { ControlError, parsed } from '../kit/control-plane.ts';
import type { Answer, SandboxRequest } from '../kit/http.ts';
import type { Route } from '../kit/router.ts';
import { isCurrency, RATE } from './currency-fields.ts';
import {
  appliesItsCurrency,
  companyCurrency,
  currencyAccess,
  currencyOf,
  projectCurrency,
  worthInProject,
} from './currency.ts';
import type { CompanyCurrencyRow, ProjectCurrencyRow } from './currency-rows.ts';
import { nextId, nextStamp } from './procore-state.ts';
import type { ProcoreState } from './procore-state.ts';
import type { RouteContext } from './route-context.ts';

const idSchema = z.union([z.int(), z.string().regex(/^\d+$/)]);
const codeSchema = z.string().refine(isCurrency, 'Not an ISO 4217 currency code');
const rateSchema = z.string().regex(RATE);
/** Units of each currency for one of the base; null takes a rate out of use. */
const ratesSchema = z.record(codeSchema, rateSchema.nullable());
const sharedFields = {
  currency: codeSchema.optional(),
  display: z.enum(['symbol', 'code']).optional(),
  multicurrency: z.boolean().optional(),
  rates: ratesSchema.optional(),
};
const companySchema = z.strictObject({
  ...sharedFields,
  eligible: z.boolean().optional(),
  betaAgreement: z.boolean().optional(),
  phaseTwo: z.boolean().optional(),
});
const projectSchema = z.strictObject({
  ...sharedFields,
  id: idSchema,
  override: rateSchema.nullable().optional(),
  followsCompanyRates: z.boolean().optional(),
});
const currencySchema = z.strictObject({
  company: companySchema.optional(),
  projects: z.array(projectSchema).optional(),
});
const contractSchema = z.strictObject({
  contractId: idSchema,
  /** Null: back to the project's. */
  currency: codeSchema.nullable(),
  /** What one unit of it is worth in the project's currency; without it, by the rates that hold. */
  rate: rateSchema.optional(),
});

export function currencyControlRoutes(context: RouteContext): Route[] {
  const { state } = context;
  return [
    {
      method: 'GET',
      path: '/_sandbox/currency',
      open: true,
      handle: () => ({ status: 200, body: currencyNow(state) }),
    },
    {
      method: 'PUT',
      path: '/_sandbox/currency',
      open: true,
      handle: (request) => {
        const { company, projects = [] } = parsed(currencySchema, request);
        if (company !== undefined) setCompany(context, company);
        for (const project of projects) setProject(context, project);
        return { status: 200, body: currencyNow(state) };
      },
    },
    {
      method: 'PUT',
      path: '/_sandbox/contract-currency',
      open: true,
      handle: (request) => setContract(context, request),
    },
  ];
}

function currencyNow(state: ProcoreState): object {
  const company = state.companyCurrency.get('company') ?? null;
  const projects = state.projects.values().flatMap(({ id }) => {
    const row = state.projectCurrencies.get(String(id));
    return row === undefined ? [] : [{ id, ...row }];
  });
  const rates = state.exchangeRates.values();
  return { company, access: currencyAccess(state), projects, rates };
}

/** Whatever is not said stays; a company that had none gets its country's currency. */
function setCompany({ state, now }: RouteContext, given: z.infer<typeof companySchema>): void {
  const access = currencyAccess(state);
  state.currencyAccess.set('company', {
    eligible: given.eligible ?? access.eligible,
    beta_agreement: given.betaAgreement ?? access.beta_agreement,
    phase_two: given.phaseTwo ?? access.phase_two,
  });
  const { currency, display, multicurrency, rates } = given;
  const before = state.companyCurrency.get('company');
  const isAsked = [currency, display, multicurrency, rates].some((one) => one !== undefined);
  if (before === undefined && !isAsked) return;
  const isOn = multicurrency ?? before?.multicurrency_enabled ?? false;
  const first = before?.multicurrency_enabled_effective_date ?? null;
  const row: CompanyCurrencyRow = {
    currency_iso_code: currency ?? companyCurrency(state),
    currency_display: display ?? before?.currency_display ?? null,
    multicurrency_enabled: isOn,
    multicurrency_enabled_effective_date:
      isOn && first === null ? new Date(now()).toISOString() : first,
  };
  state.companyCurrency.set('company', row);
  setRates({ state, now }, null, row.currency_iso_code, rates ?? {});
}

/** A project named here is in several currencies unless it says not. */
function setProject(context: RouteContext, given: z.infer<typeof projectSchema>): void {
  const { state } = context;
  const id = Number(given.id);
  if (state.projects.get(String(id)) === undefined) {
    throw new ControlError(404, `There is no project ${id}`);
  }
  const before = state.projectCurrencies.get(String(id));
  const { override = before?.company_currency_exchange_rate_override ?? null } = given;
  const row: ProjectCurrencyRow = {
    currency_iso_code: given.currency ?? before?.currency_iso_code ?? companyCurrency(state),
    currency_display: given.display ?? before?.currency_display ?? 'symbol',
    company_currency_exchange_rate_override: override,
    multicurrency_enabled: given.multicurrency ?? before?.multicurrency_enabled ?? true,
    follows_company_rates: given.followsCompanyRates ?? before?.follows_company_rates ?? false,
  };
  state.projectCurrencies.set(String(id), row);
  setRates(context, id, row.currency_iso_code, given.rates ?? {});
}

function setRates(
  { state, now }: Pick<RouteContext, 'state' | 'now'>,
  owner: number | null,
  base: string,
  rates: z.infer<typeof ratesSchema>,
): void {
  for (const [quote, rate] of Object.entries(rates)) {
    const found = state.exchangeRates.values().find((row) => {
      const isPair = row.base_currency_iso_code === base && row.quote_currency_iso_code === quote;
      return row.project_id === owner && isPair;
    });
    if (found === undefined && rate === null) continue;
    const stamp = nextStamp(state, now());
    const row = {
      id: found?.id ?? nextId(state),
      project_id: owner,
      base_currency_iso_code: base,
      quote_currency_iso_code: quote,
      exchange_rate: rate ?? found?.exchange_rate ?? '',
      is_active: rate !== null,
      created_at: found?.created_at ?? stamp,
      updated_at: stamp,
    };
    state.exchangeRates.set(String(row.id), row);
  }
}

/**
 * A contract gets its currency when it is made, which only the v2 paths of Procore do ("currency_iso_code and
 * currency_exchange_rate, with the phase-two flag": REST reference of 2026, read 2026-11-23), and this sandbox has none
 * of those. The write models of v1 have no such field, so that v1 goes on refusing it as unknown.
 */
function setContract({ state, now }: RouteContext, request: SandboxRequest): Answer {
  const { contractId, currency, rate } = parsed(contractSchema, request);
  const key = String(contractId);
  const contract = state.commitments.get(key) ?? state.primeContracts.get(key);
  if (contract === undefined) throw new ControlError(404, `There is no contract ${key}`);
  const { id, project_id } = contract;
  const isBilled =
    state.requisitions.values().some(({ commitment_id }) => commitment_id === id) ||
    state.paymentApplications.values().some(({ contract_id }) => contract_id === id);
  if (isBilled) throw new ControlError(409, 'The contract has been invoiced: its currency stays');
  if (currency === null || currency === projectCurrency(state, project_id)) {
    state.contractCurrencies.delete(key);
  } else {
    requireMulticurrency(state, project_id);
    state.contractCurrencies.set(key, {
      currency_iso_code: currency,
      currency_exchange_rate: rate ?? rateThatHolds(state, project_id, currency),
    });
  }
  touchContract(state, key, nextStamp(state, now()));
  const currency_configuration = currencyOf(state, { project_id, contract_id: id });
  return { status: 200, body: { contract: { id, currency_configuration } } };
}

function requireMulticurrency(state: ProcoreState, projectId: number): void {
  if (appliesItsCurrency(state, projectId)) return;
  throw new ControlError(
    409,
    'The company and the project need multicurrency: PUT /_sandbox/currency {"company": {"multicurrency": true}, ' +
      `"projects": [{"id": ${projectId}}]}`,
  );
}

function rateThatHolds(state: ProcoreState, projectId: number, currency: string): string {
  const rate = worthInProject(state, projectId, currency);
  if (rate !== null) return rate;
  throw new ControlError(409, `No rate is known for ${currency}: give "rate"`);
}

/** The contract reads otherwise now, as a poll by updated_at has to see. */
function touchContract(state: ProcoreState, key: string, updated_at: string): void {
  const commitment = state.commitments.get(key);
  if (commitment !== undefined) state.commitments.set(key, { ...commitment, updated_at });
  const prime = state.primeContracts.get(key);
  if (prime !== undefined) state.primeContracts.set(key, { ...prime, updated_at });
}

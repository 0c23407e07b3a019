// Which scopes Xero knows, which the app has been given, and which one a call needs.
import type { SandboxRequest } from '../kit/http.ts';
import type { Collection } from '../kit/store.ts';
import type { SandboxKit } from '../kit/sandbox-spec.ts';

/**
 * The scopes that may be asked for: the granular ones, and the broad ones that older apps hold until September 2027.
 * Source: Xero OpenAPI 16.1.0, securitySchemes; developer.xero.com/faq/granular-scopes; read 2026-11-23.
 */
const READ_WRITE = [
  'accounting.invoices',
  'accounting.payments',
  'accounting.banktransactions',
  'accounting.manualjournals',
  'accounting.contacts',
  'accounting.settings',
  'accounting.attachments',
  'accounting.transactions',
  'files',
  'projects',
];
const SINGLE = [
  'openid',
  'profile',
  'email',
  'offline_access',
  'app.connections',
  'paymentservices',
  'accounting.budgets.read',
  'accounting.journals.read',
  'accounting.reports.read',
  'accounting.reports.aged.read',
  'accounting.reports.balancesheet.read',
  'accounting.reports.banksummary.read',
  'accounting.reports.budgetsummary.read',
  'accounting.reports.executivesummary.read',
  'accounting.reports.profitandloss.read',
  'accounting.reports.trialbalance.read',
  'accounting.reports.taxreports.read',
  'accounting.reports.tenninetynine.read',
];
export const KNOWN_SCOPES: readonly string[] = [
  ...READ_WRITE.flatMap((scope) => [scope, `${scope}.read`]),
  ...SINGLE,
];

/**
 * The scopes of which any one opens an endpoint, granular first; `.read` of the same opens its reads. Xero's OpenAPI
 * file still lists the broad ones alone. Source: Xero OpenAPI 16.1.0, security of each path, and notes on granular
 * scopes (apideck.com/blog/xero-scopes), read 2026-11-23.
 */
const BY_ENDPOINT: Record<string, readonly string[]> = {
  Invoices: ['accounting.invoices', 'accounting.transactions'],
  CreditNotes: ['accounting.invoices', 'accounting.transactions'],
  PurchaseOrders: ['accounting.invoices', 'accounting.transactions'],
  Payments: ['accounting.payments', 'accounting.transactions'],
  BatchPayments: ['accounting.payments', 'accounting.transactions'],
  Prepayments: ['accounting.payments', 'accounting.transactions'],
  Overpayments: ['accounting.payments', 'accounting.transactions'],
  BankTransactions: ['accounting.banktransactions', 'accounting.transactions'],
  ManualJournals: ['accounting.manualjournals', 'accounting.transactions'],
  Attachments: ['accounting.attachments'],
  Contacts: ['accounting.contacts'],
  ContactGroups: ['accounting.contacts'],
  // Read only: `.read` alone can be asked for.
  Budgets: ['accounting.budgets'],
  Accounts: ['accounting.settings'],
  Currencies: ['accounting.settings'],
  Organisation: ['accounting.settings'],
  TaxRates: ['accounting.settings'],
  TrackingCategories: ['accounting.settings'],
  Users: ['accounting.settings'],
};

/** Each report has its own scope, and a broad one for all. Source: as above. */
const BY_REPORT: Record<string, string> = {
  ProfitAndLoss: 'profitandloss',
  BalanceSheet: 'balancesheet',
  TrialBalance: 'trialbalance',
  AgedPayablesByContact: 'aged',
  AgedReceivablesByContact: 'aged',
};

function reportScopes(report: string): readonly string[] | null {
  const own = BY_REPORT[report];
  return own === undefined ? null : [`accounting.reports.${own}.read`, 'accounting.reports.read'];
}

/** Where each of Xero's APIs hangs off the host. */
export type Bases = { accounting: string; projects: string };

/** Source: xero-projects.yaml 16.1.0, security of each path, read 2026-11-27. */
function projectScopes(method: string): readonly string[] {
  return method === 'GET' ? ['projects', 'projects.read'] : ['projects'];
}

/** Any one of these is enough; null where no scope is asked for. */
export function scopesFor(method: string, endpoint: string): readonly string[] | null {
  const writing = BY_ENDPOINT[endpoint];
  if (writing === undefined) return null;
  return method === 'GET' ? writing.flatMap((scope) => [scope, `${scope}.read`]) : writing;
}

/**
 * Parts of a record that need another scope than the record itself. Source: Xero OpenAPI 16.1.0, security of
 * GET /Contacts/{ContactID}/CISSettings, read 2026-11-26, and of the attachments of each endpoint, read 2026-11-27.
 */
function endpointOf(endpoint: string, part: string | undefined): string {
  if (part === 'CISSettings') return 'Organisation';
  return part === 'Attachments' ? part : endpoint;
}

function neededFor(method: string, path: string, bases: Bases): readonly string[] | null {
  if (path.startsWith(bases.projects)) return projectScopes(method);
  const [endpoint = '', second = '', part] = path.slice(bases.accounting.length + 1).split('/');
  if (endpoint === 'Reports') return reportScopes(second);
  return scopesFor(method, endpointOf(endpoint, part));
}

export class AppScopes {
  readonly #granted: Collection<readonly string[]>;

  constructor({ appStore }: SandboxKit) {
    this.#granted = appStore.collection('kit.xeroScopes');
  }

  /** Everything, until a test cuts it. */
  granted(): readonly string[] {
    return this.#granted.get('app') ?? KNOWN_SCOPES;
  }

  cut(scopes: readonly string[]): void {
    this.#granted.set('app', scopes);
  }

  restore(): void {
    this.#granted.delete('app');
  }

  /** People work with all their scopes; a cut holds at once, whatever the app's token was issued for. */
  lets({ method, path, role, scopes }: SandboxRequest, bases: Bases): boolean {
    const needed = neededFor(method, path, bases);
    if (needed === null) return true;
    const granted = role === 'tieout' ? this.granted() : KNOWN_SCOPES;
    const held = scopes === null ? granted : scopes.filter((scope) => granted.includes(scope));
    return needed.some((scope) => held.includes(scope));
  }
}

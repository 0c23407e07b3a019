// The scopes Tieout asks Xero for, and which of them each endpoint needs.

/**
 * Granular scopes, the only ones a custom connection made since 29 April 2026 can have (developer.xero.com/faq/granular-scopes,
 * read 2026-11-23). Purchase orders and credit notes are inside accounting.invoices. Nothing here can write an account, a tax
 * rate or a journal, so Xero refuses what the client has no method for; payments only where a firm records them in Procore,
 * and tracking options only where its budgets make them: their scope is that of all settings, so that there the client's
 * lack of methods alone keeps accounts and tax rates from being written. What actuals are made of and held against is read
 * only where a firm asks for them.
 */
const scopes = [
  'accounting.invoices',
  'accounting.contacts',
  'accounting.payments.read',
  'accounting.settings.read',
] as const;

const actualsScopes = [
  'accounting.banktransactions.read',
  'accounting.manualjournals.read',
  'accounting.reports.profitandloss.read',
  'accounting.reports.balancesheet.read',
] as const;
/** Asked for only where files go with bills. Source: Xero OpenAPI 16.1.0, security of the attachments, read 2026-11-27. */
const filesScope = 'accounting.attachments';

/** Asked for only where labour is on. Source: Xero OpenAPI 16.1.0, Projects, security; read 2026-11-27. */
const projectsScope = 'projects.read';

/** What to ask for; with payments or options to be written their scope takes the place of the one that reads them. */
export function scopesFor({
  writesPayments,
  writesOptions,
  readsActuals,
  attachesFiles,
  writesProjects,
}: {
  writesPayments: boolean;
  writesOptions: boolean;
  readsActuals: boolean;
  attachesFiles: boolean;
  writesProjects: boolean;
}): readonly string[] {
  const written = [
    ...(writesPayments ? ['accounting.payments.read'] : []),
    ...(writesOptions ? ['accounting.settings.read'] : []),
  ];
  const asked = scopes.map((scope) =>
    written.includes(scope) ? scope.replace(/\.read$/, '') : scope,
  );
  return [
    ...asked,
    ...(readsActuals ? actualsScopes : []),
    ...(attachesFiles ? [filesScope] : []),
    ...(writesProjects ? ['projects'] : []),
  ];
}

const byEndpoint: Readonly<
  Record<string, (typeof scopes | typeof actualsScopes)[number] | typeof projectsScope>
> = {
  Invoices: 'accounting.invoices',
  PurchaseOrders: 'accounting.invoices',
  CreditNotes: 'accounting.invoices',
  Contacts: 'accounting.contacts',
  Payments: 'accounting.payments.read',
  Prepayments: 'accounting.payments.read',
  Overpayments: 'accounting.payments.read',
  BankTransactions: 'accounting.banktransactions.read',
  ManualJournals: 'accounting.manualjournals.read',
  'Reports/ProfitAndLoss': 'accounting.reports.profitandloss.read',
  'Reports/BalanceSheet': 'accounting.reports.balancesheet.read',
  Organisation: 'accounting.settings.read',
  Accounts: 'accounting.settings.read',
  TaxRates: 'accounting.settings.read',
  TrackingCategories: 'accounting.settings.read',
  Projects: projectsScope,
  ProjectsUsers: projectsScope,
};

/** The scope a call needs, by its template ("/Invoices/{id}"); null where none is known. */
export function scopeOf({ template, write }: { template: string; write: boolean }): string | null {
  if (template.includes('/Attachments')) return filesScope;
  const [, endpoint = '', part = ''] = template.split('/');
  const scope = byEndpoint[endpoint === 'Reports' ? `${endpoint}/${part}` : endpoint] ?? null;
  return write && scope !== null ? scope.replace(/\.read$/, '') : scope;
}

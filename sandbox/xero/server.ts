// The stand-in Xero: an app's organisations behind Xero's own paths, headers, bodies and refusals, and the control plane.
//
// Start it as a process with `node --import tsx sandbox/xero/main.ts` (environment: kit/sandbox-process.ts and below),
// or inside a test with `startXeroSandbox({ … })`. It starts with the company `empty`; POST /_sandbox/seed changes it.
// What it has beside the kit's control plane is in control-routes.ts, chart-control.ts and currency-control.ts; all of
// it is told in docs/run/sandboxes.md.
import type { Answer, SandboxRequest } from '../kit/http.ts';
import type { Books } from './books.ts';
import type { Bases } from './scopes.ts';
import type { Route } from '../kit/router.ts';
import type { RunningSandbox, SandboxOptions, SandboxSpec } from '../kit/sandbox-spec.ts';
import {
  BODY_BYTES_MAX,
  VENDOR_LIMITS,
  bodyTooLarge,
  checkFormat,
  failed,
  faultAnswer,
  limitHeaders,
  offline,
  scopeRefusal,
  tenantRefusal,
  tooManyRequests,
  unauthorised,
  withLowerKeys,
} from './access.ts';
import { AppScopes } from './scopes.ts';
import { IdempotencyCache } from './idempotency.ts';
import { TOKEN_TTL_SECONDS, identityRoutes } from './identity-routes.ts';
import { XeroState } from './xero-state.ts';
import { booksOn } from './books.ts';
import { attachmentRoutes } from './attachments.ts';
import { agedReportRoutes } from './aged-reports.ts';
import { allocationRoutes } from './allocation-routes.ts';
import { bankCreditRoutes } from './bank-credit-routes.ts';
import { bankTransactionRoutes } from './bank-transaction-routes.ts';
import { budgetRoutes } from './budgets.ts';
import { contactGroupRoutes } from './contact-groups.ts';
import { contactRoutes } from './contact-routes.ts';
import { controlRoutes } from './control-routes.ts';
import { creditNoteRoutes } from './credit-note-routes.ts';
import { currencyRoutes } from './currency-routes.ts';
import { historyRoutes } from './history-routes.ts';
import { invoiceRoutes } from './invoice-routes.ts';
import { isObject } from './json-input.ts';
import { xeroLists } from './list-shape.ts';
import { manualJournalRoutes } from './manual-journal-routes.ts';
import { badRequest, notFoundAnswer } from './failures.ts';
import { pageRoutes } from './pages/page-routes.ts';
import { projectElements, projectsFault, subscriptionRefusal } from './projects/project-door.ts';
import { projectsBadRequest, projectsNotFound } from './projects/project-failures.ts';
import { projectRoutes } from './projects/project-routes.ts';
import { taskRoutes } from './projects/task-routes.ts';
import { timeRoutes } from './projects/time-routes.ts';
import { paymentRoutes } from './payment-routes.ts';
import { purchaseOrderRoutes } from './purchase-order-routes.ts';
import { reportRoutes } from './report-routes.ts';
import { reshown } from './reshow.ts';
import { referenceRoutes } from './reference-routes.ts';
import { scenesOf } from './scenes.ts';
import { seedBooks } from './seed.ts';
import { userRoutes } from './users.ts';
import { startTenants } from '../kit/sandbox-server.ts';

const BASE = '/api.xro/2.0';
const PROJECTS_BASE = '/projects.xro/2.0';
const BASES: Bases = { accounting: BASE, projects: PROJECTS_BASE };
const DEFAULT_TENANT_ID = '3f0c2b1e-7a44-4d0a-9c55-5d1a7e2b9c11';
const DEFAULT_WEBHOOK_KEY = 'tieout-sandbox-webhook-key';

export type XeroSandboxOptions = SandboxOptions & {
  tenantId?: string;
  /** Tenant ids of further organisations of the same app. */
  organisations?: readonly string[];
  webhookKey?: string;
};

export function startXeroSandbox(options: XeroSandboxOptions = {}): Promise<RunningSandbox> {
  const { tenantId = DEFAULT_TENANT_ID, organisations = [] } = options;
  const connected: XeroState[] = [];
  return startTenants(options, VENDOR_LIMITS, {
    ids: [tenantId, ...organisations],
    tenantHeader: 'xero-tenant-id',
    appWideWindow: 'appminute',
    build: (kit, id) => specOf(new XeroState(kit, id, connected), options),
  });
}

const TENANT_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** SANDBOX_XERO_TENANTS: tenant ids beside the first one, with commas between. */
function furtherTenants(text: string, first: string): string[] {
  const ids = text
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
  const wrong = ids.find(
    (id, index) => !TENANT_ID.test(id) || id === first || ids.indexOf(id) !== index,
  );
  if (wrong === undefined) return ids;
  throw new RangeError(
    `SANDBOX_XERO_TENANTS must list further tenant ids (UUIDs in lower case), each once and none of them XERO_TENANT_ID; "${wrong}" is not one`,
  );
}

/** XERO_CLIENT_ID, XERO_CLIENT_SECRET, XERO_TENANT_ID, SANDBOX_XERO_TENANTS and XERO_WEBHOOK_KEY, where they are set. */
export function xeroOptionsFrom(
  environment: Record<string, string | undefined>,
): Omit<XeroSandboxOptions, keyof Omit<SandboxOptions, 'credentials'>> {
  const clientId = environment['XERO_CLIENT_ID'];
  const clientSecret = environment['XERO_CLIENT_SECRET'];
  const tenantId = environment['XERO_TENANT_ID'];
  const webhookKey = environment['XERO_WEBHOOK_KEY'];
  const organisations = furtherTenants(
    environment['SANDBOX_XERO_TENANTS'] ?? '',
    tenantId ?? DEFAULT_TENANT_ID,
  );
  return {
    ...(clientId === undefined || clientSecret === undefined
      ? {}
      : { credentials: { clientId, clientSecret } }),
    ...(tenantId === undefined ? {} : { tenantId }),
    ...(organisations.length === 0 ? {} : { organisations }),
    ...(webhookKey === undefined ? {} : { webhookKey }),
  };
}

function specOf(state: XeroState, options: XeroSandboxOptions): SandboxSpec {
  const { kit, connected } = state;
  const books = booksOn(state);
  const scopes = new AppScopes(kit);
  const idempotency = new IdempotencyCache(kit);
  // No two organisations begin with the same ids.
  const beginning = connected[0] === state ? undefined : state.tenantId;
  if (!state.isSeeded) seedBooks(books, 'empty', beginning);
  return {
    routes: routesOf(books, scopes),
    pages: pageRoutes(state),
    roles: ['tieout', 'bookkeeper', 'adviser'],
    tokenTtlSeconds: TOKEN_TTL_SECONDS,
    bodyBytesMax: BODY_BYTES_MAX,
    unauthorised: (verified) => worded(state, unauthorised(verified)),
    tooManyRequests: (problem, retryAfterMs) =>
      tooManyRequests(
        problem === 'appminute' ? state.rule('appMinuteName') : problem,
        retryAfterMs,
      ),
    limitHeaders,
    notFound: ({ path }) => (isProjects(path) ? projectsNotFound() : notFoundAnswer()),
    bodyTooLarge,
    failed,
    faultAnswer: (status, request) =>
      (isProjects(request.path) ? projectsFault(status) : null) ?? faultAnswer(status, request),
    countedAs: ({ app, path }) =>
      isProjects(path) && state.rule('projectsLimits') === 'own' ? `${app}/projects` : app,
    around: (request, work) => {
      const isOfProjects = isProjects(request.path);
      if (!request.path.startsWith(BASE) && !isOfProjects) return work(request);
      const refusal = atTheDoor(state, scopes, request);
      if (refusal !== null) return refusal;
      if (!isOfProjects) checkFormat(request);
      const replayed = (first: Answer): Answer =>
        state.rule('replay') === 'current' ? reshown(books, first) : first;
      const refuse = isOfProjects ? projectsBadRequest : badRequest;
      const answer = idempotency.answer(request, work, { replayed, refuse });
      books.webhooks.flush();
      return answer;
    },
    limited: (request, answer) => {
      if (state.rule('keptRefusal') === 'kept') idempotency.keepFirst(request, answer);
    },
    lists: xeroLists(BASES),
    elementsOf: countElements,
    seed: (company, seed, part) => seedBooks(books, company, seed, part),
    scenes: scenesWithWebhooks(books),
    ledger: () => books.ledger.view(),
    controlRoutes: controlRoutes(books, scopes, options.webhookKey ?? DEFAULT_WEBHOOK_KEY),
  };
}

function routesOf(books: Books, scopes: AppScopes): Route[] {
  return [
    ...identityRoutes(books.state, scopes),
    ...contactRoutes(books, BASE),
    ...invoiceRoutes(books, BASE),
    ...creditNoteRoutes(books, BASE),
    ...bankCreditRoutes(books, BASE, 'prepayment'),
    ...bankCreditRoutes(books, BASE, 'overpayment'),
    ...bankTransactionRoutes(books, BASE),
    ...manualJournalRoutes(books, BASE),
    ...reportRoutes(books, BASE),
    ...allocationRoutes(books, BASE, 'creditNote'),
    ...allocationRoutes(books, BASE, 'prepayment'),
    ...allocationRoutes(books, BASE, 'overpayment'),
    ...attachmentRoutes(books, BASE),
    ...historyRoutes(books, BASE),
    ...purchaseOrderRoutes(books, BASE),
    ...paymentRoutes(books, BASE),
    ...referenceRoutes(books, BASE),
    ...currencyRoutes(books, BASE),
    ...userRoutes(books, BASE),
    ...contactGroupRoutes(books, BASE),
    ...budgetRoutes(books, BASE),
    ...agedReportRoutes(books, BASE),
    ...projectRoutes(books, PROJECTS_BASE),
    ...taskRoutes(books, PROJECTS_BASE),
    ...timeRoutes(books, PROJECTS_BASE),
  ];
}

/** Who is turned away before anything is read: an organisation that is offline, too few scopes, another tenant. */
function atTheDoor(state: XeroState, scopes: AppScopes, request: SandboxRequest): Answer | null {
  if (state.organisation().isOffline === true) return offline();
  const refusal =
    scopeRefusal(request, scopes, BASES) ??
    tenantRefusal(request, state) ??
    (isProjects(request.path) ? subscriptionRefusal(state) : null);
  return refusal === null ? null : worded(state, refusal);
}

function isProjects(path: string): boolean {
  return path.startsWith(`${PROJECTS_BASE}/`);
}

function worded(state: XeroState, problem: Answer): Answer {
  return state.rule('problemKeys') === 'lowerCase' ? withLowerKeys(problem) : problem;
}

function scenesWithWebhooks(books: Books): { name: string; run: () => unknown }[] {
  return scenesOf(books).map(({ name, run }) => ({
    name,
    run: () => {
      const result = run();
      books.webhooks.flush();
      return result;
    },
  }));
}

/** The documents in a write's body: the array of its one plural key, or the bare object. */
function countElements(request: SandboxRequest): number {
  if (isProjects(request.path)) return projectElements(request);
  if (!request.path.startsWith(BASE) || request.method === 'GET') return 0;
  let body: unknown;
  try {
    body = JSON.parse(request.rawBody.toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return 0;
    throw error;
  }
  if (Array.isArray(body)) return body.length;
  if (!isObject(body)) return 0;
  const parts = request.path.slice(BASE.length + 1).split('/');
  const plural = (parts.length === 3 ? parts[2] : parts[0]) ?? '';
  const list = body[plural];
  return Array.isArray(list) ? list.length : 1;
}

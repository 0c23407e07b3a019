// The stand-in Procore: one company behind client credentials, its own limits, and the paths Tieout relies on.
import { buildCompany, countsOf, DEFAULT_SEED } from '../company/build-company.ts';
import type { Answer, SandboxRequest } from '../kit/http.ts';
import type { LimitSettings, LimitState, WindowState } from '../kit/limits.ts';
import type { Handler, Route } from '../kit/router.ts';
import { Refusal } from '../kit/refusal.ts';
import { startSandbox } from '../kit/sandbox-server.ts';
import type {
  RunningSandbox,
  SandboxKit,
  SandboxOptions,
  SandboxSpec,
} from '../kit/sandbox-spec.ts';
import { procoreFault, procoreLists } from './answer-shapes.ts';
import { attachmentControlRoutes, storageRoutes } from './attachments.ts';
import { manyControlRoutes } from './many-control.ts';
import { budgetControlRoutes } from './budget-control.ts';
import { budgetRoutes } from './budget-routes.ts';
import { changeOrderRoutes } from './change-order-routes.ts';
import { commitmentControlRoutes } from './commitment-control-routes.ts';
import { commitmentRoutes } from './commitment-routes.ts';
import { controlRoutes } from './control-routes.ts';
import { currencyConfigurationRoutes } from './currency-configuration-routes.ts';
import { currencyControlRoutes } from './currency-control.ts';
import { directCostControlRoutes } from './direct-cost-control.ts';
import { directCostRoutes } from './direct-cost-routes.ts';
import { directoryRoutes } from './directory-routes.ts';
import { exchangeRateRoutes } from './exchange-rate-routes.ts';
import { fillState } from './fill-state.ts';
import { pageRoutes } from './pages/page-routes.ts';
import { ownerRoutes } from './owner-routes.ts';
import { projectRoutes } from './project-routes.ts';
import { oauthRoutes, TOKEN_TTL_SECONDS } from './oauth-routes.ts';
import { paymentRoutes } from './payment-routes.ts';
import {
  appRoles,
  badRequest,
  notFound,
  ProcoreRefusal,
  refusalBody,
  userIds,
  userNames,
} from './procore-call.ts';
import type { AppRole, ProcoreCall, ProcoreRoute } from './procore-call.ts';
import { homeOf, permissionOf, procoreState } from './procore-state.ts';
import type { ProcoreState } from './procore-state.ts';
import { procoreLedger } from './ledger.ts';
import { asShown, replayed } from './whole-answers.ts';
import { ruleOf } from './open-rules.ts';
import { crewRoutes } from './timecards/crew-routes.ts';
import { timecardControlRoutes } from './timecards/timecard-control.ts';
import { timecardRoutes } from './timecards/timecard-routes.ts';
import { requisitionRoutes } from './requisition-routes.ts';
import type { RouteContext } from './route-context.ts';
import { procoreScenes } from './scenes.ts';
import { deliveryQueue } from './webhook-delivery.ts';
import type { DeliveryQueue } from './webhook-delivery.ts';
import { announcer } from './webhook-events.ts';
import { webhookRoutes } from './webhook-routes.ts';

export const DEFAULT_COMPANY_ID = '5629494500123';

/**
 * 3,600 an hour and 25 in 10 seconds, per app and company. Source: Procore rate limiting guide (2024 for the hour,
 * 2026 for the spike; "do not assume 3600/hour" since), read 2026-11-23.
 */
const PROCORE_LIMITS: LimitSettings = {
  concurrent: null,
  windows: {
    hour: { count: 3_600, windowMs: 3_600_000 },
    spike: { count: 25, windowMs: 10_000 },
  },
};

const BODY_BYTES_MAX = 10_000_000;

export type ProcoreSandboxOptions = SandboxOptions & { companyId?: string };

/** How often the sandbox looks whether a paused delivery has become due by its clock. */
const PUMP_EVERY_MS = 200;

export async function startProcoreSandbox(
  options: ProcoreSandboxOptions = {},
): Promise<RunningSandbox> {
  const companyId = options.companyId ?? DEFAULT_COMPANY_ID;
  let pump = (): void => undefined;
  const sandbox = await startSandbox(options, PROCORE_LIMITS, (kit) => {
    const { store, outbox, clock } = kit;
    const state = procoreState(store);
    const queue = deliveryQueue({ state, store, outbox, now: () => clock.nowMs() });
    pump = queue.pump;
    return specOf(kit, companyId, state, queue);
  });
  const timer = setInterval(() => pump(), PUMP_EVERY_MS);
  const close = async (): Promise<void> => {
    clearInterval(timer);
    await sandbox.close();
  };
  return { ...sandbox, close };
}

function specOf(
  kit: SandboxKit,
  companyId: string,
  state: ProcoreState,
  queue: DeliveryQueue,
): SandboxSpec {
  const now = (): number => kit.clock.nowMs();
  const context: RouteContext = {
    state,
    company: {
      id: companyId,
      get home() {
        return homeOf(state);
      },
      get name() {
        return homeOf(state).firm.legalName;
      },
    },
    now,
    changed: announcer(state, queue, now),
  };
  return {
    routes: [
      ...oauthRoutes(kit),
      ...pageRoutes(context),
      ...storageRoutes(context),
      ...routesOf(context).map((route): Route => ({
        ...route,
        handle: handlerOf(state, route, companyId),
      })),
    ],
    roles: ['tieout', 'pm', 'admin'],
    tokenTtlSeconds: TOKEN_TTL_SECONDS,
    bodyBytesMax: BODY_BYTES_MAX,
    unauthorised: (_verified, request) =>
      answerOf(request.path, new ProcoreRefusal(401, 'The access token is invalid')),
    tooManyRequests: (_problem, retryAfterMs) => {
      return tooManyRequests(ruleOf(state, 'retryAfter') === 'present', retryAfterMs);
    },
    limitHeaders,
    notFound: (request, allowed) =>
      answerOf(
        request.path,
        allowed.length === 0 ? notFound() : new ProcoreRefusal(405, 'Method Not Allowed'),
      ),
    bodyTooLarge: () => ({ status: 413, body: { errors: 'Request Entity Too Large' } }),
    failed: () => ({ status: 500, body: { errors: 'Internal Server Error' } }),
    faultAnswer: procoreFault,
    around: (request, work) => atTheDoor(state, companyId, request, work),
    lists: procoreLists,
    elementsOf: (request) => (isWrite(request) ? 1 : 0),
    seed: (company, seed = DEFAULT_SEED) => {
      const built = buildCompany(company, seed);
      fillState(state, built);
      return { seed, counts: countsOf(built) };
    },
    scenes: procoreScenes(context, companyId),
    ledger: () => procoreLedger(state),
    controlRoutes: [
      ...controlRoutes(state),
      ...commitmentControlRoutes(state),
      ...currencyControlRoutes(context),
      ...budgetControlRoutes(context),
      ...manyControlRoutes(context),
      ...attachmentControlRoutes(context),
      ...timecardControlRoutes(context),
      ...directCostControlRoutes(context),
    ],
  };
}

function routesOf(context: RouteContext): ProcoreRoute[] {
  return [
    ...companyRoutes(context),
    ...projectRoutes(context),
    ...currencyConfigurationRoutes(context),
    ...exchangeRateRoutes(context),
    ...directoryRoutes(context),
    ...commitmentRoutes(context),
    ...changeOrderRoutes(context),
    ...requisitionRoutes(context),
    ...paymentRoutes(context),
    ...ownerRoutes(context),
    ...budgetRoutes(context),
    ...timecardRoutes(context),
    ...crewRoutes(context),
    ...directCostRoutes(context),
    ...webhookRoutes(context),
  ];
}

function companyRoutes({ company }: RouteContext): ProcoreRoute[] {
  return [
    {
      method: 'GET',
      path: '/rest/v1.0/companies',
      handle: () => {
        const shown = { id: Number(company.id), name: company.name, is_active: true };
        return { status: 200, body: [shown], headers: { Total: '1', 'Per-Page': '30' } };
      },
    },
    {
      method: 'GET',
      path: '/rest/v1.0/me',
      handle: ({ app }) => {
        const login = `${app}@${company.home.firm.mailDomain}`;
        return { status: 200, body: { id: userIds[app], login, name: userNames[app] } };
      },
    },
  ];
}

function isWrite(request: SandboxRequest): boolean {
  return request.method !== 'GET' && !request.path.startsWith('/oauth/');
}

const NAMELESS_PATHS = ['/rest/v1.0/me', '/rest/v1.0/companies'];

/**
 * Every call names its company, also a service account's whose path or query names it already; a person's token may
 * ask who it is, and for its companies, without. Source: Procore multiple-regions tutorial and integration health
 * page, read 2026-11-23.
 */
function atTheDoor(
  state: ProcoreState,
  companyId: string,
  request: SandboxRequest,
  work: Handler,
): Answer {
  const named = request.headers['procore-company-id'];
  const isNamed = named !== undefined && named !== '';
  const isPerson = roleOf(request) !== 'tieout';
  if (!isNamed && isPerson && NAMELESS_PATHS.includes(request.path)) return work(request);
  if (!isNamed) {
    return answerOf(request.path, badRequest('Missing Procore-Company-Id header!'));
  }
  const isConnected = permissionOf(state, roleOf(request)).connected && named === companyId;
  if (!isConnected) {
    return answerOf(request.path, new ProcoreRefusal(403, 'App is not connected to this company'));
  }
  return work(request);
}

function roleOf(request: SandboxRequest): AppRole {
  const role = appRoles.find((candidate) => candidate === request.role);
  if (role === undefined) throw new Error(`The Procore sandbox has no role ${request.role}`);
  return role;
}

function handlerOf(state: ProcoreState, route: ProcoreRoute, companyId: string): Handler {
  return (request) => {
    try {
      const call: ProcoreCall = {
        params: request.params,
        query: request.query,
        body: jsonBody(request),
        app: roleOf(request),
        baseUrl: `http://${request.headers['host'] ?? '127.0.0.1'}`,
        path: request.path,
        companyId,
        rule: (name) => ruleOf(state, name),
      };
      const answer = replayed(state, request, () => route.handle(call));
      return { ...answer, body: asShown(state, answer.body) };
    } catch (error) {
      // Thrown on, so that whatever the route had already changed is undone.
      if (error instanceof ProcoreRefusal) throw new Refusal(answerOf(request.path, error));
      throw error;
    }
  };
}

function jsonBody(request: SandboxRequest): unknown {
  if (request.rawBody.length === 0) return undefined;
  try {
    return JSON.parse(request.rawBody.toString('utf8')) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) throw badRequest('The body is not valid JSON');
    throw error;
  }
}

function answerOf(path: string, refusal: ProcoreRefusal): Answer {
  return { status: refusal.status, body: refusalBody(path, refusal), headers: refusal.headers };
}

function tooManyRequests(saysWhen: boolean, retryAfterMs: number | null): Answer {
  const seconds = Math.max(1, Math.ceil((retryAfterMs ?? 1_000) / 1_000));
  return {
    status: 429,
    headers: saysWhen ? { 'Retry-After': String(seconds) } : {},
    body: { errors: 'You have surpassed the max number of requests. Please wait and try again.' },
  };
}

/** The headers describe the limit the app is nearest to. Source: Procore rate limiting guide, read 2026-11-23. */
function limitHeaders(state: LimitState): Record<string, string> {
  const [first, ...others] = Object.values(state);
  if (first === undefined) return {};
  const nearest = others.reduce<WindowState>(
    (near, window) => (window.remaining < near.remaining ? window : near),
    first,
  );
  return {
    'X-Rate-Limit-Limit': String(nearest.limit),
    'X-Rate-Limit-Remaining': String(nearest.remaining),
    'X-Rate-Limit-Reset': String(Math.ceil(nearest.resetAtMs / 1_000)),
  };
}

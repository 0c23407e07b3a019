// What a vendor gets from the kit and what it gives back: the pieces it is built from, and everything that is its own.
import type { AccessLog } from './access-log.ts';
import type { Answer, SandboxRequest } from './http.ts';
import type { AppLimits, LimitState } from './limits.ts';
import type { BendPlan } from './bends.ts';
import type { FaultPlan } from './faults.ts';
import type { Handler, Route } from './router.ts';
import type { ListShape } from './list-shape.ts';
import type { JournalledStore } from './store.ts';
import type { Outbox } from './outbox.ts';
import type { SandboxClock } from './clock.ts';
import type { TokenRegistry, Verified } from './tokens.ts';

export type CompanyName = 'demo' | 'twenty' | 'empty' | 'au' | 'uk' | 'group';

/** Which of the group's two organisations in Xero. */
export type CompanyPart = 'north' | 'south';

export type SandboxOptions = {
  /** 0 or absent = a free port. */
  port?: number;
  /** Absent = memory only. */
  dataDir?: string;
  limits?: 'vendor' | 'fast';
  /** How long each call takes before it works, so that calls really overlap. Default 10. */
  latencyMs?: number;
  credentials?: { clientId: string; clientSecret: string };
};

export type SandboxKit = {
  store: JournalledStore;
  /** What belongs to the app and not to one tenant; with one tenant, `store` itself. */
  appStore: JournalledStore;
  clock: SandboxClock;
  tokens: TokenRegistry;
  limits: AppLimits;
  faults: FaultPlan;
  bends: BendPlan;
  accessLog: AccessLog;
  outbox: Outbox;
  credentials: { clientId: string; clientSecret: string };
};

export type SandboxSpec = {
  routes: Route[];
  /** What a person may look at in a browser, outside the vendor's paths: no token, limit, fault or log. */
  pages?: Route[];
  /** Every role is an app of its own; the first one is the client of the credentials. */
  roles: readonly [string, ...string[]];
  tokenTtlSeconds: number;
  bodyBytesMax: number;
  unauthorised(verified: Exclude<Verified, { outcome: 'valid' }>, request: SandboxRequest): Answer;
  /** `problem` is the name of the limit; `retryAfterMs` is null where the vendor cannot say. */
  tooManyRequests(problem: string, retryAfterMs: number | null, state: LimitState): Answer;
  /** Headers on every answer to an app. */
  limitHeaders(state: LimitState): Record<string, string>;
  notFound(request: SandboxRequest, allowed: string[]): Answer;
  bodyTooLarge(): Answer;
  /** What a programmer error looks like from outside. */
  failed(): Answer;
  /** The name under which a call counts against the limits; the app's own without it. */
  countedAs?: (request: SandboxRequest) => string;
  /** How the vendor itself would say this status, for a fault a test has ordered. */
  faultAnswer(status: number, request: SandboxRequest): Answer;
  /** Runs about every handler, after token and limits: tenant checks, idempotency. */
  around?: (request: SandboxRequest, work: Handler) => Answer;
  /** Hears of a call that its limits refused, with the answer it got. */
  limited?: (request: SandboxRequest, answer: Answer) => void;
  /** How the vendor's lists look, so that elements can be taken out and pages moved. */
  lists?: ListShape;
  /** Documents in a write's body, for the access log. */
  elementsOf(request: SandboxRequest): number;
  /** `part` only with the company `group`. */
  seed(
    company: CompanyName,
    seed: string | undefined,
    part: CompanyPart | undefined,
  ): { seed: string; counts: unknown };
  scenes?: { name: string; run: () => unknown }[];
  ledger(): unknown;
  /** More control-plane routes, with `path` under /_sandbox/ and `open: true`. */
  controlRoutes?: Route[];
};

/** The tenants that one app reaches at one address, each with books, limits, clock, log, faults and bends of its own. */
export type Tenancy = {
  /** The first one is there for whoever names none. An id is a folder's name too. */
  ids: readonly [string, ...string[]];
  /** The header, in lower case, by which a call names its tenant. */
  tenantHeader: string;
  /** The limit that counts the calls of all tenants together. */
  appWideWindow: string;
  build: (kit: SandboxKit, tenantId: string) => SandboxSpec;
};

export type RunningSandbox = {
  url: string;
  port: number;
  /** Of the first tenant. */
  kit: SandboxKit;
  /** Every route of the control plane, so that none goes without its line in the docs. */
  controlRoutes: readonly { method: string; path: string }[];
  close: () => Promise<void>;
};

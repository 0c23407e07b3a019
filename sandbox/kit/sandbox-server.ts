// How a sandbox serves a vendor: one listener, the pieces a vendor is built from, and who a request is for.
//
// A vendor calls `startSandbox(options, limits, (kit) => spec)`:
//   kit.store      collections that survive SIGKILL: `kit.store.collection<T>('contacts')`; set new objects, never
//                  change one in place. Names starting with `kit.` belong to the kit and survive a new seed.
//   kit.clock      the time; never call Date.now() in a vendor.
//   kit.tokens     issue(role, ttlSeconds) for the vendor's token endpoint.
//   kit.outbox     queue(delivery) for webhooks: sent once the request's changes are stored.
//   kit.credentials    what the vendor's client must present.
// The spec (sandbox-spec.ts) says what is the vendor's own: routes (synchronous handlers, a `{name}` part per
// parameter, `open: true` for the token endpoint), the shapes of its refusals, the names of its limit headers, seed, scenes, ledger.
//
// A vendor whose app reaches several tenants calls `startTenants`: each tenant has a kit, a spec and a pipeline of its
// own, and the listener chooses among them before anything is done. What is the app's own (kit.appStore: its tokens and
// the limit over all tenants) lies with the first tenant.
//
// A request takes this way: body read → tenant chosen → control plane? → page? → fault refuse, html → route → token → limits (+ fault 429)
// → latency (+ fault delay) → `spec.around` → handler → bends → fault errorAfter, empty, stale, pageShift → access log → journal → answer (or fault
// dropAfter, truncated: the work is done and the connection cut).
// A handler that throws rolls everything it changed back; `spec.failed` gives the answer. For expected refusals
// throw `new Refusal(answer)` (refusal.ts), which also rolls back.
import { createServer } from 'node:http';
import { join } from 'node:path';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer, SandboxRequest } from './http.ts';
import type { LimitSettings } from './limits.ts';
import type { Route } from './router.ts';
import type {
  RunningSandbox,
  SandboxKit,
  SandboxOptions,
  SandboxSpec,
  Tenancy,
} from './sandbox-spec.ts';
import { AccessLog } from './access-log.ts';
import { AppLimits, fastLimits } from './limits.ts';
import { BendPlan } from './bends.ts';
import { BodyTooLarge, readBody, requestOf, writeAnswer } from './http.ts';
import { FaultPlan } from './faults.ts';
import { JournalledStore } from './store.ts';
import { Outbox } from './outbox.ts';
import { Pipeline, reportError } from './pipeline.ts';
import { SandboxClock } from './clock.ts';
import { TokenRegistry } from './tokens.ts';
import { controlPlane } from './control-plane.ts';

export const DEFAULT_CREDENTIALS = {
  clientId: 'tieout-sandbox',
  clientSecret: 'tieout-sandbox-secret',
};

type Build = (kit: SandboxKit) => SandboxSpec;

/** What one tenant is made of; a vendor that knows no tenants has one without an id. */
type House = {
  id: string | null;
  kit: SandboxKit;
  spec: SandboxSpec;
  control: Route[];
  pipeline: Pipeline;
};

export async function startSandbox(
  options: SandboxOptions,
  vendorLimits: LimitSettings,
  build: Build,
): Promise<RunningSandbox> {
  const house = houseOf(null, options, kitFor(options, vendorLimits), build);
  return await serve(options, house, []);
}

export async function startTenants(
  options: SandboxOptions,
  vendorLimits: LimitSettings,
  { ids: [firstId, ...otherIds], tenantHeader, appWideWindow, build }: Tenancy,
): Promise<RunningSandbox> {
  const appKit = kitFor(options, vendorLimits);
  const first = houseOf(firstId, options, appKit, (kit) => build(kit, firstId));
  const others = otherIds.map((id) => {
    // The first one's books lie where they lay when it was the only one.
    const folder = options.dataDir === undefined ? {} : { dataDir: join(options.dataDir, id) };
    const kit = kitFor({ ...options, ...folder }, vendorLimits, { appKit, appWideWindow });
    return houseOf(id, options, kit, (own) => build(own, id));
  });
  return await serve(options, first, others, tenantHeader);
}

function houseOf(
  id: string | null,
  { latencyMs = 10 }: SandboxOptions,
  kit: SandboxKit,
  build: Build,
): House {
  const spec = build(kit);
  kit.store.commit();
  const control = controlPlane(kit, spec);
  return { id, kit, spec, control, pipeline: new Pipeline(kit, spec, control, latencyMs) };
}

function kitFor(
  options: SandboxOptions,
  vendorLimits: LimitSettings,
  shared?: { appKit: SandboxKit; appWideWindow: string },
): SandboxKit {
  const store = new JournalledStore(options.dataDir ?? null);
  const clock = new SandboxClock(store);
  const limits = options.limits === 'fast' ? fastLimits(vendorLimits) : vendorLimits;
  const appWide =
    shared === undefined ? null : { window: shared.appWideWindow, limits: shared.appKit.limits };
  return {
    store,
    appStore: shared?.appKit.appStore ?? store,
    clock,
    tokens: shared?.appKit.tokens ?? new TokenRegistry(store, clock),
    limits: new AppLimits(store, clock, limits, appWide),
    faults: new FaultPlan(store),
    bends: new BendPlan(store),
    accessLog: new AccessLog(store),
    outbox: new Outbox(),
    credentials: options.credentials ?? DEFAULT_CREDENTIALS,
  };
}

async function serve(
  options: SandboxOptions,
  first: House,
  others: readonly House[],
  tenantHeader?: string,
): Promise<RunningSandbox> {
  const houses = [first, ...others];
  const server = createServer((incoming, response) => {
    answer(first, houses, tenantHeader, incoming, response).catch((error: unknown) => {
      reportError(error);
      response.destroy();
    });
  });
  const port = await listening(server, options.port ?? 0);
  const close = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
    await Promise.all(houses.map(({ kit }) => kit.outbox.close()));
    for (const { kit } of houses) kit.store.close();
  };
  const { kit, control } = first;
  return { url: `http://127.0.0.1:${port}`, port, kit, controlRoutes: control, close };
}

async function listening(server: Server, port: number): Promise<number> {
  server.keepAliveTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

async function answer(
  first: House,
  houses: readonly House[],
  tenantHeader: string | undefined,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let rawBody: Buffer;
  try {
    rawBody = await readBody(incoming, first.spec.bodyBytesMax);
  } catch (error) {
    if (error instanceof BodyTooLarge) {
      writeAnswer(response, first.spec.bodyTooLarge(), {});
      return;
    }
    if (incoming.destroyed) return;
    throw error;
  }
  const request = requestOf(incoming, rawBody);
  if (request.path.startsWith('/_sandbox/')) {
    const house = tenantHeader === undefined ? first : houseAsked(first, houses, request);
    const { remoteAddress } = incoming.socket;
    writeAnswer(
      response,
      house?.pipeline.controlled(request, remoteAddress) ?? unknownTenant(houses, request),
      {},
    );
    return;
  }
  const page = pageOf(first, houses, request);
  if (page !== null) {
    writeAnswer(response, page, {});
    return;
  }
  // A call that names no tenant of ours is for the first one, whose own rules turn it away.
  const named = tenantHeader === undefined ? undefined : request.headers[tenantHeader];
  const called = houses.find(({ id }) => id !== null && id === named) ?? first;
  await called.pipeline.vendor(request, response);
}

function houseAsked(
  first: House,
  houses: readonly House[],
  { query }: SandboxRequest,
): House | undefined {
  const asked = query.get('tenant');
  return asked === null ? first : houses.find(({ id }) => id === asked);
}

function unknownTenant(houses: readonly House[], { query }: SandboxRequest): Answer {
  const known = houses.map(({ id }) => id).join(', ');
  const error = `There is no tenant ${query.get('tenant') ?? ''} here; there are: ${known}`;
  return { status: 404, body: { error } };
}

/** A record's page comes from the tenant that has the record; a list is the first one's unless `?tenant=` names another. */
function pageOf(first: House, houses: readonly House[], request: SandboxRequest): Answer | null {
  const asked = houseAsked(first, houses, request) ?? first;
  const page = asked.pipeline.page(request);
  if (page === null || page.status !== 404) return page;
  const elsewhere = houses.map(({ pipeline }) => pipeline.page(request));
  return elsewhere.find((other) => other !== null && other.status !== 404) ?? page;
}

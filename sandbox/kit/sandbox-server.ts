// How a sandbox serves a vendor: the one pipeline every request takes, and the pieces a vendor is built from.
//
// A vendor calls `startSandbox(options, (kit) => spec)`:
//   kit.store      collections that survive SIGKILL: `kit.store.collection<T>('contacts')`; set new objects, never
//                  change one in place. Names starting with `kit.` belong to the kit and survive a new seed.
//   kit.clock      the time; never call Date.now() in a vendor.
//   kit.tokens     issue(role, ttlSeconds) for the vendor's token endpoint.
//   kit.outbox     queue(delivery) for webhooks: sent once the request's changes are stored.
//   kit.credentials    what the vendor's client must present.
// The spec (sandbox-spec.ts) says what is the vendor's own: routes (synchronous handlers, a `{name}` part per
// parameter, `open: true` for the token endpoint), the shapes of its refusals, the names of its limit headers, seed, scenes, ledger.
//
// A request takes this way: body read → control plane? → page? → fault refuse, html → route → token → limits (+ fault 429)
// → latency (+ fault delay) → `spec.around` → handler → bends → fault errorAfter, empty, stale, pageShift → access log → journal → answer (or fault
// dropAfter, truncated: the work is done and the connection cut).
// A handler that throws rolls everything it changed back; `spec.failed` gives the answer. For expected refusals
// throw `new Refusal(answer)` (refusal.ts), which also rolls back.
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, SandboxRequest } from './http.ts';
import type { LimitSettings, LimitState } from './limits.ts';
import type { FaultSpec } from './faults.ts';
import type { Handler, Route } from './router.ts';
import type { RunningSandbox, SandboxKit, SandboxOptions, SandboxSpec } from './sandbox-spec.ts';
import { AccessLog } from './access-log.ts';
import { AppLimits, fastLimits } from './limits.ts';
import { BodyTooLarge, readBody, requestOf, writeAnswer, writeHalf } from './http.ts';
import { BendPlan } from './bends.ts';
import { ControlError, controlPlane } from './control-plane.ts';
import { FaultPlan } from './faults.ts';
import { JournalledStore } from './store.ts';
import { Outbox } from './outbox.ts';
import { Refusal } from './refusal.ts';
import { Router } from './router.ts';
import { answerInstead, faultyHandler } from './faulty-answer.ts';
import { bentHandler } from './bent-answer.ts';
import { SandboxClock } from './clock.ts';
import { StaleReads } from './stale-reads.ts';
import { TokenRegistry } from './tokens.ts';

export const DEFAULT_CREDENTIALS = {
  clientId: 'tieout-sandbox',
  clientSecret: 'tieout-sandbox-secret',
};

export async function startSandbox(
  options: SandboxOptions,
  vendorLimits: LimitSettings,
  build: (kit: SandboxKit) => SandboxSpec,
): Promise<RunningSandbox> {
  const kit = kitFor(options, vendorLimits);
  const spec = build(kit);
  kit.store.commit();
  const control = controlPlane(kit, spec);
  const pipeline = new Pipeline(kit, spec, control, options.latencyMs ?? 10);
  const server = createServer((incoming, response) => {
    pipeline.serve(incoming, response).catch((error: unknown) => {
      reportError(error);
      response.destroy();
    });
  });
  server.keepAliveTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
    await kit.outbox.close();
    kit.store.close();
  };
  return { url: `http://127.0.0.1:${port}`, port, kit, controlRoutes: control, close };
}

function kitFor(options: SandboxOptions, vendorLimits: LimitSettings): SandboxKit {
  const store = new JournalledStore(options.dataDir ?? null);
  const clock = new SandboxClock(store);
  const limits = options.limits === 'fast' ? fastLimits(vendorLimits) : vendorLimits;
  return {
    store,
    clock,
    tokens: new TokenRegistry(store, clock),
    limits: new AppLimits(store, clock, limits),
    faults: new FaultPlan(store),
    bends: new BendPlan(store),
    accessLog: new AccessLog(store),
    outbox: new Outbox(),
    credentials: options.credentials ?? DEFAULT_CREDENTIALS,
  };
}

class Pipeline {
  readonly #kit: SandboxKit;
  readonly #spec: SandboxSpec;
  readonly #latencyMs: number;
  readonly #router: Router;
  readonly #control: Router;
  readonly #pages: Router;
  readonly #stale: StaleReads;

  constructor(kit: SandboxKit, spec: SandboxSpec, control: Route[], latencyMs: number) {
    this.#kit = kit;
    this.#spec = spec;
    this.#latencyMs = latencyMs;
    this.#router = new Router(spec.routes);
    this.#control = new Router(control);
    this.#pages = new Router(spec.pages ?? []);
    this.#stale = new StaleReads(kit.store);
  }

  async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    let rawBody: Buffer;
    try {
      rawBody = await readBody(incoming, this.#spec.bodyBytesMax);
    } catch (error) {
      if (error instanceof BodyTooLarge) {
        writeAnswer(response, this.#spec.bodyTooLarge(), {});
        return;
      }
      if (incoming.destroyed) return;
      throw error;
    }
    const request = requestOf(incoming, rawBody);
    if (request.path.startsWith('/_sandbox/')) {
      writeAnswer(response, this.#controlled(request, incoming.socket.remoteAddress), {});
      return;
    }
    const page = this.#pages.match(request.method, request.path);
    if (page.found) {
      writeAnswer(response, page.route.handle({ ...request, params: page.params }), {});
      return;
    }
    await this.#vendor(request, response);
  }

  #controlled(request: SandboxRequest, from: string | undefined): Answer {
    if (from !== '127.0.0.1' && from !== '::1' && from !== '::ffff:127.0.0.1') {
      return { status: 403, body: { error: 'The control plane answers on loopback only' } };
    }
    const matched = this.#control.match(request.method, request.path);
    if (!matched.found) {
      return { status: 404, body: { error: `No ${request.method} ${request.path} here` } };
    }
    const work = (): Answer => {
      try {
        return matched.route.handle({ ...request, params: matched.params });
      } catch (error) {
        if (error instanceof ControlError) throw new Refusal(controlRefusal(error));
        throw error;
      }
    };
    const answer = this.#transaction(work, (error) => {
      const text = error instanceof Error ? error.message : String(error);
      return { status: 500, body: { error: text } };
    });
    this.#store();
    return answer;
  }

  async #vendor(request: SandboxRequest, response: ServerResponse): Promise<void> {
    const { faults } = this.#kit;
    const fault = faults.next(request);
    const instead = answerInstead(fault, this.#spec, request);
    if (instead !== null) {
      this.#finish(request, response, instead, {});
      return;
    }
    const matched = this.#router.match(request.method, request.path);
    if (matched.found && matched.route.open === true) {
      const open = { ...request, params: matched.params };
      await sleepFor(fault, 0);
      const answer = this.#work(open, this.#bent(matched.route), fault, false);
      this.#finish(open, response, answer, {}, fault);
      return;
    }
    const verified = this.#kit.tokens.verify(request.headers['authorization']);
    if (verified.outcome !== 'valid') {
      this.#finish(request, response, this.#spec.unauthorised(verified, request), {});
      return;
    }
    const { app, role, scopes } = verified.token;
    const known = { ...request, app, role, scopes };
    const handle: Handler = matched.found
      ? (inner) => this.#bent(matched.route)({ ...inner, params: matched.params })
      : (inner) => this.#spec.notFound(inner, matched.allowed);
    await this.#limited(known, response, handle, fault);
  }

  #bent({ path, handle }: Route): Handler {
    return bentHandler(this.#kit.bends, this.#spec, path, handle);
  }

  async #limited(
    request: SandboxRequest,
    response: ServerResponse,
    handle: Handler,
    fault: FaultSpec | null,
  ): Promise<void> {
    const { limits } = this.#kit;
    const { app } = request;
    if (fault?.kind === '429') {
      const state = limits.state(app);
      const answer = this.#spec.tooManyRequests(firstWindow(state), fault.ms ?? 1_000, state);
      this.#spec.limited?.(request, answer);
      this.#finish(request, response, answer, this.#spec.limitHeaders(state));
      return;
    }
    const admission = limits.enter(app);
    const headers = this.#spec.limitHeaders(admission.state);
    if (!admission.admitted) {
      const { problem, retryAfterMs, state } = admission;
      const answer = this.#spec.tooManyRequests(problem, retryAfterMs, state);
      this.#spec.limited?.(request, answer);
      this.#finish(request, response, answer, headers);
      return;
    }
    response.once('close', admission.leave);
    try {
      await sleepFor(fault, this.#latencyMs);
      const answer = this.#work(request, handle, fault, true);
      admission.leave();
      this.#finish(request, response, answer, headers, fault);
    } finally {
      admission.leave();
    }
  }

  #work(
    request: SandboxRequest,
    handle: Handler,
    fault: FaultSpec | null,
    isGuarded: boolean,
  ): Answer {
    const whole: Handler = (known) =>
      this.#transaction(
        () => handle(known),
        (error) => this.#failure(error),
      );
    // The vendor's answer to a failed call is what it would have stored for a replay, so the fault stands inside `around`.
    const inner = faultyHandler(fault, this.#spec, this.#stale, whole);
    const { around } = this.#spec;
    const answer = this.#transaction(
      () => (isGuarded && around !== undefined ? around(request, inner) : inner(request)),
      (error) => this.#failure(error),
    );
    if (fault?.kind !== 'stale') this.#stale.saw(request);
    return answer;
  }

  #failure(error: unknown): Answer {
    reportError(error);
    return this.#spec.failed();
  }

  #transaction(work: () => Answer, failed: (error: unknown) => Answer): Answer {
    const savepoint = this.#kit.store.savepoint();
    try {
      return work();
    } catch (error) {
      this.#kit.store.rollbackTo(savepoint);
      this.#kit.outbox.discard();
      return error instanceof Refusal ? error.answer : failed(error);
    }
  }

  /** Stored before the answer leaves, so a client never hears of something that a crash undoes. */
  #finish(
    request: SandboxRequest,
    response: ServerResponse,
    answer: Answer,
    headers: Record<string, string>,
    fault: FaultSpec | null = null,
  ): void {
    this.#kit.accessLog.add({
      at: this.#kit.clock.now().toISOString(),
      app: request.app === 'open' ? null : request.app,
      method: request.method,
      path: request.path,
      status: answer.status,
      elements: this.#spec.elementsOf(request),
    });
    this.#store();
    if (fault?.kind === 'dropAfter') response.destroy();
    else if (fault?.kind === 'truncated') writeHalf(response, answer, headers);
    else writeAnswer(response, answer, headers);
  }

  #store(): void {
    this.#kit.store.commit();
    this.#kit.outbox.release();
  }
}

async function sleepFor(fault: FaultSpec | null, latencyMs: number): Promise<void> {
  const ms = latencyMs + (fault?.kind === 'delay' ? (fault.ms ?? 1_000) : 0);
  if (ms > 0) await sleep(ms, undefined, { ref: false });
}

function controlRefusal(error: ControlError): Answer {
  return { status: error.status, body: { error: error.message } };
}

function firstWindow(state: LimitState): string {
  return Object.keys(state)[0] ?? 'minute';
}

function reportError(error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${text}\n`);
}

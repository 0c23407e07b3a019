// The one way that every request to a sandbox takes, from the control plane or the token to the answer.
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, SandboxRequest } from './http.ts';
import type { FaultSpec } from './faults.ts';
import type { Handler, Route } from './router.ts';
import type { LimitState } from './limits.ts';
import type { SandboxKit, SandboxSpec } from './sandbox-spec.ts';
import { ControlError } from './control-plane.ts';
import { Refusal } from './refusal.ts';
import { Router } from './router.ts';
import { StaleReads } from './stale-reads.ts';
import { answerInstead, faultyHandler } from './faulty-answer.ts';
import { bentHandler } from './bent-answer.ts';
import { writeAnswer, writeHalf } from './http.ts';

export class Pipeline {
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

  /** What a person's page says; null where the path is no page. */
  page(request: SandboxRequest): Answer | null {
    const page = this.#pages.match(request.method, request.path);
    return page.found ? page.route.handle({ ...request, params: page.params }) : null;
  }

  controlled(request: SandboxRequest, from: string | undefined): Answer {
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

  async vendor(request: SandboxRequest, response: ServerResponse): Promise<void> {
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
    const app = this.#spec.countedAs?.(request) ?? request.app;
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
    this.#kit.appStore.commit();
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

export function reportError(error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${text}\n`);
}

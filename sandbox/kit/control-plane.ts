// What a test may ask of a sandbox beside the vendor's own paths: seed, tokens, clock, limits, faults, scenes, logs, ledger.
import { z } from 'zod';
import type { LimitSettings } from './limits.ts';
import type { Answer, SandboxRequest } from './http.ts';
import type { Route } from './router.ts';
import type { SandboxKit, SandboxSpec } from './sandbox-spec.ts';
import type { Collection } from './store.ts';
import { bendNamedSchema, bendSchema } from './bends.ts';
import { faultSchema } from './faults.ts';

const seedSchema = z
  .strictObject({
    company: z.enum(['demo', 'twenty', 'empty', 'au', 'uk', 'group']),
    seed: z.string().min(1).optional(),
    /** Which organisation's books, where the company has several; the first without it. */
    part: z.enum(['north', 'south']).optional(),
  })
  .refine(({ company, part }) => part === undefined || company === 'group', {
    path: ['part'],
    message: 'only the company group has parts',
  });
const clockSchema = z.union([
  z.strictObject({ now: z.iso.datetime({ offset: true }) }),
  z.strictObject({ advanceMs: z.int() }),
]);
const windowSchema = z.strictObject({ count: z.int().min(0), windowMs: z.int().min(1) });
const limitsSchema = z
  .object({ concurrent: z.int().min(0).nullable().optional() })
  .catchall(windowSchema.or(z.int()).nullable().optional());

type SceneDone = { doneAt: string };
type Seeded = { company: string; seed: string | null; part?: string };

export function controlPlane(kit: SandboxKit, spec: SandboxSpec): Route[] {
  return [
    ...stateRoutes(kit, spec),
    ...settingRoutes(kit),
    ...bendRoutes(kit),
    ...sceneRoutes(kit, spec),
    ...(spec.controlRoutes ?? []),
  ];
}

function stateRoutes(kit: SandboxKit, spec: SandboxSpec): Route[] {
  const roleSchema = z.strictObject({
    role: z.enum(spec.roles),
    /** For a vendor that has scopes; without them the token is not narrowed. */
    scopes: z.array(z.string().min(1)).optional(),
  });
  const seeded = kit.store.collection<Seeded>('kit.seeded');
  return [
    // Null until somebody seeded it, whatever it began with.
    route('GET', '/_sandbox/seed', () => ok(seeded.get('now') ?? { company: null, seed: null })),
    route('POST', '/_sandbox/seed', (request) => {
      const { company, seed, part } = parsed(seedSchema, request);
      kit.store.wipe((name) => !name.startsWith('kit.'));
      const counts = spec.seed(company, seed, part);
      const ofPart = part === undefined ? {} : { part };
      seeded.set('now', { company, seed: seed ?? null, ...ofPart });
      return ok({ company, ...ofPart, ...counts });
    }),
    route('POST', '/_sandbox/token', (request) => {
      const { role, scopes } = parsed(roleSchema, request);
      const issued = kit.tokens.issue(role, spec.tokenTtlSeconds, scopes);
      return ok({ access_token: issued.accessToken, expires_in: issued.expiresInSeconds });
    }),
    route('GET', '/_sandbox/access-log', (request) => {
      const since = Number(request.query.get('since') ?? '0');
      if (!Number.isInteger(since)) throw new ControlError(400, 'since must be a whole number');
      return ok(kit.accessLog.since(since));
    }),
    route('GET', '/_sandbox/ledger', () => ok(spec.ledger())),
  ];
}

function settingRoutes(kit: SandboxKit): Route[] {
  return [
    route('GET', '/_sandbox/clock', () => ok({ now: kit.clock.now().toISOString() })),
    route('PUT', '/_sandbox/clock', (request) => {
      const change = parsed(clockSchema, request);
      if ('now' in change) kit.clock.set(Date.parse(change.now));
      else kit.clock.advance(change.advanceMs);
      return ok({ now: kit.clock.now().toISOString() });
    }),
    route('GET', '/_sandbox/limits', () => ok(limitsShown(kit.limits.settings()))),
    route('PUT', '/_sandbox/limits', (request) => {
      kit.limits.change(limitsChanged(kit.limits.settings(), parsed(limitsSchema, request)));
      return ok(limitsShown(kit.limits.settings()));
    }),
    route('GET', '/_sandbox/faults', () => ok({ faults: kit.faults.list() })),
    route('POST', '/_sandbox/faults', (request) => {
      kit.faults.add(parsed(faultSchema, request));
      return ok({ faults: kit.faults.list() });
    }),
    route('DELETE', '/_sandbox/faults', () => {
      kit.faults.clear();
      return ok({ faults: [] });
    }),
  ];
}

function bendRoutes({ bends }: SandboxKit): Route[] {
  const shown = (): Answer => ok({ bends: bends.list() });
  return [
    route('GET', '/_sandbox/bend', shown),
    route('PUT', '/_sandbox/bend', (request) => {
      bends.put(parsed(bendSchema, request));
      return shown();
    }),
    // Without a body every bend goes, with {path, id} that one.
    route('DELETE', '/_sandbox/bend', (request) => {
      if (request.rawBody.length === 0) bends.clear();
      else bends.remove(parsed(bendNamedSchema, request));
      return shown();
    }),
  ];
}

function sceneRoutes(kit: SandboxKit, spec: SandboxSpec): Route[] {
  const done: Collection<SceneDone> = kit.store.collection<SceneDone>('scenes');
  const scenes = spec.scenes ?? [];
  return [
    route('GET', '/_sandbox/bookkeeper', () =>
      ok({ scenes: scenes.map(({ name }) => ({ name, doneAt: done.get(name)?.doneAt ?? null })) }),
    ),
    route('POST', '/_sandbox/bookkeeper/{scene}', (request) => {
      const scene = scenes.find(({ name }) => name === request.params['scene']);
      if (scene === undefined) throw new ControlError(404, `No scene is called that`);
      const earlier = done.get(scene.name);
      if (earlier !== undefined) {
        throw new ControlError(409, `The scene ${scene.name} was done at ${earlier.doneAt}`);
      }
      const result = scene.run();
      if (result === null) {
        throw new ControlError(409, `There is nothing yet for the scene ${scene.name} to be about`);
      }
      const doneAt = kit.clock.now().toISOString();
      done.set(scene.name, { doneAt });
      return ok({ name: scene.name, doneAt, result });
    }),
  ];
}

/** A refusal of the control plane itself, with what to do about it. */
export class ControlError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'ControlError';
    this.status = status;
  }
}

/** Parses a control-plane body, or refuses it with every problem named. */
export function parsed<T>(schema: z.ZodType<T>, request: SandboxRequest): T {
  const result = schema.safeParse(jsonOf(request));
  if (result.success) return result.data;
  throw new ControlError(400, z.prettifyError(result.error));
}

function jsonOf(request: SandboxRequest): unknown {
  try {
    return JSON.parse(request.rawBody.toString('utf8')) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) throw new ControlError(400, 'The body must be JSON');
    throw error;
  }
}

function limitsShown(settings: LimitSettings): Record<string, unknown> {
  const concurrent = settings.concurrent === null ? {} : { concurrent: settings.concurrent };
  return { ...concurrent, ...settings.windows };
}

function limitsChanged(settings: LimitSettings, change: Record<string, unknown>): LimitSettings {
  const windows = { ...settings.windows };
  for (const [name, value] of Object.entries(change)) {
    if (name === 'concurrent') continue;
    if (!(name in windows)) throw new ControlError(400, `There is no limit called ${name}`);
    windows[name] = windowSchema.parse(value);
  }
  const concurrent = change['concurrent'];
  return { concurrent: typeof concurrent === 'number' ? concurrent : settings.concurrent, windows };
}

function route(method: string, path: string, handle: Route['handle']): Route {
  return { method, path, handle, open: true };
}

function ok(body: unknown): Answer {
  return { status: 200, body };
}

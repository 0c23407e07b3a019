// Whether a call fits an app's limits: fixed windows that open with the first call in them, and calls in flight.
import type { SandboxClock } from './clock.ts';
import type { Collection, JournalledStore } from './store.ts';

export type WindowLimit = { count: number; windowMs: number };

/** `concurrent` null means that the vendor has no such limit. Windows are checked in the order they are listed. */
export type LimitSettings = { concurrent: number | null; windows: Record<string, WindowLimit> };

/** How one window stands for one app after a call was counted or refused. */
export type WindowState = { limit: number; remaining: number; resetAtMs: number };
export type LimitState = Record<string, WindowState>;

export type Admission =
  | { admitted: true; state: LimitState; leave: () => void }
  /** `problem` is `concurrent` or the name of a window; only a window says when to come back. */
  | { admitted: false; problem: string; retryAfterMs: number | null; state: LimitState };

type OpenWindow = { startedAtMs: number; used: number };

/** Fast keeps the counts and makes the windows ten times shorter. */
export function fastLimits(settings: LimitSettings): LimitSettings {
  const windows = Object.entries(settings.windows).map(
    ([name, { count, windowMs }]) => [name, { count, windowMs: windowMs / 10 }] as const,
  );
  return { concurrent: settings.concurrent, windows: Object.fromEntries(windows) };
}

/** One window is kept by another tenant's limits, for the app's calls to all tenants. */
type AppWide = { window: string; limits: AppLimits };

export class AppLimits {
  readonly #settings: Collection<LimitSettings>;
  readonly #windows: Collection<OpenWindow>;
  readonly #clock: SandboxClock;
  readonly #initial: LimitSettings;
  readonly #appWide: AppWide | null;
  readonly #inFlight = new Map<string, number>();

  constructor(
    store: JournalledStore,
    clock: SandboxClock,
    initial: LimitSettings,
    appWide: AppWide | null = null,
  ) {
    this.#settings = store.collection<LimitSettings>('kit.limitSettings');
    this.#windows = store.collection<OpenWindow>('kit.limitWindows');
    this.#clock = clock;
    this.#initial = initial;
    this.#appWide = appWide;
  }

  settings(): LimitSettings {
    const own = this.#settings.get('settings') ?? this.#initial;
    if (this.#appWide === null) return own;
    const { window, limits } = this.#appWide;
    const shared = limits.settings().windows[window];
    return shared === undefined ? own : { ...own, windows: { ...own.windows, [window]: shared } };
  }

  change(settings: LimitSettings): void {
    this.#settings.set('settings', settings);
    if (this.#appWide === null) return;
    const { window, limits } = this.#appWide;
    const shared = settings.windows[window];
    if (shared === undefined) return;
    const theirs = limits.settings();
    limits.change({ ...theirs, windows: { ...theirs.windows, [window]: shared } });
  }

  /** Counts the call unless it is refused; a refused call uses nothing up. */
  enter(app: string): Admission {
    const { concurrent, windows } = this.settings();
    const inFlight = this.#inFlight.get(app) ?? 0;
    if (concurrent !== null && inFlight >= concurrent) {
      return {
        admitted: false,
        problem: 'concurrent',
        retryAfterMs: null,
        state: this.state(app),
      };
    }
    for (const [name, limit] of Object.entries(windows)) {
      const open = this.#open(app, name, limit);
      if (open.used < limit.count) continue;
      const retryAfterMs = open.startedAtMs + limit.windowMs - this.#keeperOf(name).#clock.nowMs();
      return { admitted: false, problem: name, retryAfterMs, state: this.state(app) };
    }
    for (const [name, limit] of Object.entries(windows)) {
      const open = this.#open(app, name, limit);
      this.#keeperOf(name).#windows.set(`${app}/${name}`, { ...open, used: open.used + 1 });
    }
    this.#inFlight.set(app, inFlight + 1);
    return { admitted: true, state: this.state(app), leave: this.#leaveOnce(app) };
  }

  state(app: string): LimitState {
    const entries = Object.entries(this.settings().windows).map(([name, limit]) => {
      const open = this.#open(app, name, limit);
      const state: WindowState = {
        limit: limit.count,
        remaining: Math.max(0, limit.count - open.used),
        resetAtMs: open.startedAtMs + limit.windowMs,
      };
      return [name, state] as const;
    });
    return Object.fromEntries(entries);
  }

  #leaveOnce(app: string): () => void {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#inFlight.set(app, (this.#inFlight.get(app) ?? 1) - 1);
    };
  }

  #keeperOf(name: string): AppLimits {
    return this.#appWide?.window === name ? this.#appWide.limits : this;
  }

  /** A clock set back behind the window's start opens a new window too. */
  #open(app: string, name: string, limit: WindowLimit): OpenWindow {
    const keeper = this.#keeperOf(name);
    const nowMs = keeper.#clock.nowMs();
    const open = keeper.#windows.get(`${app}/${name}`);
    const isOpen =
      open !== undefined && nowMs >= open.startedAtMs && nowMs < open.startedAtMs + limit.windowMs;
    return isOpen ? open : { startedAtMs: nowMs, used: 0 };
  }
}

// Holds the children together: starts them in groups, keeps account of them, and stops them in reverse within a time.
import type { ProcessRegistry } from './processes.ts';
import {
  createService,
  ordinaryTimes,
  type ReadyService,
  type Service,
  type ServiceDefinition,
  type ServiceTimes,
} from './service.ts';

/** A clean stop ends within this, whatever the children do. */
const stopLimitMs = 10_000;
/** Kept for the last group (the databases) when the groups before it use up their time. */
const lastGroupShareMs = 4_000;

export interface SupervisorOptions {
  registry: ProcessRegistry;
  say: (line: string) => void;
  /** Called whenever a child became ready, the first time or again. */
  onChange: () => void;
  times?: ServiceTimes | undefined;
}

export interface Supervisor {
  /** Starts them side by side; the first that cannot start decides. */
  startGroup(definitions: readonly ServiceDefinition[]): Promise<void>;
  ready(): ReadonlyMap<string, ReadyService>;
  /** In reverse order of the groups. */
  stopAll(): Promise<void>;
  /** At once, without asking. */
  killAll(): Promise<void>;
}

export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { registry, say, onChange, times = ordinaryTimes } = options;
  const groups: Service[][] = [];
  const ready = new Map<string, ReadyService>();

  const create = (definition: ServiceDefinition): Service => {
    const { name, title } = definition;
    const onReady = (service: ReadyService): void => {
      if (service.pid !== service.processPid) registry.add(`${name} binary`, service.pid);
      ready.set(name, service);
      say(`${title} is ready${service.url === undefined ? '' : ` at ${service.url}`}`);
      onChange();
    };
    const onSpawn = (pid: number): void => registry.add(name, pid);
    const onGone = (): void => registry.prune();
    return createService(definition, { onSpawn, onReady, onGone, say }, times);
  };

  return {
    async startGroup(definitions) {
      const group = definitions.map(create);
      groups.push(group);
      await Promise.all(group.map((service) => service.start()));
    },
    ready: () => ready,
    async stopAll() {
      const deadline = Date.now() + stopLimitMs;
      for (const [index, group] of groups.toReversed().entries()) {
        const isLast = index === groups.length - 1;
        const share = deadline - Date.now() - (isLast ? 1_000 : lastGroupShareMs);
        await Promise.all(group.map((service) => service.stop(Math.max(0, share))));
      }
      await registry.endRemaining();
    },
    async killAll() {
      await Promise.all(groups.flat().map((service) => service.stop(0)));
      await registry.endRemaining();
    },
  };
}

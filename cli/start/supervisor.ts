// Holds the children together: starts them in groups, keeps account of them, and stops them in reverse within a time.
import type { ProcessRegistry } from './process-registry.ts';
import {
  createService,
  ordinaryTimes,
  type ReadyService,
  type Service,
  type ServiceDefinition,
  type ServiceName,
  type ServiceTimes,
} from './service.ts';

/** A clean stop ends within this, whatever the children do. */
export const stopLimitMs = 10_000;
/** Kept for the last group (the databases) when the groups before it use up their time. */
const lastGroupShareMs = 4_000;

export interface SupervisorOptions {
  registry: ProcessRegistry;
  say: (line: string) => void;
  /** Called whenever a child became ready, the first time or again. */
  onChange: () => void;
  times?: ServiceTimes;
}

export interface Supervisor {
  /** Starts them side by side; the first that cannot start decides. */
  startGroup(definitions: readonly ServiceDefinition[]): Promise<void>;
  ready(): ReadonlyMap<ServiceName, ReadyService>;
  /** In reverse order of the groups. Calling it again waits for the same stop. */
  stopAll(): Promise<void>;
  /** At once, without asking. */
  killAll(): Promise<void>;
}

export function createSupervisor(options: SupervisorOptions): Supervisor {
  const groups: Service[][] = [];
  const ready = new Map<ServiceName, ReadyService>();
  let stopping: Promise<void> | null = null;

  const create = (definition: ServiceDefinition): Service =>
    createService(
      definition,
      {
        onSpawn: (pid) => options.registry.add(definition.name, pid),
        onReady: (service) => {
          if (service.pid !== service.processPid) {
            options.registry.add(`${definition.name} binary`, service.pid);
          }
          ready.set(definition.name, service);
          const where = service.url === undefined ? '' : ` at ${withoutSecrets(service.url)}`;
          options.say(`${definition.title} is ready${where}`);
          options.onChange();
        },
        onGone: () => options.registry.prune(),
        say: options.say,
      },
      options.times ?? ordinaryTimes,
    );

  const stopWithin = async (limitMs: number): Promise<void> => {
    const deadline = Date.now() + limitMs;
    for (const [index, group] of [...groups].reverse().entries()) {
      const isLast = index === groups.length - 1;
      const share = deadline - Date.now() - (isLast ? 1_000 : lastGroupShareMs);
      await Promise.all(group.map((service) => service.stop(Math.max(0, share))));
    }
    await options.registry.endRemaining();
  };

  return {
    async startGroup(definitions) {
      const group = definitions.map(create);
      groups.push(group);
      await Promise.all(group.map((service) => service.start()));
    },
    ready: () => ready,
    stopAll: () => (stopping ??= stopWithin(stopLimitMs)),
    async killAll() {
      await Promise.all(groups.flat().map((service) => service.stop(0)));
      await options.registry.endRemaining();
    },
  };
}

function withoutSecrets(url: string): string {
  return url.replace(/\/\/([^:@/]+):[^@/]*@/, '//$1@');
}

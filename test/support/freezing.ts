// Two workers and a relay, one of the workers frozen and thawed as a test says; what ends is started again, as a supervisor does.
import { setTimeout as sleep } from 'node:timers/promises';
import type { OwnProcess, OwnProcesses } from './own-process.ts';

export type Crew = {
  /** Stops one worker for so long; the other goes on. */
  freezeOne(ms: number): Promise<void>;
  /** Starts again whatever has ended. */
  revive(): Promise<void>;
};

export async function startCrew(processes: OwnProcesses): Promise<Crew> {
  const names = ['worker', 'worker', 'relay'] as const;
  const crew = await Promise.all(
    names.map(async (name) => ({ name, process: await processes.start(name) })),
  );
  const workers = crew.filter(({ name }) => name === 'worker');
  let turn = 0;
  const revive = async (): Promise<void> => {
    for (const one of crew) {
      if (!one.process.isRunning()) one.process = await processes.start(one.name);
    }
  };
  return {
    revive,
    async freezeOne(ms) {
      await revive();
      turn += 1;
      const frozen: OwnProcess | undefined = workers[turn % workers.length]?.process;
      frozen?.freeze();
      await sleep(ms);
      frozen?.thaw();
    },
  };
}

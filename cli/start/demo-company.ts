// The believable company: seeded once into a fresh embedded pair, and the bookkeeper's two scenes played once in it.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { runScene, seedSandbox } from './sandbox-control.ts';
import { systemCode } from './start-problem.ts';
import { writePrivateFile } from './write-private-file.ts';

export interface SandboxPair {
  procore: string;
  xero: string;
}

const company = 'demo';
const scenes = ['payFourPeriods', 'editOneBill'] as const;

const noteSchema = z.object({
  seeded: z.array(z.enum(['procore', 'xero'])),
  scenesPending: z.boolean(),
});
type Note = z.infer<typeof noteSchema>;

export interface DemoCompany {
  /** Seeds those never seeded here, with or without scenes to come. Gives what it did as a sentence, or null. */
  seedIfFresh(sandboxes: Partial<SandboxPair>, withScenes: boolean): Promise<string | null>;
  /** True until the scenes were played in a pair seeded here. */
  scenesPending(): boolean;
  playScenes(sandboxes: SandboxPair): Promise<string[]>;
}

/**
 * `noteFile` lies beside the sandboxes' own state and goes with it; it says which of them were seeded, since a sandbox
 * itself always holds some company, and whether the scenes are still to come.
 */
export function createDemoCompany(noteFile: string): DemoCompany {
  const note = (): Note => readNote(noteFile) ?? { seeded: [], scenesPending: false };
  const write = (next: Note): void => writePrivateFile(noteFile, `${JSON.stringify(next)}\n`);
  return {
    async seedIfFresh(sandboxes, withScenes) {
      const before = note();
      const fresh = (['procore', 'xero'] as const).flatMap((name) => {
        const url = sandboxes[name];
        return url === undefined || before.seeded.includes(name) ? [] : [{ name, url }];
      });
      if (fresh.length === 0) return null;
      await Promise.all(fresh.map(({ url }) => seedSandbox(url, company)));
      write({
        seeded: [...before.seeded, ...fresh.map(({ name }) => name)],
        // Played only in a pair that is new as a whole: elsewhere a bookkeeper may have been at work.
        scenesPending: before.scenesPending || (withScenes && fresh.length === 2),
      });
      return `the company "${company}" is seeded into ${fresh.map(({ url }) => url).join(' and ')}`;
    },
    scenesPending: () => note().scenesPending,
    async playScenes({ xero }) {
      const played: string[] = [];
      for (const scene of scenes) {
        if (await runScene(xero, scene)) played.push(scene);
      }
      write({ ...note(), scenesPending: false });
      return played;
    },
  };
}

function readNote(file: string): Note | null {
  try {
    return noteSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

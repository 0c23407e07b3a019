// The believable company: seeded once into a fresh embedded pair, and the bookkeeper's two scenes played once in it.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { runScene, seedSandbox, seededCompany } from './sandbox-control.ts';
import { systemCode } from './start-problem.ts';
import { writePrivateFile } from './write-private-file.ts';

export interface SandboxPair {
  procore: string;
  xero: string;
}

const company = 'demo';
const scenes = ['payFourPeriods', 'editOneBill'] as const;

const noteSchema = z.object({ company: z.string(), scenesPending: z.boolean() });

export interface DemoCompany {
  /** Seeds what is empty. Gives the sandboxes it seeded, as a sentence, or null. */
  seedIfFresh(sandboxes: Partial<SandboxPair>): Promise<string | null>;
  /** True until the scenes were played in a pair seeded here. */
  scenesPending(): boolean;
  playScenes(sandboxes: SandboxPair): Promise<string[]>;
}

/** `noteFile` remembers, beside the sandboxes' own state, that we seeded them and whether the scenes are still to come. */
export function createDemoCompany(noteFile: string): DemoCompany {
  const note = (): z.infer<typeof noteSchema> | null => readNote(noteFile);
  const write = (scenesPending: boolean): void =>
    writePrivateFile(noteFile, `${JSON.stringify({ company, scenesPending })}\n`);
  return {
    async seedIfFresh(sandboxes) {
      if (note() !== null) return null;
      const urls = Object.values(sandboxes);
      const found = await Promise.all(urls.map(seededCompany));
      const fresh = urls.filter((_url, index) => found[index] === null);
      await Promise.all(fresh.map((url) => seedSandbox(url, company)));
      // Played only in a pair that is new as a whole: elsewhere a bookkeeper may have been at work.
      write(urls.length === 2 && fresh.length === 2);
      return fresh.length === 0
        ? null
        : `the company "${company}" is seeded into ${fresh.join(' and ')}`;
    },
    scenesPending: () => note()?.scenesPending ?? false,
    async playScenes({ xero }) {
      const played: string[] = [];
      for (const scene of scenes) {
        if (await runScene(xero, scene)) played.push(scene);
      }
      write(false);
      return played;
    },
  };
}

function readNote(file: string): z.infer<typeof noteSchema> | null {
  try {
    return noteSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

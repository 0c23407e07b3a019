// The believable company of one country: seeded once into a fresh embedded pair, and what people do in it played once.
import { z } from 'zod';
import { StartProblem } from '../../launcher/start-problem.ts';
import { readIfPresent, writePrivateFile } from '../../launcher/private-files.ts';
import {
  companies,
  connectionsOf,
  type CompanyChoice,
  type DemoCompany,
} from './company-choice.ts';
import { parseKept } from './parse-kept.ts';
import { runScene, seedSandbox } from './sandbox-control.ts';

type Scene = { in: 'procore' | 'xero'; name: string };

/** What people do while Tieout runs, in the order in which they do it. */
const scenesOfOne: readonly Scene[] = [
  { in: 'xero', name: 'payTwoPeriods' },
  { in: 'xero', name: 'receiveTwoPeriods' },
  { in: 'xero', name: 'editOneBill' },
  { in: 'xero', name: 'copyOneOrder' },
  { in: 'xero', name: 'takeBackOneCredit' },
  { in: 'procore', name: 'editOneCertified' },
];
const scenesOfGroup: readonly Scene[] = [
  { in: 'xero', name: 'payTwoPeriods' },
  { in: 'procore', name: 'approveSouthRelease' },
];

/**
 * The note lies beside the sandboxes' own state and goes with it; it says which of them were seeded, since a sandbox
 * itself always holds some company, and whether the scenes are still to come.
 */
const noteSchema = z.object({
  seeded: z.array(z.enum(['procore', 'xero'])),
  /** Absent in notes from when there was one company. */
  company: z.enum(companies).default('demo'),
  scenesPending: z.boolean(),
});
type Note = z.infer<typeof noteSchema>;

function readNote(file: string): Note {
  const text = readIfPresent(file);
  return text === null
    ? { seeded: [], company: 'demo', scenesPending: false }
    : parseKept(file, text, noteSchema);
}

function writeNote(file: string, note: Note): void {
  writePrivateFile(file, `${JSON.stringify(note)}\n`);
}

/** The company asked for, else the one that was seeded here, else the New Zealand one. Refuses two in one folder. */
export function companyHere(noteFile: string, asked: CompanyChoice | null): DemoCompany {
  const here = readNote(noteFile);
  if (asked === null) return here.company;
  const wanted = asked === 'nz' ? 'demo' : asked;
  if (here.seeded.length === 0 || here.company === wanted) return wanted;
  throw new StartProblem(
    `What is kept here is of the company "${here.company}"; run "npm run reset" before you start with "${wanted}", or leave out --company.`,
    'configuration',
  );
}

export type SeedAsk = {
  company: DemoCompany;
  withScenes: boolean;
  /** The organisations of a group, each with its tenant id; empty where there is one. */
  organisations?: readonly { name: string; tenantId: string }[];
};

/** Those of a company of several, as its start's environment names them. */
export function organisationsOf(
  company: DemoCompany,
  env: NodeJS.ProcessEnv,
): { name: string; tenantId: string }[] {
  const [first, ...further] = connectionsOf(company);
  if (further.length === 0) return [];
  return [
    { name: first, tenantId: env['XERO_TENANT_ID'] ?? '' },
    ...further.map((name) => ({
      name,
      tenantId: env[`XERO_TENANT_ID_${name.toUpperCase()}`] ?? '',
    })),
  ];
}

/** Seeds those never seeded here, with or without scenes to come. Gives what it did as a sentence, or null. */
export async function seedIfFresh(
  noteFile: string,
  sandboxes: { procore?: string | undefined; xero?: string | undefined },
  { company, withScenes, organisations = [] }: SeedAsk,
): Promise<string | null> {
  const before = readNote(noteFile);
  const fresh = (['procore', 'xero'] as const).flatMap((name) => {
    const url = sandboxes[name];
    return url === undefined || before.seeded.includes(name) ? [] : [{ name, url }];
  });
  if (fresh.length === 0) return null;
  await Promise.all(
    fresh.map(async ({ name, url }) => {
      if (name === 'procore' || organisations.length === 0) return seedSandbox(url, company);
      for (const part of organisations) await seedSandbox(url, company, part);
    }),
  );
  writeNote(noteFile, {
    seeded: [...before.seeded, ...fresh.map(({ name }) => name)],
    company,
    // Played only in a pair that is new as a whole: elsewhere a bookkeeper may have been at work.
    scenesPending: before.scenesPending || (withScenes && fresh.length === 2),
  });
  return `the company "${company}" is seeded into ${fresh.map(({ url }) => url).join(' and ')}`;
}

/** True until the scenes were played in a pair seeded here. */
export function scenesPending(noteFile: string): boolean {
  return readNote(noteFile).scenesPending;
}

export async function playScenes(
  noteFile: string,
  urls: { procore: string; xero: string },
): Promise<void> {
  const note = readNote(noteFile);
  const scenes = note.company === 'group' ? scenesOfGroup : scenesOfOne;
  for (const scene of scenes) await runScene(urls[scene.in], scene.name);
  writeNote(noteFile, { ...note, scenesPending: false });
}

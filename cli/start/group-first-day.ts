// What the demo group's controller does on the first day, through the console as any controller: turns projects on, and takes
// the half-finished one on.
import { z } from 'zod';
import { StartProblem } from '../../launcher/start-problem.ts';
import { askJson } from './ask-json.ts';

const listedSchema = z.object({ count: z.int(), totals: z.record(z.string(), z.string()) });
const projectsSchema = z.object({
  projects: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      isOn: z.boolean(),
      wouldPost: z
        .object({ ...listedSchema.shape, ownerInvoices: listedSchema.optional() })
        .nullable(),
    }),
  ),
});
const takeOnSchema = z.object({
  signed: z.unknown().nullable(),
  proposal: z.object({ hash: z.string() }),
});

/** Everything these have billed is posted. */
const fromTheBeginning = '2000-01-01';

/**
 * The project that was under way: the bookkeeper had typed what was billed of it before this day. What the controller
 * states to be in the retention account is, for the first contract, less than was held: its release waits for that.
 */
const halfFinished = {
  number: 'S-201',
  from: '2026-09-01',
  stated: [
    { contract: 'SC-001', taxType: 'INPUT2', amount: '6000.00' },
    { contract: 'SC-002', taxType: 'INPUT2', amount: '3220.00' },
  ],
};

type Console = { url: string; connections: readonly string[] };

/** Says what was done, a sentence each. Done before, nothing is done again. */
export async function playFirstDay({ url, connections }: Console): Promise<string[]> {
  const said: string[] = [];
  for (const connection of connections) {
    for (const project of await projectsOf(url, connection)) {
      if (project.isOn) continue;
      if (project.name.startsWith(`${halfFinished.number} `)) await takeOn(url, project.id);
      else await turnOn(url, project);
      said.push(`${project.name} is turned on in "${connection}"`);
    }
  }
  return said;
}

async function projectsOf(url: string, connection: string) {
  const query = `connection=${connection}&from=${fromTheBeginning}`;
  const { status, body } = await askJson('GET', `${url}/api/projects?${query}`);
  const parsed = projectsSchema.safeParse(body);
  if (status !== 200 || !parsed.success) throw notUnderstood('the projects', status, body);
  return parsed.data.projects;
}

async function turnOn(
  url: string,
  { id, wouldPost }: z.infer<typeof projectsSchema>['projects'][number],
): Promise<void> {
  const { count = 0, totals = {}, ownerInvoices } = wouldPost ?? {};
  const shown = { count, totals, ...(ownerInvoices && { ownerInvoices }) };
  await done(`${url}/api/projects/${id}/start`, { postFrom: fromTheBeginning, shown });
}

async function takeOn(url: string, id: string): Promise<void> {
  const { from, stated } = halfFinished;
  const address = `${url}/api/projects/${id}/take-on`;
  const { status, body } = await askJson('GET', `${address}?from=${from}`);
  const parsed = takeOnSchema.safeParse(body);
  if (status !== 200 || !parsed.success) throw notUnderstood('the take-on', status, body);
  await done(address, { from, hash: parsed.data.proposal.hash, stated });
}

async function done(address: string, body: unknown): Promise<void> {
  const answer = await askJson('POST', address, { body });
  if (answer.status >= 300) throw notUnderstood(address, answer.status, answer.body);
}

function notUnderstood(what: string, status: number, body: unknown): StartProblem {
  const said = JSON.stringify(body).slice(0, 300);
  return new StartProblem(`The console's answer about ${what} is ${status}: ${said}`);
}

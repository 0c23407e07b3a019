// `tieout projects`: which projects post, what turning one on would post, and turning it on.
import { z } from 'zod';
import { dayAsked, projectView, refusalOf } from '../api/routes/project-routes.ts';
import type { MoveAnswer } from '../db/queries/move-project.ts';
import { moveProject, wouldMove } from '../db/queries/move-project.ts';
import { connectionOf } from '../db/queries/project-routes.ts';
import type { StartList, WouldPost } from '../db/queries/project-start-list.ts';
import { startListOf } from '../db/queries/project-start-list.ts';
import type { ProjectListed } from '../db/queries/projects.ts';
import { listProjects, startProject } from '../db/queries/projects.ts';
import { groupedAmount } from '../domain/money/amount.ts';
import { StartProblem } from '../launcher/start-problem.ts';
import { reported } from './reported.ts';
import type { CommandGround } from './with-database.ts';
import { mappingAmong, mappingsOf, personHere, withDatabase } from './with-database.ts';

/** Lists every project, those that are off with what they would post from that day. */
export async function runProjects(flags: { json: boolean; from: string | undefined }) {
  const from = dayAsked(flags.from);
  if (from === null) return reported(() => Promise.reject(noDay()));
  return withDatabase(async (ground) => {
    const projects = await listProjects(ground.db, await askOf(ground, from));
    const text = flags.json
      ? JSON.stringify({ from, projects: projects.map(projectView) })
      : wordsOf(projects, from);
    process.stdout.write(`${text}\n`);
    return 0;
  });
}

export type TurnOn = { projectId: string; from: string; by: string | undefined; json: boolean };

/** Turns a project on against the list as it is now, and prints it. The exit code is 1 where that is refused. */
export async function runProjectOn({ projectId, from, by, json }: TurnOn): Promise<number> {
  if (!z.iso.date().safeParse(from).success) return reported(() => Promise.reject(noDay()));
  return withDatabase(async (ground) => {
    const person = personHere(by);
    const ask = await askAbout(ground, projectId, from);
    const listed = (await listProjects(ground.db, ask)).find(({ id }) => id === projectId);
    if (!listed) {
      throw new StartProblem(
        `There is no project ${projectId} in Procore's list.`,
        'configuration',
      );
    }
    const shown = startListOf(listed.wouldPost ?? { count: 0, totals: {} });
    const answer = await startProject(ground.db, { ...ask, shown, person });
    if (answer.answer === 'unknown') throw new StartProblem('The project is gone.');
    const refused = refusalOf(answer);
    const project = { ...projectView(answer.project), posts: listed.wouldPost };
    const list = listed.wouldPost ? `: ${listInWords(listed.wouldPost)}` : '';
    const done = `${listed.name} posts from ${from}${list}.`;
    return told({ json, answer: answer.answer, refused, project, done });
  });
}

/** What came of it, printed; the exit code. */
function told(of: {
  json: boolean;
  answer: string;
  /** Why nothing was done; null where it was. */
  refused: string | null;
  project: object;
  done: string;
}): number {
  const { json, answer, refused, project, done } = of;
  if (json) {
    const why = refused === null ? {} : { error: answer, message: refused };
    process.stdout.write(`${JSON.stringify({ ...why, project })}\n`);
  } else {
    (refused === null ? process.stdout : process.stderr).write(`${refused ?? done}\n`);
  }
  return refused === null ? 0 : 1;
}

export type Move = {
  projectId: string;
  to: string;
  from: string;
  by: string | undefined;
  json: boolean;
};

/** Moves a project to another connection from a day on, and prints what moves. The exit code is 1 where that is refused. */
export async function runProjectMove({ projectId, to, from, by, json }: Move): Promise<number> {
  if (!z.iso.date().safeParse(from).success) return reported(() => Promise.reject(noDay()));
  return withDatabase(async (ground) => {
    const person = personHere(by);
    const base = await askAbout(ground, projectId, from);
    const connections = base.routing.map((one) => one.connection);
    const ask = { ...base, to, connections };
    const list = await wouldMove(ground.db, ask);
    const shown = startListOf(list);
    const answer = await moveProject(ground.db, { ...ask, shown, person });
    if (answer.answer === 'unknown') {
      throw new StartProblem(`No sweep has seen a project ${projectId} yet.`, 'configuration');
    }
    const refused = refusedMove(answer);
    const project = { ...projectView(answer.project), moves: list };
    const done = `${answer.project.name} is of "${to}" for what is billed from ${from} on: ${listInWords(list)}. Turn it on there, with its take-on: tieout take-on ${projectId} --connection ${to} --from ${from}`;
    return told({ json, answer: answer.answer, refused, project, done });
  });
}

function refusedMove(answer: Exclude<MoveAnswer, { answer: 'unknown' }>): string | null {
  if (answer.answer === 'refused') return answer.why;
  return answer.answer === 'listMoved'
    ? 'Nothing was moved: what would move changed while it was read. Try again.'
    : null;
}

function noDay(): StartProblem {
  return new StartProblem('--from takes a day such as 2026-11-01.', 'configuration');
}

async function askOf(ground: CommandGround, from: string) {
  const routing = await mappingsOf(ground);
  const { postedStatuses } = mappingAmong(routing, ground);
  return { connection: ground.connection, postedStatuses, from, routing };
}

/** Of a project that a sweep has seen, under its own connection. */
async function askAbout(ground: CommandGround, projectId: string, from: string) {
  const connection = (await connectionOf(ground.db, projectId)) ?? ground.connection;
  return { ...(await askOf({ ...ground, connection }, from)), projectId };
}

function wordsOf(projects: readonly ProjectListed[], from: string): string {
  if (projects.length === 0) return 'No project is known yet: the first sweep reads them.';
  return projects
    .map((project) => {
      const { id, name, start, wouldPost } = project;
      const state = start
        ? `on, posts from ${start.postFrom}`
        : `off; from ${from} it would post ${wouldPost ? listInWords(wouldPost) : 'nothing'}`;
      return `${id}  ${name}\n  ${state}${routeInWords(project)}`;
    })
    .join('\n');
}

/** Where it has gone, or would go by the mapping file. */
function routeInWords({ id, movedTo, givenTo }: ProjectListed): string {
  if (movedTo) return `\n  with "${movedTo.to}" since ${movedTo.from}`;
  return givenTo === null
    ? ''
    : `\n  the mapping file gives it to "${givenTo}"; it stays here until it is moved: tieout projects move ${id} --to ${givenTo} --from DAY`;
}

function listInWords(list: WouldPost): string {
  const { before, undated, ownerInvoices } = list;
  const none = undated === 0 ? '' : `, ${undated} without a billing date`;
  const owners = ownerInvoices ? ` and ${countedInWords(ownerInvoices, 'owner invoice')}` : '';
  return `${countedInWords(list, 'pay app')}${owners} (${before} billed before${none})`;
}

function countedInWords({ count, totals }: StartList, noun: string): string {
  const sums = Object.entries(totals).map(([currency, sum]) => `${groupedAmount(sum)} ${currency}`);
  const due = sums.length === 0 ? '' : `, ${sums.join(' and ')} due without tax`;
  return `${count} ${noun}${count === 1 ? '' : 's'}${due}`;
}

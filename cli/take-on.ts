// `tieout take-on`: what was billed of a project before it posts, and signing its opening with what is in the Xero retention account.
import { z } from 'zod';
import { dayAsked } from '../api/routes/project-routes.ts';
import {
  amountTyped,
  refusalOfSigning,
  takeOnJson,
  takeOnShown,
} from '../api/routes/take-on-routes.ts';
import type { TakeOnView } from '../db/queries/sign-take-on.ts';
import { signTakeOn } from '../db/queries/sign-take-on.ts';
import { isAmountText } from '../domain/money/amount.ts';
import type { Stated } from '../domain/take-on/sign.ts';
import { StartProblem } from '../launcher/start-problem.ts';
import { noSuchProject, projectNamed } from './project-named.ts';
import { reported } from './reported.ts';
import { takeOnText } from './take-on-text.ts';
import type { CommandGround } from './with-database.ts';
import { mappingOf, personHere, withDatabase } from './with-database.ts';

export type TakeOnFlags = { project: string; from: string | undefined; json: boolean };

/** Prints what is proposed. */
export async function runTakeOn({ project, from: asked, json }: TakeOnFlags): Promise<number> {
  const from = dayAsked(asked);
  if (from === null) return refused('--from takes a day such as 2026-11-01.');
  return withDatabase(async (ground) => {
    const ask = await askOf(ground, project);
    print(await takeOnShown(ask, { projectId: ask.projectId, from }), json);
    return 0;
  });
}

export type SignFlags = {
  project: string;
  from: string | undefined;
  stated: readonly string[];
  by: string | undefined;
  json: boolean;
};

/** Signs the opening as it is now. The exit code is 1 where that is refused, with a sentence that says why. */
export async function runTakeOnSign(flags: SignFlags): Promise<number> {
  const { from } = flags;
  if (from === undefined || !z.iso.date().safeParse(from).success) {
    return refused(
      '--sign needs --from, the day from which the project posts, such as 2026-11-01.',
    );
  }
  const stated = flags.stated.map(statedTyped);
  const wrong = flags.stated.find((_, index) => stated[index] === null);
  if (wrong !== undefined) {
    return refused(
      `"${wrong}" is not CONTRACT=AMOUNT, or CONTRACT=AMOUNT/TAXTYPE where it has several, such as SC-003=1500.00/INPUT2.`,
    );
  }
  return withDatabase(async (ground) => {
    const ask = await askOf(ground, flags.project);
    const { projectId } = ask;
    const shown = await takeOnShown(ask, { projectId, from });
    const answer = await signTakeOn(ground.db, {
      ...{ ...ask, from, hash: shown.proposal.hash, now: new Date() },
      ...{ stated: stated.filter((one) => one !== null), person: personHere(flags.by) },
    });
    if (answer.answer === 'unknown') throw noSuchProject(flags.project);
    const why = refusalOfSigning(answer);
    if (why === null) print(answer.view, flags.json);
    else if (flags.json) said({ error: answer.answer, message: why, ...takeOnJson(answer.view) });
    else process.stderr.write(`${why}\n`);
    return why === null ? 0 : 1;
  });
}

function print(view: TakeOnView, json: boolean): void {
  if (json) said(takeOnJson(view));
  else process.stdout.write(`${takeOnText(view)}\n`);
}

function said(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

async function askOf(ground: CommandGround, project: string) {
  const named = await projectNamed(ground, project);
  const { db, connection, projectId } = named;
  return { db, connection, mapping: await mappingOf(named), projectId };
}

/** `SC-003=1500.00/INPUT2`; null where it is not like that. */
export function statedTyped(typed: string): Stated | null {
  const [, contract, amount, taxType] = /^(.+?)=([^/]+)(?:\/(.+))?$/.exec(typed.trim()) ?? [];
  if (contract === undefined || amount === undefined) return null;
  const canonical = amountTyped(amount);
  return isAmountText(canonical) ? { contract, taxType: taxType ?? null, amount: canonical } : null;
}

function refused(why: string): Promise<number> {
  return reported(() => Promise.reject(new StartProblem(why, 'configuration')));
}

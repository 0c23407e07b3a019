// Nothing is retried in silence: an activity on its fifth attempt is noted where people look, and a document that no retry can help is parked.
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { z } from 'zod';
import type { Database } from '../db/database.ts';
import { lockDocument } from '../db/queries/locks.ts';
import { askStandalone, closeQuestion, liveQuestionsOf } from '../db/queries/questions.ts';
import { forgetRetry, noteRetry } from '../db/queries/retries.ts';
import { markWakesDone, undoneWakes } from '../db/queries/wake.ts';
import { sentenceOf } from '../domain/gate/gate.ts';
import { contentHash } from '../domain/identity/canonical-json.ts';
import { failureTypes } from '../domain/identity/messages.ts';
import { parseWorkflowId } from '../domain/identity/workflow-ids.ts';
import { NotAnAmountError } from '../domain/money/amount.ts';
import { fixOfKind } from '../domain/plan/question-kinds.ts';

/** From this attempt on a retry is shown. */
const shownFromAttempt = 5;

export type Watch = {
  db: Database;
  connection: string;
  /** Postgres may be what is away: then the retry cannot be noted there. */
  onTrouble: (error: unknown) => void;
};

type Attempt = { workflowId: string; activityId: string; activity: string; attempt: number };

function attemptNow(): Attempt | null {
  try {
    const { info } = Context.current();
    return {
      workflowId: info.workflowExecution?.workflowId ?? 'a command',
      activityId: info.activityId,
      activity: info.activityType,
      attempt: info.attempt,
    };
  } catch {
    // Not inside an activity, such as a test that calls one directly.
    return null;
  }
}

type Activity = (...args: never[]) => Promise<unknown>;

/** The same activities, each of whose late attempts are noted. */
export function watched<A extends Record<string, Activity>>(activities: A, watch: Watch): A {
  const entries = Object.entries(activities).map(([name, run]) => {
    const watchedRun = async (...args: never[]): Promise<unknown> => {
      const attempt = attemptNow();
      if (attempt === null) return run(...args);
      try {
        const done = await run(...args);
        if (attempt.attempt > shownFromAttempt) await forget(watch, attempt);
        return done;
      } catch (error) {
        if (attempt.attempt >= shownFromAttempt) await note(watch, attempt, error);
        throw error;
      }
    };
    return [name, watchedRun];
  });
  return Object.fromEntries(entries) as A;
}

async function note(watch: Watch, attempt: Attempt, error: unknown): Promise<void> {
  const { db, connection, onTrouble } = watch;
  try {
    await noteRetry(db, { connection, ...attempt, why: whyOf(error) });
    if (isIncurable(error)) await askAbout(watch, attempt.workflowId, error);
  } catch (trouble) {
    onTrouble(trouble);
  }
}

async function forget({ db, onTrouble }: Watch, attempt: Attempt): Promise<void> {
  try {
    await forgetRetry(db, attempt);
    // A document's own pass closes what was asked about it; an attempt that parked it has only just asked.
    if (parseWorkflowId(attempt.workflowId) !== null) return;
    for (const { id, kind } of await liveQuestionsOf(db, attempt.workflowId)) {
      if (kind === 'stuck') await closeQuestion(db, id, 'resolved');
    }
  } catch (trouble) {
    onTrouble(trouble);
  }
}

/** A question where no retry can cure it, whatever is being retried. */
async function askAbout(
  { db, connection }: Pick<Watch, 'db' | 'connection'>,
  workflowId: string,
  error: unknown,
): Promise<void> {
  const why = whyOf(error);
  const planHash = contentHash({ stuck: why });
  const live = await liveQuestionsOf(db, workflowId);
  if (live.some((one) => one.planHash === planHash)) return;
  const same = live.find(({ subject }) => subject === 'document');
  if (same) await closeQuestion(db, same.id, 'superseded');
  await askStandalone(db, {
    connection,
    kind: 'stuck',
    workflowId,
    planHash,
    documentName: workflowId,
    sentence: sentenceOf({ kind: 'stuck', detail: why }),
    fix: fixOfKind('stuck'),
  });
}

/**
 * Carries out a document's step in Postgres. Where it fails again and again for a reason no retry cures, the document is
 * asked about and parked: what woke it is done, and it is looked at again as soon as anything else does.
 */
export async function orPark<T>(
  { db, connection }: Pick<Watch, 'db' | 'connection'>,
  workflowId: string,
  { work, parked }: { work: () => Promise<T>; parked: T },
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isLate = (attemptNow()?.attempt ?? 1) >= shownFromAttempt;
    if (!isLate || !isIncurable(error)) throw error;
    await db.transaction(async (tx) => {
      await lockDocument(tx, workflowId);
      const wakes = await undoneWakes(tx, workflowId);
      await markWakesDone(
        tx,
        wakes.map(({ id }) => id),
      );
    });
    await askAbout({ db, connection }, workflowId, error);
    return parked;
  }
}

/** Postgres' classes of errors that the same statement meets again: data, integrity, syntax, limits (manual, appendix A, read 2026-11-26). */
const incurableClasses = ['22', '23', '42', '54'];

/** Whether the same work on the same data fails the same way. */
export function isIncurable(error: unknown): boolean {
  if (error instanceof z.ZodError || error instanceof NotAnAmountError) return true;
  if (error instanceof TypeError || error instanceof RangeError) return true;
  if (error instanceof ApplicationFailure) return error.type === failureTypes.invariant;
  const code = postgresCode(error);
  return code !== null && incurableClasses.includes(code.slice(0, 2));
}

function postgresCode(error: unknown): string | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string' && /^[0-9A-Z]{5}$/.test(at.code))
      return at.code;
  }
  return null;
}

const whyLengthMaximum = 300;

/** For people: what failed, without a query's values. */
export function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return 'it failed without saying why';
  const code = postgresCode(error);
  if (code !== null) return `Postgres refuses it (${code})`;
  if (error instanceof z.ZodError) {
    const paths = error.issues.map(({ path }) => path.map(String).join('.'));
    return `what is stored is not understood (${paths.slice(0, 3).join(', ')})`;
  }
  const isOurs = error instanceof ApplicationFailure || error instanceof NotAnAmountError;
  const said = isOurs ? error.message : `${error.name}: ${error.message}`;
  return said.slice(0, whyLengthMaximum);
}

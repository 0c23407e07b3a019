// What a sweep says of access it lost: the failure of a read in part, and the connection's one exception.
import { ApplicationFailure } from '@temporalio/common';
import type { Queryable } from '../db/database.ts';
import type { StandaloneQuestion } from '../db/queries/questions.ts';
import { askStandalone, closeQuestion, liveQuestionsOf } from '../db/queries/questions.ts';
import { contentHash } from '../domain/identity/canonical-json.ts';
import { failureTypes } from '../domain/identity/messages.ts';
import { sweepIdOf } from '../domain/identity/workflow-ids.ts';
import { makeFullReadsDue } from '../db/queries/sweeps.ts';
import { fixOfKind } from '../domain/plan/question-kinds.ts';

export type SweepEnd = {
  sweepId: string;
  /** Why the run could not go on reading. */
  lost: string | null;
  /** What the run left out, each in words, when it could read the rest. */
  parts?: readonly LeftOut[];
  incomplete?: boolean;
  /** A list of Xero's could not be read. */
  lacksXero?: boolean;
};

/** What a run left out: a sentence, or one list (of one project, or of a whole system) with the reason; no list = all of them. */
export type LeftOut = string | { what: string | null; projectId: string | null; why: string };

/** So many are named in one sentence, the rest counted. */
const partsInSentence = 10;

/**
 * A read that kept all it could see. The details tell it from access lost as a whole: the workflow
 * goes on to the next project and says at the end what was left out.
 */
export function partsLost(leftOut: readonly LeftOut[]): ApplicationFailure {
  return ApplicationFailure.nonRetryable(
    `left out: ${wordsOfLeftOut(leftOut).join('; ')}`,
    failureTypes.accessLost,
    leftOut,
  );
}

/** Known projects that the list does not show: nobody closed them, so that it is access that shrank. */
export function wordsOfNotListed(projects: readonly { id: string; name: string }[]): string[] {
  if (projects.length === 0) return [];
  const named = projects.slice(0, partsInSentence).map(({ id, name }) => `${id} (${name})`);
  const more = projects.length - named.length;
  const count = projects.length === 1 ? '1 project' : `${projects.length} projects`;
  const names = [...named, ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
  return [`${count} that Procore's list of projects no longer shows: ${names}`];
}

/**
 * Brings the connection's exception up to date with how a run ended. Another cause is another
 * exception, so that the sentence is always about what is lost; only a run that read everything closes it.
 */
export async function noteAccess(db: Queryable, connection: string, end: SweepEnd): Promise<void> {
  const id = sweepIdOf(connection);
  const [live] = await liveQuestionsOf(db, id);
  const what = whatIsLost(end);
  if (what === null) {
    if (live && end.incomplete !== true) {
      await closeQuestion(db, live.id, 'resolved');
      // What was hidden is back as it was, and no change of its own brings it up.
      await makeFullReadsDue(db, connection);
    }
    return;
  }
  const made = exceptionOf(connection, id, what);
  if (live?.planHash === made.planHash) return;
  if (live) await closeQuestion(db, live.id, 'superseded');
  // Part of what was lost may be back.
  if (live) await makeFullReadsDue(db, connection);
  await askStandalone(db, made);
}

export function isWhole(end: SweepEnd): boolean {
  return whatIsLost(end) === null && end.incomplete !== true;
}

function whatIsLost({ lost, parts = [] }: SweepEnd): string | null {
  if (lost !== null) return `${ofVendor(lost)}, nor anything after it`;
  const words = wordsOfLeftOut(parts);
  if (words.length === 0) return null;
  const named = words.slice(0, partsInSentence);
  const more = words.length - named.length;
  return [...named, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

/** "procore: forbidden …" as a person reads it. */
function ofVendor(message: string): string {
  const said = withoutStop(message);
  return said.replace(/^procore: /, 'Procore: ').replace(/^xero: /, 'Xero: ');
}

function withoutStop(text: string): string {
  return text.replace(/\.$/, '');
}

/** One cause is said once, with all the projects it is about. */
function wordsOfLeftOut(parts: readonly LeftOut[]): string[] {
  const sentences: string[] = [];
  const causes = new Map<string, { what: string | null; why: string; projects: string[] }>();
  for (const part of parts) {
    if (typeof part === 'string') {
      sentences.push(withoutStop(part));
      continue;
    }
    const { what, projectId, why } = part;
    const key = JSON.stringify([what, why]);
    const cause = causes.get(key) ?? { what, why, projects: [] };
    if (projectId !== null) cause.projects.push(projectId);
    causes.set(key, cause);
  }
  const lists = [...causes.values()].map(({ what, why, projects }) => {
    const where = whereOf(projects);
    const list = what === null ? where : `the ${what}${where === '' ? '' : ` of ${where}`}`;
    return `${list}: ${ofVendor(why)}`;
  });
  return [...new Set([...lists, ...sentences])];
}

function whereOf(projects: readonly string[]): string {
  if (projects.length === 0) return '';
  if (projects.length === 1) return `project ${projects[0] ?? ''}`;
  const named = projects.slice(0, partsInSentence).join(', ');
  const more = projects.length - partsInSentence;
  return `projects ${named}${more > 0 ? ` and ${more} more` : ''}`;
}

function exceptionOf(connection: string, workflowId: string, what: string): StandaloneQuestion {
  return {
    connection,
    kind: 'accessLost',
    workflowId,
    planHash: contentHash({ accessLost: what }),
    documentName: 'the connection',
    sentence: `Tieout can no longer read ${what}`,
    fix: fixOfKind('accessLost'),
  };
}

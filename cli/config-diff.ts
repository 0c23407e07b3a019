// `tieout config diff`: which keys of two mapping files differ, and which documents would be written differently from now on.
import { loadConnectionMapping } from '../config/mapping-file.ts';
import type { Database } from '../db/database.ts';
import { planUnder } from '../db/observe/under-mapping.ts';
import { knownDocuments } from '../db/queries/waiting-documents.ts';
import { parseWorkflowId } from '../domain/identity/workflow-ids.ts';
import type { LeafChange } from '../domain/mapping/changes.ts';
import { leafChanges } from '../domain/mapping/changes.ts';
import type { Mapping } from '../domain/mapping/mapping.ts';
import { nameOf } from '../domain/objects/objects.ts';
import { outlookChanges } from '../domain/plan/outlook.ts';
import { withConfigGround } from './config-ground.ts';

export type ConfigDiffFlags = { before: string; after: string; json: boolean };

type Differing = { workflowId: string; name: string; changes: LeafChange[] };
type Diff = {
  keys: LeafChange[];
  /** Null where Postgres cannot be asked. */
  documents: Differing[] | null;
};

/** 0 where both do the same, 1 where they do not, 2 where a file or a setting cannot be read. */
export function runConfigDiff({ before, after, json }: ConfigDiffFlags): Promise<number> {
  return withConfigGround(async ({ env, db }) => {
    const [old, now] = [
      await loadConnectionMapping({ ...env, TIEOUT_CONFIG: before }),
      await loadConnectionMapping({ ...env, TIEOUT_CONFIG: after }),
    ];
    const keys = leafChanges(old, now);
    // Files that say the same plan alike: a thousand documents need not be planned twice to tell.
    const isSame = keys.length === 0;
    const documents = db && (isSame ? [] : await differing(db, env.TIEOUT_PUBLIC_URL, old, now));
    const diff = { keys, documents };
    process.stdout.write(json ? `${JSON.stringify(diff)}\n` : wordsOf(diff));
    return isSame ? 0 : 1;
  });
}

const toldEvery = 200;

/** What is posted keeps its coding, so of those only what is still to be written can differ. */
async function differing(
  db: Database,
  publicUrl: string,
  before: Mapping,
  after: Mapping,
): Promise<Differing[]> {
  const found: Differing[] = [];
  const ids = await knownDocuments(db, before.connection);
  for (const [index, workflowId] of ids.entries()) {
    if (index > 0 && index % toldEvery === 0) {
      process.stderr.write(`${index} of ${ids.length} documents planned under both\n`);
    }
    const id = parseWorkflowId(workflowId);
    if (!id) continue;
    const old = await planUnder(db, { mapping: before, publicUrl }, id);
    const now = await planUnder(db, { mapping: after, publicUrl }, id);
    const changes = outlookChanges(old.plan, now.plan);
    if (changes.length > 0) found.push({ workflowId, name: nameOf(now.observation), changes });
  }
  return found;
}

function wordsOf({ keys, documents }: Diff): string {
  if (keys.length === 0) return 'Both files say the same.\n';
  const head = ['What the files say differently:\n', ...keys.map(changeLine)];
  if (documents === null) {
    return [
      ...head,
      'Which documents that concerns is not known: Postgres cannot be asked.\n',
    ].join('');
  }
  if (documents.length === 0) {
    return [...head, 'No document that is known now would be written differently.\n'].join('');
  }
  const what = documents.length === 1 ? '1 document' : `${documents.length} documents`;
  return [
    ...head,
    `${what} would be written differently from now on:\n`,
    ...documents.flatMap(({ workflowId, name, changes }) => [
      `  ${workflowId}  ${name}\n`,
      ...changes.map((change) => `  ${changeLine(change)}`),
    ]),
  ].join('');
}

function changeLine({ path, from, to }: LeafChange): string {
  return `  ${path}: ${from ?? '(none)'} → ${to ?? '(none)'}\n`;
}

// `tieout config diff`: which keys of two mapping files differ, and which documents would be written differently from now on.
import { loadMappings } from '../config/mapping-file.ts';
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
    const [old, now] = [await loadMappings(before), await loadMappings(after)];
    const keys = keysBetween(old, now);
    // Files that say the same plan alike: a thousand documents need not be planned twice to tell.
    const isSame = keys.length === 0;
    const pairs = isSame ? [] : pairsOf(old, now);
    const documents = db && (await differingIn(db, env.TIEOUT_PUBLIC_URL, pairs));
    const diff = { keys, documents };
    process.stdout.write(json ? `${JSON.stringify(diff)}\n` : wordsOf(diff));
    return isSame ? 0 : 1;
  });
}

type Mappings = readonly Mapping[];

/** Where either file has several connections, each key is named with its own. */
function keysBetween(old: Mappings, now: Mappings): LeafChange[] {
  if (old.length === 1 && now.length === 1) return leafChanges(old[0], now[0]);
  const named = (mappings: Mappings) =>
    Object.fromEntries(mappings.map((mapping) => [mapping.connection, mapping]));
  return leafChanges(named(old), named(now));
}

/** A connection with itself, in both files. Of one that only one of them has, no document is planned twice. */
function pairsOf(old: Mappings, now: Mappings): [Mapping, Mapping][] {
  return old.flatMap((one): [Mapping, Mapping][] => {
    const same = now.find(({ connection }) => connection === one.connection);
    return same ? [[one, same]] : [];
  });
}

async function differingIn(
  db: Database,
  publicUrl: string,
  pairs: readonly [Mapping, Mapping][],
): Promise<Differing[]> {
  const found: Differing[] = [];
  for (const [old, now] of pairs) found.push(...(await differing(db, publicUrl, old, now)));
  return found;
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

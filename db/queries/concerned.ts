// Which documents news concerns: runs the rules the records carry, all rules of one form in one query.
import type { SQL } from 'drizzle-orm';
import { and, eq, exists, inArray, isNull, ne, notInArray, or, sql } from 'drizzle-orm';
import { documentOfMarker } from '../../domain/identity/markers.ts';
import { parseWorkflowId, workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import type { Concern, StandingFilter } from '../../domain/records/concerns.ts';
import type { KeptRecord, RecordKind } from '../../domain/records/records.ts';
import { concernsOf, filingOf, heardOf } from '../../domain/records/records.ts';
import type { Queryable } from '../database.ts';
import { askedInProject } from './concerned-asked.ts';
import { claimsOfContracts, contractOfAnyKind, successors } from './concerned-claims.ts';
import { contactNotPosted } from './concerned-contacts.ts';
import { monthsOf } from './concerned-months.ts';
import { waitingFor } from './concerned-waiting.ts';
import { knownAmong, parts } from './known-documents.ts';
import {
  acceptedDifference,
  document,
  exception,
  link,
  refusal,
} from '../schema/document-tables.ts';
import { mirror } from '../schema/record-tables.ts';

/** The documents news concerns, each once. */
export async function documentsConcerned(
  db: Queryable,
  connection: string,
  news: readonly KeptRecord[],
): Promise<string[]> {
  const concerns = news.flatMap((record) => [...concernsOf(record)]);
  const found = await whoseAll(db, connection, concerns);
  for (const id of await documentsMarked(db, connection, news)) found.add(id);
  return [...found].sort();
}

/** The documents each hint concerns, in the order of the hints. */
export async function documentsHeardOf(
  db: Queryable,
  connection: string,
  hints: readonly { resource: RecordKind; recordId: string }[],
): Promise<string[][]> {
  const heard = hints.map(({ resource, recordId }) => heardOf(resource, recordId));
  const targets = heard.flat().filter((concern) => concern.whose === 'linked');
  const links = new Map(
    (await liveLinks(db, connection, targets)).map(({ kind, targetId, workflowId }) => [
      `${kind} ${targetId}`,
      workflowId,
    ]),
  );
  const told: string[][] = [];
  for (const concerns of heard) {
    const found = new Set<string>();
    for (const concern of concerns) {
      if (concern.whose === 'linked') {
        const workflowId = links.get(`${concern.kind} ${concern.targetId}`);
        if (workflowId !== undefined) found.add(workflowId);
      } else {
        for (const id of await runOne(db, connection, concern.whose, [concern])) found.add(id);
      }
    }
    told.push([...found].sort());
  }
  return told;
}

type ConcernOf<W extends Concern['whose']> = Extract<Concern, { whose: W }>;
type Runner<W extends Concern['whose']> = (
  db: Queryable,
  connection: string,
  concerns: readonly ConcernOf<W>[],
) => Promise<readonly string[]>;

/** A form of rule and the query that answers all rules of that form at once. */
const runners: { [W in Concern['whose']]: Runner<W> } = {
  own: (_db, connection, concerns) =>
    Promise.resolve(
      concerns.map(({ type, sourceId }) => workflowIdOf({ type, connection, sourceId })),
    ),
  known,
  askedInProject,
  monthsOf,
  waitingFor,
  linked,
  inRole,
  filedUnder,
  contract: claimsOfContracts,
  contractOfAnyKind,
  successor: successors,
  project: (db, connection, concerns) =>
    byStanding(db, connection, concerns, (some) =>
      inArray(
        document.projectId,
        some.map(({ projectId }) => projectId),
      ),
    ),
  counterparty: (db, connection, concerns) =>
    byStanding(db, connection, concerns, (some) =>
      or(
        ...some.map(({ vendorId, type }) =>
          and(
            eq(document.counterpartyId, vendorId),
            type === null ? undefined : eq(document.type, type),
          ),
        ),
      ),
    ),
  vendorOfContact,
  unlinkedContacts: (db, connection, concerns) =>
    concerns.length === 0
      ? Promise.resolve([])
      : documentsWhere(
          db,
          connection,
          and(eq(document.type, 'contact'), ne(document.state, 'linked')),
        ),
  contactNotPosted,
  ofType: (db, connection, concerns) =>
    documentsWhere(
      db,
      connection,
      inArray(
        document.type,
        concerns.map(({ type }) => type),
      ),
    ),
  connection: (db, connection, concerns) => byStanding(db, connection, concerns, () => undefined),
};

/** Runs every rule; those that only count where a link is missing give rise to further ones. */
async function whoseAll(
  db: Queryable,
  connection: string,
  concerns: readonly Concern[],
): Promise<Set<string>> {
  const found = new Set<string>();
  for (const whose of Object.keys(runners) as Concern['whose'][]) {
    for (const id of await runOne(db, connection, whose, concerns)) found.add(id);
  }
  const fallbacks = await whereUnlinked(db, connection, concerns);
  if (fallbacks.length > 0) {
    for (const id of await whoseAll(db, connection, fallbacks)) found.add(id);
  }
  return found;
}

async function runOne<W extends Concern['whose']>(
  db: Queryable,
  connection: string,
  whose: W,
  concerns: readonly Concern[],
): Promise<readonly string[]> {
  const mine = concerns.filter((concern): concern is ConcernOf<W> => concern.whose === whose);
  return mine.length === 0 ? [] : runners[whose](db, connection, mine);
}

type Target = { kind: string; targetId: string };

/** Live links of targets, a few hundred at a time. */
async function liveLinks(
  db: Queryable,
  connection: string,
  targets: readonly Target[],
): Promise<(Target & { workflowId: string })[]> {
  const rows: (Target & { workflowId: string })[] = [];
  for (const kind of new Set(targets.map((target) => target.kind))) {
    const ids = targets.filter((target) => target.kind === kind).map(({ targetId }) => targetId);
    for (const part of parts([...new Set(ids)])) {
      rows.push(
        ...(await db
          .select({ kind: link.kind, targetId: link.targetId, workflowId: link.workflowId })
          .from(link)
          .where(
            and(
              eq(link.connection, connection),
              eq(link.kind, kind),
              isNull(link.endedAt),
              inArray(link.targetId, part),
            ),
          )),
      );
    }
  }
  return rows;
}

async function linked(
  db: Queryable,
  connection: string,
  concerns: readonly ConcernOf<'linked'>[],
): Promise<string[]> {
  return (await liveLinks(db, connection, concerns)).map(({ workflowId }) => workflowId);
}

async function inRole(
  db: Queryable,
  connection: string,
  concerns: readonly ConcernOf<'inRole'>[],
): Promise<string[]> {
  const found: string[] = [];
  for (const part of parts([...new Set(concerns.map(({ role }) => role))])) {
    const rows = await db
      .select({ workflowId: link.workflowId })
      .from(link)
      .where(and(eq(link.connection, connection), inArray(link.role, part), isNull(link.endedAt)));
    found.push(...rows.map(({ workflowId }) => workflowId));
  }
  return found;
}

async function whereUnlinked(
  db: Queryable,
  connection: string,
  concerns: readonly Concern[],
): Promise<Concern[]> {
  const withFallback = concerns.flatMap((concern) =>
    concern.whose === 'linked' && concern.else !== undefined
      ? [{ ...concern, else: concern.else }]
      : [],
  );
  if (withFallback.length === 0) return [];
  const links = await liveLinks(db, connection, withFallback);
  const known = new Set(links.map(({ kind, targetId }) => `${kind} ${targetId}`));
  return withFallback
    .filter(({ kind, targetId }) => !known.has(`${kind} ${targetId}`))
    .flatMap((concern) => [...concern.else]);
}

async function filedUnder(
  db: Queryable,
  connection: string,
  concerns: readonly ConcernOf<'filedUnder'>[],
): Promise<string[]> {
  const found: string[] = [];
  for (const { kind, recordId, type } of concerns) {
    const [row] = await db
      .select({ belongsTo: mirror.belongsTo })
      .from(mirror)
      .where(
        and(
          eq(mirror.connection, connection),
          eq(mirror.kind, kind),
          eq(mirror.recordId, recordId),
        ),
      );
    const sourceId = row?.belongsTo ?? null;
    if (sourceId !== null) found.push(workflowIdOf({ type, connection, sourceId }));
  }
  return found;
}

/** Those of them that are documents already. */
async function known(
  db: Queryable,
  connection: string,
  concerns: readonly ConcernOf<'known'>[],
): Promise<string[]> {
  const ids = concerns.map(({ type, sourceId }) => workflowIdOf({ type, connection, sourceId }));
  return knownAmong(db, connection, ids);
}

/** Documents of the vendors whose contacts these are; a contact nobody is linked to has none. */
async function vendorOfContact(
  db: Queryable,
  connection: string,
  concerns: readonly ConcernOf<'vendorOfContact'>[],
): Promise<readonly string[]> {
  const targets = concerns.map(({ contactId }) => ({ kind: 'xeroContact', targetId: contactId }));
  const vendors = new Map<string, string>();
  for (const { targetId, workflowId } of await liveLinks(db, connection, targets)) {
    const id = parseWorkflowId(workflowId);
    if (id) vendors.set(targetId, id.sourceId);
  }
  const ofVendors = concerns.flatMap(({ contactId, type, standing }) => {
    const vendorId = vendors.get(contactId);
    return vendorId === undefined
      ? []
      : [{ whose: 'counterparty', vendorId, type, standing } as const];
  });
  return ofVendors.length === 0 ? [] : runners.counterparty(db, connection, ofVendors);
}

/** What keeps a document in doubt; a further reason is one more line. */
const doubts: readonly ((db: Queryable) => SQL | undefined)[] = [
  (db) =>
    exists(
      db
        .select({ one: sql`1` })
        .from(exception)
        .where(and(eq(exception.workflowId, document.workflowId), ne(exception.state, 'closed'))),
    ),
  (db) =>
    exists(
      db
        .select({ one: sql`1` })
        .from(refusal)
        .where(eq(refusal.workflowId, document.workflowId)),
    ),
  (db) =>
    exists(
      db
        .select({ one: sql`1` })
        .from(acceptedDifference)
        .where(
          and(
            eq(acceptedDifference.workflowId, document.workflowId),
            isNull(acceptedDifference.endedAt),
          ),
        ),
    ),
];

const standings: Record<StandingFilter, (db: Queryable) => SQL | undefined> = {
  any: () => undefined,
  inDoubt: (db) => or(...doubts.map((doubt) => doubt(db))),
  unpaid: () => notInArray(document.state, ['paid', 'voided']),
};

/** One query for each standing that is asked for. */
async function byStanding<C extends { standing: StandingFilter }>(
  db: Queryable,
  connection: string,
  concerns: readonly C[],
  where: (some: readonly C[]) => SQL | undefined,
): Promise<string[]> {
  const found: string[] = [];
  for (const standing of new Set(concerns.map((concern) => concern.standing))) {
    const some = concerns.filter((concern) => concern.standing === standing);
    for (const part of parts(some)) {
      const reached = and(where(part), standings[standing](db));
      found.push(...(await documentsWhere(db, connection, reached)));
    }
  }
  return found;
}

/**
 * The known documents that markers on news name. A record of ours that is linked to nothing wakes its document to be
 * adopted; a marker that names no document we know was copied or is another connection's.
 */
async function documentsMarked(
  db: Queryable,
  connection: string,
  news: readonly KeptRecord[],
): Promise<string[]> {
  const named = new Set<string>();
  for (const record of news) {
    const { marker } = filingOf(record);
    const id = marker === null ? null : documentOfMarker(marker);
    if (id?.connection === connection) named.add(workflowIdOf(id));
  }
  const known: string[] = [];
  for (const part of parts([...named])) {
    known.push(...(await documentsWhere(db, connection, inArray(document.workflowId, part))));
  }
  return known;
}

async function documentsWhere(
  db: Queryable,
  connection: string,
  where: SQL | undefined,
): Promise<string[]> {
  const rows = await db
    .select({ workflowId: document.workflowId })
    .from(document)
    .where(and(eq(document.connection, connection), where));
  return rows.map((row) => row.workflowId);
}

// What the register of retainage is made from beside the ledger: contracts, claims, whose each document of Xero is, and where each document stands.
import { releaseDocument } from '../../domain/identity/workflow-ids.ts';
import { and, desc, eq, inArray, isNotNull, isNull, ne, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { ClaimType } from '../../domain/claims/sides.ts';
import { sideOfClaim } from '../../domain/claims/sides.ts';
import { documentOfMarker } from '../../domain/identity/markers.ts';
import type { DocumentId } from '../../domain/identity/workflow-ids.ts';
import {
  claimOfRelease,
  parseWorkflowId,
  workflowIdOf,
} from '../../domain/identity/workflow-ids.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { retainageModeOf } from '../../domain/mapping/mapping.ts';
import type { DocumentFacts } from '../../domain/retainage/ledger/differences.ts';
import type { ClaimShown } from '../../domain/retainage/ledger/procore-outstanding.ts';
import type { Queryable } from '../database.ts';
import { intent, wake } from '../schema/delivery-tables.ts';
import {
  acceptedDifference,
  dependency,
  document,
  exception,
  link,
  projectStart,
} from '../schema/document-tables.ts';
import { mirror, snapshot } from '../schema/record-tables.ts';
import { ledgerKinds } from './retention-posted.ts';

const claimKinds = {
  procoreRequisition: 'payApp',
  procorePaymentApplication: 'ownerInvoice',
} as const;

const claimSchema = z.object({
  number: z.number(),
  status: z.string(),
  billingDate: z.string().nullable(),
  previousId: z.string().nullish(),
  invoiceNumber: z.string().nullable(),
  projectId: z.string(),
  totalRetainage: z.string(),
});

export type ClaimRow = z.infer<typeof claimSchema> & {
  type: ClaimType;
  id: string;
  contractId: string;
  isShown: boolean;
};

/** Every claim of both sides that was ever seen, as last seen. */
export async function claimsEver(db: Queryable, connection: string): Promise<ClaimRow[]> {
  const field = (name: string) => sql`${snapshot.body}->${sql.raw(`'${name}'`)}`;
  const rows = await db
    .select({
      ...{ kind: mirror.kind, id: mirror.recordId, contractId: mirror.belongsTo },
      unseen: mirror.unseen,
      body: sql`jsonb_build_object('number', ${field('number')}, 'status', ${field('status')},
        'billingDate', ${field('billingDate')}, 'previousId', ${field('previousId')},
        'invoiceNumber', ${field('invoiceNumber')}, 'projectId', ${field('projectId')},
        'totalRetainage', ${field('summary')}->'totalRetainage')`,
    })
    .from(mirror)
    .innerJoin(snapshot, eq(snapshot.hash, mirror.snapshotHash))
    .where(
      and(
        eq(mirror.connection, connection),
        inArray(mirror.kind, Object.keys(claimKinds)),
        isNotNull(mirror.belongsTo),
      ),
    )
    .orderBy(mirror.kind, mirror.recordId);
  return rows.map(({ kind, id, contractId, unseen, body }) => ({
    ...claimSchema.parse(body),
    ...{ id, contractId: contractId ?? '', isShown: !unseen },
    type: claimKinds[kind as keyof typeof claimKinds],
  }));
}

export type ContractRow = {
  contractId: string;
  number: string;
  title: string;
  projectId: string | null;
  vendorId: string | null;
  currency: string | null;
};

const contractSchema = z.object({
  number: z.string(),
  title: z.string(),
  projectId: z.string(),
  vendorId: z.string().nullable(),
  currency: z.string().nullable(),
});

/** Every contract that was ever seen, by its id as claims name it. */
export async function contractsEver(
  db: Queryable,
  connection: string,
): Promise<Map<string, ContractRow>> {
  const rows = await db
    .select({ kind: mirror.kind, id: mirror.recordId, body: snapshot.body })
    .from(mirror)
    .innerJoin(snapshot, eq(snapshot.hash, mirror.snapshotHash))
    .where(
      and(
        eq(mirror.connection, connection),
        inArray(mirror.kind, ['procoreCommitment', 'procorePrimeContract']),
      ),
    )
    .orderBy(mirror.kind, mirror.recordId);
  return new Map(
    rows.map(({ kind, id, body }) => {
      const contractId = kind === 'procorePrimeContract' ? `pc-${id}` : id;
      return [contractId, { contractId, ...contractSchema.parse(body) }];
    }),
  );
}

/** What projects or vendors are called, by id: "26-004 Quay Street"; only a project has a number. */
export async function namesOfKind(
  db: Queryable,
  connection: string,
  kind: 'procoreProject' | 'procoreVendor',
): Promise<Map<string, { number: string | null; name: string }>> {
  const rows = await db
    .select({
      id: mirror.recordId,
      number: sql<string | null>`${snapshot.body}->>'number'`,
      name: sql<
        string | null
      >`concat_ws(' ', ${snapshot.body}->>'number', ${snapshot.body}->>'name')`,
    })
    .from(mirror)
    .innerJoin(snapshot, eq(snapshot.hash, mirror.snapshotHash))
    .where(and(eq(mirror.connection, connection), eq(mirror.kind, kind)));
  return new Map(rows.map(({ id, number, name }) => [id, { number, name: name ?? '' }]));
}

/** The claim that a document is, or is the release of. */
function claimOfDocument({ type, sourceId }: DocumentId): {
  of: ClaimType;
  claimId: string;
} | null {
  if (type === 'payApp' || type === 'ownerInvoice') return { of: type, claimId: sourceId };
  return type === 'retainageRelease' ? claimOfRelease(sourceId) : null;
}

/**
 * Whose each document of Xero is: by its link, ended ones too, so that a void bill stays its claim's; else by the
 * marker it carries. One with neither was typed by hand.
 */
export async function ownersOfDocuments(
  db: Queryable,
  connection: string,
  claims: readonly ClaimRow[],
): Promise<Map<string, { contractId: string; workflowId: string }>> {
  const links = await db
    .select({ targetId: link.targetId, workflowId: link.workflowId })
    .from(link)
    .where(and(eq(link.connection, connection), inArray(link.kind, [...ledgerKinds])))
    .orderBy(link.id);
  const marked = await db
    .select({ targetId: mirror.recordId, marker: mirror.marker })
    .from(mirror)
    .where(
      and(
        eq(mirror.connection, connection),
        inArray(mirror.kind, [...ledgerKinds]),
        isNotNull(mirror.marker),
      ),
    );
  const byMarker = marked.flatMap(({ targetId, marker }) => {
    const id = documentOfMarker(marker ?? '');
    return id?.connection === connection ? [{ targetId, workflowId: workflowIdOf(id) }] : [];
  });
  const contracts = new Map(claims.map((claim) => [`${claim.type} ${claim.id}`, claim.contractId]));
  const owners = new Map<string, { contractId: string; workflowId: string }>();
  for (const { targetId, workflowId } of [...byMarker, ...links]) {
    const id = parseWorkflowId(workflowId);
    const claim = id ? claimOfDocument(id) : null;
    const contractId = claim ? contracts.get(`${claim.of} ${claim.claimId}`) : undefined;
    if (contractId !== undefined) owners.set(targetId, { contractId, workflowId });
  }
  return owners;
}

/** What is known of all documents of claims, by workflow id. */
type Standings = {
  known: ReadonlySet<string>;
  moving: ReadonlySet<string>;
  waits: ReadonlyMap<string, string[]>;
  left: ReadonlyMap<string, string[]>;
  statuses: ReadonlyMap<string, string[]>;
  postFrom: ReadonlyMap<string, string>;
};

export async function standingsOf(db: Queryable, connection: string): Promise<Standings> {
  const known = await db
    .select({ id: document.workflowId })
    .from(document)
    .where(eq(document.connection, connection));
  const wakes = await db
    .selectDistinct({ id: wake.workflowId })
    .from(wake)
    .where(isNull(wake.doneAt));
  const intents = await db
    .selectDistinct({ id: intent.workflowId })
    .from(intent)
    .where(
      and(
        eq(intent.connection, connection),
        inArray(intent.state, ['ready', 'claimed', 'sent', 'unknown']),
      ),
    );
  const starts = await db
    .select({ id: projectStart.projectId, words: projectStart.postFrom })
    .from(projectStart)
    .where(eq(projectStart.connection, connection));
  const ids = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);
  return {
    known: new Set(ids(known)),
    moving: new Set([...ids(wakes), ...ids(intents)]),
    waits: listed(await waitsOf(db, connection)),
    left: listed(await leftOf(db, connection)),
    statuses: listed(await statusesOf(db, connection)),
    postFrom: new Map(starts.map(({ id, words }) => [id, words])),
  };
}

type Said = { id: string; words: string };

function listed(rows: readonly Said[]): Map<string, string[]> {
  const lists = new Map<string, string[]>();
  for (const { id, words } of rows) lists.set(id, [...(lists.get(id) ?? []), words]);
  return lists;
}

async function waitsOf(db: Queryable, connection: string): Promise<Said[]> {
  const questions = await db
    .select({ id: exception.workflowId, words: exception.sentence })
    .from(exception)
    .where(and(eq(exception.connection, connection), ne(exception.state, 'closed')))
    .orderBy(exception.openedAt, exception.id);
  const waits = await db
    .select({ id: dependency.workflowId, waitsFor: dependency.waitsFor })
    .from(dependency)
    .orderBy(dependency.workflowId, dependency.waitsFor);
  const others = waits.map(({ id, waitsFor }) => ({ id, words: `${waitsFor} comes first` }));
  return [...questions, ...others];
}

async function leftOf(db: Queryable, connection: string): Promise<Said[]> {
  return db
    .select({ id: acceptedDifference.workflowId, words: acceptedDifference.sentence })
    .from(acceptedDifference)
    .where(and(eq(acceptedDifference.connection, connection), isNull(acceptedDifference.endedAt)))
    .orderBy(acceptedDifference.acceptedAt, acceptedDifference.id);
}

/** Of what a document is linked to in Xero, or last was. */
async function statusesOf(db: Queryable, connection: string): Promise<Said[]> {
  const rows = await db
    .selectDistinctOn([link.workflowId, link.role], {
      id: link.workflowId,
      words: sql<string>`${snapshot.body}->>'status'`,
    })
    .from(link)
    .innerJoin(
      mirror,
      and(
        eq(mirror.connection, link.connection),
        eq(mirror.kind, link.kind),
        eq(mirror.recordId, link.targetId),
      ),
    )
    .innerJoin(snapshot, eq(snapshot.hash, mirror.snapshotHash))
    .where(and(eq(link.connection, connection), inArray(link.kind, [...ledgerKinds])))
    .orderBy(link.workflowId, link.role, desc(link.id));
  return rows;
}

type Around = {
  connection: string;
  mapping: Mapping;
  standings: Standings;
  /** The number of the contract's project. */
  project: string | null;
};

/** A claim for the register, and what is known of its own document and of its release. */
export function factsOfClaim(
  claim: ClaimRow,
  contract: ContractRow | null,
  { connection, mapping, standings, project }: Around,
): { shown: ClaimShown; documents: DocumentFacts[] } {
  const { books, postedStatuses, words } = sideOfClaim(claim.type);
  const number = contract?.number ?? claim.contractId;
  const place = `${number} no. ${claim.number}`;
  const name = claim.invoiceNumber
    ? `${words.claim} ${claim.invoiceNumber} (${place})`
    : `${words.claim} ${place}`;
  const own = workflowIdOf({ type: claim.type, connection, sourceId: claim.id });
  const release = workflowIdOf({ connection, ...releaseDocument(claim.type, claim.id) });
  const common = {
    postFrom: standings.postFrom.get(claim.projectId) ?? null,
    billingDate: claim.billingDate,
    isByHand:
      retainageModeOf(mapping, books, { project, contract: contract?.number ?? null }) === 'manual',
  };
  const factsOf = (workflowId: string, around: readonly string[]): DocumentFacts => ({
    ...common,
    workflowId,
    name: workflowId === own ? name : `release of ${name}`,
    statuses: standings.statuses.get(workflowId) ?? [],
    isKnown: standings.known.has(workflowId),
    isMoving: around.some((id) => standings.moving.has(id)),
    waits: around.flatMap((id) => standings.waits.get(id) ?? []),
    left: around.flatMap((id) => standings.left.get(id) ?? []),
  });
  return {
    shown: {
      ...{ id: claim.id, name, number: claim.number, billingDate: claim.billingDate },
      ...{ previousId: claim.previousId ?? null, totalRetainage: claim.totalRetainage },
      isApproved: postedStatuses(mapping).includes(claim.status),
      isShown: claim.isShown,
      isMoving: standings.moving.has(own),
    },
    documents: [factsOf(own, [own]), factsOf(release, [release, own])],
  };
}

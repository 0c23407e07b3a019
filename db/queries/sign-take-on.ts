// Signs a project's take-on against exactly what was shown: openings, matches, ledger, start and wake rows in one transaction.
import { sql } from 'drizzle-orm';
import { contentHash } from '../../domain/identity/canonical-json.ts';
import type { BooksSide } from '../../domain/mapping/mapping.ts';
import type { Amount } from '../../domain/money/amount.ts';
import {
  canonicalAmount,
  sameAmount,
  subtractAmounts,
  sumAmounts,
} from '../../domain/money/amount.ts';
import type { Proposal } from '../../domain/take-on/proposal.ts';
import { isEmpty } from '../../domain/take-on/proposal.ts';
import type { SignedOpening, Stated } from '../../domain/take-on/sign.ts';
import { openingsOf } from '../../domain/take-on/sign.ts';
import type { Database, Queryable } from '../database.ts';
import { atOneMoment } from '../database.ts';
import { localDayOf } from '../observe/local-day.ts';
import { projectStart } from '../schema/document-tables.ts';
import { retentionEvent } from '../schema/retention-tables.ts';
import { takeOn, takeOnMatch, takeOnOpening } from '../schema/take-on-tables.ts';
import { addAudit } from './documents.ts';
import { standingOf, storeSnapshot } from './mirror.ts';
import { whyNotHere } from './project-routes.ts';
import { turnOn, wakeProject } from './projects.ts';
import { addRecorded } from './record-retention.ts';
import { recordedByPeople } from './retention-events.ts';
import type { Proposed, TakeOnAsk } from './take-on-facts.ts';
import { proposeTakeOn } from './take-on-facts.ts';
import type { SignedTakeOn } from './take-on-signed.ts';
import { endTakeOn, takeOnOf } from './take-on-signed.ts';

/** What is proposed, and what stands signed. */
export type TakeOnView = Pick<Proposed, 'proposal' | 'postFrom'> & { signed: SignedTakeOn | null };

/** Null where Procore shows no such project. */
export function readTakeOn(db: Database, ask: TakeOnAsk): Promise<TakeOnView | null> {
  return atOneMoment(db, (tx) => viewOf(tx, ask));
}

async function viewOf(tx: Queryable, ask: TakeOnAsk): Promise<TakeOnView | null> {
  const proposed = await proposeTakeOn(tx, ask);
  if (!proposed) return null;
  const { proposal, postFrom } = proposed;
  return { proposal, postFrom, signed: await takeOnOf(tx, ask.connection, ask.projectId) };
}

export type SignAsk = TakeOnAsk & {
  /** Of the proposal that was shown. */
  hash: string;
  stated: readonly Stated[];
  person: string;
  now: Date;
};

export type SignAnswer =
  | { answer: 'unknown' }
  | { answer: 'signed' | 'signedBefore'; view: TakeOnView }
  /** It is not what was shown any more. */
  | { answer: 'moved'; view: TakeOnView }
  | { answer: 'refused'; why: string; view: TakeOnView };

/**
 * All it reads is of one moment, which begins when nobody else signs, turns a project on or records retainage: Postgres
 * takes the moment at the first question, and a lock of tables asks none. Source: PostgreSQL 18 manual, LOCK, notes.
 */
export async function signTakeOn(db: Database, ask: SignAsk): Promise<SignAnswer> {
  return db.transaction(async (tx) => {
    await tx.execute(
      sql`lock table ${takeOn}, ${projectStart}, ${retentionEvent} in share row exclusive mode`,
    );
    const proposed = await proposeTakeOn(tx, ask);
    if (!proposed) return { answer: 'unknown' };
    const { proposal, postFrom } = proposed;
    const signed = await takeOnOf(tx, ask.connection, ask.projectId);
    const view = { proposal, postFrom, signed };
    const early = await whyNotYet(tx, ask, view);
    if (early !== null) return { answer: 'refused', why: early, view };
    const made = openingsOf(proposal, ask.stated);
    if (signed && made.ok && isSameSigned(signed, proposal, made.openings)) {
      return { answer: 'signedBefore', view };
    }
    if (proposal.hash !== ask.hash) return { answer: 'moved', view };
    if (!made.ok) return { answer: 'refused', why: made.why, view };
    await keep(tx, ask, { proposed, before: signed, openings: made.openings });
    const now = await viewOf(tx, ask);
    return { answer: 'signed', view: now ?? view };
  }, atOnce);
}

const atOnce = { isolationLevel: 'repeatable read' } as const;

async function whyNotYet(
  tx: Queryable,
  { connection, from, now }: SignAsk,
  { proposal, postFrom }: TakeOnView,
): Promise<string | null> {
  const { name, id } = proposal.project;
  if (postFrom !== null && postFrom !== from) {
    return `${name} posts from ${postFrom} already. The day does not move: bills stand on it. Sign with --from ${postFrom}.`;
  }
  const elsewhere = await whyNotHere(tx, { connection, projectId: id, name, from });
  if (elsewhere !== null) return elsewhere;
  const { record } = await standingOf(tx, connection, 'xeroOrganisation', 'organisation');
  const instant = now.toISOString();
  const today = localDayOf(instant, record?.timeZone ?? null) ?? instant.slice(0, 10);
  if (dayBefore(from) > today) {
    return `${from} is still to come, so nobody knows yet what will have been billed by then; sign on that day, or on the day before.`;
  }
  return isEmpty(proposal)
    ? `Nothing of ${name} was billed before ${from} and nothing of it stands in Xero, so there is nothing to sign; "tieout projects on ${id} --from ${from}" turns it on.`
    : null;
}

/** What was held stands at the end of the day before the first one that posts. */
function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

/** The same words said twice are one signing. */
function isSameSigned(
  { postFrom, openings, matches }: SignedTakeOn,
  proposal: Proposal,
  asked: readonly SignedOpening[],
): boolean {
  const rowOf = (row: SignedOpening): string => {
    const { contractId, currency, taxType, billed, paid, held, stated } = row;
    const amounts = [billed, paid, held, stated].map(canonicalAmount);
    return JSON.stringify([contractId, currency, taxType, ...amounts]);
  };
  const same = (a: string[], b: string[]): boolean =>
    JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());
  const pairOf = (id: string, target: string): string => `${id} ${target}`;
  return (
    postFrom === proposal.from &&
    same(openings.map(rowOf), asked.map(rowOf)) &&
    same(
      matches.map((one) => pairOf(one.workflowId, one.targetId)),
      matchesIn(proposal).map((one) => pairOf(one.workflowId, one.record.id)),
    )
  );
}

function matchesIn({ matched, orders }: Proposal) {
  return [...matched, ...orders.map((order) => ({ ...order, role: 'order' as const }))];
}

type Kept = {
  proposed: Proposed;
  before: SignedTakeOn | null;
  openings: readonly SignedOpening[];
};

async function keep(tx: Queryable, ask: SignAsk, kept: Kept): Promise<void> {
  const { connection, projectId, from, person } = ask;
  const { proposed, before, openings } = kept;
  const { proposal, postFrom, grounds } = proposed;
  if (before) await endTakeOn(tx, before.id);
  const shownHash = await storeSnapshot(tx, 'takeOn', proposal);
  const [row] = await tx
    .insert(takeOn)
    .values({
      ...{ connection, projectId, postFrom: from, person, shownHash },
      proposalHash: proposal.hash,
    })
    .returning({ id: takeOn.id });
  if (!row) throw new Error('a take-on that was added has a row');
  const of = { takeOnId: row.id, connection };
  await addAll(tx, of, { proposal, openings, grounds });
  await recordOpenings(tx, ask, { ...kept, takeOnId: row.id });
  await addAudit(tx, {
    ...{ connection, actor: person, action: 'takeOnSigned', workflowId: null, decisionId: null },
    details: {
      ...{ projectId, takeOn: row.id, postFrom: from, proposal: proposal.hash, openings },
      ...{ matches: matchesIn(proposal).length, inPlaceOf: before?.id ?? null },
    },
  });
  const shown = { takeOn: proposal.hash, wouldPost: proposal.wouldPost };
  const start = { connection, projectId, postFrom: from, person, shown };
  if (postFrom !== null || !(await turnOn(tx, start))) {
    await wakeProject(tx, { connection, projectId, because: 'takeOn' });
  }
}

async function addAll(
  tx: Queryable,
  of: { takeOnId: number; connection: string },
  {
    proposal,
    openings,
    grounds,
  }: {
    proposal: Proposal;
    openings: readonly SignedOpening[];
    grounds: ReadonlyMap<string, string>;
  },
): Promise<void> {
  if (openings.length > 0) {
    await tx.insert(takeOnOpening).values(
      openings.map((opening) => ({
        ...of,
        ...opening,
        ground: grounds.get(opening.contractId) ?? '',
      })),
    );
  }
  const matches = matchesIn(proposal);
  if (matches.length > 0) {
    await tx.insert(takeOnMatch).values(
      matches.map(({ workflowId, role, record, why }) => ({
        ...of,
        ...{ workflowId, role, kind: record.kind, targetId: record.id, why },
      })),
    );
  }
}

type Wanted = { side: BooksSide; contractId: string; currency: string; taxType: string };

/**
 * What was held and no matched document shows is the opening of the ledger: what people recorded as openings of the
 * contract comes to exactly that. Signing again records the difference, and takes back what is signed no more.
 */
async function recordOpenings(
  tx: Queryable,
  { connection, from, person }: SignAsk,
  { proposed, before, openings, takeOnId }: Kept & { takeOnId: number },
): Promise<void> {
  const contractIds = [...openings, ...(before?.openings ?? [])].map((one) => one.contractId);
  for (const contractId of [...new Set(contractIds)].sort()) {
    const own = openings.filter((one) => one.contractId === contractId);
    for (const { amount, ...wanted } of await missing(tx, connection, { contractId, own })) {
      const why = `signed as no. ${takeOnId} when the project was taken on`;
      const documentId = contentHash({ ...wanted, amount, takeOnId });
      const { positions } = proposed.proposal;
      const contract = positions.find((one) => one.contractId === contractId)?.contract;
      await addRecorded(tx, {
        ...{ connection, documentId, kind: 'opening', ...wanted, amount, person, why },
        ...{ contract: contract ?? contractId, date: dayBefore(from), about: null },
      });
    }
  }
}

async function missing(
  tx: Queryable,
  connection: string,
  { contractId, own }: { contractId: string; own: readonly SignedOpening[] },
): Promise<(Wanted & { amount: Amount })[]> {
  const recorded = (await recordedByPeople(tx, connection, contractId)).filter(
    ({ kind }) => kind === 'opening',
  );
  const keyOf = (one: { currency: string; taxType: string | null }): string =>
    JSON.stringify([one.currency, one.taxType]);
  const keys = [...new Set([...own, ...recorded].map(keyOf))].sort();
  return keys.flatMap((key) => {
    const signed = own.filter((one) => keyOf(one) === key);
    const said = recorded.filter((one) => keyOf(one) === key);
    const like = signed[0] ?? said[0];
    if (!like || like.taxType === null) return [];
    const wanted = sumAmounts(signed.map((one) => subtractAmounts(one.held, one.inDocuments)));
    const amount = subtractAmounts(wanted, sumAmounts(said.map((one) => one.amount)));
    const { side, currency, taxType } = like;
    return sameAmount(amount, '0.00') ? [] : [{ side, contractId, currency, taxType, amount }];
  });
}

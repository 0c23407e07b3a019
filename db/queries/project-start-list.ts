// What turning a project on would post: the claims of both sides that are to be posted and are not yet, by day and currency.
import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { ProcoreClaim } from '../../domain/claims/claim-observation.ts';
import type { ClaimType } from '../../domain/claims/sides.ts';
import { contractOf, sideOfClaim } from '../../domain/claims/sides.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import type { Routed } from '../../domain/mapping/routing.ts';
import { fromMinor, isWholeMinor, sumMinor, toMinor } from '../../domain/money/amount.ts';
import type { Queryable } from '../database.ts';
import { document, link } from '../schema/document-tables.ts';
import { recordsOf, standingOf } from './mirror.ts';

type Listed = { count: number; totals: Record<string, string> };
/** What turning a project on would come to: its pay apps, and its owner invoices where it has any. `totals` is what is due without tax, by currency. */
export type StartList = Listed & { ownerInvoices?: Listed | undefined };
export type WouldPost = StartList & {
  /** Claims in a posted status with a billing date before that day: never posted. */
  before: number;
  /** Those without a billing date: each becomes a question. */
  undated: number;
};

export type StartGround = {
  connection: string;
  /** As the mapping has it. */
  postedStatuses: Mapping['postedStatuses'];
  /** The day from which claims would be posted. */
  from: string;
  /** Which connection the mapping file gives each project to; absent where there is one. */
  routing?: readonly Routed[];
};

type Unposted = { claims: Record<ClaimType, ProcoreClaim[]>; currencyOf: CurrencyOf };
type CurrencyOf = (claim: ProcoreClaim) => string;

/** Every claim in a posted status that is not in Xero yet. */
export async function unpostedClaims(db: Queryable, ground: StartGround): Promise<Unposted> {
  return {
    claims: {
      payApp: await unpostedOf(db, ground, 'payApp'),
      ownerInvoice: await unpostedOf(db, ground, 'ownerInvoice'),
    },
    currencyOf: await currenciesOf(db, ground.connection),
  };
}

async function unpostedOf(
  db: Queryable,
  { connection, postedStatuses }: StartGround,
  type: ClaimType,
): Promise<ProcoreClaim[]> {
  const kinds = {
    payApp: 'procoreRequisition',
    ownerInvoice: 'procorePaymentApplication',
  } as const;
  const all = await recordsOf(db, connection, kinds[type]);
  const posted = await db
    .select({ sourceId: document.sourceId })
    .from(document)
    .innerJoin(link, eq(link.workflowId, document.workflowId))
    .where(
      and(
        eq(document.connection, connection),
        eq(document.type, type),
        // One below zero stands there as a credit note.
        inArray(link.role, [sideOfClaim(type).role, 'creditNote']),
        isNull(link.endedAt),
      ),
    );
  const isPosted = new Set(posted.map(({ sourceId }) => sourceId));
  return all.filter(({ id, status }) => postedStatuses[type].includes(status) && !isPosted.has(id));
}

/** A claim's own currency, else its contract's, else the organisation's. */
async function currenciesOf(db: Queryable, connection: string): Promise<CurrencyOf> {
  const contracts = [
    ...(await recordsOf(db, connection, 'procoreCommitment')),
    ...(await recordsOf(db, connection, 'procorePrimeContract')),
  ];
  const byContract = new Map(
    contracts.map(({ contractKind, id, currency }) => [`${contractKind}-${id}`, currency]),
  );
  const organisation = await standingOf(db, connection, 'xeroOrganisation', 'organisation');
  const base = organisation.record?.baseCurrency ?? 'no currency';
  return (claim) => {
    const { contractKind, contractId } = contractOf(claim);
    return claim.currency ?? byContract.get(`${contractKind}-${contractId}`) ?? base;
  };
}

/** The list of one project. */
export function wouldPostOf(
  { claims, currencyOf }: Unposted,
  { projectId, from }: { projectId: string; from: string },
): WouldPost {
  const own = (type: ClaimType) => claims[type].filter((one) => one.projectId === projectId);
  const ofDay = (type: ClaimType) =>
    own(type).filter(({ billingDate }) => billingDate !== null && billingDate >= from);
  const both = [...own('payApp'), ...own('ownerInvoice')];
  return {
    ...listOf(ofDay('payApp'), currencyOf),
    ...(own('ownerInvoice').length > 0 && {
      ownerInvoices: listOf(ofDay('ownerInvoice'), currencyOf),
    }),
    before: both.filter(({ billingDate }) => billingDate !== null && billingDate < from).length,
    undated: both.filter(({ billingDate }) => billingDate === null).length,
  };
}

function listOf(claims: readonly ProcoreClaim[], currencyOf: CurrencyOf): Listed {
  const parts = new Map<string, bigint[]>();
  for (const claim of claims) {
    const due = claim.summary.currentPaymentDue;
    // An amount with parts of a cent is no sum anyone could check; its claim becomes a question of its own.
    if (!isWholeMinor(due)) continue;
    const currency = currencyOf(claim);
    parts.set(currency, [...(parts.get(currency) ?? []), toMinor(due)]);
  }
  const sorted = [...parts].sort(([a], [b]) => (a < b ? -1 : 1));
  const totals = sorted.map(([currency, minors]) => [currency, fromMinor(sumMinor(minors))]);
  return { count: claims.length, totals: Object.fromEntries(totals) as Listed['totals'] };
}

/** What a person is held to: the same claims by number and sum, whatever order they are told in. */
export function startListOf({ count, totals, ownerInvoices }: StartList): StartList {
  return { count, totals, ...(ownerInvoices && { ownerInvoices }) };
}

export function isSameList(now: StartList, shown: StartList): boolean {
  const partOf = ({ count, totals }: Listed) => [
    count,
    Object.entries(totals).sort(([a], [b]) => (a < b ? -1 : 1)),
  ];
  const none: Listed = { count: 0, totals: {} };
  const textOf = (list: StartList): string =>
    JSON.stringify([partOf(list), partOf(list.ownerInvoices ?? none)]);
  return textOf(now) === textOf(shown);
}

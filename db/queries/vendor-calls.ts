// The shared budget of calls to a vendor: slots in flight, calls per window, and when it said to stay away.
import { lockNamed } from './locks.ts';
import type { SQL } from 'drizzle-orm';
import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm';
import { ago, inMs, spanOf } from '../clock.ts';
import type { Vendor } from '../../domain/identity/endpoints.ts';
import type { Database, Queryable } from '../database.ts';
import { vendorCall, vendorPause } from '../schema/delivery-tables.ts';

/** What a vendor allows one organisation or company; the numbers are settings, the sandboxes' are faster. */
export type VendorLimits = {
  /** Calls in flight at once by purpose: writes never take what reads need. */
  slots: { read: number; write: number };
  windows: readonly { calls: number; windowMs: number }[];
  /** A caller that died frees its slot after this; longer than any call may take. */
  leaseMs: number;
};

export type Lease = { granted: true; id: number } | { granted: false; waitMs: number };

export type LeaseAsk = {
  connection: string;
  /** Whose budget it counts against, as `vendor_call.organisation` has it. */
  organisation: string;
  vendor: Vendor;
  purpose: 'read' | 'write';
  batchId: string | null;
};

/** How soon to ask again when only a slot is missing. */
const slotWaitMs = 60;

/** Takes a slot and a place in every window, or says how long to wait. */
export async function leaseCall(db: Database, limits: VendorLimits, ask: LeaseAsk): Promise<Lease> {
  const { connection, organisation, vendor, purpose } = ask;
  return db.transaction(async (tx) => {
    await lockNamed(tx, `calls ${organisation}`);
    const waitMs = await waitFor(tx, limits, ask);
    if (waitMs > 0) return { granted: false, waitMs };
    const [row] = await tx
      .insert(vendorCall)
      .values({
        connection,
        organisation,
        vendor,
        purpose,
        batchId: ask.batchId,
        leasedUntil: inMs(limits.leaseMs),
      })
      .returning({ id: vendorCall.id });
    if (!row) throw new Error('a lease was not stored');
    return { granted: true, id: row.id };
  });
}

/** The vendor counts a call when it arrives, somewhere between our start and the answer: the end is the safe moment. */
const countedAt = sql`coalesce(${vendorCall.finishedAt}, least(${vendorCall.leasedUntil}, clock_timestamp()))`;

const msUntil = (moment: SQL): SQL => sql`extract(epoch from ${moment} - clock_timestamp()) * 1000`;

/** All of it is one question: every call of every worker asks it first. */
async function waitFor(db: Queryable, limits: VendorLimits, ask: LeaseAsk): Promise<number> {
  const { organisation, purpose } = ask;
  const ofOrganisation = eq(vendorCall.organisation, organisation);
  const isPaused = eq(vendorPause.organisation, organisation);
  const isActive = and(
    ofOrganisation,
    eq(vendorCall.purpose, purpose),
    isNull(vendorCall.finishedAt),
    gt(vendorCall.leasedUntil, sql`clock_timestamp()`),
  );
  const windows = limits.windows.map(({ calls, windowMs }) => {
    const since = ago(windowMs + limits.leaseMs);
    const isRecent = and(ofOrganisation, gt(vendorCall.startedAt, since));
    // The n-th call back frees its place when it leaves the window. Most of the time there are not so many.
    return sql`case when (select count(*) from ${vendorCall} where ${isRecent}) >= ${calls} then (
      select ${msUntil(sql`${countedAt} + ${spanOf(windowMs)}`)} from ${vendorCall} where ${isRecent}
      order by ${countedAt} desc offset ${calls - 1} limit 1) end`;
  });
  const [row] = await db.execute<{
    paused: string | null;
    active: number;
    full: string | null;
  }>(sql`
    select
      (select ${msUntil(sql`${vendorPause.until}`)} from ${vendorPause} where ${isPaused}) as paused,
      (select count(*)::int from ${vendorCall} where ${isActive}) as active,
      greatest(${sql.join([sql`null`, ...windows], sql`, `)}) as full`);
  const paused = Math.ceil(Number(row?.paused ?? 0));
  if (paused > 0) return paused;
  if ((row?.active ?? 0) >= limits.slots[purpose]) return slotWaitMs;
  return Math.max(0, Math.ceil(Number(row?.full ?? 0)));
}

/** Gives the slot back; the place in the windows stays used. */
export async function finishCall(db: Queryable, id: number): Promise<void> {
  await db
    .update(vendorCall)
    .set({ finishedAt: sql`clock_timestamp()` })
    .where(eq(vendorCall.id, id));
}

/** Nobody calls on the organisation's behalf for this long; a later, longer pause wins. */
export async function pauseVendor(
  db: Queryable,
  organisation: string,
  forMs: number,
): Promise<void> {
  const until = inMs(forMs);
  await db
    .insert(vendorPause)
    .values({ organisation, until })
    .onConflictDoUpdate({
      target: vendorPause.organisation,
      set: { until: sql`greatest(${vendorPause.until}, excluded.until)` },
    });
}

/** Reads are forgotten once no window can hold them; writes stay, because the summary counts them. */
export async function forgetOldReads(
  db: Queryable,
  vendor: Vendor,
  olderThanMs: number,
): Promise<void> {
  const isRead = and(eq(vendorCall.vendor, vendor), eq(vendorCall.purpose, 'read'));
  await db.delete(vendorCall).where(and(isRead, lt(vendorCall.startedAt, ago(olderThanMs))));
}

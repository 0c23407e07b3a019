// Which record in the other system each document's roles are, and what both sides agreed on there.
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Role } from '../../domain/identity/roles.ts';
import { askedTogether } from '../asked-together.ts';
import type { Queryable } from '../database.ts';
import { link } from '../schema/document-tables.ts';

export type Link = {
  workflowId: string;
  role: string;
  connection: string;
  kind: string;
  targetId: string;
  base: unknown;
  how: 'written' | 'adopted';
};

const isLive = isNull(link.endedAt);

/** Each document's live links, by role. */
const liveLinks = askedTogether<string, Link[]>(async (db, workflowIds) => {
  const rows = await db
    .select()
    .from(link)
    .where(and(inArray(link.workflowId, [...new Set(workflowIds)]), isLive))
    .orderBy(link.role);
  return workflowIds.map((id) => rows.filter(({ workflowId }) => workflowId === id));
});

/** The record a role is linked to now. */
export async function linkOf(db: Queryable, workflowId: string, role: Role): Promise<Link | null> {
  const links = await liveLinks(db, workflowId);
  return links.find((held) => held.role === role) ?? null;
}

/** The live links of a family of roles, such as `payment/`. */
export async function linksOfFamily(
  db: Queryable,
  workflowId: string,
  stem: string,
): Promise<Link[]> {
  const links = await liveLinks(db, workflowId);
  return links.filter(({ role }) => role.startsWith(stem));
}

/** Whether a document has a record in the other system now, in whatever role. */
export async function hasLiveLink(db: Queryable, workflowId: string): Promise<boolean> {
  const rows = await db
    .select({ id: link.id })
    .from(link)
    .where(and(eq(link.workflowId, workflowId), isLive))
    .limit(1);
  return rows.length > 0;
}

/** Which of these records a document of ours is linked to now. */
export async function linkedAmong(
  db: Queryable,
  connection: string,
  { kind, targetIds }: { kind: string; targetIds: readonly string[] },
): Promise<Set<string>> {
  if (targetIds.length === 0) return new Set();
  const rows = await db
    .select({ targetId: link.targetId })
    .from(link)
    .where(
      and(
        eq(link.connection, connection),
        eq(link.kind, kind),
        inArray(link.targetId, [...targetIds]),
        isLive,
      ),
    );
  return new Set(rows.map(({ targetId }) => targetId));
}

/** The document that has a record now; null where none has. */
export async function liveOwnerOf(
  db: Queryable,
  connection: string,
  { kind, targetId }: { kind: string; targetId: string },
): Promise<string | null> {
  const rows = await db
    .select({ workflowId: link.workflowId })
    .from(link)
    .where(
      and(
        eq(link.connection, connection),
        eq(link.kind, kind),
        eq(link.targetId, targetId),
        isLive,
      ),
    );
  return rows[0]?.workflowId ?? null;
}

/** Ends a link and leaves it as a tombstone. */
export async function endLink(
  db: Queryable,
  workflowId: string,
  role: string,
  because: 'removed' | 'replaced' | 'voided',
): Promise<void> {
  await db
    .update(link)
    .set({ endedAt: sql`clock_timestamp()`, endedBecause: because })
    .where(and(eq(link.workflowId, workflowId), eq(link.role, role), isLive));
}

/**
 * Links a role, or renews what is agreed where it is the same record. Another record ends the link there was. One
 * document per target: a second one is refused by the table.
 */
export async function putLink(db: Queryable, made: Link): Promise<void> {
  const { workflowId, role, targetId, base } = made;
  const renewed = await db
    .update(link)
    .set({ base })
    .where(
      and(
        eq(link.workflowId, workflowId),
        eq(link.role, role),
        eq(link.targetId, targetId),
        isLive,
      ),
    )
    .returning({ id: link.id });
  if (renewed.length > 0) return;
  await endLink(db, workflowId, role, 'replaced');
  await db.insert(link).values(made);
}

// Every mapping that was in force, by its version, so that each document can say which one made it; and what a new one sets going.
import { and, eq, inArray, isNotNull, ne, or } from 'drizzle-orm';
import { claimOfRelease, parseWorkflowId } from '../../domain/identity/workflow-ids.ts';
import { makesTasks } from '../../domain/mapping/budgets.ts';
import { isLeftToPeople, sendsTimecards } from '../../domain/mapping/directions.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { mappingSchema, mappingVersionOf } from '../../domain/mapping/mapping.ts';
import { contentHash } from '../../domain/identity/canonical-json.ts';
import type { Database, Queryable } from '../database.ts';
import { intent } from '../schema/delivery-tables.ts';
import { document } from '../schema/document-tables.ts';
import { mappingVersion } from '../schema/record-tables.ts';
import { settleIntent } from './batches.ts';
import { wakeWritersAfter } from './claims.ts';
import { lookForCostsAgain } from './cost-search.ts';
import { addAudit } from './documents.ts';
import { recordAllPosted } from './retention-posted.ts';
import { addWakeRows, wakeChanged } from './wake.ts';

/**
 * Puts a mapping in force: what waited, or was not posted, under another is looked at again, and what is left to people now
 * is no longer sent. A mapping may name a retention account for the first time: what stands on that already is taken
 * into the ledger.
 */
export async function storeMappingVersion(db: Database, mapping: Mapping): Promise<string> {
  const version = mappingVersionOf(mapping);
  await db.transaction(async (tx) => {
    const stored = await tx
      .insert(mappingVersion)
      .values({ version, body: mapping })
      .onConflictDoNothing()
      .returning({ version: mappingVersion.version });
    if (stored.length > 0) await recordAllPosted(tx, mapping.connection);
    await lookForCostsAgain(tx, mapping.connection);
    await takeBackWhatIsLeft(tx, mapping);
    await wakePlannedOtherwise(tx, mapping, version);
  });
  return version;
}

/** Of what is left to people now nothing leaves that was not yet on its way. */
async function takeBackWhatIsLeft(tx: Queryable, mapping: Mapping): Promise<void> {
  const ready = await tx
    .select({
      key: intent.key,
      workflowId: intent.workflowId,
      role: intent.role,
      endpoint: intent.endpoint,
    })
    .from(intent)
    .where(and(eq(intent.connection, mapping.connection), eq(intent.state, 'ready')))
    .orderBy(intent.key)
    .for('update');
  const left = ready.filter(
    ({ workflowId, endpoint }) =>
      isOffFor(mapping, workflowId) || isNotAskedFor(mapping, { workflowId, endpoint }),
  );
  for (const { key, workflowId, role } of left) {
    await settleIntent(tx, key, 'failed', { why: 'leftToPeople' });
    const entry = { connection: mapping.connection, actor: 'tieout', workflowId, decisionId: null };
    await addAudit(tx, { ...entry, action: 'notSentBecauseItIsLeftToPeople', details: { role } });
  }
  const keys = left.map(({ key }) => key);
  await wakeWritersAfter(tx, keys);
  await addWakeRows(
    tx,
    left.map(({ workflowId, key }) => ({
      workflowId,
      signal: 'settled' as const,
      payload: { intentKey: key },
    })),
  );
}

/** What goes by spare calls, and may be queued for days, where the mapping asks for it no more. */
function isNotAskedFor(
  mapping: Mapping,
  { workflowId, endpoint }: { workflowId: string; endpoint: string },
): boolean {
  switch (endpoint) {
    case 'xero/attachments':
      return mapping.attachments === 'off';
    case 'xero/history':
      return mapping.historyNotes === 'off';
    case 'xero/time':
      return !sendsTimecards(mapping.directions);
    case 'xero/projecttasks':
      return parseWorkflowId(workflowId)?.type === 'projectBudget'
        ? !makesTasks(mapping)
        : !sendsTimecards(mapping.directions);
    default:
      return false;
  }
}

function isOffFor(mapping: Mapping, workflowId: string): boolean {
  const id = parseWorkflowId(workflowId);
  if (!id) return false;
  const { type, sourceId } = id;
  if (type === 'contact') return mapping.directions.contact === 'off';
  const of = type === 'retainageRelease' ? { of: claimOfRelease(sourceId).of } : {};
  return isLeftToPeople(mapping, { type, sourceId, ...of });
}

/** What is posted keeps its coding, so that of it only another direction is news, and whether files or notes go with it. */
async function wakePlannedOtherwise(
  tx: Queryable,
  mapping: Mapping,
  version: string,
): Promise<void> {
  const turned = await versionsWithOtherDirections(tx, mapping, version);
  const isOfOther = and(isNotNull(document.mappingVersion), ne(document.mappingVersion, version));
  const isOpen = or(
    inArray(document.state, ['notPosted', 'waiting']),
    turned.length > 0 ? inArray(document.mappingVersion, turned) : undefined,
  );
  const rows = await tx
    .select({ workflowId: document.workflowId })
    .from(document)
    .where(and(eq(document.connection, mapping.connection), isOfOther, isOpen))
    .orderBy(document.workflowId);
  await addWakeRows(
    tx,
    rows.map(({ workflowId }) => wakeChanged(workflowId, `mapping:${version.slice(0, 12)}`)),
  );
}

async function versionsWithOtherDirections(
  tx: Queryable,
  mapping: Mapping,
  version: string,
): Promise<string[]> {
  const planned = tx
    .selectDistinct({ version: document.mappingVersion })
    .from(document)
    .where(and(eq(document.connection, mapping.connection), isNotNull(document.mappingVersion)));
  const rows = await tx
    .select({ version: mappingVersion.version, body: mappingVersion.body })
    .from(mappingVersion)
    .where(and(inArray(mappingVersion.version, planned), ne(mappingVersion.version, version)));
  const now = directionsHash(mapping);
  return rows.flatMap((row) => {
    const before = mappingSchema.safeParse(row.body);
    return before.success && directionsHash(before.data) === now ? [] : [row.version];
  });
}

const directionsHash = (mapping: Mapping): string => {
  const { directions, payments, actuals, directCosts, attachments, historyNotes } = mapping;
  const hasDirectCosts = actuals.direction === 'directCosts';
  const hasExpenses = mapping.labour.expenses !== null;
  const of = { directions, payments: payments.direction, attachments, historyNotes };
  return contentHash({ ...of, directCosts, hasDirectCosts, hasExpenses });
};

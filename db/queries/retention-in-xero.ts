// What Xero's retention account holds of a contract, by tax type: from the documents that Tieout wrote or adopted there, and from what people recorded of it.
import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { ClaimType } from '../../domain/claims/sides.ts';
import { sideOfClaim } from '../../domain/claims/sides.ts';
import { releaseDocument, workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import { retentionAccountOf } from '../../domain/mapping/mapping.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import type { Amount } from '../../domain/money/amount.ts';
import { sumAmounts } from '../../domain/money/amount.ts';
import { xeroBillSchema } from '../../domain/records/xero/bill.ts';
import { xeroLineSchema } from '../../domain/records/xero/line.ts';
import { parseRecord } from '../../domain/records/records.ts';
import type { MovedInBoth } from '../../domain/retainage/ledger/in-base.ts';
import { movedLines, netOf } from '../../domain/retainage/ledger/posted-entries.ts';
import { heldBy } from '../../domain/retainage/ledger/entry.ts';
import type { Queryable } from '../database.ts';
import { link } from '../schema/document-tables.ts';
import { mirror, snapshot } from '../schema/record-tables.ts';
import { recordedByPeople } from './retention-events.ts';

type Ask = {
  of: ClaimType;
  /** As the mirror files it: `wo-9`, `pc-3`. */
  contractId: string;
  /** Only what is in it counts: a contract may have changed its currency. Null where nothing says. */
  currency: string | null;
  /** Documents left out. */
  except: readonly string[];
};

const postedSchema = z.object({
  status: z.string(),
  currency: z.string(),
  lineAmountTypes: xeroBillSchema.shape.lineAmountTypes,
  lines: z.array(xeroLineSchema),
});

/** Positive where it is held. A draft makes no journal, so it holds nothing. */
export async function retentionInXero(
  db: Queryable,
  { connection, mapping }: { connection: string; mapping: Mapping },
  { of, contractId, currency, except }: Ask,
): Promise<{ taxType: string; amount: Amount }[]> {
  const account = retentionAccountOf(mapping, sideOfClaim(of).books);
  if (account === null) return [];
  const documents = (await documentsOf(db, { connection, of, contractId })).filter(
    (workflowId) => !except.includes(workflowId),
  );
  const isOther = (one: string): boolean => currency !== null && one !== currency;
  const byTaxType = await recordedByTaxType(db, connection, { contractId, isOther });
  for (const { kind, body } of await linkedTo(db, documents)) {
    const { status, lines, ...posted } = postedSchema.parse(body);
    if (status !== 'AUTHORISED' && status !== 'PAID') continue;
    if (isOther(posted.currency)) continue;
    for (const line of lines) {
      if (line.accountCode !== account) continue;
      const net = netOf(line, posted);
      const held = kind === 'xeroCreditNote' ? net : negated(net);
      const type = line.taxType ?? '';
      byTaxType.set(type, [...(byTaxType.get(type) ?? []), held]);
    }
  }
  return [...byTaxType]
    .map(([taxType, amounts]) => ({ taxType, amount: sumAmounts(amounts) }))
    .sort((a, b) => (a.taxType < b.taxType ? -1 : 1));
}

const documentKinds = ['xeroBill', 'xeroSalesInvoice', 'xeroCreditNote'] as const;

/** The records in Xero that documents are linked to, as they were last read. */
function linkedTo(db: Queryable, documents: readonly string[]) {
  return db
    .select({ kind: link.kind, body: snapshot.body })
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
    .where(
      and(
        inArray(link.workflowId, [...documents]),
        isNull(link.endedAt),
        or(...documentKinds.map((kind) => eq(link.kind, kind))),
      ),
    );
}

/**
 * What the documents of a contract moved on the retention account, in both currencies. Null where that cannot be told: one
 * of them has no rate, or what was held before the start was recorded without what it is worth.
 */
export async function movedInXero(
  db: Queryable,
  { connection, mapping }: { connection: string; mapping: Mapping },
  { of, contractId, except }: Omit<Ask, 'currency'>,
): Promise<MovedInBoth[] | null> {
  const { books } = sideOfClaim(of);
  const account = retentionAccountOf(mapping, books);
  if (account === null) return null;
  if ((await recordedByPeople(db, connection, contractId)).length > 0) return null;
  const documents = (await documentsOf(db, { connection, of, contractId })).filter(
    (workflowId) => !except.includes(workflowId),
  );
  const accounts = { payable: [], receivable: [], [books]: [account] };
  const moved = (await linkedTo(db, documents)).map(({ kind, body }) => {
    const known = documentKinds.find((one) => one === kind);
    return known ? movedLines(parseRecord(known, body), accounts) : null;
  });
  return moved.some((one) => one === null) ? null : moved.flatMap((one) => one ?? []);
}

/** An opening that was held by hand can be let go; what was applied or written off cannot any more. */
async function recordedByTaxType(
  db: Queryable,
  connection: string,
  { contractId, isOther }: { contractId: string; isOther: (currency: string) => boolean },
): Promise<Map<string, Amount[]>> {
  const byTaxType = new Map<string, Amount[]>();
  for (const event of await recordedByPeople(db, connection, contractId)) {
    if (isOther(event.currency)) continue;
    const type = event.taxType ?? '';
    byTaxType.set(type, [...(byTaxType.get(type) ?? []), heldBy(event)]);
  }
  return byTaxType;
}

function negated(amount: Amount): Amount {
  return amount.startsWith('-') ? amount.slice(1) : `-${amount}`;
}

/** The documents of a contract's claims, and of what they let go. */
async function documentsOf(
  db: Queryable,
  { connection, of, contractId }: { connection: string; of: ClaimType; contractId: string },
): Promise<string[]> {
  const kind = of === 'payApp' ? 'procoreRequisition' : 'procorePaymentApplication';
  const rows = await db
    .select({ id: sql<string>`${mirror.recordId}` })
    .from(mirror)
    .where(
      and(
        eq(mirror.connection, connection),
        eq(mirror.kind, kind),
        eq(mirror.belongsTo, contractId),
      ),
    );
  return rows.flatMap(({ id }) => [
    workflowIdOf({ type: of, connection, sourceId: id }),
    workflowIdOf({ connection, ...releaseDocument(of, id) }),
  ]);
}

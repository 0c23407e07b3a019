// Which claims news of a contract or of another claim concerns.
import { and, eq, inArray, sql } from 'drizzle-orm';
import { releaseDocument, workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import type { Concern } from '../../domain/records/concerns.ts';
import type { Queryable } from '../database.ts';
import { mirror, snapshot } from '../schema/record-tables.ts';
import { knownAmong, parts } from './known-documents.ts';

type ConcernOf<W extends Concern['whose']> = Extract<Concern, { whose: W }>;

/** The claims of contracts, and what they let go where that is a document of its own. */
export async function claimsOfContracts(
  db: Queryable,
  connection: string,
  concerns: readonly ConcernOf<'contract'>[],
): Promise<string[]> {
  const claims = (await claimsUnder(db, connection, concerns)).map((claim) => ({
    ...claim,
    release: workflowIdOf({ connection, ...releaseDocument(claim.type, claim.id) }),
  }));
  const releases = await knownAmong(
    db,
    connection,
    claims.map(({ release }) => release),
  );
  return [...claims.map((claim) => claimDocument(connection, claim)), ...releases];
}

/** A change order says its contract's id, which a commitment of either kind or a prime contract may bear. */
export async function contractOfAnyKind(
  db: Queryable,
  connection: string,
  concerns: readonly ConcernOf<'contractOfAnyKind'>[],
): Promise<string[]> {
  const contractIds = concerns.flatMap(({ contractId }) =>
    ['po', 'wo', 'pc'].map((kind) => ({ contractId: `${kind}-${contractId}` })),
  );
  const commitments = await knownAmong(
    db,
    connection,
    contractIds.map(({ contractId: sourceId }) =>
      workflowIdOf({ type: 'commitment', connection, sourceId }),
    ),
  );
  const ofContracts = contractIds.map((one) => ({ whose: 'contract', ...one }) as const);
  return [...commitments, ...(await claimsOfContracts(db, connection, ofContracts))];
}

export async function successors(
  db: Queryable,
  connection: string,
  concerns: readonly ConcernOf<'successor'>[],
): Promise<string[]> {
  const before = new Map(concerns.map((concern) => [concern.claimId, concern]));
  const numbered = new Set(concerns.map(({ contractId, number }) => `${contractId} ${number + 1}`));
  const claims = await claimsUnder(db, connection, concerns);
  return claims
    .filter(
      ({ contractId, number, previousId }) =>
        numbered.has(`${contractId} ${number}`) || (previousId !== null && before.has(previousId)),
    )
    .map((claim) => claimDocument(connection, claim));
}

type ClaimOfContract = {
  type: 'payApp' | 'ownerInvoice';
  id: string;
  contractId: string;
  number: string | null;
  previousId: string | null;
};

async function claimsUnder(
  db: Queryable,
  connection: string,
  contracts: readonly { contractId: string }[],
): Promise<ClaimOfContract[]> {
  const ids = [...new Set(contracts.map(({ contractId }) => contractId))];
  const rows: ClaimOfContract[] = [];
  for (const part of parts(ids)) {
    const found = await db
      .select({
        kind: mirror.kind,
        id: mirror.recordId,
        contractId: mirror.belongsTo,
        number: sql<string | null>`${snapshot.body}->>'number'`,
        previousId: sql<string | null>`${snapshot.body}->>'previousId'`,
      })
      .from(mirror)
      .leftJoin(snapshot, eq(snapshot.hash, mirror.snapshotHash))
      .where(
        and(
          eq(mirror.connection, connection),
          inArray(mirror.kind, ['procoreRequisition', 'procorePaymentApplication']),
          inArray(mirror.belongsTo, part),
        ),
      );
    rows.push(
      ...found.flatMap(({ contractId, kind, ...row }) =>
        contractId === null
          ? []
          : [
              {
                ...row,
                contractId,
                type:
                  kind === 'procoreRequisition' ? ('payApp' as const) : ('ownerInvoice' as const),
              },
            ],
      ),
    );
  }
  return rows;
}

function claimDocument(connection: string, { type, id }: ClaimOfContract): string {
  return workflowIdOf({ type, connection, sourceId: id });
}

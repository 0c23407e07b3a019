// The register of retainage as Postgres has it at one moment: the ledger with all that explains it.
import { and, eq, sql } from 'drizzle-orm';
import { booksOfContract } from '../../domain/claims/sides.ts';
import { releaseDocument, workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { parseRecord } from '../../domain/records/records.ts';
import type { RetentionEvent } from '../../domain/retainage/ledger/entry.ts';
import type { MovedInBoth } from '../../domain/retainage/ledger/in-base.ts';
import { movedLines, postedStatement } from '../../domain/retainage/ledger/posted-entries.ts';
import type { ContractFacts, Register } from '../../domain/retainage/ledger/register.ts';
import { registerOf } from '../../domain/retainage/ledger/register.ts';
import type { Database, Queryable } from '../database.ts';
import { atOneMoment } from '../database.ts';
import { mirror, snapshot } from '../schema/record-tables.ts';
import { standingOf } from './mirror.ts';
import type { KeptEvent } from './retention-events.ts';
import { retentionEvents } from './retention-events.ts';
import type { ClaimRow, ContractRow } from './retention-facts.ts';
import {
  claimsEver,
  contractsEver,
  factsOfClaim,
  namesOfKind,
  ownersOfDocuments,
  standingsOf,
} from './retention-facts.ts';
import { ledgerKinds, retentionAccountsEver } from './retention-posted.ts';

export type RegisterAsk = { connection: string; mapping: Mapping; asOf: string | null };

/** Read at one moment, so that no claim is counted with half of its bill. */
export async function readRegister(db: Database, ask: RegisterAsk): Promise<Register> {
  return atOneMoment(db, (tx) => registerIn(tx, ask));
}

async function registerIn(
  db: Queryable,
  { connection, mapping, asOf }: RegisterAsk,
): Promise<Register> {
  const events = await retentionEvents(db, connection);
  const claims = await claimsEver(db, connection);
  const { inMirror, valued } = await heldInMirror(db, connection);
  const organisation = await standingOf(db, connection, 'xeroOrganisation', 'organisation');
  return registerOf({
    asOf,
    contracts: await contractFacts(db, { connection, mapping }, { claims, events }),
    events: events.map((event) => ({ ...event, words: wordsOf(event) })),
    owners: await ownersOfDocuments(db, connection, claims),
    workflowOf: (event) => workflowOf(connection, event),
    ...{ inMirror, valued },
    baseCurrency: organisation.record?.baseCurrency ?? null,
  });
}

function wordsOf({ person, why, recordedAt }: KeptEvent): string {
  if (person === null) return '';
  return `${person} on ${recordedAt.toISOString().slice(0, 10)}${why === null ? '' : `: ${why}`}`;
}

/** A claim's word of what it lets go is about its release, and all else about the claim's own document. */
function workflowOf(connection: string, { kind, documentKind, documentId }: RetentionEvent) {
  const of = documentKind === 'procoreRequisition' ? 'payApp' : 'ownerInvoice';
  return kind === 'released'
    ? workflowIdOf({ connection, ...releaseDocument(of, documentId) })
    : workflowIdOf({ type: of, connection, sourceId: documentId });
}

async function contractFacts(
  db: Queryable,
  { connection, mapping }: { connection: string; mapping: Mapping },
  { claims, events }: { claims: readonly ClaimRow[]; events: readonly KeptEvent[] },
): Promise<ContractFacts[]> {
  const contracts = await contractsEver(db, connection);
  const projects = await namesOfKind(db, connection, 'procoreProject');
  const vendors = await namesOfKind(db, connection, 'procoreVendor');
  const standings = await standingsOf(db, connection);
  const byContract = new Map<string, ClaimRow[]>();
  for (const claim of claims) {
    byContract.set(claim.contractId, [...(byContract.get(claim.contractId) ?? []), claim]);
  }
  const ids = [...byContract.keys(), ...events.flatMap(({ contractId }) => contractId ?? [])];
  return [...new Set(ids)]
    .map((contractId): ContractFacts => {
      const contract: ContractRow | null = contracts.get(contractId) ?? null;
      const own = byContract.get(contractId) ?? [];
      const projectId = contract?.projectId ?? own[0]?.projectId ?? '';
      const project = projects.get(projectId) ?? null;
      const around = { connection, mapping, standings, project: project?.number ?? null };
      const facts = own.map((claim) => factsOfClaim(claim, contract, around));
      const documents = facts.flatMap((one) => one.documents);
      return {
        side: booksOfContract(contractId),
        contractId,
        number: contract?.number ?? contractId,
        title: contract?.title ?? '',
        project: project?.name ?? projectId,
        counterparty: vendors.get(contract?.vendorId ?? '')?.name ?? '',
        claims: facts.map(({ shown }) => shown),
        documents: new Map(documents.map((one) => [one.workflowId, one])),
      };
    })
    .sort(inOrder);
}

/** Payable first, then by project and number. */
function inOrder(a: ContractFacts, b: ContractFacts): number {
  const keyOf = ({ side, project, number, contractId }: ContractFacts): string =>
    JSON.stringify([side, project, number, contractId]);
  return keyOf(a) < keyOf(b) ? -1 : 1;
}

/** What Xero's documents hold, from the documents themselves: the second way to what the ledger says. */
async function heldInMirror(
  db: Queryable,
  connection: string,
): Promise<{ inMirror: RetentionEvent[]; valued: Map<string, MovedInBoth[] | null> }> {
  const accounts = await retentionAccountsEver(db, connection);
  const codes = [...new Set([...accounts.payable, ...accounts.receivable])];
  const inMirror: RetentionEvent[] = [];
  const valued = new Map<string, MovedInBoth[] | null>();
  for (const kind of ledgerKinds) {
    if (codes.length === 0) break;
    const onAccount = sql.join(
      codes.map((accountCode) => {
        const pattern = JSON.stringify({ lines: [{ accountCode }] });
        return sql`${snapshot.body} @> ${pattern}::jsonb`;
      }),
      sql` or `,
    );
    const rows = await db
      .select({ body: snapshot.body })
      .from(mirror)
      .innerJoin(snapshot, eq(snapshot.hash, mirror.snapshotHash))
      .where(and(eq(mirror.connection, connection), eq(mirror.kind, kind), sql`(${onAccount})`))
      .orderBy(mirror.recordId);
    for (const { body } of rows) {
      const document = parseRecord(kind, body);
      const { entries, ...of } = postedStatement(document, accounts, []);
      inMirror.push(...entries.map((entry) => ({ ...of, ...entry })));
      valued.set(document.id, movedLines(document, accounts));
    }
  }
  return { inMirror, valued };
}

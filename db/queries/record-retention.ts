// Records what a person says of a contract's retainage: checked against all that is known of it under its lock, once, with who and why.
import { lockNamed } from './locks.ts';
import { and, eq } from 'drizzle-orm';
import { booksOfContract } from '../../domain/claims/sides.ts';
import { contentHash } from '../../domain/identity/canonical-json.ts';
import type { Amount } from '../../domain/money/amount.ts';
import type { RecordableKind, Recording } from '../../domain/retainage/ledger/people.ts';
import { nameOfRecording, whyNotRecordable } from '../../domain/retainage/ledger/people.ts';
import type { Database, Queryable } from '../database.ts';
import { retentionEvent } from '../schema/retention-tables.ts';
import { claimsOfContracts } from './concerned-claims.ts';
import { addAudit } from './documents.ts';
import { knownAmong } from './known-documents.ts';
import { eventsOfContract } from './retention-events.ts';
import { claimsEver, contractsEver, ownersOfDocuments } from './retention-facts.ts';
import type { ContractRow } from './retention-facts.ts';
import { addWakeRows, wakeChanged } from './wake.ts';

export type RecordAsk = {
  connection: string;
  kind: RecordableKind;
  /** Its number, or its id as `wo-9`. */
  contract: string;
  /** Null where the contract has only one. */
  taxType: string | null;
  date: string;
  amount: Amount;
  /** The number or id of the document of Xero it is about; null where there is none. */
  document: string | null;
  person: string;
  why: string;
  today: string;
  /** Of what names no currency. */
  baseCurrency: string;
};

export type Recorded =
  | {
      recorded: 'now' | 'before';
      contractId: string;
      number: string;
      taxType: string;
      currency: string;
    }
  | { recorded: 'no'; why: string };

export async function recordByPerson(db: Database, ask: RecordAsk): Promise<Recorded> {
  return db.transaction(async (tx) => {
    const contract = await contractNamed(tx, ask);
    if (typeof contract === 'string') return { recorded: 'no', why: contract };
    const { contractId } = contract;
    await lockNamed(tx, `retention/${ask.connection}/${contractId}`);
    return recordLocked(tx, ask, contract);
  });
}

async function recordLocked(
  tx: Queryable,
  ask: RecordAsk,
  contract: ContractRow,
): Promise<Recorded> {
  const { connection, kind, date, amount } = ask;
  const { contractId, number } = contract;
  const owners = await ownersOfDocuments(tx, connection, await claimsEver(tx, connection));
  const documentIds = [...owners].flatMap(([id, owner]) =>
    owner.contractId === contractId ? [id] : [],
  );
  const events = await eventsOfContract(tx, connection, { contractId, documentIds });
  const tax = taxTypeFor(ask, contract, [...new Set(events.flatMap((one) => one.taxType ?? []))]);
  if (!tax.ok) return { recorded: 'no', why: tax.why };
  const about = await documentNamed(tx, ask);
  if (!about.ok) return { recorded: 'no', why: about.why };
  const currency = contract.currency ?? events[0]?.currency ?? ask.baseCurrency;
  const side = booksOfContract(contractId);
  const recording: Recording = {
    ...{ kind, side, contract: number, currency, taxType: tax.taxType, date, amount },
  };
  const said = { contractId, number, taxType: tax.taxType, currency };
  const documentId = contentHash({ ...said, kind, date, amount, why: ask.why, about: about.id });
  // Said again word by word it is the same event: a command that was repeated has happened once.
  if (events.some((event) => event.documentId === documentId))
    return { recorded: 'before', ...said };
  const refused = whyNotRecordable(recording, events, ask.today);
  if (refused !== null) return { recorded: 'no', why: refused };
  const { person, why } = ask;
  await addRecorded(tx, {
    ...{ connection, documentId, kind, side, contractId, contract: number, date, currency, amount },
    ...{ taxType: tax.taxType, person, why, about: about.id },
  });
  return { recorded: 'now', ...said };
}

type Recordable = Recording & {
  connection: string;
  contractId: string;
  documentId: string;
  person: string;
  why: string;
  about: string | null;
};

/** Adds what a person said; the caller has checked it and lets nobody record anything of the contract meanwhile. It is in the audit log, and what waits because too little was held looks again. */
export async function addRecorded(tx: Queryable, recorded: Recordable): Promise<void> {
  const { connection, documentId, kind, contract, contractId } = recorded;
  const { side, taxType, date, currency, amount, person, why, about } = recorded;
  await tx.insert(retentionEvent).values({
    ...{ connection, basis: 'person', documentKind: 'recording', documentId, sequence: 0 },
    ...{ kind, side, contractId, taxType, account: null, date, currency, amount },
    ...{ name: nameOfRecording(kind, contract), person, why, aboutDocumentId: about },
  });
  const details = { kind, contractId, date, amount, why, event: documentId };
  await addAudit(tx, {
    ...{ connection, actor: person, action: 'retentionRecorded' },
    ...{ workflowId: null, decisionId: null, details },
  });
  const claims = await claimsOfContracts(tx, connection, [{ whose: 'contract', contractId }]);
  const known = await knownAmong(tx, connection, claims);
  await addWakeRows(
    tx,
    known.map((workflowId) => wakeChanged(workflowId, 'retention')),
  );
}

/** The contract, or the sentence that says why it is none. */
async function contractNamed(
  tx: Queryable,
  { connection, contract }: RecordAsk,
): Promise<ContractRow | string> {
  const all = [...(await contractsEver(tx, connection)).values()];
  const found = all.filter(({ contractId, number }) => [contractId, number].includes(contract));
  const [only, ...more] = found;
  if (!only) {
    return `There is no contract ${contract} in Procore as it was last read; "tieout retention" lists those that hold retainage.`;
  }
  if (more.length === 0) return only;
  const ids = found.map(({ contractId, title }) => `${contractId} (${title})`).join(' or ');
  return `Several contracts have the number ${contract}; say which by its id: ${ids}.`;
}

type TaxType = { ok: true; taxType: string } | { ok: false; why: string };

function taxTypeFor({ taxType }: RecordAsk, { number }: ContractRow, known: string[]): TaxType {
  if (taxType !== null) return { ok: true, taxType };
  const [only, ...more] = known;
  if (only !== undefined && more.length === 0) return { ok: true, taxType: only };
  const which = known.length === 0 ? '' : `: ${known.join(' or ')}`;
  const why = `Retainage of ${number} is kept by tax type; say which with --tax-type${which}.`;
  return { ok: false, why };
}

type Named = { ok: true; id: string | null } | { ok: false; why: string };

/** A document that stands on a retention account, by its number or id. */
async function documentNamed(tx: Queryable, { connection, document }: RecordAsk): Promise<Named> {
  if (document === null) return { ok: true, id: null };
  const rows = await tx
    .selectDistinct({ id: retentionEvent.documentId, name: retentionEvent.name })
    .from(retentionEvent)
    .where(and(eq(retentionEvent.connection, connection), eq(retentionEvent.basis, 'xero')));
  const found = rows.filter(({ id, name }) => id === document || name.endsWith(` ${document}`));
  const ids = [...new Set(found.map(({ id }) => id))];
  const [id, ...more] = ids;
  if (id !== undefined && more.length === 0) return { ok: true, id };
  const why =
    id === undefined
      ? `Xero shows no document ${document} on a retention account; "tieout retention" lists those typed by hand.`
      : `Several documents are called ${document}; say which by its id in Xero: ${ids.join(' or ')}.`;
  return { ok: false, why };
}

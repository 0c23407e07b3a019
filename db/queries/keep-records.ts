// Keeps what was read and answers which documents it concerns, what a whole list lacks included.
import type { ContractPaymentList } from '../../domain/records/procore/contract-payment-list.ts';
import { contractPaymentListFiling } from '../../domain/records/procore/contract-payment-list.ts';
import type { KeptRecord } from '../../domain/records/records.ts';
import { filingOf } from '../../domain/records/records.ts';
import type { Queryable } from '../database.ts';
import { documentsConcerned } from './concerned.ts';
import { markGone, notShownSince } from './mirror-gone.ts';
import { standingOf, storeRecords } from './mirror.ts';
import { noteReadable } from './unreadable.ts';

/** Stores records of one reading, whose beginning `began` is, in the caller's transaction. */
export async function keepRecords(
  db: Queryable,
  connection: string,
  records: readonly KeptRecord[],
  began: Date,
): Promise<string[]> {
  const gone: KeptRecord[] = [];
  for (const record of records) {
    if (record.kind !== 'procoreContractPayments') continue;
    gone.push(...(await paymentsGone(db, connection, record, began)));
  }
  const news = await storeRecords(db, connection, records, began);
  const again = await readableAgain(db, connection, records);
  const asBefore = again.filter((record) => !news.includes(record));
  return documentsConcerned(db, connection, [...news, ...asBefore, ...gone]);
}

/** Records that could not be read before: news even where they say what they said before that. */
async function readableAgain(
  db: Queryable,
  connection: string,
  records: readonly KeptRecord[],
): Promise<KeptRecord[]> {
  const read = records.map((record) => ({
    kind: record.kind,
    recordId: filingOf(record).recordId,
  }));
  const ended = await noteReadable(db, connection, read);
  return records.filter((record) =>
    ended.some(
      ({ kind, recordId }) => kind === record.kind && recordId === filingOf(record).recordId,
    ),
  );
}

/**
 * The payments of a contract that its list lacks. One payment is deleted easily; all of several at once is more
 * likely an answer that says nothing, so that an empty list must come twice. Read before the new list is stored.
 */
async function paymentsGone(
  db: Queryable,
  connection: string,
  list: ContractPaymentList,
  began: Date,
): Promise<KeptRecord[]> {
  const kind = 'procoreContractPayment';
  const known = await notShownSince(db, connection, kind, {
    of: { field: 'contractId', value: list.contractId },
    since: began,
  });
  const listed = new Set(list.ids);
  const missing = known.filter((id) => !listed.has(id));
  if (listed.size === 0 && missing.length > 1) {
    const { recordId } = contractPaymentListFiling(list);
    const { record: last } = await standingOf(db, connection, list.kind, recordId);
    if (last === null || last.ids.length > 0) return [];
  }
  return markGone(db, { connection, kind, seenAt: began }, missing);
}

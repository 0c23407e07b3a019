// Which contact of Xero stands for one that was merged into another.
import type { XeroContact } from '../../domain/records/xero/contact.ts';
import type { Queryable } from '../database.ts';
import { standingOf } from '../queries/mirror.ts';

/** A contact may be merged into one that was merged itself; a longer chain than this is a ring. */
const mergesMaximum = 8;

/** The active contact at the end of its merges; null where it was not merged, or Xero does not show that one. */
export async function survivorOf(
  db: Queryable,
  connection: string,
  contact: XeroContact,
): Promise<XeroContact | null> {
  let at = contact;
  for (let merges = 0; merges < mergesMaximum && at.mergedTo !== null; merges += 1) {
    const { record } = await standingOf(db, connection, 'xeroContact', at.mergedTo);
    if (!record) return null;
    at = record;
  }
  return at.id !== contact.id && at.status === 'ACTIVE' ? at : null;
}

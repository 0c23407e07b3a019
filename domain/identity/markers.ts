// How every record Tieout writes says which document it belongs to, so that a lost database can be rebuilt from the vendors.
import type { DocumentId } from './workflow-ids.ts';
import { sourceIdOf } from './workflow-ids.ts';

/** What a written record is to its document: the bill, the order, or one payment of a bill. */
export type Role = 'contact' | 'order' | 'bill' | `payment-${string}`;

/** `tieout:demo/payApp/33/bill`. */
export function markerOf(id: DocumentId, role: Role): string {
  return `tieout:${id.connection}/${id.type}/${sourceIdOf(id)}/${role}`;
}

/** `tieout:demo:17`, short because Xero's ContactNumber holds 50 characters. */
export function contactNumberOf(connection: string, vendorId: string): string {
  return `tieout:${connection}:${vendorId}`;
}

/** The link back to the document in the console, with the marker as its fragment. Xero refuses a Url that contains "xero". */
export function billUrlOf(publicUrl: string, id: DocumentId): string {
  const path = `${id.type}/${encodeURIComponent(id.connection)}/${encodeURIComponent(sourceIdOf(id))}`;
  return `${publicUrl.replace(/\/$/, '')}/documents/${path}#${markerOf(id, 'bill')}`;
}

const markerPattern = /tieout:[^\s#]+/g;

/**
 * The marker held in a Url's fragment, an order's reference or a payment's notes; null when there is none.
 * Ours stands last, so a host called "tieout:4400" or a quoted reference before it is not taken for it.
 */
export function markerIn(text: string | null | undefined): string | null {
  return text?.match(markerPattern)?.at(-1) ?? null;
}

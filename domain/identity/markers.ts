// How every record Tieout writes says which document it belongs to, so that a lost database can be rebuilt from the vendors.
import type { Role } from './roles.ts';
import type { DocumentId } from './workflow-ids.ts';
import { isDocumentType } from './workflow-ids.ts';

/** `tieout:demo/payApp/33/bill`, `tieout:demo/payApp/33/payment-7f…`: a role's slash is a dash, so that four parts are four. */
export function markerOf(id: DocumentId, role: Role): string {
  return `tieout:${id.connection}/${id.type}/${id.sourceId}/${role.replace('/', '-')}`;
}

/** The document a marker names, whatever the role; null for text that is no marker of ours. */
export function documentOfMarker(marker: string): DocumentId | null {
  const contact = /^tieout:([^:/]+):([^:/]+)$/.exec(marker);
  if (contact?.[1] && contact[2]) {
    return { type: 'contact', connection: contact[1], sourceId: contact[2] };
  }
  const [connection, type = '', sourceId, role, ...more] = marker
    .replace(/^tieout:/, '')
    .split('/');
  if (!connection || !sourceId || !role || more.length > 0 || !isDocumentType(type)) return null;
  return { type, connection, sourceId };
}

/** `tieout:demo:17`, short because Xero's ContactNumber holds 50 characters. */
export function contactNumberOf(connection: string, vendorId: string): string {
  return `tieout:${connection}:${vendorId}`;
}

/** The link back to the document in the console, with the marker as its fragment. Xero refuses a Url that contains "xero". */
export function documentUrlOf(publicUrl: string, id: DocumentId, role: Role): string {
  const path = `${id.type}/${encodeURIComponent(id.connection)}/${encodeURIComponent(id.sourceId)}`;
  return `${publicUrl.replace(/\/$/, '')}/documents/${path}#${markerOf(id, role)}`;
}

const markerPattern = /tieout:[^\s#]+/g;

/**
 * The marker held in a Url's fragment, an order's reference or a payment's notes; null when there is none.
 * Ours stands last, so a host called "tieout:4400" or a quoted reference before it is not taken for it.
 */
export function markerIn(text: string | null | undefined): string | null {
  return text?.match(markerPattern)?.at(-1) ?? null;
}

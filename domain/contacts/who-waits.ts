// When a vendor has a contact only because a document is to be billed to it.
import type { Mapping } from '../mapping/mapping.ts';

/**
 * Where contacts are left to people, only those that something waits for are asked about. Where a company has several
 * organisations in Xero, a vendor is made a contact only in those whose projects have work of it.
 */
export function isOnlyForWhoWaits({
  mapping,
  sharesCompany,
}: {
  mapping: Pick<Mapping, 'directions'>;
  sharesCompany?: true | undefined;
}): boolean {
  return mapping.directions.contact === 'off' || sharesCompany === true;
}

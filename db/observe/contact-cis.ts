// How a contact stands under the UK's Construction Industry Scheme, as far as what was read of it may still be believed.
import type { ContactCis } from '../../domain/claims/claim-observation.ts';
import { cisNotAsked } from '../../domain/claims/claim-observation.ts';
import type { ClaimType } from '../../domain/claims/sides.ts';
import type { XeroOrganisation } from '../../domain/records/xero/organisation.ts';
import { hasCis } from '../../domain/tax/cis.ts';
import type { Queryable } from '../database.ts';
import { mayBeBelieved } from '../queries/cis-settings.ts';
import { standingOf } from '../queries/mirror.ts';

type Asked = { of: ClaimType; organisation: XeroOrganisation; contactId: string | null };

/** Only what subcontractors are owed is asked about, and only where the scheme is the law. */
export async function contactCisOf(
  db: Queryable,
  connection: string,
  { of, organisation, contactId }: Asked,
): Promise<ContactCis> {
  if (of !== 'payApp' || contactId === null || !hasCis(organisation)) return cisNotAsked;
  const { record, seenAt } = await standingOf(db, connection, 'xeroCisSettings', contactId);
  if (!record || !seenAt || !(await mayBeBelieved(db, connection, { contactId, seenAt }))) {
    return { standing: 'unread', rate: null };
  }
  return { standing: record.standing, rate: record.rate };
}

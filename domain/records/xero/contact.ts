// A Xero contact: what is kept, how it is filed and whom it concerns.
import { z } from 'zod';
import { markerIn } from '../../identity/markers.ts';
import { id, version } from '../fields.ts';
import type { ConcernsOf, HeardOf } from '../concerns.ts';
import type { FilingOf } from '../filing.ts';
import type { WebhookName } from '../webhook-names.ts';

export const xeroContactSchema = z.object({
  kind: z.literal('xeroContact'),
  id,
  name: z.string(),
  contactNumber: z.string().nullable(),
  email: z.string().nullable(),
  taxNumber: z.string().nullable(),
  /** ACTIVE, ARCHIVED, GDPRREQUEST or one that Xero adds; only an ACTIVE one is written to. */
  status: z.string(),
  updatedAt: version,
});
export type XeroContact = z.infer<typeof xeroContactSchema>;

export const contactFiling: FilingOf<XeroContact> = (contact) => ({
  recordId: contact.id,
  version: contact.updatedAt,
  belongsTo: null,
  marker: markerIn(contact.contactNumber),
});

/** Where it is nobody's yet, every vendor that looks for one may find it. */
export const contactConcerns: ConcernsOf<XeroContact> = ({ id: contactId }) => [
  {
    whose: 'linked',
    kind: 'xeroContact',
    targetId: contactId,
    else: { whose: 'unlinkedContacts' },
  },
  { whose: 'vendorOfContact', contactId, type: null, standing: 'inDoubt' },
];
export const contactHeard: HeardOf = (targetId) => [
  { whose: 'linked', kind: 'xeroContact', targetId },
];

/** Source: Xero OpenAPI 16.1.0, xero-webhooks.yaml, read 2026-11-23. */
export const contactWebhooks: readonly WebhookName[] = [{ names: ['contact'] }];

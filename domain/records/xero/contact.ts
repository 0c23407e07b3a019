// A Xero contact: what is kept, how it is filed and whom it concerns.
import { z } from 'zod';
import { markerIn } from '../../identity/markers.ts';
import { id, version } from '../fields.ts';
import type { ConcernsOf, HeardOf } from '../concerns.ts';
import type { FilingOf } from '../filing.ts';
import type { WebhookName } from '../webhook-names.ts';

/** Terms under which the firm pays: `day` is a number of days or a day of a month, as `type` says. */
export const paymentTermSchema = z.object({
  day: z.number().int().min(0).max(1_000),
  type: z.string(),
});
export type PaymentTerm = z.infer<typeof paymentTermSchema>;

export const xeroContactSchema = z.object({
  kind: z.literal('xeroContact'),
  id,
  name: z.string(),
  contactNumber: z.string().nullable(),
  email: z.string().nullable(),
  taxNumber: z.string().nullable(),
  /** ACTIVE, ARCHIVED, GDPRREQUEST or one that Xero adds; only an ACTIVE one is written to. */
  status: z.string(),
  /** Of the contact's bills; null where it has none of its own. Contacts kept before terms were read have none. */
  billTerms: paymentTermSchema.nullable().default(null),
  /** The contact that it was merged into; null where it was not. */
  mergedTo: id.nullable().default(null),
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
    else: [{ whose: 'unlinkedContacts' }],
  },
  { whose: 'vendorOfContact', contactId, type: null, standing: 'inDoubt' },
];
export const contactHeard: HeardOf = (targetId) => [
  { whose: 'linked', kind: 'xeroContact', targetId },
];

/** Source: Xero OpenAPI 16.1.0, xero-webhooks.yaml, read 2026-11-23. */
export const contactWebhooks: readonly WebhookName[] = [{ names: ['contact'] }];

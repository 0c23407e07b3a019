// A Xero contact: what is kept, and how it is filed.
import { z } from 'zod';
import { markerIn } from '../../identity/markers.ts';
import { id, version } from '../fields.ts';
import type { FilingOf } from '../filing.ts';

export const xeroContactSchema = z.object({
  kind: z.literal('xeroContact'),
  id,
  name: z.string(),
  contactNumber: z.string().nullable(),
  email: z.string().nullable(),
  taxNumber: z.string().nullable(),
  status: z.enum(['ACTIVE', 'ARCHIVED', 'GDPRREQUEST']),
  updatedAt: version,
});
export type XeroContact = z.infer<typeof xeroContactSchema>;

export const contactFiling: FilingOf<XeroContact> = (contact) => ({
  recordId: contact.id,
  version: contact.updatedAt,
  belongsTo: null,
  marker: markerIn(contact.contactNumber),
});

// A vendor of the Procore company's directory: what is kept, how it is filed and whom it concerns.
import { z } from 'zod';
import { id, version } from '../fields.ts';
import type { ConcernsOf, HeardOf } from '../concerns.ts';
import type { FilingOf } from '../filing.ts';
import type { WebhookName } from '../webhook-names.ts';

/** A vendor of the company's directory. `taxNumber` is the business register's identifier. */
export const procoreVendorSchema = z.object({
  kind: z.literal('procoreVendor'),
  id,
  name: z.string(),
  email: z.string().nullable(),
  taxNumber: z.string().nullable(),
  isActive: z.boolean(),
  updatedAt: version,
});
export type ProcoreVendor = z.infer<typeof procoreVendorSchema>;

export const vendorFiling: FilingOf<ProcoreVendor> = (vendor) => ({
  recordId: vendor.id,
  version: vendor.updatedAt,
  belongsTo: null,
  marker: null,
});

/** The document of a vendor's pay apps and orders may wait for its name or for its being active again. */
export const vendorConcerns: ConcernsOf<ProcoreVendor> = ({ id: vendorId }) => [
  { whose: 'own', type: 'contact', sourceId: vendorId },
  { whose: 'counterparty', vendorId, type: null, standing: 'inDoubt' },
];
export const vendorHeard: HeardOf = (sourceId) => [{ whose: 'own', type: 'contact', sourceId }];

export const vendorWebhooks: readonly WebhookName[] = [
  { names: ['vendors', 'company vendors', 'project vendors'] },
];

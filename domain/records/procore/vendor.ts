// A vendor of the Procore company's directory: what is kept, and how it is filed.
import { z } from 'zod';
import { id, version } from '../fields.ts';
import type { FilingOf } from '../filing.ts';

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

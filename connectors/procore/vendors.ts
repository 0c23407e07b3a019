// How a vendor of Procore's company directory is read.
import { z } from 'zod';
import type { ProcoreVendor } from '../../domain/records/procore/vendor.ts';
import { flag, idField, instant, optionalText, text } from './procore-fields.ts';

const schema = z.looseObject({
  id: idField,
  name: text,
  email_address: optionalText,
  is_active: flag.nullish(),
  business_register: z.looseObject({ identifier: optionalText }).nullish(),
  updated_at: instant,
});

/** `of` is what its list says of it: the list of inactive ones may leave the flag out. */
export function readVendor(element: unknown, of = { isActive: true }): ProcoreVendor {
  const vendor = schema.parse(element);
  return {
    kind: 'procoreVendor',
    id: vendor.id,
    name: vendor.name,
    email: vendor.email_address,
    taxNumber: vendor.business_register?.identifier ?? null,
    // Some views leave the flag out.
    isActive: vendor.is_active ?? of.isActive,
    updatedAt: vendor.updated_at,
  };
}

// A Procore tax code: what is kept, and how it is filed.
import { z } from 'zod';
import { id } from '../fields.ts';
import type { FilingOf } from '../filing.ts';

export const procoreTaxCodeSchema = z.object({
  kind: z.literal('procoreTaxCode'),
  id,
  code: z.string(),
  /** Percent as exact text. */
  rate: z.string(),
});
export type ProcoreTaxCode = z.infer<typeof procoreTaxCodeSchema>;

export const taxCodeFiling: FilingOf<ProcoreTaxCode> = (taxCode) => ({
  recordId: taxCode.id,
  version: '',
  belongsTo: null,
  marker: null,
});

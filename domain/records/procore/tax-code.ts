// A Procore tax code: what is kept, how it is filed and whom it concerns.
import { z } from 'zod';
import { id } from '../fields.ts';
import type { ConcernsOf } from '../concerns.ts';
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

export const taxCodeConcerns: ConcernsOf<ProcoreTaxCode> = () => [
  { whose: 'connection', standing: 'inDoubt' },
];

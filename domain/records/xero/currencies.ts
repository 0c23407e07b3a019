// The currencies that the Xero organisation keeps: what is kept, how it is filed and whom it concerns.
import { z } from 'zod';
import { id } from '../fields.ts';
import type { ConcernsOf } from '../concerns.ts';
import type { FilingOf } from '../filing.ts';

/** Asked for only where a document is in another currency than the organisation's own; there is one list of them. */
export const xeroCurrenciesSchema = z.object({
  kind: z.literal('xeroCurrencies'),
  id,
  /** ISO 4217, in order; the organisation's own is among them. */
  codes: z.array(z.string()),
});
export type XeroCurrencies = z.infer<typeof xeroCurrenciesSchema>;

export const currenciesId = 'currencies';

/** As a read of them is asked for. */
export const currenciesRead = { system: 'xero', kind: 'xeroCurrencies', id: currenciesId } as const;

export const currenciesFiling: FilingOf<XeroCurrencies> = () => ({
  recordId: currenciesId,
  version: '',
  belongsTo: null,
  marker: null,
});

export const currenciesConcerns: ConcernsOf<XeroCurrencies> = () => [
  { whose: 'connection', standing: 'inDoubt' },
];

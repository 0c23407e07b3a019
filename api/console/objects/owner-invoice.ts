// What the pages of an owner invoice show.
import type { Observation } from '../../../domain/objects/objects.ts';
import { claimPages } from './claim.ts';
import type { ObjectPages } from './object-pages.ts';

export const ownerInvoicePages: ObjectPages<Observation<'ownerInvoice'>> = {
  words: { one: 'Owner invoice', many: 'Owner invoices' },
  ...claimPages,
};

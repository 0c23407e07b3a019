// The change orders of one Procore contract as they were last read: with it a contract's sum can be held against them.
import { z } from 'zod';
import { id } from '../fields.ts';
import type { ConcernsOf } from '../concerns.ts';
import type { FilingOf } from '../filing.ts';

export const changeOrderListSchema = z.object({
  kind: z.literal('procoreChangeOrders'),
  projectId: id,
  contractId: id,
  /** Those it held, in order of their ids. */
  ids: z.array(id),
});
export type ChangeOrderList = z.infer<typeof changeOrderListSchema>;

export const changeOrderListFiling: FilingOf<ChangeOrderList> = (list) => ({
  recordId: list.contractId,
  version: '',
  belongsTo: list.projectId,
  marker: null,
});

/** Each change order that came, changed or went speaks for itself. */
export const changeOrderListConcerns: ConcernsOf<ChangeOrderList> = () => [];

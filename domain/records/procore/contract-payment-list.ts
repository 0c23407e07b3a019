// The list of one Procore contract's payments as it was last read whole: the only way to learn that one was deleted.
import { z } from 'zod';
import { id } from '../fields.ts';
import type { ConcernsOf } from '../concerns.ts';
import type { FilingOf } from '../filing.ts';
import { anyContractKindSchema } from './commitment.ts';

export const contractPaymentListSchema = z.object({
  kind: z.literal('procoreContractPayments'),
  projectId: id,
  contractId: id,
  contractKind: anyContractKindSchema,
  /** The payments it held, in order of their ids. */
  ids: z.array(id),
});
export type ContractPaymentList = z.infer<typeof contractPaymentListSchema>;

export const contractPaymentListFiling: FilingOf<ContractPaymentList> = (list) => ({
  recordId: `${list.contractKind}-${list.contractId}`,
  version: '',
  belongsTo: list.projectId,
  marker: null,
});

/** Each payment that came, changed or went speaks for itself. */
export const contractPaymentListConcerns: ConcernsOf<ContractPaymentList> = () => [];

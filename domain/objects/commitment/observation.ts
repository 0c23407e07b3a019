// What the plan of a commitment is made from.
import { z } from 'zod';
import { chartExcerptSchema } from '../../mapping/chart-excerpt.ts';
import { documentBaseSchema } from '../../plan/owned.ts';
import { procoreChangeOrderSchema } from '../../records/procore/change-order.ts';
import { procoreCommitmentSchema } from '../../records/procore/commitment.ts';
import { procoreProjectSchema } from '../../records/procore/project.ts';
import { procoreTaxCodeSchema } from '../../records/procore/tax-code.ts';
import { xeroBillSchema } from '../../records/xero/bill.ts';
import { xeroOrganisationSchema } from '../../records/xero/organisation.ts';
import { xeroPurchaseOrderSchema } from '../../records/xero/purchase-order.ts';
import {
  commonShape,
  contactLinkSchema,
  contactNamesSchema,
  currenciesSeenSchema,
  postFromSchema,
} from '../common-observation.ts';

export const commitmentObservationSchema = z.object({
  ...commonShape,
  type: z.literal('commitment'),
  commitment: procoreCommitmentSchema.nullable(),
  /** Its approved change orders, as far as they were read. */
  changeOrders: z.array(procoreChangeOrderSchema).default([]),
  /** The contract says more of change orders than was read of them. */
  changeOrdersAreDue: z.boolean().default(false),
  /** Lines of the contract and of its change orders that pay apps have billed. */
  billedLineIds: z.array(z.string()).default([]),
  /** Bills of the contact that Tieout did not write and that bear the order's number or its lines. */
  copies: z.array(xeroBillSchema).default([]),
  /** The calendar day, where the organisation is, on which the contract last changed in Procore. */
  changedOn: z.string().nullable().default(null),
  project: procoreProjectSchema.nullable(),
  postFrom: postFromSchema,
  contact: contactLinkSchema.nullable(),
  contactNames: contactNamesSchema,
  taxCodes: z.array(procoreTaxCodeSchema),
  organisation: xeroOrganisationSchema,
  currencies: currenciesSeenSchema,
  chart: chartExcerptSchema,
  target: xeroPurchaseOrderSchema.nullable(),
  base: documentBaseSchema.nullable(),
  /** An unlinked order that already carries our marker. */
  marked: xeroPurchaseOrderSchema.nullable(),
  /** The order that was signed to be this contract's when its project was taken on; absent where none was, or it is linked. */
  signedFor: xeroPurchaseOrderSchema.optional(),
  /** Other live orders that carry our marker. */
  doubles: z.array(xeroPurchaseOrderSchema).default([]),
});
export type CommitmentObservation = z.output<typeof commitmentObservationSchema>;

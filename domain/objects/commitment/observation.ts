// What the plan of a commitment is made from.
import { z } from 'zod';
import { chartExcerptSchema } from '../../mapping/chart-excerpt.ts';
import { documentBaseSchema } from '../../plan/owned.ts';
import { procoreCommitmentSchema } from '../../records/procore/commitment.ts';
import { procoreProjectSchema } from '../../records/procore/project.ts';
import { procoreTaxCodeSchema } from '../../records/procore/tax-code.ts';
import { xeroOrganisationSchema } from '../../records/xero/organisation.ts';
import { xeroPurchaseOrderSchema } from '../../records/xero/purchase-order.ts';
import {
  commonShape,
  contactLinkSchema,
  contactNamesSchema,
  postFromSchema,
} from '../common-observation.ts';

export const commitmentObservationSchema = z.object({
  ...commonShape,
  type: z.literal('commitment'),
  commitment: procoreCommitmentSchema.nullable(),
  /** The calendar day, where the organisation is, on which the contract last changed in Procore. */
  changedOn: z.string().nullable().default(null),
  project: procoreProjectSchema.nullable(),
  postFrom: postFromSchema,
  contact: contactLinkSchema.nullable(),
  contactNames: contactNamesSchema,
  taxCodes: z.array(procoreTaxCodeSchema),
  organisation: xeroOrganisationSchema,
  chart: chartExcerptSchema,
  target: xeroPurchaseOrderSchema.nullable(),
  base: documentBaseSchema.nullable(),
  /** An unlinked order that already carries our marker. */
  marked: xeroPurchaseOrderSchema.nullable(),
  /** Other live orders that carry our marker. */
  doubles: z.array(xeroPurchaseOrderSchema).default([]),
});
export type CommitmentObservation = z.output<typeof commitmentObservationSchema>;

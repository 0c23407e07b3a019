// What the plan of a direct cost is made from: one document of Xero, and what of it each project in Procore bears.
import { z } from 'zod';
import { amountSchema } from '../../money/amount.ts';
import { directCostBaseSchema } from '../../plan/direct-cost-base.ts';
import { budgetCodeSchema } from '../../records/procore/budget-codes.ts';
import { procoreDirectCostSchema } from '../../records/procore/direct-cost.ts';
import { commonShape } from '../common-observation.ts';

/** A line of the document that is cost of the project and of no commitment. */
const costLineSchema = z.object({
  /** Empty for what is of no account, as what was entered in Xero Projects. */
  account: z.object({ code: z.string(), name: z.string() }),
  /** Where its account does not say it. */
  costType: z.string().nullable().default(null),
  /** The option of the code's category, or the task, today's name; null where it has none. */
  code: z.object({ optionId: z.string().nullable(), name: z.string() }).nullable(),
  /** The project's own option, or that of a sub job. */
  projectOptionId: z.string().nullable(),
  description: z.string(),
  /** Without tax, in the organisation's own currency, debits above zero: what the ledger has. */
  amount: amountSchema,
  /** What is missing to know its amount, as a sentence; null where nothing is. */
  lacks: z.string().nullable().default(null),
});
export type CostOfProject = z.infer<typeof costLineSchema>;

/** A code of the budget with the option, or the task, of Xero that stands for it; null where none does. */
const codeWithOptionsSchema = budgetCodeSchema.extend({
  optionId: z.string().nullable(),
  projectOptionId: z.string().nullable(),
});
export type CodeWithOptions = z.infer<typeof codeWithOptionsSchema>;

const shareSchema = z.object({
  projectId: z.string(),
  project: z.object({ number: z.string(), name: z.string() }).nullable(),
  /** Null while the project is not turned on, or is another connection's by now. */
  postFrom: z.string().nullable(),
  /** None where the document is not in the books, stands for a commitment or is not of the project any more. */
  lines: z.array(costLineSchema),
  /** What an hour of each user was counted at in the lines. */
  rates: z.record(z.string(), z.string()).default({}),
  budget: z
    .object({ currency: z.string().nullable(), codes: z.array(codeWithOptionsSchema) })
    .nullable(),
  /** Whether the budget's codes were never read. */
  budgetIsDue: z.boolean(),
  /** Whether the project's direct costs were not read since the document came into sight. */
  listIsDue: z.boolean(),
  /** What stands in Procore for it. `record` is null where it was not read since, or is gone. */
  link: z
    .object({
      directCostId: z.string(),
      base: directCostBaseSchema,
      record: procoreDirectCostSchema.nullable(),
      isGone: z.boolean(),
    })
    .nullable(),
  /** Others that bear the same marker. */
  marked: z.array(procoreDirectCostSchema),
  /** People's own that may be the same: of the vendor and number, or of the day and amount. */
  alike: z.array(procoreDirectCostSchema),
  /** A direct cost that stands for what the project took its costs from before; null where none does. */
  supersedes: z.string().nullable().default(null),
  /** The origin_id of another integration on the project's direct costs; null where there is none, or nobody asked. */
  ownedBy: z.string().nullable(),
});
export type Share = z.infer<typeof shareSchema>;

export const directCostObservationSchema = z.object({
  ...commonShape,
  type: z.literal('directCost'),
  sourceId: z.string(),
  document: z
    .object({
      kind: z.enum([
        'xeroBill',
        'xeroSalesInvoice',
        'xeroCreditNote',
        'xeroBankTransaction',
        'xeroManualJournal',
        // A month of what was entered in Xero Projects.
        'xeroProjectTime',
        'xeroProject',
      ]),
      id: z.string(),
      /** What people call it: "bill INV-77". */
      name: z.string(),
      number: z.string().nullable(),
      date: z.string(),
      contactId: z.string().nullable(),
      contactName: z.string().nullable(),
      updatedAt: z.string(),
      /** In the books: neither a draft nor voided nor deleted. */
      isPosted: z.boolean(),
      /** It stands for a pay app of a commitment, whose cost Procore has by that. */
      isOnCommitment: z.boolean(),
      /** Xero told no rate of its currency: what it is worth is not known. */
      isUnvalued: z.boolean(),
    })
    .nullable(),
  baseCurrency: z.string(),
  /** The vendor whose contact it names; null where none is linked to it. */
  vendorId: z.string().nullable(),
  /** A vendor of the same name that is still to be linked to its contact. */
  linking: z.string().nullable(),
  /** The labour that may take some of its time for timecards of Procore; null where none of it may be. */
  claimedBy: z.string().nullable().default(null),
  /** Direct costs of the same vendor and number, in whichever project, that are not this document's. */
  sameNumber: z.array(z.object({ id: z.string(), projectId: z.string() })),
  shares: z.array(shareSchema),
});
export type DirectCostObservation = z.output<typeof directCostObservationSchema>;

// What a direct cost says, and what is agreed on once it stands in Procore.
import { z } from 'zod';
import { conversionUsedSchema } from '../currency/project-conversion.ts';
import { canonicalAmount } from '../money/amount.ts';
import type { ProcoreDirectCost } from '../records/procore/direct-cost.ts';
import type { DirectCostBody, DirectCostChangeBody } from '../records/write-bodies.ts';

/** The fields that are compared and written; its type is set once and for all. */
export const directCostSaidSchema = z.object({
  status: z.string(),
  vendorId: z.string().nullable(),
  invoiceNumber: z.string().nullable(),
  date: z.string().nullable(),
  description: z.string(),
  /** In the order of their codes; amounts without tax. */
  lines: z.array(
    z.object({ wbsCodeId: z.string().nullable(), amount: z.string(), description: z.string() }),
  ),
});
export type DirectCostSaid = z.infer<typeof directCostSaidSchema>;

export const directCostBaseSchema = z.object({
  /** What the source asked for. */
  projection: directCostSaidSchema,
  /** What Procore said once it stood there, as written or as a person had typed it. */
  target: directCostSaidSchema,
  /** The budget code that each code and account of the source was put on: it stays there whatever either is called by now. */
  codes: z.record(z.string(), z.string()).default({}),
  /** What the source was called when its number was given. */
  sourceNumber: z.string().nullable().default(null),
  /** The vendor whose contact the source named then. */
  sourceVendor: z.string().nullable().default(null),
  /** What an hour of each user of Xero Projects was counted at; nobody's where it is of a document. */
  rates: z.record(z.string(), z.string()).default({}),
  /** How the ledger's amounts became the project's; null where both are in one currency. */
  conversion: conversionUsedSchema.nullable().default(null),
});
export type DirectCostBase = z.infer<typeof directCostBaseSchema>;

export function saidOfRecord(cost: ProcoreDirectCost): DirectCostSaid {
  const { status, vendorId, invoiceNumber, date, description, lines } = cost;
  return inOrder({ status, vendorId, invoiceNumber, date, description: description ?? '', lines });
}

export function saidOfBody(body: DirectCostBody | DirectCostChangeBody): DirectCostSaid {
  const { status, vendorId, invoiceNumber, date, description, lines } = body;
  return inOrder({ status, vendorId, invoiceNumber, date, description, lines });
}

type Unordered = Omit<DirectCostSaid, 'lines'> & {
  lines: readonly { wbsCodeId: string | null; amount: string; description: string | null }[];
};

/** Procore may give lines in any order, and none for a description that is empty. */
function inOrder({ lines, ...said }: Unordered): DirectCostSaid {
  const read = lines.map(({ wbsCodeId, amount, description }) => ({
    ...{ wbsCodeId, amount: canonicalAmount(amount), description: description ?? '' },
  }));
  const key = (line: (typeof read)[number]): string => JSON.stringify(line);
  return { ...said, lines: read.sort((a, b) => (key(a) < key(b) ? -1 : 1)) };
}

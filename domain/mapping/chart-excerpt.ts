// The parts of Xero's chart that one document's plan needs, so that histories stay small.
import { z } from 'zod';
import { xeroAccountSchema, xeroTaxRateSchema } from '../records/xero/chart.ts';
import { optionCodeSchema, optionLinkSchema } from './option-codes.ts';
import type { OptionCode } from './option-codes.ts';

const formerOptions = z.array(z.object({ category: z.string(), option: z.string() }));

/** Observations of before options were known by id hold their names alone: the name stands for the id. */
function codesOfNames(names: z.infer<typeof formerOptions>): OptionCode[] {
  return names.map(({ category, option }) => ({
    categoryId: category,
    optionId: `${category}: ${option}`,
    category,
    option,
    status: 'ACTIVE',
    formerly: [],
  }));
}

export const chartExcerptSchema = z
  .object({
    accounts: z.array(xeroAccountSchema),
    taxRates: z.array(xeroTaxRateSchema),
    /** Options that this document's lines have, had or want. */
    codes: z.array(optionCodeSchema).optional(),
    /** What was linked to an option once. */
    links: z.array(optionLinkSchema).default([]),
    options: formerOptions.optional(),
  })
  .transform(({ options = [], codes, ...excerpt }) => ({
    ...excerpt,
    codes: codes ?? codesOfNames(options),
  }));
export type ChartExcerpt = z.output<typeof chartExcerptSchema>;

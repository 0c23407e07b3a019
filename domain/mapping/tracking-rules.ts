// How codes and sub jobs share tracking options, as the mapping file says it.
import { z } from 'zod';

/** Text in which some words in braces stand for something; any other brace is a slip that would reach Xero as it is. */
export function optionTemplate(placeholders: readonly string[]) {
  const known = placeholders.map((name) => `{${name}}`);
  return z
    .string()
    .min(1)
    .superRefine((template, context) => {
      const unknown = (template.match(/\{[^{}]*\}?|\}/g) ?? []).filter((at) => !known.includes(at));
      if (unknown.length === 0) return;
      const message = `"${unknown.join('", "')}" stands for nothing here; use ${known.join(' or ')}`;
      context.addIssue({ code: 'custom', message });
    });
}

/** Whether every cost code has an option of its own. */
export const rollUps = ['none', 'division'] as const;

/** `options`: a line of a sub job is tracked by an option of that sub job's, in the place of its project's. */
const subJobWays = ['rollUp', 'options'] as const;

export const subJobsAsUsual = { subJobs: 'rollUp', subJobOption: '{number} {subJob}' } as const;

/** The keys within `tracking`. */
export const subJobShape = {
  subJobs: z.enum(subJobWays).default(subJobsAsUsual.subJobs),
  /** {number} and {name} stand for the project's, {subJob} for the sub job's name. */
  subJobOption: optionTemplate(['number', 'name', 'subJob'])
    .refine(
      (template) => template.includes('{subJob}'),
      'must name {subJob}, or every sub job of a project would be one option',
    )
    .default(subJobsAsUsual.subJobOption),
};

/** Of a division nothing but its code is known: an option that does not say it would be the same for all. */
export function checkRollUp(
  {
    tracking: { rollUp, costCodeOption },
  }: { tracking: { rollUp: string; costCodeOption: string } },
  context: z.RefinementCtx,
): void {
  if (rollUp === 'none' || costCodeOption.includes('{code}')) return;
  const message = `must name {code}, because tracking.rollUp is "${rollUp}" and a division has no name`;
  context.addIssue({ code: 'custom', path: ['tracking', 'costCodeOption'], message });
}

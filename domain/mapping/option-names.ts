// What tracking options are called, by the templates of the mapping file, and which part of the mapping lines are tracked by.
import { cutToLength } from '../text/fit-text.ts';
import type { Mapping } from './mapping.ts';

/** What stands for nothing stays as it is written: a word called "constructor" is not filled in by the language. */
function fill(template: string, values: Record<string, string>): string {
  return template
    .replace(/\{(\w+)\}/g, (whole, key: string) =>
      Object.hasOwn(values, key) ? (values[key] ?? whole) : whole,
    )
    .replace(/\s+/g, ' ')
    .trim();
}

export function projectOptionOf(
  mapping: Pick<Mapping, 'tracking'>,
  project: { number: string; name: string },
): string {
  return fill(mapping.tracking.projectOption, { number: project.number, name: project.name });
}

export function costCodeOptionOf(
  mapping: Mapping,
  costCode: { code: string; name: string },
): string {
  return fill(mapping.tracking.costCodeOption, { code: costCode.code, name: costCode.name });
}

/** The division a cost code is rolled up to, "03" of "03-300"; null where each code stands for itself. */
export function divisionOf({ tracking }: Mapping, code: string): string | null {
  if (tracking.rollUp === 'none') return null;
  return code.split('-', 1)[0]?.trim() || code;
}

/** A division is named as a code is, without the name that only a code has: no dash or bracket is left hanging. */
export function divisionOptionOf(mapping: Mapping, division: string): string {
  const filled = costCodeOptionOf(mapping, { code: division, name: '' });
  return filled.replace(/^[\s\p{P}]+|[\s\p{P}]+$/gu, '') || division;
}

/** Xero's longest name of an option. Source: Xero developer docs, Tracking categories, read 2026-11-23. */
const optionLengthMaximum = 100;

/** By the template, cut where it is longer than Xero takes. */
export function subJobOptionOf(
  mapping: Mapping,
  { number, name }: { number: string; name: string },
  subJob: { name: string },
): string {
  const values = { number, name, subJob: subJob.name };
  return cutToLength(fill(mapping.tracking.subJobOption, values), optionLengthMaximum);
}

/** The part of `tracking` that lines are coded with; what is as usual moves no hash. */
export function codingTrackingOf({ tracking }: Pick<Mapping, 'tracking'>) {
  const { optionsMaximum: _optionsMaximum, rollUp, subJobs, subJobOption, ...coding } = tracking;
  return {
    ...coding,
    ...(rollUp === 'none' ? {} : { rollUp }),
    ...(subJobs === 'rollUp' ? {} : { subJobs, subJobOption }),
  };
}

// Tracking options by id: every name an option was ever seen under, so that a renamed one stays the same option.
import { z } from 'zod';

/** One option of a tracking category, under its name of today and those it had. */
export const optionCodeSchema = z.object({
  categoryId: z.string(),
  optionId: z.string(),
  category: z.string(),
  option: z.string(),
  status: z.string(),
  /** Former names, the newest first. */
  formerly: z.array(z.string()),
});
export type OptionCode = z.infer<typeof optionCodeSchema>;

/** What a document is tracked by, in the source's terms: it keeps its option whatever either is called by now. */
export const optionLinkSchema = z.object({
  /** `project/<id>`, `subJob/<projectId>/<id>`, `costCode/<projectId>/<code>`, `division/<division>` or `retention`. */
  source: z.string(),
  categoryId: z.string(),
  optionId: z.string(),
});

type Named = { category: string; option: string; optionId?: string | null };

/** Xero matches names without regard to case. */
function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function find(codes: readonly OptionCode[], named: Named): OptionCode | undefined {
  const inCategory = codes.filter(({ category }) => same(category, named.category));
  return (
    inCategory.find(({ option }) => same(option, named.option)) ??
    inCategory.find(({ formerly }) => formerly.some((name) => same(name, named.option)))
  );
}

/** The option's id: its own where it is known, else that of the option which has or had this name. */
export function optionIdOf(codes: readonly OptionCode[], named: Named): string | null {
  return named.optionId ?? find(codes, named)?.optionId ?? null;
}

/** The option as Xero names it today; as it was named where Xero shows it no more. */
export function optionNameNow(
  codes: readonly OptionCode[],
  named: Named,
): { category: string; option: string } {
  const id = optionIdOf(codes, named);
  const now = codes.find(({ optionId }) => optionId === id);
  return now
    ? { category: now.category, option: now.option }
    : { category: named.category, option: named.option };
}

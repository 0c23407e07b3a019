// On which code of the project's budget each line of a document goes: its tracking says the cost code, its account the cost type.
import type { ConversionUsed } from '../../currency/project-conversion.ts';
import { inProjectCurrency } from '../../currency/project-conversion.ts';
import type { Mapping } from '../../mapping/mapping.ts';
import type { Amount } from '../../money/amount.ts';
import { fromMinor, sumMinor, toMinor } from '../../money/amount.ts';
import type { CodeWithOptions, CostOfProject, Share } from './observation.ts';

export type CodedCost = {
  lines: { wbsCodeId: string; amount: string; description: string }[];
  /** The code that each tracking option and account was put on. */
  codes: Record<string, string>;
};
export type Coded = { ok: true; cost: CodedCost } | { ok: false; problems: string[] };

const descriptionLengthMaximum = 255;

/**
 * One line a budget code, in the order of the codes, and none of nothing. What a document was put on once it stays on,
 * whatever the codes, the mapping or the budget say by now. Each code's sum is converted as a whole, where it is.
 */
export function codedCost(
  mapping: Mapping,
  { lines, budget, project }: Pick<Share, 'lines' | 'budget' | 'project'>,
  kept: { before: Readonly<Record<string, string>>; conversion: ConversionUsed | null },
): Coded {
  const { before, conversion } = kept;
  const codes: Record<string, string> = {};
  const problems = new Set<string>();
  const byCode = new Map<string, CostOfProject[]>();
  for (const line of lines) {
    if (line.lacks !== null) problems.add(line.lacks);
    const key = keyOf(line);
    const kept = Object.hasOwn(before, key) ? before[key] : undefined;
    const found = kept ?? codeOf(mapping, line, budget?.codes ?? []);
    if (typeof found !== 'string') {
      problems.add(`${found.why} (${project?.number ?? 'the project'})`);
      continue;
    }
    codes[key] = found;
    byCode.set(found, [...(byCode.get(found) ?? []), line]);
  }
  if (problems.size > 0) return { ok: false, problems: [...problems] };
  const summed = [...byCode]
    .map(([wbsCodeId, of]) => ({
      wbsCodeId,
      amount: inItsCurrency(
        fromMinor(sumMinor(of.map(({ amount }) => toMinor(amount)))),
        conversion,
      ),
      description: wordsOf(of),
    }))
    .filter(({ amount }) => toMinor(amount) !== 0n)
    .sort((a, b) => (a.wbsCodeId < b.wbsCodeId ? -1 : 1));
  return { ok: true, cost: { lines: summed, codes } };
}

function inItsCurrency(amount: Amount, conversion: ConversionUsed | null): Amount {
  return conversion === null ? amount : inProjectCurrency(amount, conversion);
}

function keyOf({ code, account }: CostOfProject): string {
  return `${code?.optionId ?? code?.name ?? ''}/${account.code}`;
}

/** What the lines say, each thing once. */
function wordsOf(lines: readonly CostOfProject[]): string {
  const said = [...new Set(lines.map(({ description }) => description.trim()))];
  const whole = said.filter((one) => one !== '').join('; ');
  if (whole.length <= descriptionLengthMaximum) return whole;
  return `${whole.slice(0, descriptionLengthMaximum - 1).trimEnd()}…`;
}

/** The one code of the budget that it can be, or why there is none. */
function codeOf(
  mapping: Mapping,
  { code, account, costType, projectOptionId }: CostOfProject,
  budget: readonly CodeWithOptions[],
): string | { why: string } {
  const on =
    costType === null ? `account ${account.code} ${account.name}` : `cost type ${costType}`;
  if (code === null) return { why: `a line on ${on} has no cost code in Xero` };
  const ofCode = budget.filter(({ optionId }) => optionId !== null && optionId === code.optionId);
  if (ofCode.length === 0) return { why: `the budget has no code that "${code.name}" stands for` };
  const types = costType === null ? costTypesOf(mapping, account.code) : [costType];
  const list = types.join(' or ');
  if (types.length === 0) return { why: `no cost type is known for ${on}` };
  const ofType = ofCode.filter(({ costType }) => costType !== null && types.includes(costType));
  const ids = narrowed(ofType, projectOptionId);
  const [only, ...more] = ids;
  if (only === undefined) return { why: `"${code.name}" is not budgeted under cost type ${list}` };
  if (more.length > 0) {
    return { why: `"${code.name}" with ${on} may be any of ${ids.length} codes of the budget` };
  }
  return only;
}

/** Of several, those of the sub job that the line names, else the project's own. */
function narrowed(codes: readonly CodeWithOptions[], projectOptionId: string | null): string[] {
  const ids = (some: readonly CodeWithOptions[]) => [...new Set(some.map((one) => one.wbsCodeId))];
  if (ids(codes).length < 2) return ids(codes);
  const ofOption = codes.filter((one) => one.projectOptionId === projectOptionId);
  const narrower = ofOption.length > 0 ? ofOption : codes;
  const own = narrower.filter(({ subJob }) => subJob === null);
  return ids(own.length > 0 ? own : narrower);
}

/** What the mapping says of the account, else the cost types that are posted to it. */
function costTypesOf({ actuals, accounts }: Mapping, account: string): string[] {
  const said = Object.hasOwn(actuals.costTypes, account) ? actuals.costTypes[account] : undefined;
  if (said !== undefined) return [said];
  const { byCostType } = accounts;
  return Object.keys(byCostType).filter((type) => byCostType[type] === account);
}

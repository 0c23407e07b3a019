// What is posted keeps its coding: a line that continues a posted one takes that one's codes, a new line today's mapping.
import type { CodingGround, CodingProblem, LineCoding } from '../mapping/coded-line.ts';
import { codeMarkupLine, codeWorkLine } from '../mapping/coded-line.ts';
import type { ChartExcerpt } from '../mapping/chart-excerpt.ts';
import { fromMinor, percentOfMinor } from '../money/amount.ts';
import { stepOf } from '../money/decimals.ts';
import type { SovLine } from '../records/procore/commitment.ts';
import { alignSurely } from './align-lines.ts';
import type { OwnedLine } from './owned.ts';

/** A line as its source says it, before it has codes in Xero. */
export type LineDraft = {
  /** What in the source it stands for. */
  key: string;
  description: string;
  /** In minor units, tax exclusive. */
  amount: bigint;
  costCode: SovLine['costCode'];
  costType: SovLine['costType'];
  taxCodeId: string | null;
  /** Whose option takes its project's place; a line that is posted keeps the one it has, whatever it says later. */
  subJob?: SovLine['subJob'];
  /** An owner invoice's markup, which has an account of its own and no cost code. */
  isMarkup?: boolean;
  /** The codes that are the document's own: where one of them moved, the line is coded anew. */
  ownCodes: string;
};

export type CodedLine = { draft: LineDraft; coding: LineCoding; line: OwnedLine };
export type CodedLines = { ok: true; lines: CodedLine[] } | { ok: false; problem: CodingProblem };

/** Where nothing of the surroundings is to be seen, only lines that continue a posted one can be coded. */
export type PostedGround = CodingGround | { chart: ChartExcerpt; project: null };

export function codeLines(
  ground: PostedGround,
  drafts: readonly LineDraft[],
  { posted, currency }: { posted: readonly OwnedLine[]; currency: string },
): CodedLines {
  const places = alignSurely(drafts.map(uncoded), posted);
  const lines: CodedLine[] = [];
  for (const [index, draft] of drafts.entries()) {
    const place = places[index] ?? null;
    const held = place === null ? undefined : posted[place];
    const kept = held ? codingKept(ground.chart, draft, held) : null;
    const found = kept ?? codedToday(ground, draft);
    if (!found.ok) return found;
    const { coding } = found;
    const isSame = held !== undefined && held.unitAmount === fromMinor(draft.amount) && kept;
    const taxAmount = isSame
      ? held.taxAmount
      : fromMinor(percentOfMinor(draft.amount, coding.taxRate, stepOf(currency)));
    lines.push({ draft, coding, line: { ...uncoded(draft), ...coding, taxAmount } });
  }
  return { ok: true, lines };
}

function uncoded(draft: LineDraft): OwnedLine {
  return {
    key: draft.key,
    codes: draft.ownCodes,
    lineId: null,
    description: draft.description,
    unitAmount: fromMinor(draft.amount),
    taxType: '',
    taxAmount: '0.00',
    taxRate: null,
    accountCode: '',
    tracking: [],
  };
}

type Found = { ok: true; coding: LineCoding } | { ok: false; problem: CodingProblem };

function codedToday(ground: PostedGround, draft: LineDraft): Found {
  if (ground.project === null) {
    const detail = 'the contract or its project is not to be seen in Procore';
    return { ok: false, problem: { kind: 'unmappedCode', detail } };
  }
  const coded = draft.isMarkup
    ? codeMarkupLine(ground, draft.taxCodeId)
    : codeWorkLine(ground, draft);
  if (coded.ok) return coded;
  return { ok: false, problem: { ...coded.problem, line: draft.description } };
}

/** Null where the line's own codes moved, or its rate is not known any more. */
function codingKept(chart: ChartExcerpt, draft: LineDraft, held: OwnedLine): Found | null {
  if (held.codes !== null && held.codes !== draft.ownCodes) return null;
  const taxRate = held.taxRate ?? rateOf(chart, held.taxType);
  if (taxRate === null && held.unitAmount !== fromMinor(draft.amount)) return null;
  const { accountCode, taxType, tracking } = held;
  return { ok: true, coding: { accountCode, taxType, taxRate: taxRate ?? '0', tracking } };
}

function rateOf(chart: ChartExcerpt, taxType: string): string | null {
  return chart.taxRates.find((rate) => rate.taxType === taxType)?.rate ?? null;
}

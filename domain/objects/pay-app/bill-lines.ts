// The lines of a bill: one per billed SOV line, and one per tax type for the retainage kept back.
import type { CodingGround, CodingProblem, LineCoding } from '../../mapping/coded-line.ts';
import { codeRetentionLine } from '../../mapping/coded-line.ts';
import { fromMinor, percentOfMinor } from '../../money/amount.ts';
import type { OwnedLine } from '../../plan/owned.ts';
import { lineDescription } from '../../plan/line-description.ts';
import type { CodedLine, LineDraft, PostedGround } from '../../plan/posted-coding.ts';
import { codeLines } from '../../plan/posted-coding.ts';
import type { ProcoreCommitment } from '../../records/procore/commitment.ts';
import type { PayAppPart, PayAppParts } from '../../retainage/pay-app-parts.ts';
import type { TaxedLine } from '../../tax/tax-tie.ts';

export type BillLines =
  | { ok: true; lines: OwnedLine[]; cost: TaxedLine[]; retainage: TaxedLine[] }
  | { ok: false; problem: CodingProblem };

export type BillGround = {
  coding: PostedGround;
  commitment: ProcoreCommitment | null;
  /** The lines as posted; none where nothing is. */
  posted: readonly OwnedLine[];
};

const retentionWords = 'Retainage held';

function isRetention(line: OwnedLine): boolean {
  return line.key?.startsWith('retention/') ?? line.description.startsWith(retentionWords);
}

function billedThisPeriod(part: PayAppPart): boolean {
  return part.gross !== 0n || part.held !== 0n || part.released !== 0n;
}

/** The SOV line an item bills decides account and tracking; the item's own tax code its tax. */
function draftOf(part: PayAppPart, commitment: ProcoreCommitment | null): LineDraft {
  const { item } = part;
  const sovLine = commitment?.lines.find((line) => line.id === item.sovLineId);
  const taxCodeId = item.tax?.taxCodeId ?? null;
  return {
    key: `item/${item.id}`,
    description: lineDescription(item.description),
    amount: part.gross,
    costCode: sovLine?.costCode ?? null,
    costType: sovLine?.costType ?? null,
    taxCodeId,
    ownCodes: taxCodeId ?? '',
  };
}

/**
 * Builds the lines. Zero lines are dropped, but a pay app of 0.00 is still posted, with its first line at 0.00.
 * Retainage carries the same tax type as the work it reduces: tax on the held part is deferred until it is released.
 */
export function billLines(ground: BillGround, split: PayAppParts): BillLines {
  const moving = split.parts.filter(billedThisPeriod);
  const shown = moving.length > 0 ? moving : split.parts.slice(0, 1);
  const drafts = shown.map((part) => draftOf(part, ground.commitment));
  const costs = ground.posted.filter((line) => !isRetention(line));
  const coded = codeLines(ground.coding, drafts, costs);
  if (!coded.ok) return coded;
  const parts = coded.lines.map((line, index) => ({ ...line, part: shown[index] }));
  const retention = retentionLines(ground, parts);
  if (!retention.ok) return retention;
  const billed = coded.lines.filter(({ draft }) => draft.amount !== 0n);
  const isEmpty = billed.length + retention.lines.length === 0;
  const cost = isEmpty ? coded.lines.slice(0, 1) : billed;
  return {
    ok: true,
    lines: [...cost.map(({ line }) => line), ...retention.lines],
    cost: cost.map(({ draft, coding }) => ({ amount: draft.amount, rate: coding.taxRate })),
    retainage: retention.taxed,
  };
}

type RetentionLines =
  { ok: true; lines: OwnedLine[]; taxed: TaxedLine[] } | { ok: false; problem: CodingProblem };

function retentionLines(
  ground: BillGround,
  parts: readonly (CodedLine & { part: PayAppPart | undefined })[],
): RetentionLines {
  const byTaxType = new Map<string, { taxRate: string; kept: bigint }>();
  for (const { part, coding } of parts) {
    const sum = byTaxType.get(coding.taxType)?.kept ?? 0n;
    const kept = sum + (part?.held ?? 0n) - (part?.released ?? 0n);
    byTaxType.set(coding.taxType, { taxRate: coding.taxRate, kept });
  }
  const lines: OwnedLine[] = [];
  const taxed: TaxedLine[] = [];
  for (const [taxType, { taxRate, kept }] of byTaxType) {
    if (kept === 0n) continue;
    const made = retentionLine(ground, { taxType, taxRate, kept });
    if (!made.ok) return made;
    lines.push(made.line);
    taxed.push({ amount: -kept, rate: taxRate });
  }
  return { ok: true, lines, taxed };
}

type Held = { taxType: string; taxRate: string; kept: bigint };
type RetentionLine = { ok: true; line: OwnedLine } | { ok: false; problem: CodingProblem };

/** Held is a negative line, so that the bill's total is what is due now. One that is posted keeps its coding and words. */
function retentionLine(ground: BillGround, { taxType, taxRate, kept }: Held): RetentionLine {
  const posted = ground.posted.find((line) => isRetention(line) && line.taxType === taxType);
  const coded = posted ? { ok: true as const, coding: codingOf(posted, taxRate) } : coding();
  if (!coded.ok) return coded;
  const unitAmount = fromMinor(-kept);
  const isSame = posted?.unitAmount === unitAmount;
  const number = ground.commitment?.number ?? '';
  return {
    ok: true,
    line: {
      key: `retention/${taxType}`,
      codes: '',
      lineId: null,
      description: posted?.description ?? `${retentionWords}, contract ${number}`.trim(),
      unitAmount,
      ...coded.coding,
      taxAmount: isSame ? posted.taxAmount : fromMinor(percentOfMinor(-kept, taxRate)),
    },
  };

  function coding() {
    const today: CodingGround | null = ground.coding.project === null ? null : ground.coding;
    if (today) return codeRetentionLine(today, { taxType, taxRate });
    const detail = 'the contract or its project is not to be seen in Procore';
    return { ok: false as const, problem: { kind: 'unmappedCode' as const, detail } };
  }
}

function codingOf({ accountCode, taxType, tracking }: OwnedLine, taxRate: string): LineCoding {
  return { accountCode, taxType, taxRate, tracking };
}

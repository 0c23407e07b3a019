// The lines a claim comes to in Xero: one a billed line of work, and one per tax type for what is held and for what is released.
import type { CodingGround, CodingProblem, LineCoding } from '../mapping/coded-line.ts';
import { codeRetentionLine, noTaxTypeOf } from '../mapping/coded-line.ts';
import { fromMinor, groupedAmount, percentOfMinor, sumMinor } from '../money/amount.ts';
import { stepOf } from '../money/decimals.ts';
import type { OwnedLine } from '../plan/owned.ts';
import { lineDescription } from '../plan/line-description.ts';
import type { CodedLine, LineDraft, PostedGround } from '../plan/posted-coding.ts';
import { codeLines } from '../plan/posted-coding.ts';
import type { ProcoreChangeOrder } from '../records/procore/change-order.ts';
import type { SovLine } from '../records/procore/commitment.ts';
import type { ClaimItem } from '../records/procore/claim-figures.ts';
import type { ClaimPart, ClaimParts } from '../retainage/claim-parts.ts';
import type { TaxOnRetainage } from '../tax/tax-points.ts';
import type { TaxedLine } from '../tax/tax-tie.ts';
import type { ClaimContract } from './claim-observation.ts';

/** Lines with what they come to, in minor units. */
export type Lines = {
  lines: OwnedLine[];
  taxed: TaxedLine[];
  /** What of them carries no tax here and is of taxed work, at that work's rate. */
  untaxed: TaxedLine[];
};

/** What lines move of a claim, in minor units, without tax. */
export type Moved = Pick<ClaimPart, 'gross' | 'held' | 'released'>;

export type ClaimLines =
  | { ok: true; work: Lines; held: Lines; released: Lines; materials: Moved }
  | { ok: false; problem: CodingProblem };

export type LinesGround = {
  coding: PostedGround;
  currency: string;
  contract: ClaimContract | null;
  changeOrders: readonly ProcoreChangeOrder[];
  /** As posted; none where nothing is. */
  posted: { progress: readonly OwnedLine[]; release: readonly OwnedLine[] };
  treatment: TaxOnRetainage;
  /** The cost types that are materials. */
  materials: readonly string[];
  /** Whether the full price is said beside what is held, as a tax invoice must. */
  saysFullPrice: boolean;
};

const heldWords = 'Retainage held';
const releasedWords = 'Retainage released';

export function isRetention(line: OwnedLine): boolean {
  if (line.key !== null) return /^(retention|released)\//.test(line.key);
  return line.description.startsWith(heldWords) || line.description.startsWith(releasedWords);
}

export function movesThisPeriod(part: ClaimPart): boolean {
  return part.gross !== 0n || part.held !== 0n || part.released !== 0n;
}

/** The line of the contract, or of one of its change orders, that an item bills: it decides account and tracking. */
function lineBilled(item: ClaimItem, ground: LinesGround): SovLine | undefined {
  const { sovLineId, changeOrderId, itemType } = item;
  const ofContract = ground.contract?.lines.find(({ id }) => id === sovLineId);
  if (!itemType.endsWith('change_order_item')) return ofContract;
  const changed = ground.changeOrders.filter(
    ({ id }) => changeOrderId === null || id === changeOrderId,
  );
  const lines = changed.flatMap((changeOrder) => changeOrder.lines);
  return lines.find(({ id }) => id === sovLineId) ?? lines[0] ?? ofContract;
}

/** The item's own tax code decides its tax. */
function draftOf(part: ClaimPart, ground: LinesGround): LineDraft {
  const { item } = part;
  const billed = lineBilled(item, ground);
  const taxCodeId = item.tax?.taxCodeId ?? null;
  return {
    key: `item/${item.id}`,
    description: lineDescription(item.description),
    amount: part.gross,
    costCode: item.costCode ?? billed?.costCode ?? null,
    costType: billed?.costType ?? null,
    taxCodeId:
      taxCodeId ?? (ground.contract?.contractKind === 'pc' ? (billed?.taxCodeId ?? null) : null),
    ...(billed?.subJob && { subJob: billed.subJob }),
    ...(item.itemType === 'markup_item' ? { isMarkup: true } : {}),
    ownCodes: taxCodeId ?? '',
  };
}

/**
 * Builds the lines. Zero lines are dropped, but a claim of 0.00 is still posted, with its first line at 0.00.
 * Where tax on what is held is deferred, it carries the tax type of the work it reduces.
 */
export function claimLines(ground: LinesGround, split: ClaimParts): ClaimLines {
  const moving = split.parts.filter(movesThisPeriod);
  const shown = moving.length > 0 ? moving : split.parts.slice(0, 1);
  const drafts = shown.map((part) => draftOf(part, ground));
  const { progress, release } = ground.posted;
  const coded = codeLines(ground.coding, drafts, {
    posted: progress.filter((line) => !isRetention(line)),
    currency: ground.currency,
  });
  const step = stepOf(ground.currency);
  if (!coded.ok) return coded;
  const parts = coded.lines.map((line, index) => ({ ...line, part: shown[index] }));
  const price = ground.saysFullPrice ? split.gross : null;
  const held = retentionLines(ground, parts, { of: 'held', posted: progress, price });
  if (!held.ok) return held;
  const released = retentionLines(ground, parts, { of: 'released', posted: release, price: null });
  if (!released.ok) return released;
  const billed = coded.lines.filter(({ draft }) => draft.amount !== 0n);
  const isEmpty = billed.length + held.lines.length + released.lines.length === 0;
  const work = isEmpty ? coded.lines.slice(0, 1) : billed;
  return {
    ok: true,
    work: {
      lines: work.map(({ line }) => line),
      taxed: work.map(({ draft, coding }) => ({
        ...{ amount: draft.amount, rate: coding.taxRate, step },
      })),
      untaxed: [],
    },
    held,
    released,
    materials: materialsOf(parts, ground.materials),
  };
}

/** By cost type alone: a line without one, and what is stored on site of any other, counts as labour. */
function materialsOf(
  parts: readonly (CodedLine & { part: ClaimPart | undefined })[],
  costTypes: readonly string[],
): Moved {
  const own = parts.flatMap(({ draft, part }) =>
    part && draft.costType && costTypes.includes(draft.costType.code) ? [part] : [],
  );
  const sum = (of: keyof Moved): bigint => sumMinor(own.map((part) => part[of]));
  return { gross: sum('gross'), held: sum('held'), released: sum('released') };
}

type Retention = {
  of: 'held' | 'released';
  posted: readonly OwnedLine[];
  /** In minor units, where it is said. */
  price: bigint | null;
};
type RetentionLines = ({ ok: true } & Lines) | { ok: false; problem: CodingProblem };

/** Held is a negative line, so that the total is what is due now; released is a positive one on its own document. */
function retentionLines(
  ground: LinesGround,
  parts: readonly (CodedLine & { part: ClaimPart | undefined })[],
  retention: Retention,
): RetentionLines {
  const byTaxType: ByTaxType = new Map();
  const untaxed: ByTaxType = new Map();
  for (const { part, coding } of parts) {
    if (!part) continue;
    const moved = retention.of === 'held' ? -part.held : part.released;
    const tax = taxOf(ground, coding, retention);
    if (!tax.ok) return tax;
    addTo(byTaxType, tax, moved);
    if (tax.taxType !== coding.taxType) addTo(untaxed, coding, moved);
  }
  const lines: OwnedLine[] = [];
  const taxed: TaxedLine[] = [];
  const step = stepOf(ground.currency);
  for (const [taxType, { taxRate, amount }] of byTaxType) {
    if (amount === 0n) continue;
    const made = retentionLine(ground, { ...retention, taxType, taxRate, amount });
    if (!made.ok) return made;
    lines.push(made.line);
    taxed.push({ amount, rate: taxRate, step });
  }
  const left = [...untaxed.values()].map(({ taxRate, amount }) => ({
    amount,
    rate: taxRate,
    step,
  }));
  return { ok: true, lines, taxed, untaxed: left };
}

type ByTaxType = Map<string, { taxRate: string; amount: bigint }>;

function addTo(
  sums: ByTaxType,
  { taxType, taxRate }: { taxType: string; taxRate: string },
  moved: bigint,
): void {
  const sum = sums.get(taxType)?.amount ?? 0n;
  sums.set(taxType, { taxRate, amount: sum + moved });
}

type Taxed = { ok: true; taxType: string; taxRate: string } | { ok: false; problem: CodingProblem };

/**
 * What is posted with retention lines keeps the way they were taxed, and a tax type that comes new to it is taxed that
 * way too. Where the lines do not tell which way that was, today's holds.
 */
function taxOf(ground: LinesGround, work: LineCoding, retention: Retention): Taxed {
  const { coding, treatment } = ground;
  const { taxType, taxRate } = work;
  const deferred = { ok: true as const, taxType, taxRate };
  const standing = retention.posted.filter(isRetention);
  if (coding.project === null || standing.some((line) => line.taxType === taxType)) return deferred;
  if (treatment === 'deferred' && standing.length === 0) return deferred;
  const none = noTaxTypeOf(coding);
  const isUntaxed = (line: OwnedLine): boolean => none.ok && line.taxType === none.taxType;
  if (!standing.every(isUntaxed)) return deferred;
  return treatment === 'deferred' && !wasUpFront(ground, standing, retention) ? deferred : none;
}

/** What is held without tax beside work that is all taxed; of what is let go the work is billed elsewhere. */
function wasUpFront(
  { posted }: LinesGround,
  standing: readonly OwnedLine[],
  { of }: Retention,
): boolean {
  const worked = posted.progress.filter((line) => !isRetention(line));
  const isOfWork = (line: OwnedLine): boolean => worked.some((one) => one.taxType === line.taxType);
  return of === 'held' && worked.length > 0 && !standing.some(isOfWork);
}

type Held = Retention & { taxType: string; taxRate: string; amount: bigint };
type RetentionLine = { ok: true; line: OwnedLine } | { ok: false; problem: CodingProblem };

/** One that is posted keeps its coding and words. */
function retentionLine(ground: LinesGround, held: Held): RetentionLine {
  const { taxType, taxRate, amount, of } = held;
  const posted = held.posted.find((line) => isRetention(line) && line.taxType === taxType);
  const coded = posted ? { ok: true as const, coding: codingOf(posted, taxRate) } : coding();
  if (!coded.ok) return coded;
  const unitAmount = fromMinor(amount);
  const isSame = posted?.unitAmount === unitAmount;
  return {
    ok: true,
    line: {
      key: `${of === 'held' ? 'retention' : 'released'}/${taxType}`,
      codes: '',
      lineId: null,
      description: posted ? pricedAnew(posted.description, held) : wordsOf(ground, held),
      unitAmount,
      ...coded.coding,
      taxAmount: isSame
        ? posted.taxAmount
        : fromMinor(percentOfMinor(amount, taxRate, stepOf(ground.currency))),
    },
  };

  function coding() {
    const today: CodingGround | null = ground.coding.project === null ? null : ground.coding;
    if (today) return codeRetentionLine(today, { taxType, taxRate });
    const detail = 'the contract or its project is not to be seen in Procore';
    return { ok: false as const, problem: { kind: 'unmappedCode' as const, detail } };
  }
}

/** "Retainage held, contract SC-003", with the full price where a tax invoice must show it. */
function wordsOf({ contract }: LinesGround, { of, price }: Held): string {
  const words = of === 'held' ? heldWords : releasedWords;
  return `${words}, contract ${contract?.number ?? ''}`.trim() + (fullPrice(price) ?? '');
}

function fullPrice(price: bigint | null): string | null {
  return price === null ? null : `; full price ${groupedAmount(fromMinor(price))}`;
}

/** A posted line keeps its words, but never a full price that is none any more. */
function pricedAnew(words: string, { price }: Held): string {
  const full = fullPrice(price);
  return full === null ? words : words.replace(/; full price -?[\d,]+\.\d\d/, full);
}

function codingOf({ accountCode, taxType, tracking }: OwnedLine, taxRate: string): LineCoding {
  return { accountCode, taxType, taxRate, tracking };
}

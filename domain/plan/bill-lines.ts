// The lines of a bill: one per billed SOV line, and one per tax type for the retainage kept back.
import type { CodingContext, LineCoding } from '../mapping/coded-line.ts';
import { codeCostLine, codeRetentionLine } from '../mapping/coded-line.ts';
import { fromMinor, percentOfMinor } from '../money/amount.ts';
import type {
  ProcoreCommitment,
  ProcoreRequisition,
  RequisitionItem,
  SovLine,
} from '../records/procore-records.ts';
import type { LineBody } from '../records/write-bodies.ts';
import type { PayAppPart, PayAppParts } from '../retainage/pay-app-parts.ts';
import type { TaxedLine } from '../tax/tax-tie.ts';
import type { ExceptionKind } from './exception-kinds.ts';
import { lineDescription } from './naming.ts';

export type BillLines =
  | { ok: true; lines: LineBody[]; cost: TaxedLine[]; retainage: TaxedLine[] }
  | { ok: false; kind: ExceptionKind; detail: string };

type Coded = { part: PayAppPart; coding: LineCoding };

/** The SOV line an item bills; its codes decide account and tracking. */
function sovLineOf(commitment: ProcoreCommitment, item: RequisitionItem): SovLine | undefined {
  return commitment.lines.find((line) => line.id === item.sovLineId);
}

function billedThisPeriod(part: PayAppPart): boolean {
  return part.gross !== 0n || part.held !== 0n || part.released !== 0n;
}

/**
 * Builds the lines. Zero lines are dropped, but a pay app of 0.00 is still posted, with its first
 * line at 0.00. Retainage carries the same tax type as the work it reduces: tax on the held part is
 * deferred until it is released.
 */
export function billLines(
  context: CodingContext,
  requisition: ProcoreRequisition,
  commitment: ProcoreCommitment,
  split: PayAppParts,
): BillLines {
  const moving = split.parts.filter(billedThisPeriod);
  const shown = moving.length > 0 ? moving : split.parts.slice(0, 1);
  const coded: Coded[] = [];
  for (const part of shown) {
    const line = sovLineOf(commitment, part.item);
    const result = codeCostLine(context, {
      costCode: line?.costCode ?? null,
      costType: line?.costType ?? null,
      taxCodeId: part.item.tax?.taxCodeId ?? null,
    });
    if (!result.ok) return { ok: false, ...result.problem };
    coded.push({ part, coding: result.coding });
  }
  const retention = retentionLines(context, coded, commitment);
  if (!retention.ok) return retention;
  const billed = coded.filter(({ part }) => part.gross !== 0n);
  const isEmpty = billed.length + retention.lines.length === 0;
  const cost = isEmpty ? coded.slice(0, 1) : billed;
  return {
    ok: true,
    lines: [...cost.map(costLine), ...retention.lines],
    cost: cost.map(({ part, coding }) => ({ amount: part.gross, rate: coding.taxRate })),
    retainage: retention.taxed,
  };
}

function costLine({ part, coding }: Coded): LineBody {
  const { accountCode, taxType, taxRate, tracking } = coding;
  const description = lineDescription(part.item.description);
  return {
    lineId: null,
    description,
    unitAmount: fromMinor(part.gross),
    accountCode,
    taxType,
    taxAmount: fromMinor(percentOfMinor(part.gross, taxRate)),
    tracking,
  };
}

type RetentionLines =
  | { ok: true; lines: LineBody[]; taxed: TaxedLine[] }
  | { ok: false; kind: ExceptionKind; detail: string };

function retentionLines(
  context: CodingContext,
  coded: readonly Coded[],
  commitment: ProcoreCommitment,
): RetentionLines {
  const byTaxType = new Map<string, { taxRate: string; kept: bigint }>();
  for (const { part, coding } of coded) {
    const sum = byTaxType.get(coding.taxType)?.kept ?? 0n;
    const kept = sum + part.held - part.released;
    byTaxType.set(coding.taxType, { taxRate: coding.taxRate, kept });
  }
  const lines: LineBody[] = [];
  const taxed: TaxedLine[] = [];
  for (const [taxType, { taxRate, kept }] of byTaxType) {
    if (kept === 0n) continue;
    const result = codeRetentionLine(context, { taxType, taxRate });
    if (!result.ok) return { ok: false, ...result.problem };
    const { accountCode, tracking } = result.coding;
    const description = `Retainage held, contract ${commitment.number}`;
    // Held is a negative line, so that the bill's total is what is due now.
    lines.push({
      lineId: null,
      description,
      unitAmount: fromMinor(-kept),
      accountCode,
      taxType,
      taxAmount: fromMinor(percentOfMinor(-kept, taxRate)),
      tracking,
    });
    taxed.push({ amount: -kept, rate: taxRate });
  }
  return { ok: true, lines, taxed };
}

// The lines of an update: what differs as it was shown, everything else exactly as Xero has it.
import type { LineBody } from '../records/write-bodies.ts';
import type { OptionCode } from '../mapping/option-codes.ts';
import { optionNameNow } from '../mapping/option-codes.ts';
import { identifyLines } from './line-identity.ts';
import type { DocumentBase, OwnedDocument, OwnedLine } from './owned.ts';
import type { LineField } from './three-way.ts';
import { linePath } from './three-way.ts';
import type { FieldChange } from './verdict.ts';

/** A line to write, tracking named as Xero names it today. */
export function lineBodyOf(
  line: OwnedLine,
  lineId: string | null,
  codes: readonly OptionCode[],
): LineBody {
  return {
    lineId,
    description: line.description,
    unitAmount: line.unitAmount,
    taxType: line.taxType,
    taxAmount: line.taxAmount,
    accountCode: line.accountCode,
    tracking: line.tracking.map((one) => optionNameNow(codes, one)),
  };
}

/** A line of the body, and what in the source it stands for. */
export type MergedLine = { line: LineBody; key: string | null };

/**
 * A line left out is a line deleted, so every line of the target is there unless its removal was shown; and no field
 * is the source's unless its change was shown.
 */
export function mergedLines(
  states: { base: DocumentBase; projection: OwnedDocument; target: OwnedDocument },
  changes: readonly FieldChange[],
  codes: readonly OptionCode[],
): MergedLine[] {
  const { projection, target } = identifyLines(states.base, states.projection, states.target);
  const shown = new Set(changes.map(({ path }) => path));
  const lines: MergedLine[] = [];
  for (const [id, held] of target) {
    const wanted = projection.get(id);
    if (wanted === undefined && shown.has(linePath(id))) continue;
    const merged = wanted === undefined ? held : mergedLine(id, held, wanted, shown);
    lines.push({ line: lineBodyOf(merged, held.lineId, codes), key: wanted?.key ?? null });
  }
  for (const [id, wanted] of projection) {
    if (target.has(id) || !shown.has(linePath(id))) continue;
    lines.push({ line: lineBodyOf(wanted, null, codes), key: wanted.key });
  }
  return lines;
}

function mergedLine(
  id: string,
  held: OwnedLine,
  wanted: OwnedLine,
  shown: ReadonlySet<string>,
): OwnedLine {
  const of = (field: LineField): OwnedLine => (shown.has(linePath(id, field)) ? wanted : held);
  // The tax follows amount and tax type, and is not shown where one of them moved.
  const movesTax = (['amount', 'taxType', 'tax'] as const).some((field) =>
    shown.has(linePath(id, field)),
  );
  return {
    ...held,
    description: of('description').description,
    unitAmount: of('amount').unitAmount,
    taxType: of('taxType').taxType,
    taxAmount: movesTax ? wanted.taxAmount : held.taxAmount,
    accountCode: of('account').accountCode,
    tracking: of('tracking').tracking,
  };
}

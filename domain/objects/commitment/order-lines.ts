// The lines of a purchase order: one a line of the contract and of its approved change orders, adding up to its revised sum.
import { wordsOfProblem } from '../../mapping/coded-line.ts';
import type { ChartExcerpt } from '../../mapping/chart-excerpt.ts';
import { fromMinor, groupedAmount, sameAmount, sumMinor, toMinor } from '../../money/amount.ts';
import { isWholeIn, smallestIn } from '../../money/decimals.ts';
import type { OwnedLine } from '../../plan/owned.ts';
import { codeLines } from '../../plan/posted-coding.ts';
import type { LineDraft, PostedGround } from '../../plan/posted-coding.ts';
import type { QuestionKind } from '../../plan/question-kinds.ts';
import { lineDescription } from '../../plan/line-description.ts';
import type { ProcoreChangeOrder } from '../../records/procore/change-order.ts';
import type { ProcoreCommitment, SovLine } from '../../records/procore/commitment.ts';
import type { CommitmentObservation } from './observation.ts';

export type OrderLines =
  { ok: true; lines: OwnedLine[] } | { ok: false; kind: QuestionKind; detail: string };

function groundOf(observation: CommitmentObservation): PostedGround {
  const { mapping, project, taxCodes, chart } = observation;
  const side = 'payable' as const;
  const seen: { chart: ChartExcerpt } = { chart };
  return project ? { side, mapping, project, taxCodes, ...seen } : { ...seen, project: null };
}

/** What a line of the order stands for: `sov/<line>`, or `co/<change order>/<line>`. */
function keyOfLine(line: Ordered): string {
  return line.changeOrder === null
    ? `sov/${line.sovLine.id}`
    : `co/${line.changeOrder.id}/${line.sovLine.id}`;
}

/** A line of the contract, or of one of its change orders. */
type Ordered = { sovLine: SovLine; changeOrder: ProcoreChangeOrder | null };

function draftOf(line: Ordered): LineDraft {
  const { sovLine, changeOrder } = line;
  const { costCode, costType, taxCodeId, description, amount } = sovLine;
  const words = changeOrder === null ? description : `CO ${changeOrder.number}: ${description}`;
  return {
    key: keyOfLine(line),
    description: lineDescription(words),
    amount: toMinor(amount),
    costCode,
    costType,
    taxCodeId,
    ...(sovLine.subJob && { subJob: sovLine.subJob }),
    ownCodes: [costCode?.code, costType?.code, taxCodeId].map((code) => code ?? '').join('|'),
  };
}

const inOrder = (a: { position: number }, b: { position: number }): number =>
  a.position - b.position;

/** A company with an ERP gets a line of 0.00 in the contract for each line of a change order: that one is billed through the change order. */
function isTwin({ amount, description, costCode }: SovLine, changed: readonly SovLine[]): boolean {
  if (!sameAmount(amount, '0.00')) return false;
  return changed.some(
    (line) => line.description === description && line.costCode?.code === costCode?.code,
  );
}

function orderedLines(
  commitment: ProcoreCommitment,
  changeOrders: readonly ProcoreChangeOrder[],
): Ordered[] {
  const changed = changeOrders.flatMap(({ lines }) => lines);
  const own = commitment.lines.filter((line) => !isTwin(line, changed)).sort(inOrder);
  return [
    ...own.map((sovLine) => ({ sovLine, changeOrder: null })),
    ...changeOrders.flatMap((changeOrder) =>
      [...changeOrder.lines].sort(inOrder).map((sovLine) => ({ sovLine, changeOrder })),
    ),
  ];
}

export function orderLines(
  observation: CommitmentObservation,
  commitment: ProcoreCommitment,
): OrderLines {
  const refuse = (kind: QuestionKind, detail: string): OrderLines => ({ ok: false, kind, detail });
  const ordered = orderedLines(commitment, observation.changeOrders);
  const currency = commitment.currency ?? observation.organisation.baseCurrency;
  const odd = ordered.find(({ sovLine }) => !isWholeIn(currency, sovLine.amount));
  if (odd) {
    const { amount } = odd.sovLine;
    return refuse('partsNotWhole', `a line of ${amount} has parts of ${smallestIn(currency)}`);
  }
  if (ordered.length === 0) return refuse('partsNotWhole', 'the contract has no lines');
  const posted = observation.base?.projection.lines ?? [];
  const coded = codeLines(groundOf(observation), ordered.map(draftOf), { posted, currency });
  if (!coded.ok) return refuse(coded.problem.kind, wordsOfProblem(coded.problem));
  const lines = coded.lines.map(({ line }) => line);
  const total = sumMinor(coded.lines.map(({ draft }) => draft.amount));
  if (!sameAmount(fromMinor(total), commitment.revisedSum)) {
    const [said, summed] = [commitment.revisedSum, fromMinor(total)].map(groupedAmount);
    return refuse('partsNotWhole', `the lines add up to ${summed}, the contract says ${said}`);
  }
  // Source: as of bills and credit notes, from Xero's refusals; that an order's is the same is unconfirmed.
  if (total < 0n) {
    const detail = `with its change orders the contract comes to ${groupedAmount(fromMinor(total))}, and Xero takes no order below zero`;
    return refuse('notWritable', detail);
  }
  return { ok: true, lines };
}

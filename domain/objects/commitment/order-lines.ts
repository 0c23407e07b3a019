// The lines of a purchase order: one a line of the contract, adding up to its revised sum.
import { wordsOfProblem } from '../../mapping/coded-line.ts';
import type { ChartExcerpt } from '../../mapping/chart-excerpt.ts';
import {
  fromMinor,
  groupedAmount,
  isWholeMinor,
  sameAmount,
  sumMinor,
  toMinor,
} from '../../money/amount.ts';
import type { OwnedLine } from '../../plan/owned.ts';
import { codeLines } from '../../plan/posted-coding.ts';
import type { LineDraft, PostedGround } from '../../plan/posted-coding.ts';
import type { QuestionKind } from '../../plan/question-kinds.ts';
import { lineDescription } from '../../plan/line-description.ts';
import type { ProcoreCommitment } from '../../records/procore/commitment.ts';
import type { CommitmentObservation } from './observation.ts';

export type OrderLines =
  { ok: true; lines: OwnedLine[] } | { ok: false; kind: QuestionKind; detail: string };

function groundOf(observation: CommitmentObservation): PostedGround {
  const { mapping, project, taxCodes, chart } = observation;
  const seen: { chart: ChartExcerpt } = { chart };
  return project ? { mapping, project, taxCodes, ...seen } : { ...seen, project: null };
}

function draftOf(line: ProcoreCommitment['lines'][number]): LineDraft {
  const { costCode, costType, taxCodeId } = line;
  return {
    key: `sov/${line.id}`,
    description: lineDescription(line.description),
    amount: toMinor(line.amount),
    costCode,
    costType,
    taxCodeId,
    ownCodes: [costCode?.code, costType?.code, taxCodeId].map((code) => code ?? '').join('|'),
  };
}

export function orderLines(
  observation: CommitmentObservation,
  commitment: ProcoreCommitment,
): OrderLines {
  const refuse = (kind: QuestionKind, detail: string): OrderLines => ({ ok: false, kind, detail });
  const inOrder = [...commitment.lines].sort((a, b) => a.position - b.position);
  if (inOrder.some(({ amount }) => !isWholeMinor(amount))) {
    return refuse('partsNotWhole', 'a line has parts of a cent');
  }
  if (inOrder.length === 0) return refuse('partsNotWhole', 'the contract has no lines');
  const posted = observation.base?.projection.lines ?? [];
  const coded = codeLines(groundOf(observation), inOrder.map(draftOf), posted);
  if (!coded.ok) return refuse(coded.problem.kind, wordsOfProblem(coded.problem));
  const lines = coded.lines.map(({ line }) => line);
  const total = sumMinor(coded.lines.map(({ draft }) => draft.amount));
  if (!sameAmount(fromMinor(total), commitment.revisedSum)) {
    const [said, summed] = [commitment.revisedSum, fromMinor(total)].map(groupedAmount);
    return refuse('partsNotWhole', `the lines add up to ${summed}, the contract says ${said}`);
  }
  return { ok: true, lines };
}

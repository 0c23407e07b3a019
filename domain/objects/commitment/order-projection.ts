// What a contract says its order should be.
import { whyNotInCurrency } from '../../currency/foreign.ts';
import type { OwnedDocument } from '../../plan/owned.ts';
import type { Verdict } from '../../plan/verdict.ts';
import { blocked } from '../../plan/verdicts.ts';
import type { ProcoreCommitment } from '../../records/procore/commitment.ts';
import type { CommitmentObservation } from './observation.ts';
import { orderLines } from './order-lines.ts';

/** What an order cannot be made from yet; null where it can. */
export function notHandledYet(
  observation: CommitmentObservation,
  commitment: ProcoreCommitment,
): Verdict | null {
  const { revisedSum } = commitment;
  const { baseCurrency } = observation.organisation;
  const currency = commitment.currency ?? baseCurrency;
  const { currencies } = observation;
  const figures = { revisedSum };
  return whyNotInCurrency('order', {
    ...{ currency, baseCurrency, currencies, figures, word: 'the contract' },
  });
}

/** The projection, its number and contact kept where the order is posted. */
export function projectionOf(
  observation: CommitmentObservation,
  commitment: ProcoreCommitment,
  said: { contactId: string; number: string },
): { ok: true; projection: OwnedDocument } | { ok: false; verdict: Verdict } {
  const made = orderLines(observation, commitment);
  if (!made.ok) {
    const figures = { revisedSum: commitment.revisedSum, detail: made.detail };
    return { ok: false, verdict: blocked('order', made.kind, made.detail, figures) };
  }
  const { base, organisation } = observation;
  return {
    ok: true,
    projection: {
      ...said,
      // A contract without a date is dated the day it was approved, where the organisation is, and keeps that day.
      date:
        commitment.date ??
        base?.projection.date ??
        observation.changedOn ??
        commitment.updatedAt.slice(0, 10),
      currency: commitment.currency ?? organisation.baseCurrency,
      lines: made.lines,
    },
  };
}

// What a pay app claims, as the lines of a bill: proved against Procore's own figures before anything is said about it.
import { fromMinor, groupedAmount, sameAmount, sumMinor, toMinor } from '../../money/amount.ts';
import { wordsOfProblem } from '../../mapping/coded-line.ts';
import type { DocumentBase, OwnedLine } from '../../plan/owned.ts';
import type { QuestionKind } from '../../plan/question-kinds.ts';
import type { Finding } from '../../plan/verdict.ts';
import { finding } from '../../plan/verdicts.ts';
import type { ProcoreRequisition } from '../../records/procore/requisition.ts';
import { payAppParts } from '../../retainage/pay-app-parts.ts';
import type { PayAppParts, PartsProblem } from '../../retainage/pay-app-parts.ts';
import { tieTax, xeroTaxOf } from '../../tax/tax-tie.ts';
import { billLines } from './bill-lines.ts';
import type { PayAppObservation } from './observation.ts';

export type ProvedClaim = {
  lines: OwnedLine[];
  net: bigint;
  total: bigint;
  gross: bigint;
  grossTotal: bigint;
};
export type ClaimResult = { ok: true; claim: ProvedClaim } | { ok: false; stop: Finding };
/** Ends with the thing that stands in the way. */
type Stop = (kind: QuestionKind, detail: string, figures?: Finding['figures']) => ClaimResult;

const checkWords: Record<PartsProblem['check'], string> = {
  gross: 'completed and stored',
  retainage: 'retainage',
  paymentDue: 'payment due',
  partsOfACent: 'an amount',
};

/** Change orders among a pay app's own lines; those of its contract concern only what is not posted yet. */
function hasChangeOrder(
  { commitment }: PayAppObservation,
  requisition: ProcoreRequisition,
  isPosted: boolean,
): boolean {
  if (requisition.items.some((item) => item.itemType.endsWith('change_order_item'))) return true;
  if (isPosted) return false;
  return (
    !sameAmount(requisition.summary.netChangeByChangeOrders, '0.00') ||
    (commitment !== null && !sameAmount(commitment.approvedChangeOrders, '0.00'))
  );
}

/** The proved parts as coded lines, or the first thing that stands in the way. */
export function claimOf(
  observation: PayAppObservation,
  requisition: ProcoreRequisition,
  base: DocumentBase | null,
): ClaimResult {
  const due = requisition.summary.currentPaymentDue;
  const stop: Stop = (kind, detail, figures = {}) => ({
    ok: false,
    stop: finding(kind, detail, { due, ...figures }),
  });
  if (hasChangeOrder(observation, requisition, base !== null)) {
    return stop('notYetHandled', 'it has change orders');
  }
  if (requisition.number > 1 && !observation.previous) {
    return withoutPrevious(requisition, stop);
  }
  const split = payAppParts(requisition, observation.previous);
  if (!split.ok) {
    const { check, parts, header } = split.problem;
    const [lines, summary] = [groupedAmount(parts), groupedAmount(header)];
    const detail = `${checkWords[check]}: the lines say ${lines}, the summary says ${summary}`;
    return stop('partsNotWhole', detail, { check, parts, header });
  }
  if (split.value.released !== 0n) return stop('notYetHandled', 'it releases retainage');
  if (split.value.net < 0n) return stop('notYetHandled', 'it nets below zero');
  return codedClaim(observation, requisition, { base, split: split.value, stop });
}

/** A pay app is measured against the one before it: without that one nobody can say what is new in it. */
function withoutPrevious({ number, previousId }: ProcoreRequisition, stop: Stop): ClaimResult {
  if (previousId === null) {
    const detail = `it is numbered ${number} and Procore names no pay app before it`;
    return stop('incomplete', detail, { number: String(number) });
  }
  const detail =
    "Procore does not show the contract's previous pay app, which this one is measured against";
  return stop('accessLost', detail, { previous: previousId });
}

function codedClaim(
  observation: PayAppObservation,
  { summary }: ProcoreRequisition,
  {
    base,
    split,
    stop,
  }: {
    base: DocumentBase | null;
    split: PayAppParts;
    stop: Stop;
  },
): ClaimResult {
  const { mapping, project, taxCodes, chart, commitment } = observation;
  const coding = project ? { mapping, project, taxCodes, chart } : { chart, project: null };
  const posted = base?.projection.lines ?? [];
  const made = billLines({ coding, commitment, posted }, split);
  if (!made.ok) {
    const { problem } = made;
    return stop(problem.kind, wordsOfProblem(problem), { code: problem.detail });
  }
  if (made.lines.length === 0) return stop('partsNotWhole', 'it has no lines');
  const net = sumMinor(made.lines.map((line) => toMinor(line.unitAmount)));
  // Checked again on what will be sent: Σ lines of the bill = current_payment_due.
  if (!sameAmount(fromMinor(net), summary.currentPaymentDue)) {
    const [lines, said] = [fromMinor(net), summary.currentPaymentDue].map(groupedAmount);
    return stop('partsNotWhole', `the bill's lines say ${lines}, Procore says ${said}`);
  }
  const tax = summary.taxApplicableToThisPayment;
  if (tax !== null) {
    const tie = tieTax(made.cost, made.retainage, tax);
    if (tie.cause === 'unexplained') {
      const { difference } = tie;
      const detail = `tax differs by ${groupedAmount(difference)} from Procore's ${groupedAmount(tax)}`;
      return stop('partsNotWhole', detail, { tax, difference });
    }
  }
  const total = net + xeroTaxOf([...made.cost, ...made.retainage]);
  if (total < 0n) {
    const detail = `with tax it comes to ${groupedAmount(fromMinor(total))}, and a bill cannot be below zero`;
    return stop('notYetHandled', detail, { total: fromMinor(total) });
  }
  const { lines } = made;
  const grossTotal = split.gross + xeroTaxOf(made.cost);
  return { ok: true, claim: { lines, net, total, gross: split.gross, grossTotal } };
}

// The plan of a document's direct costs: one verdict a project that bears any of it, each judged by itself.
import { conversionFor } from '../../currency/project-conversion.ts';
import { fromMinor, groupedAmount, sumAmounts, sumMinor, toMinor } from '../../money/amount.ts';
import type { ProcoreDirectCost } from '../../records/procore/direct-cost.ts';
import type { ObjectPlan, Verdict } from '../../plan/verdict.ts';
import { adoption, blocked, finding, proposal, unchanged, waitsFor } from '../../plan/verdicts.ts';
import { saidOfRecord } from '../../plan/direct-cost-base.ts';
import { changesOf, costCreation, costDeletion } from './cost-writes.ts';
import { linkedVerdict } from './linked-cost.ts';
import type { DirectCostObservation, Share } from './observation.ts';
import type { WantedCost } from './wanted-cost.ts';
import { roleOf, wantedCost } from './wanted-cost.ts';

export function planDirectCost(observation: DirectCostObservation): ObjectPlan {
  const { shares, document, baseCurrency } = observation;
  const isLinked = shares.some(({ link }) => link !== null);
  const isOver = document !== null && !document.isPosted;
  const bearing = shares.flatMap(({ lines }) => lines);
  const amount = sumMinor(bearing.map((line) => toMinor(line.amount)));
  return {
    verdicts: [
      unchanged('document'),
      ...shares.flatMap((share) => [
        verdictOf(observation, share),
        ...doublesOf(share).map((double) => doubleVerdict(observation, share, double)),
      ]),
    ],
    standing: {
      state: isLinked ? 'posted' : isOver ? 'voided' : 'notPosted',
      final: isOver && !isLinked,
      amount: bearing.length === 0 ? null : fromMinor(amount),
      currency: bearing.length === 0 ? null : baseCurrency,
    },
  };
}

/** What bears our marker beside the one that counts. */
function doublesOf({ link, marked }: Share): readonly ProcoreDirectCost[] {
  return link === null ? marked.slice(1) : marked;
}

function verdictOf(observation: DirectCostObservation, share: Share): Verdict {
  const { link } = share;
  const wanted = wantedCost(observation, share, link?.base ?? null);
  const role = roleOf(share);
  // While some of its time may be a timecard's, how much it cost is not known.
  if (observation.claimedBy !== null) return waitsFor(role, observation.claimedBy);
  if (link) return linkedVerdict({ observation, share, link, wanted });
  if (wanted.is === 'nothing' || !isOn(observation, share)) return unchanged(role);
  const [own] = share.marked;
  if (own) return adoption(role, { targetId: own.id, targetVersion: own.updatedAt });
  // What it took its costs from before still stands there: with this it would be counted twice.
  if (share.supersedes !== null) return waitsFor(role, share.supersedes);
  if (observation.linking !== null) return waitsFor(role, observation.linking);
  // Nothing is written before the budget's codes and the list that people write too were read.
  if (share.budgetIsDue || share.listIsDue) return unchanged(role);
  const [alike] = share.alike;
  if (alike) return offered(observation, share, alike, wanted);
  const held = heldUp(observation, share);
  if (held) return held;
  if (wanted.is === 'uncoded') {
    const [first = ''] = wanted.problems;
    const more = wanted.problems.length > 1 ? `, and ${wanted.problems.length - 1} more` : '';
    const figures = { project: share.projectId, problems: wanted.problems.join('; ') };
    return blocked(role, 'directCostUncoded', `${nameIn(observation)}: ${first}${more}`, figures);
  }
  return creation(observation, share, wanted.cost);
}

function nameIn({ document }: DirectCostObservation): string {
  return document?.name ?? 'the document';
}

/** A project bears what is dated from the day on that it was turned on. */
function isOn({ document }: DirectCostObservation, { postFrom }: Share): boolean {
  return document !== null && postFrom !== null && document.date >= postFrom;
}

function creation(observation: DirectCostObservation, share: Share, cost: WantedCost): Verdict {
  return proposal(roleOf(share), {
    outcome: 'create',
    changes: changesOf({ base: null, procore: null, xero: cost.said }),
    write: costCreation({ observation, share }, cost),
  });
}

/** What Procore would refuse, or would take and count wrongly: each with what a person can do about it. */
function heldUp(observation: DirectCostObservation, share: Share): Verdict | null {
  const { baseCurrency, document, sameNumber, mapping } = observation;
  const held = (detail: string, figures: Record<string, string | null>): Verdict =>
    blocked(roleOf(share), 'directCostHeldUp', detail, { project: share.projectId, ...figures });
  const place = share.project?.number ?? share.projectId;
  const currency = share.budget?.currency ?? null;
  const number = share.project?.number ?? null;
  const fixed = conversionFor(mapping.currencies.projects, { number, currency });
  if (currency !== null && currency !== baseCurrency && fixed === null) {
    const detail = `project ${place} is in ${currency} and the ledger in ${baseCurrency}; fix a rate for it under currencies.projects in tieout.config.ts, or enter ${nameIn(observation)} in Procore by hand in ${currency}`;
    return held(detail, { currency, ledger: baseCurrency });
  }
  if (mapping.actuals.originId && share.ownedBy !== null) {
    const detail = `direct costs of project ${place} bear the origin_id "${share.ownedBy}" of another integration, and only one may own them; set actuals.originId to false, or disconnect the other`;
    return held(detail, { originId: share.ownedBy });
  }
  const [taken] = document?.kind === 'xeroBill' ? sameNumber : [];
  if (taken) {
    const where = taken.projectId === share.projectId ? 'this project' : 'another project';
    const detail = `Procore has number ${document?.number ?? ''} of this vendor already, on direct cost ${taken.id} of ${where}, and takes it once; correct the number in Xero or there`;
    return held(detail, { number: document?.number ?? null, directCost: taken.id });
  }
  return null;
}

/** A person's own that may be the same: taken for it once somebody says so, and never doubled. */
function offered(
  observation: DirectCostObservation,
  share: Share,
  typed: ProcoreDirectCost,
  wanted: ReturnType<typeof wantedCost>,
): Verdict {
  const theirs = saidOfRecord(typed);
  const sum = sumAmounts(typed.lines.map(({ amount }) => amount));
  const number = typed.invoiceNumber === null ? '' : ` ${typed.invoiceNumber}`;
  const detail = `${nameIn(observation)} may be the direct cost${number} of ${groupedAmount(sum)} of ${typed.date ?? 'no date'} that was typed there; approve to take it for this one`;
  const said = wanted.is === 'cost' ? wanted.cost.said : null;
  return adoption(roleOf(share), {
    targetId: typed.id,
    targetVersion: typed.updatedAt,
    changes: changesOf({ base: null, procore: theirs, xero: said }).map((change) => ({
      ...change,
      proposed: change.procore,
    })),
    findings: [
      finding('directCostTyped', detail, { directCost: typed.id, typed: sum, date: typed.date }),
    ],
  });
}

function doubleVerdict(
  observation: DirectCostObservation,
  share: Share,
  double: ProcoreDirectCost,
): Verdict {
  const sum = sumAmounts(double.lines.map(({ amount }) => amount));
  const detail = `the direct cost of ${groupedAmount(sum)} of ${double.date ?? 'no date'} stands twice in Procore`;
  return proposal(`doubleDirectCost/${double.id}`, {
    outcome: 'delete',
    changes: [{ path: 'amount', base: null, procore: sum, xero: null, proposed: null }],
    findings: [finding('doubleTarget', detail, { directCost: double.id, amount: sum })],
    write: costDeletion(
      { observation, share },
      { directCostId: double.id, version: double.updatedAt },
    ),
  });
}

// What becomes of a direct cost that stands in Procore: kept as Xero has it, asked about where a person changed it, taken away with its cause.
import { contentHash } from '../../identity/canonical-json.ts';
import { groupedAmount, sumAmounts } from '../../money/amount.ts';
import type { Verdict } from '../../plan/verdict.ts';
import { blocked, finding, proposal, unchanged } from '../../plan/verdicts.ts';
import { saidOfRecord } from '../../plan/direct-cost-base.ts';
import type { DirectCostSaid } from '../../plan/direct-cost-base.ts';
import { changesOf, costChange, costCreation, costDeletion } from './cost-writes.ts';
import type { DirectCostObservation, Share } from './observation.ts';
import type { Wanted, WantedCost } from './wanted-cost.ts';
import { roleOf } from './wanted-cost.ts';

type Standing = {
  observation: DirectCostObservation;
  share: Share;
  link: NonNullable<Share['link']>;
};

export function linkedVerdict({ wanted, ...standing }: Standing & { wanted: Wanted }): Verdict {
  const { observation, share, link } = standing;
  const role = roleOf(share);
  const { document } = observation;
  // A missing answer is no fact: while Xero does not show the document, what stands for it stays.
  if (!document || document.isUnvalued) return unchanged(role);
  if (wanted.is === 'nothing') return removed(standing);
  if (wanted.is === 'uncoded') {
    const problems = wanted.problems.join('; ');
    return blocked(role, 'directCostUncoded', `${document.name}: ${problems}`, {
      ...{ project: share.projectId, problems },
    });
  }
  if (link.isGone) return goneByHand(standing, wanted.cost);
  if (!link.record) return unchanged(role);
  const theirs = saidOfRecord(link.record);
  if (!isSame(theirs, link.base.target)) return changedByHand(standing, wanted.cost, theirs);
  if (isSame(wanted.cost.said, link.base.projection)) return unchanged(role);
  return proposal(role, {
    outcome: 'update',
    changes: changesOf({ base: link.base.projection, procore: theirs, xero: wanted.cost.said }),
    write: costChange(standing, link.record, wanted.cost),
  });
}

function isSame(a: DirectCostSaid, b: DirectCostSaid): boolean {
  return contentHash(a) === contentHash(b);
}

function sumOf({ lines }: DirectCostSaid): string {
  return groupedAmount(sumAmounts(lines.map(({ amount }) => amount)));
}

/** A direct cost of ours that a person changed or deleted in Procore is a question, never put back unasked. */
function changedByHand(
  { observation, share, link }: Standing,
  cost: WantedCost,
  theirs: DirectCostSaid,
): Verdict {
  if (!link.record) return unchanged(roleOf(share));
  const was = `${sumOf(link.base.target)} of ${link.base.target.date ?? 'no date'}`;
  const is = `${sumOf(theirs)} of ${theirs.date ?? 'no date'}`;
  const moved =
    was === is ? `it says other words or codes than before` : `it says ${is} and was ${was}`;
  return proposal(roleOf(share), {
    outcome: 'conflict',
    changes: changesOf({ base: link.base.target, procore: theirs, xero: cost.said }),
    findings: [finding('directCostChanged', moved, { directCost: link.directCostId })],
    write: costChange({ observation, share }, link.record, cost),
  });
}

function goneByHand({ observation, share, link }: Standing, cost: WantedCost): Verdict {
  const detail = `the direct cost of ${sumOf(link.base.target)} of ${link.base.target.date ?? 'no date'} is gone from Procore`;
  return proposal(roleOf(share), {
    outcome: 'conflict',
    changes: changesOf({ base: link.base.target, procore: null, xero: cost.said }),
    findings: [finding('directCostChanged', detail, { directCost: link.directCostId })],
    write: costCreation({ observation, share }, cost),
  });
}

function removed({ observation, share, link }: Standing): Verdict {
  const role = roleOf(share);
  const { directCostId, base, record } = link;
  // Gone on both sides: nothing is left to be sent, only the link ends.
  if (link.isGone) {
    return proposal(role, { outcome: 'delete', write: null, changes: [], targetId: directCostId });
  }
  const sum = sumAmounts(base.target.lines.map(({ amount }) => amount));
  const detail = `${whyGone(observation)}, and Procore still has ${groupedAmount(sum)} for it`;
  return proposal(role, {
    outcome: 'delete',
    changes: [{ path: 'amount', base: sum, procore: sum, xero: null, proposed: null }],
    findings: [finding('directCostRemoved', detail, { directCost: directCostId, amount: sum })],
    write: costDeletion(
      { observation, share },
      { directCostId, version: record?.updatedAt ?? null },
    ),
  });
}

function whyGone({ document }: DirectCostObservation): string {
  const name = document?.name ?? 'the document';
  if (document?.isOnCommitment) return `${name} is billed through a pay app now`;
  if (document && !document.isPosted) return `${name} is not in Xero’s books any more`;
  return `nothing of ${name} is a cost of this project any more`;
}

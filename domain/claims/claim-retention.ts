// What a claim says of retainage once it is certified: by tax type as it is posted, and so that the sum is what Procore says is outstanding.
import { taxTypeFor } from '../mapping/mapping.ts';
import { NotAnAmountError, fromMinor, sameAmount, sumMinor, toMinor } from '../money/amount.ts';
import type { OwnedLine } from '../plan/owned.ts';
import type { ClaimPart } from '../retainage/claim-parts.ts';
import { claimParts, leafItems } from '../retainage/claim-parts.ts';
import type { Entry, Statement } from '../retainage/ledger/entry.ts';
import { nameOfClaim } from './claim-object.ts';
import type { OwnClaimObservation, ProcoreClaim } from './claim-observation.ts';
import { isToBePosted } from './ended-in-procore.ts';
import { currencyOf } from './in-the-way.ts';
import { taxOfRetainage } from './retainage-tax.ts';
import type { ProvedClaim } from './proved-claim.ts';
import { provedClaim } from './proved-claim.ts';
import { contractOf, sideOf } from './sides.ts';

/** What a claim moves under a tax type, in minor units: its work, what it carries in, holds and lets go. */
export type Moved = {
  taxType: string | null;
  gross: bigint;
  opening: bigint;
  held: bigint;
  released: bigint;
};

/**
 * Null where nothing can be said, which leaves what was said before: a claim that is not to be seen has not let go of
 * anything. One that is certified no more says that it holds nothing. Without a billing date it has no day to be
 * counted on, so it is named beside the ledger and stands in none.
 */
export function retentionOfClaim(observation: OwnClaimObservation): Statement | null {
  const { claim, sourceUnseen } = observation;
  if (!claim || sourceUnseen) return null;
  const statement = { basis: 'procore', documentKind: claim.kind, documentId: claim.id } as const;
  const date = claim.billingDate;
  if (!isToBePosted(observation, claim) || date === null) return { ...statement, entries: [] };
  const { contractKind, contractId } = contractOf(claim);
  const common = {
    side: sideOf(observation).books,
    contractId: `${contractKind}-${contractId}`,
    account: null,
    date,
    currency: currencyOf(observation, claim),
    name: nameOfClaim(observation),
  };
  const moves = movesOfClaim(observation, claim);
  if (moves === null) return null;
  const entries = moves.flatMap(({ taxType, ...moved }) =>
    (['opening', 'held', 'released'] as const).flatMap((kind): Entry[] =>
      moved[kind] === 0n ? [] : [{ ...common, kind, taxType, amount: fromMinor(moved[kind]) }],
    ),
  );
  return { ...statement, entries };
}

/** Null where nobody can tell what is new in it; none where its amounts have parts of a cent. */
export function movesOfClaim(
  observation: OwnClaimObservation,
  claim: ProcoreClaim,
): Moved[] | null {
  const { base, creditNote, sibling } = observation;
  const proved = provedClaim(observation, claim, {
    progress: [...linesOf(base), ...linesOf(creditNote.base)],
    release: linesOf(sibling?.base ?? null),
  });
  return proved.ok ? movesProved(proved.claim) : withoutCoding(observation, claim);
}

function movesProved({ progress, retention }: ProvedClaim): Moved[] {
  const work = (progress?.lines ?? []).filter(({ key }) => key?.startsWith('item/'));
  const types = [...retention, ...work].map(({ taxType }) => taxType);
  return [...new Set(types)].map((taxType) => {
    const own = retention.find((one) => one.taxType === taxType);
    const lines = work.filter((line) => line.taxType === taxType);
    const gross = sumMinor(lines.map(({ unitAmount }) => toMinor(unitAmount)));
    return { taxType, gross, opening: 0n, held: own?.held ?? 0n, released: own?.released ?? 0n };
  });
}

function linesOf(base: { projection: { lines: readonly OwnedLine[] } } | null) {
  return base?.projection.lines ?? [];
}

/**
 * What a claim that cannot be posted as it stands moves all the same, since Procore says it is outstanding. Where
 * Procore names a claim before it and does not show it, nobody can tell what is new in this one.
 */
function withoutCoding(observation: OwnClaimObservation, claim: ProcoreClaim): Moved[] | null {
  const { previous } = observation;
  if (!previous && claim.kind === 'procoreRequisition' && claim.previousId !== null) return null;
  const isCarriedIn = !previous && !sameAmount(claim.summary.lessPreviousCertificates, '0.00');
  const split = isCarriedIn ? null : claimParts(claim, previous, currencyOf(observation, claim));
  return split?.ok
    ? byTaxCode(observation, claim, split.value.parts)
    : byHeader(claim, { previous, isCarriedIn });
}

/** Its lines are proved and an account, option or rate is missing: their tax codes say the tax type where it is mapped. */
function byTaxCode(
  observation: OwnClaimObservation,
  claim: ProcoreClaim,
  parts: readonly ClaimPart[],
): Moved[] {
  const { mapping, taxCodes } = observation;
  const { books } = sideOf(observation);
  const { treatment } = taxOfRetainage(observation, claim);
  const taxTypeOf = ({ item }: ClaimPart): string | null => {
    const ids = treatment === 'deferred' ? (item.tax?.taxCodeId.split('+') ?? []) : [];
    const codes = ids.flatMap((id) => taxCodes.find((one) => one.id === id)?.code ?? []);
    return codes.length === ids.length ? taxTypeFor(mapping, books, codes) : null;
  };
  return [...new Set(parts.map(taxTypeOf))].map((taxType) => {
    const own = parts.filter((part) => taxTypeOf(part) === taxType);
    const sum = (of: 'gross' | 'held' | 'released'): bigint =>
      sumMinor(own.map((part) => part[of]));
    return {
      ...{ taxType, gross: sum('gross'), opening: 0n, held: sum('held') },
      released: sum('released'),
    };
  });
}

/** Its lines prove nothing: by its header, with no tax type. What a contract's first claim carries in is an opening. */
function byHeader(
  claim: ProcoreClaim,
  { previous, isCarriedIn }: { previous: ProcoreClaim | null; isCarriedIn: boolean },
): Moved[] {
  try {
    const released = releasedBy(claim);
    const now = toMinor(claim.summary.totalRetainage);
    const held = now - toMinor(previous?.summary.totalRetainage ?? '0.00') + released;
    const into = isCarriedIn ? { opening: held, held: 0n } : { opening: 0n, held };
    const gross =
      toMinor(claim.summary.totalCompletedAndStoredToDate) -
      toMinor(previous?.summary.totalCompletedAndStoredToDate ?? '0.00');
    return [{ taxType: null, gross, ...into, released }];
  } catch (error) {
    if (error instanceof NotAnAmountError) return [];
    throw error;
  }
}

/** A parent shows what its lines show. */
function releasedBy({ items }: ProcoreClaim): bigint {
  return sumMinor(
    leafItems(items).flatMap((item) =>
      [item.workRetainageReleasedThisPeriod, item.materialsRetainageReleasedThisPeriod].map(
        toMinor,
      ),
    ),
  );
}

// The opening of each contract by tax type: what was billed, paid and held before the start; the parts add up to what the claims say.
import type { BooksSide } from '../mapping/mapping.ts';
import type { Amount } from '../money/amount.ts';
import {
  fromMinor,
  isWholeMinor,
  sameAmount,
  shareMinor,
  subtractAmounts,
  sumAmounts,
  toMinor,
} from '../money/amount.ts';
import { stepOf } from '../money/decimals.ts';
import { isStanding } from '../records/xero/standing.ts';
import { linesHeld } from '../retainage/ledger/posted-entries.ts';
import type { ClaimBefore, PaidInProcore, TakeOnFacts } from './facts.ts';
import type { Matched } from './matches.ts';

export type Position = {
  contractId: string;
  side: BooksSide;
  /** The contract's number, for people. */
  contract: string;
  party: string;
  currency: string;
  /** Null where nobody can tell: a code is not mapped, or Procore has it in one sum. */
  taxType: string | null;
  /** Work, before retention and without tax. */
  billed: Amount;
  /** As Procore has it. */
  paid: Amount;
  held: Amount;
  /** What of it stands on the retention account by the documents that are matched; the rest is the opening of the ledger. */
  inDocuments: Amount;
};

type Row = Pick<Position, 'contractId' | 'currency' | 'taxType'> &
  Partial<Pick<Position, 'billed' | 'held' | 'inDocuments'>>;

export function positionsOf(
  facts: Pick<TakeOnFacts, 'contracts' | 'claims' | 'payments' | 'retentionAccounts' | 'from'>,
  matched: readonly Matched[],
): Position[] {
  const rows: Row[] = [
    ...facts.claims.flatMap(certifiedIn),
    ...matched.flatMap((match) => onAccount(match, facts.retentionAccounts)),
  ];
  const keyOf = ({ contractId, currency, taxType }: Row): string =>
    JSON.stringify([contractId, currency, taxType]);
  const keys = [...new Set(rows.map(keyOf))].sort();
  const unpaid = keys.flatMap((key) => {
    const alike = rows.filter((row) => keyOf(row) === key);
    const [first] = alike;
    return first ? [summed(first, alike, facts)] : [];
  });
  return withPaid(unpaid, facts).filter((one) => !isNothing(one));
}

function certifiedIn({ contractId, currency, certified }: ClaimBefore): Row[] {
  return (certified ?? []).map((row) => ({ contractId, currency, ...row }));
}

/** As the ledger counts them, so that the opening and the documents come to one balance. */
function onAccount({ claim, record }: Matched, accounts: TakeOnFacts['retentionAccounts']): Row[] {
  const { contractId, currency } = claim;
  if (!isStanding(record)) return [];
  const codesOf = (side: BooksSide): string[] => [accounts[side] ?? []].flat();
  const named = { payable: codesOf('payable'), receivable: codesOf('receivable') };
  return linesHeld(record, named).map(({ taxType, held: inDocuments }) => ({
    ...{ contractId, currency, taxType, inDocuments },
  }));
}

function summed(
  { contractId, currency, taxType }: Row,
  alike: readonly Row[],
  { contracts }: Pick<TakeOnFacts, 'contracts'>,
): Position {
  const contract = contracts.find((one) => one.contractId === contractId);
  const sum = (of: 'billed' | 'held' | 'inDocuments'): Amount =>
    sumAmounts(alike.map((row) => row[of] ?? '0.00'));
  return {
    ...{ contractId, currency, taxType },
    side: contract?.side ?? (contractId.startsWith('pc-') ? 'receivable' : 'payable'),
    contract: contract?.number ?? contractId,
    party: contract?.party ?? '',
    ...{ billed: sum('billed'), paid: '0.00', held: sum('held'), inDocuments: sum('inDocuments') },
  };
}

function isNothing({ billed, paid, held, inDocuments }: Position): boolean {
  return [billed, paid, held, inDocuments].every((amount) => sameAmount(amount, '0.00'));
}

/** A payment has no tax type: of a contract with several it is spread as what is due is, and the parts are the whole. */
function withPaid(
  positions: readonly Position[],
  facts: Pick<TakeOnFacts, 'claims' | 'payments' | 'from'>,
): Position[] {
  const contracts = [...new Set(positions.map(({ contractId }) => contractId))];
  return contracts.flatMap((contractId) => {
    const own = positions.filter((one) => one.contractId === contractId);
    const paid = sumAmounts(
      facts.payments
        .filter((one) => isPaidBefore(one, contractId, facts))
        .map(({ amount }) => amount),
    );
    const parts = spread(paid, own.map(dueOf), stepOf(own[0]?.currency ?? ''));
    return own.map((position, index) => ({ ...position, paid: parts[index] ?? '0.00' }));
  });
}

/** Of a claim before the start, or of none in particular, and not dated after it. */
function isPaidBefore(
  payment: PaidInProcore,
  contractId: string,
  { claims, from }: Pick<TakeOnFacts, 'claims' | 'from'>,
): boolean {
  if (payment.contractId !== contractId) return false;
  if (payment.date !== null && payment.date >= from) return false;
  return (
    payment.claimId === null ||
    claims.some((one) => one.contractId === contractId && one.claimId === payment.claimId)
  );
}

function dueOf({ billed, held }: Position): Amount {
  return subtractAmounts(billed, held);
}

/** By cumulative share in whole steps of the currency, so that the last part closes to the cent; all of it on the first where it cannot be shared. */
function spread(whole: Amount, by: readonly Amount[], step: bigint): Amount[] {
  const total = sumAmounts(by);
  const canShare = [whole, ...by].every(isWholeMinor) && toMinor(total) > 0n;
  if (by.length < 2 || !canShare) return by.map((_, index) => (index === 0 ? whole : '0.00'));
  let reached = 0n;
  let given = 0n;
  return by.map((part) => {
    reached += toMinor(part);
    const upToHere = shareMinor(reached, { of: toMinor(total), whole: toMinor(whole), step });
    const share = upToHere - given;
    given = upToHere;
    return fromMinor(share);
  });
}

// Which part of each of a claim's documents the UK's Construction Industry Scheme deducts from, line by line.
import type { Moved } from '../claim-lines.ts';
import type { ProvedClaim } from '../proved-claim.ts';

/** Of one document, in minor units: what is labour and what materials, less what is held of either on the same document. */
export type CisBasis = {
  labour: bigint;
  /** What is held of the labour; it is off `labour` already. */
  retention: bigint;
  materials: bigint;
  /** With tax, before anything is deducted. */
  payable: bigint;
};

/**
 * Of a bill, or of a credit note for all of a claim below zero. What is held back by a credit note of its own is on the
 * bill in full; what is held or let go by hand is not on it, and is paid with it all the same.
 */
export function basisOfProgress(made: ProvedClaim): CisBasis {
  const { mode, labour, materials, progress, total } = made;
  const isManual = mode === 'manual';
  const heldOf = ({ held }: Moved): bigint => (mode === 'creditNote' ? 0n : held);
  const paidOf = (moved: Moved): bigint =>
    moved.gross - heldOf(moved) + (isManual ? moved.released : 0n);
  const sign = made.isCredit ? -1n : 1n;
  return {
    labour: sign * paidOf(labour),
    retention: sign * heldOf(labour),
    materials: sign * paidOf(materials),
    payable: sign * (isManual ? total : (progress?.total ?? 0n)),
  };
}

/** Of the credit note for what is held back of a bill of the full amount. */
export function basisOfHeldBack({ labour, materials, heldBack }: ProvedClaim): CisBasis {
  return {
    ...{ labour: labour.held, retention: 0n, materials: materials.held },
    payable: heldBack?.total ?? 0n,
  };
}

/** Retention is deducted from when it is paid. Procore says line by line what is let go, so nothing has to be split. */
export function basisOfRelease({ labour, materials, release }: ProvedClaim): CisBasis {
  return {
    ...{ labour: labour.released, retention: 0n, materials: materials.released },
    payable: release?.total ?? 0n,
  };
}

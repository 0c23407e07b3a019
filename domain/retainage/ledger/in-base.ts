// What a foreign contract's retainage is worth in the organisation's own currency: every cent of the account is either held at its own day's rate, or a difference of rates.
import { fromMinor } from '../../money/amount.ts';
import type { Amount } from '../../money/amount.ts';

/** What one document moved on the retention account: above zero is held, below zero let go. */
export type MovedInBoth = {
  /** YYYY-MM-DD, and what orders documents of one day. */
  date: string;
  documentId: string;
  /** Minor units of the contract's currency. */
  amount: bigint;
  /** The same as Xero values it at the document's own rate, in minor units of the organisation's currency. */
  inBase: bigint;
};

export type InBase = {
  currency: string;
  /** What the account holds of it: `atHeldRates` + `residue`, exactly. */
  account: Amount;
  /** What is still held, at the rate of the day it was held. */
  atHeldRates: Amount;
  /** What the rates of what was let go leave behind: cause *currency on retainage*. */
  residue: Amount;
};

/** What is still held at a rate that somebody gives. */
export type Revalued = {
  rate: string;
  /** What is posted and still held, at that rate. */
  worth: Amount;
  /** `worth` less what it was worth when it was held. */
  revaluation: Amount;
  /** What would bring the account there: `revaluation` less the currency on retainage it holds already. */
  journal: Amount;
};

type Lot = { amount: bigint; inBase: bigint };

/**
 * What was held first is let go first. What is let go before it is held, as where a claim is dated after its release,
 * waits for what is held next. The last part of anything takes what is left of its value, so that nothing is lost in parts.
 */
export function retainageInBase(currency: string, moved: readonly MovedInBoth[]): InBase {
  const { lots, residue } = lotsOf(moved);
  return {
    currency,
    account: fromMinor(sumOf(moved)),
    atHeldRates: fromMinor(sumOf(lots)),
    residue: fromMinor(residue),
  };
}

/**
 * What so much of what is held was worth when it was held, the first first, in minor units of the own currency; null where
 * less is held.
 */
export function worthWhenHeld(moved: readonly MovedInBoth[], size: bigint): bigint | null {
  let [left, worth] = [size, 0n];
  for (const lot of lotsOf(moved).lots) {
    if (left === 0n || lot.amount <= 0n) break;
    const [taken] = split(lot, least(lot.amount, left));
    worth += taken.inBase;
    left -= taken.amount;
  }
  return left === 0n ? worth : null;
}

/** What is still held after all of it, the oldest first, and what the rates of what was let go leave behind. */
function lotsOf(moved: readonly MovedInBoth[]): { lots: Lot[]; residue: bigint } {
  const inOrder = [...moved].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  const lots: Lot[] = [];
  let residue = 0n;
  for (const { amount, inBase } of inOrder) residue += settle(lots, { amount, inBase });
  return { lots, residue };
}

const sumOf = (all: readonly { inBase: bigint }[]): bigint =>
  all.reduce((sum, one) => sum + one.inBase, 0n);

/** Sets a movement off against the oldest that go the other way, and answers what the two rates leave behind. */
function settle(lots: Lot[], movement: Lot): bigint {
  let [left, residue] = [movement, 0n];
  for (let lot = lots[0]; lot && left.amount !== 0n; lot = lots[0]) {
    if (lot.amount > 0n === left.amount > 0n) break;
    const size = least(sizeOf(lot), sizeOf(left));
    const [ofLot, restOfLot] = split(lot, size);
    const [ofLeft, restOfLeft] = split(left, size);
    residue += ofLot.inBase + ofLeft.inBase;
    if (restOfLot.amount === 0n) lots.shift();
    else lots[0] = restOfLot;
    left = restOfLeft;
  }
  if (left.amount !== 0n) lots.push(left);
  return residue;
}

const sizeOf = ({ amount }: Lot): bigint => (amount < 0n ? -amount : amount);
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** So much of it, and the rest; both together are the whole. */
function split(lot: Lot, size: bigint): [Lot, Lot] {
  const amount = lot.amount < 0n ? -size : size;
  const inBase = (lot.inBase * size) / sizeOf(lot);
  return [
    { amount, inBase },
    { amount: lot.amount - amount, inBase: lot.inBase - inBase },
  ];
}

const orderOf = ({ date, amount, documentId }: MovedInBoth): string =>
  `${date} ${amount < 0n ? 1 : 0} ${documentId}`;

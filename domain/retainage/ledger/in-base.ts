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

type Lot = { amount: bigint; inBase: bigint };

/** What was held first is let go first; the last of a lot takes what is left of its value, so that nothing is lost in parts. */
export function retainageInBase(currency: string, moved: readonly MovedInBoth[]): InBase {
  const inOrder = [...moved].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  const lots: Lot[] = [];
  let residue = 0n;
  for (const { amount, inBase } of inOrder) {
    if (amount >= 0n) lots.push({ amount, inBase });
    else residue += takeOut(lots, -amount) + inBase;
  }
  const atHeldRates = lots.reduce((sum, lot) => sum + lot.inBase, 0n);
  return {
    currency,
    account: fromMinor(moved.reduce((sum, one) => sum + one.inBase, 0n)),
    atHeldRates: fromMinor(atHeldRates),
    // What was taken out at its held rate, less what left the account for it.
    residue: fromMinor(residue),
  };
}

const orderOf = ({ date, amount, documentId }: MovedInBoth): string =>
  `${date} ${amount < 0n ? 1 : 0} ${documentId}`;

/** Takes an amount out of the oldest lots and answers what it was worth there. What no lot holds is worth nothing here. */
function takeOut(lots: Lot[], amount: bigint): bigint {
  let [left, worth] = [amount, 0n];
  for (let lot = lots[0]; lot && left > 0n; lot = lots[0]) {
    if (lot.amount <= left) {
      lots.shift();
      left -= lot.amount;
      worth += lot.inBase;
      continue;
    }
    const part = (lot.inBase * left) / lot.amount;
    lots[0] = { amount: lot.amount - left, inBase: lot.inBase - part };
    worth += part;
    left = 0n;
  }
  return worth;
}

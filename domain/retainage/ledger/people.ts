// What a person may record of retainage, and the sentence that says what to do instead where it cannot be.
import type { BooksSide } from '../../mapping/mapping.ts';
import type { Amount } from '../../money/amount.ts';
import {
  groupedAmount,
  isGreater,
  sameAmount,
  subtractAmounts,
  sumAmounts,
} from '../../money/amount.ts';
import { balanceOf } from './balances.ts';
import type { RetentionEvent, RetentionKind } from './entry.ts';

/** What no document of either system says, so that a person must. */
export const recordableKinds = ['opening', 'applied', 'writtenOff', 'deposited'] as const;
export type RecordableKind = (typeof recordableKinds)[number];

/** As a person types them. */
export const kindsTyped: Record<RecordableKind, string> = {
  opening: 'opening',
  applied: 'applied',
  writtenOff: 'written-off',
  deposited: 'deposited',
};

export type KeptByPerson = RetentionEvent & {
  /** Who and why. */
  words: string;
};

export type Recording = {
  kind: RecordableKind;
  side: BooksSide;
  /** For people: SC-003. */
  contract: string;
  currency: string;
  taxType: string;
  date: string;
  /** Below zero takes back what was recorded. */
  amount: Amount;
};

/** Null where it may be recorded. `events` are all of the contract, Xero's documents of it among them. */
export function whyNotRecordable(
  recording: Recording,
  events: readonly RetentionEvent[],
  today: string,
): string | null {
  const { kind, amount, date } = recording;
  if (sameAmount(amount, '0.00')) return 'An amount of 0.00 says nothing; name what was held.';
  if (date > today) {
    return `${date} is still to come; record it when it has happened, with that day's date.`;
  }
  const alike = events.filter(
    ({ taxType, currency }) => taxType === recording.taxType && currency === recording.currency,
  );
  const { people } = balanceOf(alike);
  const before = people[kind];
  if (isGreater('0.00', sumAmounts([before, amount]))) {
    const money = moneyOf(recording, before);
    return `Only ${money} of ${recording.contract} was recorded as ${kindsTyped[kind]}, so no more than that can be taken back.`;
  }
  return kind === 'deposited' ? beyondDeposit(recording, alike) : beyondHeld(recording, alike);
}

function moneyOf({ currency }: Recording, amount: Amount): string {
  return `${groupedAmount(amount)} ${currency}`;
}

/** What it leaves held in Xero may not be below zero: more cannot be used up than is there. */
function beyondHeld(recording: Recording, alike: readonly RetentionEvent[]): string | null {
  const { kind, amount, contract, taxType } = recording;
  const { posted } = balanceOf(alike);
  const change = kind === 'opening' ? amount : subtractAmounts('0.00', amount);
  if (!isGreater('0.00', sumAmounts([posted, change]))) return null;
  const held = `${contract} holds ${moneyOf(recording, posted)} of tax type ${taxType} in Xero`;
  const asked = moneyOf(recording, amount);
  return kind === 'opening'
    ? `${held}, and some of the opening is released or used up already, so ${asked} of it cannot be taken back.`
    : `${held}, which is less than ${asked}; correct the amount, or first record what was held by hand with "tieout retention record opening".`;
}

/** Money is put aside for what is held, in Procore's word or Xero's, whichever is more. */
function beyondDeposit(recording: Recording, alike: readonly RetentionEvent[]): string | null {
  const { certified, posted, people } = balanceOf(alike);
  const most = isGreater(certified, posted) ? certified : posted;
  const after = sumAmounts([people.deposited, recording.amount]);
  if (!isGreater(recording.amount, '0.00') || !isGreater(after, most)) return null;
  const { contract, taxType } = recording;
  return `${contract} holds ${moneyOf(recording, most)} of tax type ${taxType}, of which ${moneyOf(recording, people.deposited)} is deposited already; correct the amount, or record what was taken out of the account as a deposit below zero first.`;
}

/** The kind a person typed; null where there is none of that name. */
export function kindOfTyped(typed: string): RecordableKind | null {
  return recordableKinds.find((kind) => kindsTyped[kind] === typed) ?? null;
}

/** What an event a person recorded is called: "opening of SC-003". */
export function nameOfRecording(kind: RetentionKind & RecordableKind, contract: string): string {
  return `${kindsTyped[kind]} of ${contract}`;
}

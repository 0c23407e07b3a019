// What people are told of a project's actuals, the same words on every page and in every print.
import type { Reason } from './actuals.ts';
import type { Check } from './cross-check.ts';

export const reasonWords: Record<Reason, string> = {
  noProject: 'tracked by no project',
  notAProject: 'tracked by what is no project in Procore',
  noCode: 'tracked by no code',
  unknownCode: 'tracked by a code that Xero’s chart does not tell',
  unknownAccount: 'its account has no code, or is not in the chart',
};

export const checkWords: Record<Check['state'], string> = {
  same: 'the same',
  differs: 'not the same',
  notRead: 'not read yet; the next sweep reads it',
  otherDay:
    'not compared: Xero’s reports are of whole years, and documents are dated after that day',
};

/** Why a document has no direct cost in Procore where nobody is asked about it. */
export const standingWords = {
  notAsked:
    'It is dated before the project’s first day or left out by a person, its vendor is still to be linked, or it is about to be written.',
} as const;

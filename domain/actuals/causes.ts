// Why a report of Xero and its documents may differ, and what each cause is called.

export const causeWords = {
  yearNotRead: 'Xero’s report of their year is not read yet',
  changedSince: 'changed since Xero’s report was read',
  optionArchived: 'the tracking option is archived, and Xero’s reports may leave it out',
  accountUncoded: 'the account has no code, by which the lines of documents name theirs',
  postedByXero: 'Xero itself posts there: what rounding and exchange rates leave over',
  notInDocuments:
    'it is in the books by no document that can be read: payroll, depreciation, an expense claim, or a document that was deleted since the last reading',
} as const;
export type Cause = keyof typeof causeWords;

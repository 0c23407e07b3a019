// The ManualJournals endpoint, read only.
import type { Books } from './books.ts';
import type { ManualJournal, ManualJournalLine } from './records.ts';
import type { OrderFields } from './listing.ts';
import type { Route } from '../kit/router.ts';
import type { WhereFields } from './where-clause.ts';
import type { XeroState } from './xero-state.ts';
import { centsNumber } from './decimal.ts';
import { codeShown } from './line-items.ts';
import { dayToWire, instantToWire } from './dates.ts';
import { envelope, found } from './write-envelope.ts';
import { listAnswer } from './listed-answer.ts';
import { trackingShown } from './tracking.ts';

const ORDER: OrderFields<ManualJournal> = {
  date: ({ date }) => date,
  status: ({ status }) => status,
  updateddateutc: ({ updatedAtMs }) => updatedAtMs,
};

const WHERE: WhereFields<ManualJournal> = {
  status: { kind: 'text', valueOf: ({ status }) => status },
  date: { kind: 'date', isRange: true, valueOf: ({ date }) => date },
};

export function manualJournalRoutes({ state }: Books, base: string): Route[] {
  const path = `${base}/ManualJournals`;
  return [
    {
      method: 'GET',
      path,
      handle: (request) =>
        listAnswer(state, request, {
          plural: 'ManualJournals',
          records: state.manualJournals.values(),
          idOf: ({ manualJournalId }) => manualJournalId,
          where: WHERE,
          order: ORDER,
          show: (journal, isPaged) => shown(state, journal, isPaged),
        }),
    },
    {
      method: 'GET',
      path: `${path}/{id}`,
      handle: ({ params }) => {
        const journal = found(state.manualJournals.get((params['id'] ?? '').toLowerCase()));
        return envelope(state, { ManualJournals: [shown(state, journal, true)] });
      },
    },
  ];
}

/** A list that is not paged has no lines. Source: Xero OpenAPI 16.1.0, examples of GET /ManualJournals, read 2026-11-27. */
function shown(state: XeroState, journal: ManualJournal, isFull: boolean): unknown {
  return {
    ManualJournalID: journal.manualJournalId,
    Narration: journal.narration,
    Date: dayToWire(journal.date),
    Status: journal.status,
    LineAmountTypes: journal.lineAmountTypes,
    ShowOnCashBasisReports: true,
    HasAttachments: false,
    JournalLines: isFull ? journal.lines.map((line) => lineOf(state, line)) : [],
    UpdatedDateUTC: instantToWire(journal.updatedAtMs),
  };
}

function lineOf(state: XeroState, line: ManualJournalLine): unknown {
  const account = state.accounts.get(line.accountCode);
  return {
    Description: line.description,
    TaxType: line.taxType,
    TaxAmount: centsNumber(line.taxAmount),
    LineAmount: centsNumber(line.lineAmount),
    ...(account === undefined
      ? {}
      : { ...codeShown(account, 'AccountCode'), AccountID: account.accountId }),
    Tracking: trackingShown(state, line),
    IsBlank: false,
  };
}

// What every report is asked and answered with: a day of the query, and the envelope about its rows.
import type { Answer } from '../kit/http.ts';
import type { Day } from './dates.ts';
import type { XeroState } from './xero-state.ts';
import { dayInWords, instantToWire, parseDay } from './dates.ts';
import { envelope } from './write-envelope.ts';
import { queryParse } from './failures.ts';

export function dayAsked(query: URLSearchParams, name: string): Day | null {
  const given = query.get(name);
  if (given === null || given === '') return null;
  const day = parseDay(given);
  if (day === null) throw queryParse(`The ${name} is not a date`);
  return day;
}

export function monthEnd(day: Day): Day {
  const [year = 0, month = 0] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

type Shown = {
  name: string;
  type: string;
  titles: readonly string[];
  /** Today where the report says no other. */
  date?: Day;
  rows: unknown[];
};

export function answered(state: XeroState, { name, type, titles, date, rows }: Shown): Answer {
  return envelope(state, {
    Reports: [
      {
        ReportID: type,
        ReportName: name,
        ReportType: type,
        ReportTitles: titles,
        ReportDate: dayInWords(date ?? state.today()),
        UpdatedDateUTC: instantToWire(state.kit.clock.nowMs()),
        Fields: [],
        Rows: rows,
      },
    ],
  });
}

// The reports of what one contact owes or is owed, document by document, and since when it is overdue.
import type { AgedDocument, Side } from './aged-documents.ts';
import type { Answer, SandboxRequest } from '../kit/http.ts';
import type { Books } from './books.ts';
import type { Cents } from './decimal.ts';
import type { Day } from './dates.ts';
import type { Route } from '../kit/router.ts';
import type { XeroState } from './xero-state.ts';
import { agedDocuments } from './aged-documents.ts';
import { answered, dayAsked, monthEnd } from './report-answer.ts';
import { centsText, sumOf } from './decimal.ts';
import { dayInWords, dayString } from './dates.ts';
import { found } from './write-envelope.ts';
import { headerRow } from './report-rows.ts';
import { queryParse } from './failures.ts';

const DAY_MS = 86_400_000;

type AgedReport = { name: string; type: string; side: Side; numberTitle: string };

const PAYABLES: AgedReport = {
  name: 'Aged Payables By Contact',
  type: 'AgedPayablesByContact',
  side: 'payable',
  numberTitle: 'Reference',
};
const RECEIVABLES: AgedReport = {
  name: 'Aged Receivables By Contact',
  type: 'AgedReceivablesByContact',
  side: 'receivable',
  numberTitle: 'Number',
};

export function agedReportRoutes({ state }: Books, base: string): Route[] {
  return [PAYABLES, RECEIVABLES].map((report) => ({
    method: 'GET',
    path: `${base}/Reports/${report.type}`,
    handle: (request) => agedReport(state, report, request),
  }));
}

/**
 * Documents between two days, with what was paid and credited on them up to `date`: the end of this month where none is given
 * (description of Xero's own MCP server). That credits stand in it as rows below zero, and what a row of theirs names its id, is
 * unconfirmed; so is that everything is in the organisation's own currency. Source: Xero OpenAPI 16.1.0, paths and examples of both
 * reports, read 2026-11-27.
 */
function agedReport(
  state: XeroState,
  { name, type, side, numberTitle }: AgedReport,
  { query }: SandboxRequest,
): Answer {
  const contactId = query.get('contactId') ?? '';
  if (contactId === '') throw queryParse('The contactId must be given');
  const contact = found(state.contacts.get(contactId.toLowerCase()));
  const at = dayAsked(query, 'date') ?? monthEnd(state.today());
  const documents = agedDocuments(state, side, contact.contactId, at);
  const from = dayAsked(query, 'fromDate') ?? documents[0]?.date ?? at;
  const to = dayAsked(query, 'toDate') ?? at;
  const before = documents.filter(({ date }) => date < from);
  const shown = documents.filter(({ date }) => date >= from && date <= to);
  return answered(state, {
    ...{ name, type, date: at },
    titles: [
      ...['Invoices', contact.name, `From ${dayInWords(from)} to ${dayInWords(to)}`],
      `Showing payments to ${dayInWords(at)}`,
    ],
    rows: [
      headerRow(['Date', numberTitle, 'Due Date', '', 'Total', 'Paid', 'Credited', 'Due']),
      section([openingRow(from, sumOf(before.map(({ due }) => due)))]),
      section([...shown.map((one) => documentRow(one, at)), totalRow('Total', shown)]),
      section([totalRow('Closing Balance', [...before, ...shown])]),
    ],
  });
}

function section(rows: unknown[]): unknown {
  return { RowType: 'Section', Title: '', Rows: rows };
}

function openingRow(from: Day, due: Cents): unknown {
  const texts = [dayString(from), 'Opening Balance', '', '', '', '', '', centsText(due)];
  return { RowType: 'Row', Cells: texts.map((Value) => ({ Value })) };
}

function documentRow(document: AgedDocument, at: Day): unknown {
  const { id, idName, date, dueDate, number, total, paid, credited, due } = document;
  const texts = [
    ...[dayString(date), number, dueDate === null ? '' : dayString(dueDate)],
    ...[overdueText(dueDate, at), ...[total, paid, credited, due].map(centsText)],
  ];
  const Attributes = [{ Value: id, Id: idName }];
  return { RowType: 'Row', Cells: texts.map((Value) => ({ Value, Attributes })) };
}

function overdueText(dueDate: Day | null, at: Day): string {
  if (dueDate === null || dueDate >= at) return '';
  const days = (Date.parse(at) - Date.parse(dueDate)) / DAY_MS;
  return days === 1 ? '1 day overdue' : `${days} days overdue`;
}

function totalRow(title: string, documents: readonly AgedDocument[]): unknown {
  const sums = (['total', 'paid', 'credited', 'due'] as const).map((field) =>
    centsText(sumOf(documents.map((one) => one[field]))),
  );
  return { RowType: 'SummaryRow', Cells: [title, '', '', '', ...sums].map((Value) => ({ Value })) };
}

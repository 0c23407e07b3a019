// A project's actuals as one table: a row for each line of its documents, and one for each document that is no project's.
import type { Actuals, PartOf } from '../domain/actuals/actuals.ts';
import type { CostLine } from '../domain/actuals/cost-lines.ts';
import { fromMinor } from '../domain/money/amount.ts';
import { csvOf } from './csv.ts';

const columns = [
  ...(['row', 'date', 'document', 'documentId', 'description'] as const),
  ...(['project', 'code', 'account', 'accountName', 'treatment', 'amount', 'currency'] as const),
  'reason',
] as const;
type Row = Partial<Record<(typeof columns)[number], string>>;

export function actualsCsv({ project, currency, lines, notAssigned, unvalued }: Actuals): string {
  const rows: Row[] = [
    ...lines.map((line) => ({ project: project.name, currency, ...rowOf(line) })),
    ...notAssigned.toProject.documents.map((part) => ({ currency, ...partRow('noProject', part) })),
    ...notAssigned.toAccount.documents.map((part) => ({ currency, ...partRow('noAccount', part) })),
    ...unvalued.map(({ kind, id, date }) => ({
      ...{ row: 'notValued', date, document: kind, documentId: id },
      reason: 'in another currency, without a rate',
    })),
  ];
  return csvOf(columns, rows);
}

function rowOf({ on, document, description, code, account, treatment, minor }: CostLine): Row {
  return {
    ...{ row: on, date: document.date, document: document.name, documentId: document.id },
    ...{ description, code: code?.name ?? '', treatment, amount: fromMinor(minor) },
    ...{ account: account?.code ?? '', accountName: account?.name ?? '' },
  };
}

function partRow(row: string, { document, amount, treatment, names, reason }: PartOf): Row {
  const of = { date: document.date, document: document.name, documentId: document.id };
  return { row, ...of, amount, treatment, project: names ?? '', reason };
}

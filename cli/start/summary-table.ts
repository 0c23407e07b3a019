// The summary of a run as people read it: what happened, what waits for a person, and where to look.
import type { RunSummary } from './console-client.ts';

export interface SummaryPlaces {
  consoleUrl: string;
  temporalUiUrl: string | null;
  fastLimits: boolean;
}

export function summaryTable(
  summary: RunSummary & { seconds: number },
  places: SummaryPlaces,
): string {
  const documents = Object.entries(summary.documents).map(([type, count]) => [
    type,
    ...[count.posted, count.waiting, count.unchanged].map(String),
  ]);
  const vendors = { xero: 'Xero', procore: 'Procore' } as Record<string, string>;
  const writes = Object.entries(summary.writes).map(([vendor, count]) => [
    vendors[vendor] ?? vendor,
    ...[count.calls, count.documents].map(String),
  ]);
  return [
    `\nSettled after ${summary.seconds.toFixed(1)} s.\n`,
    ...table(['Documents', 'posted', 'waiting', 'unchanged'], documents, 1),
    '',
    ...table(['Written to', 'calls', 'documents'], writes, 1),
    '',
    ...waitingLines(summary),
    '',
    `Decide them in the console: ${places.consoleUrl}`,
    ...(places.temporalUiUrl ? [`Watch the workflows:        ${places.temporalUiUrl}`] : []),
    ...(places.fastLimits
      ? ["The sandboxes keep the vendors' limits, with windows that run ten times faster."]
      : []),
    '',
  ].join('\n');
}

/** More than fit a screen are counted, not listed; the console and --json have them all. */
const shownExceptions = 20;

function waitingLines({ exceptions }: RunSummary): string[] {
  if (exceptions.length === 0) return ['Nothing waits for a person.'];
  const more = exceptions.length - shownExceptions;
  const rows = exceptions
    .slice(0, shownExceptions)
    .map(({ kind, document, amount, currency }) => [
      kind,
      document,
      amount === null ? '' : `${amount} ${currency ?? ''}`.trim(),
    ]);
  return [
    ...table([`Waiting for a person: ${exceptions.length}`, 'document', 'amount'], rows, 2),
    ...(more > 0 ? [`  … and ${more} more`] : []),
  ];
}

/** Columns from `rightFrom` on are figures: set to the right. */
function table(head: string[], rows: string[][], rightFrom: number): string[] {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: string[]): string =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column >= rightFrom ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('   ')
      .trimEnd();
  return [line(head), ...rows.map(line)].map((text) => `  ${text}`);
}

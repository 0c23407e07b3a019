// `tieout accepted`: the register of accepted differences, those that stand first.
import type { AcceptedListed } from '../db/queries/accepted.ts';
import { listAccepted } from '../db/queries/accepted.ts';
import { acceptedListedView } from '../api/routes/accepted-routes.ts';
import { groupedAmount } from '../domain/money/amount.ts';
import { withDatabase } from './with-database.ts';

export async function runAccepted({ json }: { json: boolean }): Promise<number> {
  return withDatabase(async ({ db, connection }) => {
    const rows = await listAccepted(db, connection);
    const text = json ? JSON.stringify({ accepted: rows.map(acceptedListedView) }) : wordsOf(rows);
    process.stdout.write(`${text}\n`);
    return 0;
  });
}

function wordsOf(rows: readonly AcceptedListed[]): string {
  if (rows.length === 0) return 'Nothing was left as it is.';
  return rows
    .map(({ row, project }) => {
      const amount =
        row.amount === null ? '' : `, ${groupedAmount(row.amount)} ${row.currency ?? ''}`;
      const place = project === null ? '' : `, ${project}`;
      const why = row.reason === null ? '' : `: ${row.reason}`;
      const ended = row.endedAt
        ? `\n  reopened by ${row.endedBy ?? ''} ${row.endedAt.toISOString()}`
        : '';
      return (
        `${row.documentName}${amount}${place}\n  ${row.sentence}\n` +
        `  left by ${row.person} ${row.acceptedAt.toISOString()}${why}${ended}`
      );
    })
    .join('\n');
}

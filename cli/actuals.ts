// `tieout actuals`: what a project has cost by Xero, and whether Xero's own reports say the same.
import { z } from 'zod';
import { readActuals } from '../db/queries/actuals-facts.ts';
import type { ActualsRead } from '../db/queries/actuals-facts.ts';
import { atOneMoment } from '../db/database.ts';
import { isExplained } from '../domain/actuals/cross-check.ts';
import { fromMinor } from '../domain/money/amount.ts';
import { StartProblem } from '../launcher/start-problem.ts';
import { actualsCsv } from './actuals-csv.ts';
import { actualsText } from './actuals-text.ts';
import { projectNamed } from './project-named.ts';
import { reported } from './reported.ts';
import { mappingOf, withDatabase } from './with-database.ts';

export type ActualsFlags = {
  project: string;
  asOf: string | undefined;
  json: boolean;
  csv: boolean;
};

/** The exit code is 1 where a report of Xero differs and no document is the cause. */
export async function runActuals({ project, asOf, json, csv }: ActualsFlags): Promise<number> {
  if (asOf !== undefined && !z.iso.date().safeParse(asOf).success) {
    return refused('--as-of takes a day such as 2026-10-31.');
  }
  if (json && csv) return refused('Say either --json or --csv.');
  return withDatabase(async (ground) => {
    const named = await projectNamed(ground, project);
    const { db, connection, projectId } = named;
    const mapping = await mappingOf(named);
    if (mapping.actuals.direction === 'off') throw off();
    const ask = { connection, mapping, projectId, asOf: asOf ?? null };
    const read = await atOneMoment(db, (tx) => readActuals(tx, ask));
    if (!read) throw notRead();
    process.stdout.write(printed(read, { json, csv }));
    return isExplained(read.check) ? 0 : 1;
  });
}

function printed(read: ActualsRead, { json, csv }: { json: boolean; csv: boolean }): string {
  if (csv) return actualsCsv(read.actuals);
  return json ? `${JSON.stringify(actualsJson(read))}\n` : `${actualsText(read)}\n`;
}

/** Integers of hundredths, which JSON has no word for, as amounts. */
function actualsJson({ actuals, check, directCosts }: ActualsRead) {
  const lines = actuals.lines.map(({ minor, ...line }) => ({ ...line, amount: fromMinor(minor) }));
  const inProcore = directCosts === null ? {} : { directCosts };
  return { actuals: { ...actuals, lines }, check, ...inProcore };
}

function off(): StartProblem {
  return new StartProblem(
    'Actuals are off: set actuals.direction to "report" or "directCosts" in tieout.config.ts and start again; the next sweep reads what they need.',
    'configuration',
  );
}

function notRead(): StartProblem {
  return new StartProblem(
    'Xero’s chart is not read yet; the first sweep reads it.',
    'configuration',
  );
}

function refused(why: string): Promise<number> {
  return reported(() => Promise.reject(new StartProblem(why, 'configuration')));
}

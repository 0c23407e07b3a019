// `tieout retention`: the register of retainage at a day, and recording what only a person can say of it.
import { z } from 'zod';
import type { Database } from '../db/database.ts';
import { localDayOf } from '../db/observe/local-day.ts';
import { standingOf } from '../db/queries/mirror.ts';
import type { Recorded } from '../db/queries/record-retention.ts';
import { recordByPerson } from '../db/queries/record-retention.ts';
import { readRegister } from '../db/queries/retention-register.ts';
import { NotAnAmountError, canonicalAmount, groupedAmount } from '../domain/money/amount.ts';
import { kindOfTyped, kindsTyped } from '../domain/retainage/ledger/people.ts';
import type { Register } from '../domain/retainage/ledger/register.ts';
import { registerOfContract } from '../domain/retainage/ledger/register.ts';
import { rateTyped, revaluedAt } from '../domain/retainage/ledger/revaluation.ts';
import { StartProblem } from '../launcher/start-problem.ts';
import { reported } from './reported.ts';
import { retentionCsv } from './retention-csv.ts';
import { retentionText } from './retention-text.ts';
import { mappingOf, personHere, withDatabase } from './with-database.ts';

export type RetentionFlags = {
  asOf: string | undefined;
  /** "EUR=0.5512", one for each currency. */
  rates: readonly string[];
  contract: string | undefined;
  json: boolean;
  csv: boolean;
};

/** The exit code is 1 where a difference has no known cause. */
export async function runRetention(flags: RetentionFlags): Promise<number> {
  const { asOf, contract, json, csv } = flags;
  const rates = new Map<string, string>();
  for (const typed of flags.rates) {
    const rate = rateTyped(typed);
    if (rate === null)
      return refused(`--rate takes a currency and its rate, such as EUR=0.5512, not ${typed}.`);
    rates.set(...rate);
  }
  if (asOf !== undefined && !isDay(asOf)) return refused('--as-of takes a day such as 2026-10-31.');
  if (json && csv) return refused('Say either --json or --csv.');
  return withDatabase(async ({ db, connection, env }) => {
    const mapping = await mappingOf({ env, connection });
    const read = await readRegister(db, { connection, mapping, asOf: asOf ?? null });
    const all = revaluedAt(read, rates);
    const register = contract === undefined ? all : registerOfContract(all, contract);
    if (contract !== undefined && register.contracts.length === 0) throw noSuch(contract, all);
    process.stdout.write(csv ? retentionCsv(register) : `${wordsOf(register, json)}\n`);
    return register.unexplained === 0 ? 0 : 1;
  });
}

function wordsOf(register: Register, json: boolean): string {
  return json ? JSON.stringify(register) : retentionText(register);
}

function noSuch(contract: string, { contracts }: Register): StartProblem {
  const numbers = contracts.map(({ number }) => number);
  const known = numbers.length === 0 ? 'none does yet' : `these do: ${numbers.join(', ')}`;
  return new StartProblem(`No contract ${contract} holds retainage; ${known}.`, 'configuration');
}

export type RecordFlags = {
  kind: string;
  contract: string;
  amount: string;
  date: string;
  why: string;
  taxType: string | undefined;
  document: string | undefined;
  by: string | undefined;
  json: boolean;
};

/** The exit code is 1 where it is refused, with a sentence that says what to do. */
export async function runRetentionRecord(flags: RecordFlags): Promise<number> {
  const kind = kindOfTyped(flags.kind);
  const kinds = Object.values(kindsTyped).join(', ');
  if (kind === null) return refused(`There is no "${flags.kind}" to record; use one of ${kinds}.`);
  if (!isDay(flags.date)) return refused('--date takes a day such as 2026-10-31.');
  const amount = amountTyped(flags.amount);
  if (amount === null) return refused('--amount takes an amount such as 1500.00.');
  if (flags.why.trim() === '') return refused('--why takes the reason, which is kept with it.');
  return withDatabase(async ({ db, connection }) => {
    const { today, baseCurrency } = await hereAndNow(db, connection);
    const answer = await recordByPerson(db, {
      ...{ connection, kind, amount, today, baseCurrency, contract: flags.contract },
      ...{ date: flags.date, taxType: flags.taxType ?? null, document: flags.document ?? null },
      ...{ person: personHere(flags.by), why: flags.why.trim() },
    });
    return answered(answer, { ...flags, amount });
  });
}

function answered(answer: Recorded, { kind, amount, date, json }: RecordFlags): number {
  if (json) {
    process.stdout.write(`${JSON.stringify({ ...answer, kind, amount, date })}\n`);
  } else if (answer.recorded === 'no') {
    process.stderr.write(`${answer.why}\n`);
  } else {
    const { number, taxType, currency, recorded } = answer;
    const what = `${groupedAmount(amount)} ${currency} of ${number}, tax type ${taxType}, as ${kind} on ${date}`;
    const done = recorded === 'now' ? `Recorded ${what}.` : `Recorded before: ${what}.`;
    process.stdout.write(`${done}\n`);
  }
  return answer.recorded === 'no' ? 1 : 0;
}

/** The day where the organisation is, so that nobody records what is still to come there. */
async function hereAndNow(db: Database, connection: string) {
  const { record } = await standingOf(db, connection, 'xeroOrganisation', 'organisation');
  const now = new Date().toISOString();
  return {
    today: localDayOf(now, record?.timeZone ?? null) ?? now.slice(0, 10),
    baseCurrency: record?.baseCurrency ?? '',
  };
}

function isDay(text: string): boolean {
  return z.iso.date().safeParse(text).success;
}

function amountTyped(text: string): string | null {
  try {
    return canonicalAmount(text.replaceAll(',', ''));
  } catch (error) {
    if (error instanceof NotAnAmountError) return null;
    throw error;
  }
}

function refused(why: string): Promise<number> {
  return reported(() => Promise.reject(new StartProblem(why, 'configuration')));
}

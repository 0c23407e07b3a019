// `tieout config check`: whether a mapping can be used with Xero's chart as it is now, and which waiting documents it
// would free. Nothing is started, and nothing is stored.
import { ConfigurationError } from '../config/configuration-error.ts';
import type { Connection } from '../config/connections.ts';
import { loadConnections } from '../config/connections.ts';
import { openGate } from '../connectors/http/call-gate.ts';
import { settingAside } from '../connectors/http/parsed-records.ts';
import type { XeroClient } from '../connectors/xero/xero-api.ts';
import { VendorError } from '../connectors/http/vendor-error.ts';
import type { Database } from '../db/database.ts';
import { planUnder } from '../db/observe/under-mapping.ts';
import type { WaitingDocument } from '../db/queries/waiting-documents.ts';
import { waitingDocuments } from '../db/queries/waiting-documents.ts';
import { parseWorkflowId } from '../domain/identity/workflow-ids.ts';
import { labourProblems } from '../domain/mapping/labour.ts';
import { mappingProblems } from '../domain/mapping/check-chart.ts';
import type { Mapping } from '../domain/mapping/mapping.ts';
import { fixOfKind } from '../domain/plan/question-kinds.ts';
import { nameOf } from '../domain/objects/objects.ts';
import type { XeroChart } from '../domain/records/xero/chart.ts';
import { StartProblem } from '../launcher/start-problem.ts';
import { createVendors, createXero } from '../workers/create-vendors.ts';
import type { ConfigGround } from './config-ground.ts';
import { withConfigGround } from './config-ground.ts';

export type ConfigCheckFlags = { file: string | undefined; json: boolean };

type Freed = { workflowId: string; name: string; kinds: string[] };
type Check = {
  file: string;
  problems: readonly string[];
  /** Null where it was not looked at: there is no Postgres, or the mapping cannot be used. */
  freed: Freed[] | null;
  /** How many would go on waiting; null as above. */
  waiting: number | null;
};

/** 0 where it can be used, 1 where Xero's chart refuses it, 2 where the file or a setting cannot be read. */
export function runConfigCheck({ file: given, json }: ConfigCheckFlags): Promise<number> {
  return withConfigGround(async (ground) => {
    const file = given ?? ground.env.TIEOUT_CONFIG;
    const check = await checkFile(ground, file);
    process.stdout.write(json ? `${JSON.stringify(check)}\n` : wordsOf(check));
    return check.problems.length === 0 ? 0 : 1;
  });
}

async function checkFile(ground: ConfigGround, file: string): Promise<Check> {
  const { env, variables, db } = ground;
  const connections = await loadConnections({ ...env, TIEOUT_CONFIG: file }, variables);
  const problems: string[] = [];
  for (const connection of connections) {
    const { mapping, sharesCompany } = connection;
    const which = sharesCompany ? `connection "${mapping.connection}", ` : '';
    const found = [
      ...mappingProblems(await chartNow(ground, connection), mapping),
      ...(await usersMissing(ground, connection)),
    ];
    problems.push(...found.map((problem) => which + problem));
  }
  if (problems.length > 0 || db === null) return { file, problems, freed: null, waiting: null };
  const freed: Freed[] = [];
  let waiting = 0;
  for (const { mapping } of connections) {
    for (const one of await waitingDocuments(db, mapping.connection)) {
      const found = await freedBy(db, { mapping, publicUrl: env.TIEOUT_PUBLIC_URL }, one);
      if (found) freed.push(found);
      else waiting += 1;
    }
  }
  return { file, problems, freed, waiting };
}

function xeroOf({ env, db }: ConfigGround, connection: Connection): XeroClient {
  return db ? createVendors(env, db, connection).xero : createXero(env, connection, openGate);
}

async function chartNow(ground: ConfigGround, connection: Connection): Promise<XeroChart> {
  try {
    const { value } = await settingAside(() => xeroOf(ground, connection).readChart());
    return value;
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    throw notRead("Xero's chart of accounts", error);
  }
}

/** Those whom the mapping names to log time and Xero Projects does not have; nothing is asked of it where labour is off. */
async function usersMissing(ground: ConfigGround, connection: Connection): Promise<string[]> {
  const { directions, labour } = connection.mapping;
  if (directions.projectLabour === 'off') return [];
  try {
    const read = () => xeroOf(ground, connection).listProjectsUsers();
    return labourProblems((await settingAside(read)).value, labour);
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    if (error.kind !== 'forbidden') throw notRead('the users of Xero Projects', error);
    return [`directions.projectLabour: ${fixOfKind('projectsNotAvailable')}`];
  }
}

function notRead(what: string, { kind }: VendorError): StartProblem {
  return new StartProblem(
    `${what} cannot be read at XERO_API_URL (${kind}); start what runs there, or correct the XERO_… settings, and check again.`,
    'configuration',
  );
}

/** Null where it would go on waiting. */
async function freedBy(
  db: Database,
  under: { mapping: Mapping; publicUrl: string },
  { workflowId, kinds, beyondMapping }: WaitingDocument,
): Promise<Freed | null> {
  const id = parseWorkflowId(workflowId);
  if (!id || beyondMapping) return null;
  const { observation, plan } = await planUnder(db, under, id);
  const { questions, waitsFor, inFlight } = plan.gated;
  if (questions.length + waitsFor.length + inFlight.length > 0) return null;
  return { workflowId, name: nameOf(observation), kinds };
}

function wordsOf({ file, problems, freed, waiting }: Check): string {
  if (problems.length > 0) return `${new ConfigurationError(file, problems).message}\n`;
  const usable = `${file} can be used with Xero's chart as it is now.\n`;
  if (freed === null || waiting === null) {
    return `${usable}Which waiting documents it would free is not known: Postgres cannot be asked.\n`;
  }
  const rest = waiting === 1 ? '1 document' : `${waiting === 0 ? 'no' : waiting} documents`;
  if (freed.length === 0) {
    return `${usable}It frees no document that waits; ${rest} would go on waiting.\n`;
  }
  const rows = freed.map(
    ({ workflowId, name, kinds }) =>
      `  ${workflowId}  ${name}${kinds.length > 0 ? ` (${kinds.join(', ')})` : ''}\n`,
  );
  const what = freed.length === 1 ? '1 document that waits' : `${freed.length} documents that wait`;
  return [`${usable}It would free ${what} now, and ${rest} would go on waiting:\n`, ...rows].join(
    '',
  );
}

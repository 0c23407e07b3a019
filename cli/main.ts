// The `tieout` command and its subcommands; each answers --help, takes --json and ends with a useful exit code.
import { Command, CommanderError, Option } from 'commander';
import { reported } from './reported.ts';
import { companyChoices, type CompanyChoice } from './start/company-choice.ts';

/** bootstrap.mjs, when it ran first, knows when the person pressed Enter. */
function beganAt(): number {
  const told = Number(process.env['TIEOUT_COMMAND_BEGAN']);
  return Number.isFinite(told) && told > 0 ? told : Date.now() - process.uptime() * 1_000;
}

/** `error: unknown command 'strat'\n(Did you mean start?)` as one line, with where to look. */
function mistakeOf(text: string): string {
  const said = text
    .trim()
    .replace(/^error: /, '')
    .replace(/\s*\n\s*/g, ' ');
  return `tieout: ${said.replace(/\.$/, '')}; "--help" says what it takes.\n`;
}

/** The work loads its command only then: what starts servers takes longer to load than a mistake to say. */
async function carryOut(work: () => Promise<number>): Promise<void> {
  process.exitCode = await reported(work);
}

function companyOption(): Option {
  return new Option(
    '--company <country>',
    'whose builder is seeded into fresh sandboxes: New Zealand (also "demo"), Australia, the United Kingdom, or a group with two organisations in Xero',
  ).choices(companyChoices);
}

type RecordOptions = {
  contract: string;
  amount: string;
  date: string;
  why: string;
  taxType?: string;
  document?: string;
  by?: string;
  json?: true;
};

type TakeOnOptions = { from?: string; sign?: true; stated?: string[]; by?: string; json?: true };

// What a command has in common with the others is copied to it when it is made, so it is set first.
const program = new Command('tieout')
  .description('Keeps Procore and Xero in agreement for a construction firm.')
  // What follows a command is that command's own: `projects` and `projects on` both take --from.
  .enablePositionalOptions()
  .configureOutput({ outputError: (text, write) => write(mistakeOf(text)) })
  .exitOverride()
  .hook('preAction', (_program, command) => {
    // What the commands read is what the environment says.
    const { connection } = command.opts<{ connection?: string }>();
    if (connection !== undefined) process.env['TIEOUT_CONNECTION'] = connection;
  });

function connectionOption(): Option {
  return new Option(
    '--connection <name>',
    'whose books, where the mapping file has several connections; the one that TIEOUT_CONNECTION names',
  );
}

program
  .command('start')
  .description('start everything that the environment does not name, synchronise, and stay up')
  .option('--once', 'stop when everything has settled; exit 0 then, 1 when it cannot settle')
  .option('--summary <file>', 'write the summary of the run to this file, as JSON')
  .addOption(companyOption())
  .option('--json', 'print the summary as JSON on stdout, progress on stderr')
  .action((flags: { once?: true; summary?: string; company?: CompanyChoice; json?: true }) =>
    carryOut(async () => {
      const { runStart } = await import('./start-command.ts');
      return runStart({
        once: flags.once === true,
        json: flags.json === true,
        summaryFile: flags.summary ?? null,
        company: flags.company ?? null,
        beganAt: beganAt(),
        env: process.env,
      });
    }),
  );

program
  .command('sandbox')
  .description('start the two sandboxes alone, on their ports')
  .addOption(companyOption())
  .option('--json', 'print their addresses as JSON on stdout, progress on stderr')
  .action((flags: { company?: CompanyChoice; json?: true }) =>
    carryOut(async () => {
      const { runSandbox } = await import('./sandbox-command.ts');
      return runSandbox({
        json: flags.json === true,
        company: flags.company ?? null,
        beganAt: beganAt(),
        env: process.env,
      });
    }),
  );

program
  .command('scene')
  .description("list what the sandboxes' bookkeeper can do, or let it do one such scene")
  .argument('[name]', 'the scene to play')
  .option('--json', 'print {scenes}, or what was played, as JSON')
  .action((name: string | undefined, flags: { json?: true }) =>
    carryOut(async () => {
      const { runScene } = await import('./scene-command.ts');
      return runScene({ name: name ?? null, json: flags.json === true, env: process.env });
    }),
  );

program
  .command('reset')
  .description('delete everything a start keeps in .tieout/')
  .option('--json', 'print what was deleted as JSON')
  .action((flags: { json?: true }) =>
    carryOut(async () => {
      const { runReset } = await import('./reset-command.ts');
      return runReset({ json: flags.json === true });
    }),
  );

program
  .command('replay')
  .description('replay the history of workflow runs through the current code')
  .argument('[workflowId]', 'all runs of this workflow')
  .option('--all', 'every run, continued and closed ones included')
  .option('--json', 'print {runs, passed, failed, earlier} as JSON on stdout')
  .action((workflowId: string | undefined, flags: { all?: true; json?: true }) =>
    carryOut(async () => {
      const { runReplay } = await import('./replay.ts');
      return runReplay({
        all: flags.all === true,
        json: flags.json === true,
        workflowId: workflowId ?? null,
      });
    }),
  );

program
  .command('accepted')
  .description('list the differences that were left as they are, with who said so and why')
  .addOption(connectionOption())
  .option('--json', 'print {accepted} as JSON')
  .action((flags: { json?: true }) =>
    carryOut(async () => {
      const { runAccepted } = await import('./accepted.ts');
      return runAccepted({ json: flags.json === true });
    }),
  );

const projects = program
  .command('projects')
  .description('list the projects: which post, and what turning one on would post')
  .enablePositionalOptions()
  .addOption(connectionOption())
  .option(
    '--from <day>',
    'the day from which pay apps and owner invoices would be posted; the first of this month',
  )
  .option('--json', 'print {from, projects} as JSON')
  .action((flags: { from?: string; json?: true }) =>
    carryOut(async () => {
      const { runProjects } = await import('./projects.ts');
      return runProjects({ json: flags.json === true, from: flags.from });
    }),
  );

projects
  .command('on')
  .description(
    'turn a project on: its pay apps and owner invoices billed on or after that day are posted',
  )
  .argument('<projectId>', 'its id in Procore')
  .requiredOption('--from <day>', 'the day, such as 2026-11-01')
  .option('--by <name>', 'who says so; the name you are signed in with')
  .option('--json', 'print the project as JSON')
  .action((projectId: string, flags: { from: string; by?: string; json?: true }) =>
    carryOut(async () => {
      const { runProjectOn } = await import('./projects.ts');
      const { from, by } = flags;
      return runProjectOn({ projectId, from, by, json: flags.json === true });
    }),
  );

projects
  .command('move')
  .description(
    'move a project to another connection: what is billed on or after that day is posted to its organisation',
  )
  .argument('<projectId>', 'its id in Procore')
  .requiredOption('--to <connection>', 'the connection, as the mapping file calls it')
  .requiredOption('--from <day>', 'the day, such as 2026-11-01')
  .option('--by <name>', 'who says so; the name you are signed in with')
  .option('--json', 'print the project as JSON')
  .action((projectId: string, flags: { to: string; from: string; by?: string; json?: true }) =>
    carryOut(async () => {
      const { runProjectMove } = await import('./projects.ts');
      const { to, from, by } = flags;
      return runProjectMove({ projectId, to, from, by, json: flags.json === true });
    }),
  );

program
  .command('take-on')
  .description('what was billed of a project before it posts, proposed as an opening, or sign it')
  .argument('<project>', 'its id in Procore, or its number')
  .addOption(connectionOption())
  .option('--from <day>', 'the day from which it posts; the first of this month')
  .option('--sign', 'sign the opening as it is now; the project posts from that day')
  .option(
    '--stated <contract=amount...>',
    'what is in the Xero retention account, such as SC-003=1500.00, or SC-003=1500.00/INPUT2',
  )
  .option('--by <name>', 'who signs; the name you are signed in with')
  .option('--json', 'print {postFrom, proposal, signed} as JSON')
  .action((project: string, flags: TakeOnOptions) =>
    carryOut(async () => {
      const { runTakeOn, runTakeOnSign } = await import('./take-on.ts');
      const { from, stated = [], by } = flags;
      const json = flags.json === true;
      return flags.sign === true
        ? runTakeOnSign({ project, from, stated, by, json })
        : runTakeOn({ project, from, json });
    }),
  );

program
  .command('actuals')
  .description("what a project has cost by Xero's documents, held against Xero's own reports")
  .argument('<project>', 'its id in Procore, or its number')
  .addOption(connectionOption())
  .option('--as-of <day>', 'count documents dated up to this day; all of them where none is given')
  .option('--json', 'print {actuals, check} as JSON')
  .option('--csv', 'print every line as one table')
  .action((project: string, flags: { asOf?: string; json?: true; csv?: true }) =>
    carryOut(async () => {
      const { runActuals } = await import('./actuals.ts');
      const [json, csv] = [flags.json === true, flags.csv === true];
      return runActuals({ project, asOf: flags.asOf, json, csv });
    }),
  );

const config = program
  .command('config')
  .description('check a mapping file, or compare two, without starting anything');

config
  .command('check')
  .description(
    "check a mapping against Xero's chart, and say which waiting documents it would free",
  )
  .argument('[file]', 'the mapping file; the one in force where none is given')
  .option('--json', 'print {file, problems, freed, waiting} as JSON')
  .action((file: string | undefined, flags: { json?: true }) =>
    carryOut(async () => {
      const { runConfigCheck } = await import('./config-check.ts');
      return runConfigCheck({ file, json: flags.json === true });
    }),
  );

config
  .command('diff')
  .description('say what two mapping files say differently, and what would be written differently')
  .argument('<old>', 'a mapping file')
  .argument('<new>', 'another one')
  .option('--json', 'print {keys, documents} as JSON')
  .action((before: string, after: string, flags: { json?: true }) =>
    carryOut(async () => {
      const { runConfigDiff } = await import('./config-diff.ts');
      return runConfigDiff({ before, after, json: flags.json === true });
    }),
  );

type RetentionTyped = {
  asOf?: string;
  contract?: string;
  rate?: string[];
  json?: true;
  csv?: true;
};
const retention = program
  .command('retention')
  .description('print what is held and released: certified, posted, and why they differ')
  .enablePositionalOptions()
  .addOption(connectionOption())
  .option('--as-of <day>', 'count documents dated up to this day; all of them where none is given')
  .option('--contract <number>', 'one contract, by its number or id')
  .option(
    '--rate <currency=rate...>',
    'what is held in a foreign currency at this rate, such as EUR=0.5512, as Xero quotes it',
  )
  .option('--json', 'print {asOf, contracts, accounts, unexplained} as JSON')
  .option('--csv', 'print it as one table')
  .action((flags: RetentionTyped) =>
    carryOut(async () => {
      const { runRetention } = await import('./retention.ts');
      const { asOf, contract, rate: rates = [] } = flags;
      const [json, csv] = [flags.json === true, flags.csv === true];
      return runRetention({ asOf, contract, rates, json, csv });
    }),
  );

retention
  .command('record')
  .description('record what no document says: an opening, or what was used up or put aside')
  .argument('<kind>', 'opening, applied (to defects or back-charges), written-off or deposited')
  .addOption(connectionOption())
  .requiredOption('--contract <number>', 'the contract, by its number or id')
  .requiredOption('--amount <amount>', 'without tax; below zero takes back what was recorded')
  .requiredOption('--date <day>', 'when it happened, such as 2026-10-31')
  .requiredOption('--why <reason>', 'the reason, which is kept with it')
  .option(
    '--tax-type <type>',
    "Xero's tax type of what is held, where the contract has several or none yet",
  )
  .option('--document <number>', 'the document of Xero it is about, where one was typed by hand')
  .option('--by <name>', 'who says so; the name you are signed in with')
  .option('--json', 'print what was recorded, or {recorded: "no", why}, as JSON')
  .action((kind: string, flags: RecordOptions) =>
    carryOut(async () => {
      const { runRetentionRecord } = await import('./retention.ts');
      const { taxType, document, by } = flags;
      const json = flags.json === true;
      return runRetentionRecord({ ...flags, kind, taxType, document, by, json });
    }),
  );

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // Help that was asked for is no mistake; a command that is missing or mistyped is the person's to put right.
  process.exitCode = error.exitCode === 0 ? 0 : 2;
}

// The `tieout` command and its subcommands; each answers --help, takes --json and ends with a useful exit code.
import { Command } from 'commander';
import { runReset } from './reset-command.ts';
import { runSandbox } from './sandbox-command.ts';
import { runStart } from './start-command.ts';

/** bootstrap.mjs, when it ran first, knows when the person pressed Enter. */
function beganAt(): number {
  const told = Number(process.env['TIEOUT_COMMAND_BEGAN']);
  return Number.isFinite(told) && told > 0 ? told : Date.now() - process.uptime() * 1_000;
}

const program = new Command('tieout')
  .description('Keeps Procore and Xero in agreement for a construction firm.')
  // What follows a command is that command's own: `projects` and `projects on` both take --from.
  .enablePositionalOptions()
  .showHelpAfterError();

program
  .command('start')
  .description('start everything that the environment does not name, synchronise, and stay up')
  .option('--once', 'stop when everything has settled; exit 0 then, 1 when it cannot settle')
  .option('--summary <file>', 'write the summary of the run to this file, as JSON')
  .option('--json', 'print the summary as JSON on stdout, progress on stderr')
  .action(async (flags: { once?: true; summary?: string; json?: true }) => {
    process.exitCode = await runStart({
      once: flags.once === true,
      json: flags.json === true,
      summaryFile: flags.summary ?? null,
      beganAt: beganAt(),
      env: process.env,
    });
  });

program
  .command('sandbox', { hidden: true })
  .description('start the two sandboxes alone, on their ports')
  .option('--json', 'print their addresses as JSON on stdout, progress on stderr')
  .action(async (flags: { json?: true }) => {
    process.exitCode = await runSandbox({
      json: flags.json === true,
      beganAt: beganAt(),
      env: process.env,
    });
  });

program
  .command('reset')
  .description('delete everything a start keeps in .tieout/')
  .option('--json', 'print what was deleted as JSON')
  .action(async (flags: { json?: true }) => {
    process.exitCode = await runReset({ json: flags.json === true });
  });

program
  .command('replay')
  .description('replay the history of workflow runs through the current code')
  .argument('[workflowId]', 'all runs of this workflow')
  .option('--all', 'every run, continued and closed ones included')
  .option('--json', 'print {runs, passed, failed} as JSON on stdout')
  .action(async (workflowId: string | undefined, flags: { all?: true; json?: true }) => {
    // Loaded only now: the workflow SDK takes longer to load than the other commands take to run.
    const { runReplay } = await import('./replay.ts');
    process.exitCode = await runReplay({
      all: flags.all === true,
      json: flags.json === true,
      workflowId: workflowId ?? null,
    });
  });

program
  .command('accepted')
  .description('list the differences that were left as they are, with who said so and why')
  .option('--json', 'print {accepted} as JSON')
  .action(async (flags: { json?: true }) => {
    const { runAccepted } = await import('./accepted.ts');
    process.exitCode = await runAccepted({ json: flags.json === true });
  });

const projects = program
  .command('projects')
  .description('list the projects: which post, and what turning one on would post')
  .enablePositionalOptions()
  .option('--from <day>', 'the day from which pay apps would be posted; the first of this month')
  .option('--json', 'print {from, projects} as JSON')
  .action(async (flags: { from?: string; json?: true }) => {
    const { runProjects } = await import('./projects.ts');
    process.exitCode = await runProjects({ json: flags.json === true, from: flags.from });
  });

projects
  .command('on')
  .description('turn a project on: its pay apps billed on or after that day are posted')
  .argument('<projectId>', 'its id in Procore')
  .requiredOption('--from <day>', 'the day, such as 2026-11-01')
  .option('--by <name>', 'who says so; the name you are signed in with')
  .option('--json', 'print the project as JSON')
  .action(async (projectId: string, flags: { from: string; by?: string; json?: true }) => {
    const { runProjectOn } = await import('./projects.ts');
    const { from, by } = flags;
    process.exitCode = await runProjectOn({ projectId, from, by, json: flags.json === true });
  });

await program.parseAsync();

// `npm start` over a made-up project folder, as a process of its own that a test may interrupt or kill.
import type { CompanyChoice } from '../../cli/start/company-choice.ts';
import { runSandbox } from '../../cli/sandbox-command.ts';
import { runStart } from '../../cli/start-command.ts';

const [root = '', command = 'start', ...flags] = process.argv.slice(2);
const beganAt = Date.now();
const companyAt = flags.indexOf('--company');
const company = companyAt === -1 ? null : (flags[companyAt + 1] as CompanyChoice);
const summaryAt = flags.indexOf('--summary');
process.exitCode =
  command === 'sandbox'
    ? await runSandbox({ root, json: flags.includes('--json'), company, beganAt, env: process.env })
    : await runStart({
        root,
        once: flags.includes('--once'),
        json: flags.includes('--json'),
        company,
        summaryFile: summaryAt === -1 ? null : (flags[summaryAt + 1] ?? null),
        beganAt,
        env: process.env,
        settleTimes: { pollMs: 50, standstillMs: 1_500, totalMs: 20_000 },
        serviceTimes: {
          readyLimitMs: 60_000,
          backoffFirstMs: 100,
          backoffMostMs: 200,
          steadyMs: 60_000,
        },
        serverTimes: { connectMs: 1_000, totalMs: 1_000, betweenMs: 100 },
      });

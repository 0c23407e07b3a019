// Runs the Xero sandbox as a process.
import { runSandboxProcess } from '../kit/sandbox-process.ts';
import { startXeroSandbox, xeroOptionsFrom } from './server.ts';

await runSandboxProcess((options) =>
  startXeroSandbox({ ...options, ...xeroOptionsFrom(process.env) }),
);

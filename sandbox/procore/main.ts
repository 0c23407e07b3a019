// The Procore sandbox as a process of its own: credentials and company from the environment, or the fixed defaults.
import { runSandboxProcess } from '../kit/sandbox-process.ts';
import { DEFAULT_CREDENTIALS } from '../kit/sandbox-server.ts';
import { DEFAULT_COMPANY_ID, startProcoreSandbox } from './server.ts';

await runSandboxProcess((options) =>
  startProcoreSandbox({
    ...options,
    credentials: {
      clientId: process.env['PROCORE_CLIENT_ID'] ?? DEFAULT_CREDENTIALS.clientId,
      clientSecret: process.env['PROCORE_CLIENT_SECRET'] ?? DEFAULT_CREDENTIALS.clientSecret,
    },
    companyId: process.env['PROCORE_COMPANY_ID'] ?? DEFAULT_COMPANY_ID,
  }),
);

// Both vendors' clients, each behind the shared budget of calls.
import { createBudgetedGate } from '../activities/budgeted-gate.ts';
import type { Connection } from '../config/connections.ts';
import type { Environment } from '../config/environment.ts';
import type { CallGate } from '../connectors/http/call-gate.ts';
import type { ProcoreClient } from '../connectors/procore/procore-api.ts';
import { createProcoreClient } from '../connectors/procore/procore-client.ts';
import type { XeroClient } from '../connectors/xero/xero-api.ts';
import { createXeroClient } from '../connectors/xero/xero-client.ts';
import { makesOptions } from '../domain/mapping/budgets.ts';
import type { Database } from '../db/database.ts';
import type { VendorLimits } from '../db/queries/vendor-calls.ts';

/** Longer than the connectors' own time limit of 25 s, so that no lease ends under a call. */
const leaseMs = 40_000;
/** A window that is full for longer than this is waited out by Temporal, not by a worker. */
const waitMsMaximum = 20_000;
/** Windows are kept a little longer than the vendor's: its clock is not ours. */
const windowMargin = (ms: number): number => ms + 50;

/** Xero allows five calls in flight an organisation: three write, two read. */
const slots = { write: 3, read: 2 };

function vendorLimitsOf(env: Environment): { xero: VendorLimits; procore: VendorLimits } {
  return {
    xero: {
      slots,
      leaseMs,
      windows: [
        { calls: env.TIEOUT_XERO_MINUTE_CALLS, windowMs: windowMargin(env.TIEOUT_XERO_MINUTE_MS) },
      ],
    },
    procore: {
      slots,
      leaseMs,
      windows: [
        {
          calls: env.TIEOUT_PROCORE_SPIKE_CALLS,
          windowMs: windowMargin(env.TIEOUT_PROCORE_SPIKE_MS),
        },
        {
          calls: env.TIEOUT_PROCORE_HOUR_CALLS,
          windowMs: windowMargin(env.TIEOUT_PROCORE_HOUR_MS),
        },
      ],
    },
  };
}

/** The budgets are the company's and the organisation's: connections of one company share that company's. */
export function createVendors(
  env: Environment,
  db: Database,
  connection: Pick<Connection, 'mapping' | 'xero' | 'organisations'>,
): { procore: ProcoreClient; xero: XeroClient } {
  const limits = vendorLimitsOf(env);
  const gate = (vendor: 'procore' | 'xero') =>
    createBudgetedGate({
      ...{ db, connection: connection.mapping.connection, waitMsMaximum },
      ...{ vendor, organisation: connection.organisations[vendor], limits: limits[vendor] },
    });
  return {
    procore: createProcoreClient({
      apiUrl: env.PROCORE_API_URL,
      loginUrl: env.PROCORE_LOGIN_URL,
      clientId: env.PROCORE_CLIENT_ID,
      clientSecret: env.PROCORE_CLIENT_SECRET,
      companyId: env.PROCORE_COMPANY_ID,
      gate: gate('procore'),
    }),
    xero: createXero(env, connection, gate('xero')),
  };
}

/** Xero behind a gate of the caller's: a command that has no Postgres asks it without the shared budget. */
export function createXero(
  env: Environment,
  { mapping, xero }: Pick<Connection, 'mapping' | 'xero'>,
  gate: CallGate,
): XeroClient {
  const { clientId, clientSecret, tenantId } = xero;
  return createXeroClient({
    apiUrl: env.XERO_API_URL,
    identityUrl: env.XERO_IDENTITY_URL,
    ...{ clientId, clientSecret, tenantId },
    writesPayments: mapping.payments.direction === 'procoreToXero',
    writesOptions: makesOptions(mapping),
    readsActuals: mapping.actuals.direction !== 'off',
    attachesFiles: mapping.attachments !== 'off',
    writesProjects: mapping.directions.projectLabour !== 'off',
    gate,
  });
}

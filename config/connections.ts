// The connections of this installation: each with its mapping, and how its organisation in Xero is signed in to.
import type { Vendor } from '../domain/identity/endpoints.ts';
import type { Mapping } from '../domain/mapping/mapping.ts';
import { ConfigurationError } from './configuration-error.ts';
import type { Environment } from './environment.ts';
import { loadMappings } from './mapping-file.ts';

/** How one organisation is reached. Secrets: never shown, never logged. */
export type XeroAccess = {
  clientId: string;
  clientSecret: string;
  tenantId: string;
  webhookKey: string;
};

/** One Procore company and one organisation in Xero, and what is posted between them how. */
export type Connection = {
  mapping: Mapping;
  xero: XeroAccess;
  /** Whose budgets of calls are used: the company's, which connections share, and the organisation's. */
  organisations: Record<Vendor, string>;
  /** Present where other connections keep the same company in agreement with other organisations. */
  sharesCompany?: true;
};

/** Never empty: the first is the one that TIEOUT_CONNECTION names. */
export type Connections = [Connection, ...Connection[]];

type Variables = Record<string, string | undefined>;

/** Loads the mapping file and what each of its connections needs. Throws ConfigurationError naming key and fix. */
export async function loadConnections(
  env: Environment,
  variables: Variables,
  from?: string,
): Promise<Connections> {
  return connectionsOf(env, variables, await loadMappings(env.TIEOUT_CONFIG, from));
}

/**
 * Any XERO_… setting of one connection is that variable with the connection's name behind it: XERO_TENANT_ID_SOUTH. Without
 * one the common variable counts, except that no two connections have the same organisation.
 */
export function connectionsOf(
  env: Environment,
  variables: Variables,
  mappings: readonly [Mapping, ...Mapping[]],
): Connections {
  const first = mappings.find(({ connection }) => connection === env.TIEOUT_CONNECTION);
  if (!first) throw new ConfigurationError(env.TIEOUT_CONFIG, [unnamed(env, mappings)]);
  const others = mappings.filter((mapping) => mapping !== first);
  const problems: string[] = [];
  const tenants = new Map<string, string>();
  const connect = (mapping: Mapping): Connection => {
    const { connection } = mapping;
    const own = (name: string): string | undefined =>
      variables[`${name}${suffixOf(connection)}`] || undefined;
    const ownTenant = own('XERO_TENANT_ID');
    const tenantId = ownTenant ?? (mapping === first ? env.XERO_TENANT_ID : '');
    const key = ownTenant === undefined && mapping === first ? '' : suffixOf(connection);
    const other = tenants.get(tenantId);
    if (tenantId === '') {
      problems.push(`XERO_TENANT_ID${key}: set it to the tenant id of "${connection}" in Xero`);
    } else if (other !== undefined) {
      problems.push(
        `XERO_TENANT_ID${key}: "${other}" has this organisation already; give "${connection}" its own`,
      );
    }
    tenants.set(tenantId, connection);
    return {
      mapping,
      organisations: { procore: `procore/${env.PROCORE_COMPANY_ID}`, xero: `xero/${tenantId}` },
      ...(others.length > 0 && { sharesCompany: true as const }),
      xero: {
        clientId: own('XERO_CLIENT_ID') ?? env.XERO_CLIENT_ID,
        clientSecret: own('XERO_CLIENT_SECRET') ?? env.XERO_CLIENT_SECRET,
        tenantId,
        webhookKey: own('XERO_WEBHOOK_KEY') ?? env.XERO_WEBHOOK_KEY,
      },
    };
  };
  const connections: Connections = [connect(first), ...others.map(connect)];
  if (problems.length > 0)
    throw new ConfigurationError('The environment is not complete', problems);
  return connections;
}

/** `_SOUTH` of `south`, `_NORTH_ISLAND` of `north-island`. */
function suffixOf(connection: string): string {
  return `_${connection.toUpperCase().replaceAll('-', '_')}`;
}

function unnamed(env: Environment, mappings: readonly Mapping[]): string {
  const names = mappings.map(({ connection }) => `"${connection}"`).join(' and ');
  const verb = mappings.length === 1 ? 'says' : 'has';
  return `connection: it ${verb} ${names} and TIEOUT_CONNECTION says "${env.TIEOUT_CONNECTION}"; make them the same`;
}

// Where a server is that the environment names: how to show it without its secrets, and which hosts to try.
import { externalVariables, type ExternalName } from './plan-services.ts';

export interface ServerAddress {
  variable: string;
  /** Without password and query, for a line a person reads. */
  shown: string;
  /** One that answers is enough; none where it is no matter of host and port. */
  endpoints: { host: string; port: number }[];
}

type Parsed = Omit<ServerAddress, 'variable'>;

const parsers: Record<ExternalName, { parse: (value: string) => Parsed | null; instead: string }> =
  {
    postgres: {
      parse: parseDatabaseUrl,
      instead: "Postgres's URL, such as postgres://user@host:5432/tieout",
    },
    temporal: {
      parse: parseTemporalAddress,
      instead: 'host:port without a scheme, such as 127.0.0.1:7233',
    },
    procore: { parse: parseApiUrl, instead: 'a URL, such as https://api.procore.com' },
    xero: { parse: parseApiUrl, instead: 'a URL, such as https://api.xero.com' },
  };

/** What cannot be read is not shown either: it may be a secret in the wrong place. */
export function serverAddress(
  name: ExternalName,
  value: string,
): ServerAddress | { problem: string } {
  const variable = externalVariables[name];
  const { parse, instead } = parsers[name];
  const parsed = parse(value);
  if (parsed) return { variable, ...parsed };
  return {
    problem: `${variable}: cannot be read as an address; set it to ${instead}, or unset it, and npm start runs a server of its own.`,
  };
}

/** The address for a line a person reads. */
export function shownAddress(name: ExternalName, value: string): string {
  const address = serverAddress(name, value);
  return 'problem' in address ? `what ${externalVariables[name]} says` : address.shown;
}

/** postgres.js takes several hosts, parted by commas, which URL itself does not. */
function parseDatabaseUrl(value: string): Parsed | null {
  const match = /^(postgres(?:ql)?:\/\/(?:[^/?#]*@)?)([^/?#@]*)(.*)$/.exec(value);
  const [, before = '', hosts = '', after = ''] = match ?? [];
  const [first = ''] = hosts.split(',');
  const whole = `${before}${first}${after}`;
  if (!match || !URL.canParse(whole)) return null;
  const url = new URL(whole);
  const user = url.username === '' ? '' : `${url.username}@`;
  const shown = `${url.protocol}//${user}${hosts}${url.pathname}`;
  return { shown, endpoints: databaseEndpoints(hosts) };
}

/** A socket in a folder, or a host that PGHOST names, is for Postgres's client to find. */
function databaseEndpoints(hosts: string): { host: string; port: number }[] {
  if (hosts === '' || /\/|%2f/i.test(hosts)) return [];
  return hosts.split(',').flatMap((host) => endpointOf(`tcp://${host}`, 5432) ?? []);
}

/** Temporal's clients take no scheme; without a port it is Temporal's own. */
function parseTemporalAddress(value: string): Parsed | null {
  if (!/^(\[[\da-f:.]+\]|[\w.-]+)(:\d+)?$/i.test(value)) return null;
  const endpoint = endpointOf(`tcp://${value}`, 7233);
  if (endpoint === null) return null;
  return { shown: `${endpoint.host}:${endpoint.port}`, endpoints: [endpoint] };
}

function parseApiUrl(value: string): Parsed | null {
  if (!/^https?:\/\//.test(value) || !URL.canParse(value)) return null;
  const url = new URL(value);
  const endpoint = endpointOf(value, url.protocol === 'https:' ? 443 : 80);
  return endpoint && { shown: `${url.origin}${url.pathname}`, endpoints: [endpoint] };
}

function endpointOf(text: string, usualPort: number): { host: string; port: number } | null {
  if (!URL.canParse(text)) return null;
  const { hostname, port } = new URL(text);
  if (hostname === '') return null;
  // A URL writes an IPv6 address in brackets; a socket takes it without.
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? usualPort : Number(port) };
}

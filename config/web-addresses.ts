// Where people open a vendor's records in a browser: as set, else from the address of its API.
import type { Environment } from './environment.ts';

export type WebAddresses = { procore: string; xero: string };

type Set = Pick<
  Environment,
  'PROCORE_API_URL' | 'PROCORE_WEB_URL' | 'XERO_API_URL' | 'XERO_WEB_URL'
>;

/** The vendors' own APIs and apps have different hosts; the stand-ins serve both from one. */
const appOfApi: Record<string, string> = {
  'https://api.procore.com': 'https://app.procore.com',
  'https://api.xero.com': 'https://go.xero.com',
};

function appOf(api: string): string {
  const { origin } = new URL(api);
  return appOfApi[origin] ?? origin;
}

export function webAddressesOf(env: Set): WebAddresses {
  return {
    procore: env.PROCORE_WEB_URL ?? appOf(env.PROCORE_API_URL),
    xero: env.XERO_WEB_URL ?? appOf(env.XERO_API_URL),
  };
}

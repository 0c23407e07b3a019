// How each open rule about the app itself shows, its limits and its scopes: a probe, and what it finds for each value.
import type { Client } from './xero-sandbox.ts';
import type { Probe } from './credit-rule-probes.ts';
import { send } from './xero-sandbox.ts';

type World = { client: Client };
type AppRule = 'appMinuteName' | 'scopesBeyondGrant';

/** The world is asked for when a probe runs, since it begins after the probes are listed. */
export function appProbes(world: () => World): { [Name in AppRule]: Probe<Name> } {
  return {
    appMinuteName: {
      probe: async () => {
        const { client } = world();
        await client.control('PUT', '/_sandbox/limits', {
          appminute: { count: 0, windowMs: 60_000 },
        });
        const reply = await client.call('GET', '/Organisation');
        const room = { count: 100_000, windowMs: 60_000 };
        await client.control('PUT', '/_sandbox/limits', { appminute: room });
        return reply.headers.get('x-rate-limit-problem');
      },
      outcomes: { appminute: 'appminute', 'app-minute': 'app-minute' },
    },
    scopesBeyondGrant: {
      probe: async () => {
        const { client } = world();
        await client.control('PUT', '/_sandbox/scopes', { scopes: ['accounting.contacts'] });
        const form =
          'grant_type=client_credentials&client_id=id&client_secret=secret&scope=accounting.contacts%20accounting.invoices';
        const type = { 'content-type': 'application/x-www-form-urlencoded' };
        const reply = await send(`${client.url}/connect/token`, 'POST', form, type);
        return reply.body['scope'] ?? reply.body['error'];
      },
      outcomes: { refuse: 'invalid_scope', narrow: 'accounting.contacts' },
    },
  };
}

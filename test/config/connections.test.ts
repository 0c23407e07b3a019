// Proves how each connection's organisation is found in the environment, and that a missing or shared one is named with its variable.
import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../config/configuration-error.ts';
import { connectionsOf } from '../../config/connections.ts';
import type { Environment } from '../../config/environment.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { demoMapping } from '../support/demo-mapping.ts';

const env = {
  TIEOUT_CONNECTION: 'north',
  TIEOUT_CONFIG: 'tieout.config.ts',
  PROCORE_COMPANY_ID: '7',
  XERO_CLIENT_ID: 'id',
  XERO_CLIENT_SECRET: 'secret',
  XERO_TENANT_ID: 'tenant-north',
  XERO_WEBHOOK_KEY: 'key',
} as Environment;
const north: Mapping = { ...demoMapping, connection: 'north' };
const south: Mapping = { ...demoMapping, connection: 'south-island', projects: ['12'] };

function problemsOf(variables: Record<string, string>, mappings: [Mapping, ...Mapping[]]) {
  try {
    connectionsOf(env, variables, mappings);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}

describe('the connections of an installation', () => {
  it('of one mapping is the one that the common variables name', () => {
    expect(connectionsOf(env, {}, [north])).toEqual([
      {
        mapping: north,
        organisations: { procore: 'procore/7', xero: 'xero/tenant-north' },
        xero: {
          ...{ clientId: 'id', clientSecret: 'secret' },
          ...{ tenantId: 'tenant-north', webhookKey: 'key' },
        },
      },
    ]);
  });

  it('of several share the app and the company, and each has its own organisation', () => {
    const variables = { XERO_TENANT_ID_SOUTH_ISLAND: 'tenant-south' };
    const [first, second] = connectionsOf(env, variables, [south, north]);
    expect([first.mapping.connection, second?.mapping.connection]).toEqual([
      'north',
      'south-island',
    ]);
    expect(second).toMatchObject({
      sharesCompany: true,
      organisations: { procore: 'procore/7', xero: 'xero/tenant-south' },
      xero: { clientId: 'id', tenantId: 'tenant-south' },
    });
  });

  it('take an app of their own where one is named', () => {
    const variables = {
      XERO_TENANT_ID_SOUTH_ISLAND: 'tenant-south',
      XERO_CLIENT_ID_SOUTH_ISLAND: 'own id',
      XERO_CLIENT_SECRET_SOUTH_ISLAND: 'own secret',
      XERO_WEBHOOK_KEY_SOUTH_ISLAND: 'own key',
    };
    const [, second] = connectionsOf(env, variables, [north, south]);
    expect(second?.xero).toEqual({
      ...{ clientId: 'own id', clientSecret: 'own secret' },
      ...{ tenantId: 'tenant-south', webhookKey: 'own key' },
    });
  });

  it.each<[string, Record<string, string>, [Mapping, ...Mapping[]], RegExp]>([
    ['no organisation', {}, [north, south], /^XERO_TENANT_ID_SOUTH_ISLAND: set it to the tenant/],
    [
      'the organisation of another',
      { XERO_TENANT_ID_SOUTH_ISLAND: 'tenant-north' },
      [north, south],
      /^XERO_TENANT_ID_SOUTH_ISLAND: "north" has this organisation already/,
    ],
    ['another name than the environment says', {}, [south], /says "south-island" and TIEOUT_CONN/],
  ])('with %s is refused', (_what, variables, mappings, sentence) => {
    expect(problemsOf(variables, mappings)).toEqual([expect.stringMatching(sentence)]);
  });
});

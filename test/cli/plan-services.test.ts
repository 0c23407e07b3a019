// What `npm start` starts for each environment, and what the children are told.
import { describe, expect, test } from 'vitest';
import type { DemoCompany } from '../../cli/start/company-choice.ts';
import { planStart, readPorts, type StartPlan } from '../../cli/start/plan-services.ts';

function plan(
  env: NodeJS.ProcessEnv,
  generated: Record<string, string> = {},
  company: DemoCompany = 'demo',
): StartPlan {
  return planStart({
    env,
    generated,
    root: '/project',
    dataDir: '/project/.tieout',
    bundleDir: '/project/.tieout/bundle',
    company,
    logPathOf: (name) => `/project/.tieout/logs/${name}.log`,
  });
}
const started = (made: StartPlan): string =>
  made.groups.map((group) => group.map(({ name }) => name).join(' ')).join(' | ');

const rest = 'worker relay console';

describe('started is what the environment does not name', () => {
  test.each<[string, NodeJS.ProcessEnv, string]>([
    ['nothing set', {}, `postgres temporal procore xero | ${rest}`],
    ['a database', { DATABASE_URL: 'postgres://h/d' }, `temporal procore xero | ${rest}`],
    ['a Temporal', { TEMPORAL_ADDRESS: 'h:7233' }, `postgres procore xero | ${rest}`],
    ['a Procore', { PROCORE_API_URL: 'http://127.0.0.1:9' }, `postgres temporal xero | ${rest}`],
    ['an empty variable', { XERO_API_URL: '' }, `postgres temporal procore xero | ${rest}`],
  ])('%s', (_title, env, expected) => {
    expect(started(plan(env))).toBe(expected);
  });
});

test('ports count from the base, and only those of what is started are needed', () => {
  const made = plan({ TIEOUT_PORT_BASE: '7000', TEMPORAL_ADDRESS: 'h:7233' });
  expect(made.neededPorts.map(({ port }) => port)).toEqual([7000, 7001, 7002, 7003]);
  expect(made.childEnv).toMatchObject({
    DATABASE_URL: 'postgres://tieout@127.0.0.1:7003/tieout',
    TEMPORAL_ADDRESS: 'h:7233',
    PROCORE_API_URL: 'http://127.0.0.1:7001',
    XERO_IDENTITY_URL: 'http://127.0.0.1:7002',
  });
});

test.each(['0', '80', '65531', '4400.5', 'x'])('a port base of %s is refused', (text) => {
  expect(() => readPorts({ TIEOUT_PORT_BASE: text })).toThrow('TIEOUT_PORT_BASE');
});

test.each<[DemoCompany, Record<string, string>, string]>([
  ['demo', {}, 'tieout.config.ts'],
  ['au', {}, 'tieout.config.au.ts'],
  ['uk', {}, 'tieout.config.uk.ts'],
  ['uk', { TIEOUT_CONFIG: '' }, 'tieout.config.uk.ts'],
  ['uk', { TIEOUT_CONFIG: 'mine.ts' }, 'mine.ts'],
])('%s is mapped by its file unless the environment names one (%j)', (company, env, file) => {
  expect(plan(env, {}, company).childEnv['TIEOUT_CONFIG']).toBe(file);
  expect(plan({}, env, company).childEnv['TIEOUT_CONFIG']).toBe(env['TIEOUT_CONFIG'] ?? file);
});

test('what the environment says goes before what was generated', () => {
  const { childEnv } = plan({ XERO_CLIENT_ID: 'mine' }, { XERO_CLIENT_ID: 'made', OTHER: 'made' });
  expect(childEnv).toMatchObject({ XERO_CLIENT_ID: 'mine', OTHER: 'made' });
});

test('the vendors sign in elsewhere than their API, so that address is never guessed for them', () => {
  const vendor = plan({ XERO_API_URL: 'https://api.xero.com' }).childEnv;
  expect(vendor['XERO_IDENTITY_URL']).toBeUndefined();
  const proxy = plan({ XERO_API_URL: 'http://127.0.0.1:9' }).childEnv;
  expect(proxy['XERO_IDENTITY_URL']).toBe('http://127.0.0.1:9');
});

test('the short windows are for sandboxes only', () => {
  expect(plan({}).childEnv['TIEOUT_XERO_MINUTE_MS']).toBe('6000');
  expect(plan({ SANDBOX_LIMITS: 'vendor' }).childEnv['TIEOUT_XERO_MINUTE_MS']).toBeUndefined();
  const live = { PROCORE_API_URL: 'https://api.procore.com', XERO_API_URL: 'https://api.xero.com' };
  expect(plan(live).childEnv['TIEOUT_XERO_MINUTE_MS']).toBeUndefined();
  expect(plan(live).embeddedPair).toBe(false);
});

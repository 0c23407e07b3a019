// Decides what `npm start` starts: only what the environment does not name already, each on its port.
import { join } from 'node:path';
import type { NeededPort } from '../../launcher/ports.ts';
import { serverProcess, type ServiceDefinition } from '../../launcher/service.ts';
import { StartProblem } from '../../launcher/start-problem.ts';
import { connectionsOf, mappingFileOf, type DemoCompany } from './company-choice.ts';

/** Ports count from TIEOUT_PORT_BASE. */
const portOffsets = { console: 0, procore: 1, xero: 2, postgres: 3, temporal: 4, temporalUi: 5 };
export type Ports = typeof portOffsets;

/** As run.json and the logs name them. */
export type ServiceName = ExternalName | 'worker' | 'relay' | 'console';

/** Which variable names each server that need not be started. */
export const externalVariables = {
  postgres: 'DATABASE_URL',
  temporal: 'TEMPORAL_ADDRESS',
  procore: 'PROCORE_API_URL',
  xero: 'XERO_API_URL',
} as const;
export type ExternalName = keyof typeof externalVariables;
export type ExternalServers = Partial<Record<ExternalName, string>>;
export const externalNames = ['postgres', 'temporal', 'procore', 'xero'] as const;

export interface StartPlan {
  ports: Ports;
  /** First Postgres, Temporal and the sandboxes; then the worker, the relay and the console. */
  groups: [ServiceDefinition<ServiceName>[], ServiceDefinition<ServiceName>[]];
  neededPorts: NeededPort[];
  /** Named by the environment, hence not started. */
  external: ExternalServers;
  embeddedPair: boolean;
  childEnv: NodeJS.ProcessEnv;
}

export interface PlanInput {
  env: NodeJS.ProcessEnv;
  /** The values of `.tieout/env`; what the environment sets itself wins. */
  generated: Record<string, string>;
  root: string;
  dataDir: string;
  bundleDir: string;
  company: DemoCompany;
  /** A new log for this run of the service. */
  logPathOf: (name: ServiceName) => string;
}

export function readPorts(env: NodeJS.ProcessEnv): Ports {
  const text = env['TIEOUT_PORT_BASE'] || '4400';
  const base = Number(text);
  if (!/^\d+$/.test(text) || base < 1024 || base + 5 > 65_535) {
    throw new StartProblem(
      `TIEOUT_PORT_BASE is "${text}"; it must be a whole number from 1024 to 65530 (six ports count from it).`,
      'configuration',
    );
  }
  const entries = Object.entries(portOffsets).map(([name, offset]) => [name, base + offset]);
  return Object.fromEntries(entries) as Ports;
}

export const loopbackUrl = (port: number): string => `http://127.0.0.1:${port}`;

export function planStart(input: PlanInput): StartPlan {
  const ports = readPorts(input.env);
  const external: ExternalServers = {};
  for (const name of externalNames) {
    const value = input.env[externalVariables[name]];
    if (value) external[name] = value;
  }
  const childEnv = childEnvironment(input, ports, external);
  const first = [...planServers(input, ports, childEnv), ...planSandboxes(input, ports, childEnv)];
  const started = first.filter(({ name }) => !(name in external));
  return {
    ports,
    groups: [started, planWorkers(input, childEnv)],
    neededPorts: neededPorts(ports, external),
    external,
    embeddedPair: external.procore === undefined && external.xero === undefined,
    childEnv,
  };
}

export function baseEnvironment(
  env: NodeJS.ProcessEnv,
  generated: Record<string, string>,
): NodeJS.ProcessEnv {
  const set = Object.entries(env).filter(([key, value]) => value && key !== 'TIEOUT_COMMAND_BEGAN');
  return { ...generated, ...Object.fromEntries(set) };
}

function childEnvironment(
  { env, generated, bundleDir, company }: PlanInput,
  ports: Ports,
  external: ExternalServers,
): NodeJS.ProcessEnv {
  const procore = external.procore ?? loopbackUrl(ports.procore);
  const xero = external.xero ?? loopbackUrl(ports.xero);
  return {
    TIEOUT_BUNDLE_DIR: bundleDir,
    TIEOUT_CONFIG: mappingFileOf(company),
    ...baseEnvironment(env, generated),
    TIEOUT_PORT_BASE: String(ports.console),
    DATABASE_URL: external.postgres ?? `postgres://tieout@127.0.0.1:${ports.postgres}/tieout`,
    TEMPORAL_ADDRESS: external.temporal ?? `127.0.0.1:${ports.temporal}`,
    TEMPORAL_NAMESPACE: env['TEMPORAL_NAMESPACE'] || 'default',
    TIEOUT_CONNECTION: env['TIEOUT_CONNECTION'] || connectionsOf(company)[0],
    PROCORE_API_URL: procore,
    XERO_API_URL: xero,
    ...signIn('PROCORE_LOGIN_URL', procore, env),
    ...signIn('XERO_IDENTITY_URL', xero, env),
    ...(isLoopback(procore) && isLoopback(xero) ? sandboxPace(env, company) : {}),
  };
}

/** What runs on this machine is a sandbox; the vendors themselves are met at their own pace. */
function isLoopback(url: string): boolean {
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  return ['127.0.0.1', 'localhost', '[::1]'].includes(host);
}

/** Ten times shorter windows, as the sandboxes keep them, and a sweep every half minute instead of a quarter of an hour. */
function sandboxPace(env: NodeJS.ProcessEnv, company: DemoCompany): NodeJS.ProcessEnv {
  const sweeps = { TIEOUT_SWEEP_EVERY_MS: '30000', TIEOUT_SWEEP_OVERLAP_MS: '60000' };
  const windows = {
    TIEOUT_XERO_MINUTE_MS: '6000',
    TIEOUT_PROCORE_SPIKE_MS: '1000',
    TIEOUT_PROCORE_HOUR_MS: '360000',
  };
  const pace = {
    ...sweeps,
    // The demo's controller has turned every project on; the group's takes them on one by one.
    ...(company === 'group' ? {} : { TIEOUT_POST_FROM: '2000-01-01' }),
    ...(sandboxLimits(env) === 'fast' ? windows : {}),
  };
  return Object.fromEntries(Object.entries(pace).filter(([name]) => !env[name]));
}

/** A sandbox, or what stands before one, answers both; the vendors sign in elsewhere, so that one must be said. */
function signIn(variable: string, apiUrl: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if (env[variable]) return { [variable]: env[variable] };
  return isLoopback(apiUrl) ? { [variable]: apiUrl } : {};
}

/** `fast` unless somebody asks for the vendors' own windows. */
export function sandboxLimits(env: NodeJS.ProcessEnv): string {
  return env['SANDBOX_LIMITS'] || 'fast';
}

type Definitions = ServiceDefinition<ServiceName>[];

/** Each writes to the log its process does, and is given nothing that is not its own. */
function planServers(input: PlanInput, ports: Ports, childEnv: NodeJS.ProcessEnv): Definitions {
  const { root, dataDir, env, logPathOf } = input;
  const [postgresLog, temporalLog] = [logPathOf('postgres'), logPathOf('temporal')];
  const postgres = serverProcess('postgres', {
    dir: join(dataDir, 'postgres'),
    port: ports.postgres,
    logFile: postgresLog,
  });
  const temporal = serverProcess('temporal', {
    dir: join(dataDir, 'temporal'),
    port: ports.temporal,
    uiPort: ports.temporalUi,
    codecEndpoint: `${loopbackUrl(ports.console)}/codec`,
    namespace: childEnv['TEMPORAL_NAMESPACE'] ?? 'default',
    logFile: temporalLog,
  });
  return [
    { name: 'postgres', title: 'Postgres', ...postgres, cwd: root, env, logPath: postgresLog },
    { name: 'temporal', title: 'Temporal', ...temporal, cwd: root, env, logPath: temporalLog },
  ];
}

/** The two sandboxes, also for `npm run sandbox`. */
export function planSandboxes(
  { root, dataDir, logPathOf }: Pick<PlanInput, 'root' | 'dataDir' | 'logPathOf'>,
  ports: Ports,
  childEnv: NodeJS.ProcessEnv,
): Definitions {
  return (['procore', 'xero'] as const).map((name) => ({
    name,
    title: name === 'procore' ? 'Procore sandbox' : 'Xero sandbox',
    script: join(root, 'sandbox', name, 'main.ts'),
    cwd: root,
    env: {
      ...childEnv,
      SANDBOX_PORT: String(ports[name]),
      SANDBOX_DATA: join(dataDir, 'sandbox', name),
      SANDBOX_LIMITS: sandboxLimits(childEnv),
      SANDBOX_PARENT_PIPE: '1',
      ...(name === 'xero' ? furtherTenants(childEnv) : {}),
    },
    logPath: logPathOf(name),
  }));
}

/** The organisations of further connections, as their variables name them. */
function furtherTenants(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const tenants = Object.entries(env)
    .filter(([name, value]) => name.startsWith('XERO_TENANT_ID_') && value)
    .map(([, value]) => value);
  return tenants.length === 0 ? {} : { SANDBOX_XERO_TENANTS: tenants.join(',') };
}

/**
 * For each of the worker's two heaps, its own and that of the workflows: without a limit V8 lets garbage lie, up to
 * 1.7 GB in the demo. Measured 2026-11-26 with 192: 330 MB resident at most.
 */
const workerMemory = ['--max-old-space-size=256', '--max-semi-space-size=8'];

function planWorkers({ root, logPathOf }: PlanInput, env: NodeJS.ProcessEnv): Definitions {
  const files = [
    ['worker', 'Worker', 'worker-main.ts', workerMemory],
    ['relay', 'Relay', 'relay-main.ts', []],
    ['console', 'Console', 'api-main.ts', []],
  ] as const;
  return files.map(([name, title, file, nodeArgs]) => {
    const script = join(root, 'workers', file);
    return { name, title, script, nodeArgs, cwd: root, env, logPath: logPathOf(name) };
  });
}

function neededPorts(ports: Ports, external: ExternalServers): NeededPort[] {
  const needed = (port: keyof Ports, what: string, server?: ExternalName): NeededPort[] => {
    if (server === undefined) return [{ port: ports[port], what, instead: null }];
    if (server in external) return [];
    return [{ port: ports[port], what, instead: externalVariables[server] }];
  };
  return [
    ...needed('console', 'the console'),
    ...needed('procore', 'the Procore sandbox', 'procore'),
    ...needed('xero', 'the Xero sandbox', 'xero'),
    ...needed('postgres', 'Postgres', 'postgres'),
    ...needed('temporal', 'Temporal', 'temporal'),
    ...needed('temporalUi', "Temporal's Web UI", 'temporal'),
  ];
}

// Decides what `npm start` starts: only what the environment does not name already, each on its port.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ServiceDefinition, ServiceName } from './service.ts';
import { StartProblem } from './start-problem.ts';

/** Ports count from TIEOUT_PORT_BASE. */
export const portOffsets = {
  console: 0,
  procore: 1,
  xero: 2,
  postgres: 3,
  temporal: 4,
  temporalUi: 5,
} as const;
export type PortName = keyof typeof portOffsets;

export interface PlannedPort {
  port: number;
  what: string;
  /** What, beside TIEOUT_PORT_BASE, lets somebody do without this port. */
  instead: string | null;
}

export interface StartPlan {
  ports: Record<PortName, number>;
  /** First Postgres, Temporal and the sandboxes; then the worker, the relay and the console. */
  groups: [ServiceDefinition[], ServiceDefinition[]];
  neededPorts: PlannedPort[];
  /** Named by the environment, hence not started. */
  external: Partial<Record<ExternalName, string>>;
  embeddedPair: boolean;
  childEnv: NodeJS.ProcessEnv;
}

export interface PlanInput {
  env: NodeJS.ProcessEnv;
  /** The values of `.tieout/env`; what the environment sets itself wins. */
  generated: Record<string, string>;
  root: string;
  dataDir: string;
  logPathOf: (name: ServiceName) => string;
}

export function readPortBase(env: NodeJS.ProcessEnv): number {
  const text = env['TIEOUT_PORT_BASE'] || '4400';
  const base = Number(text);
  if (/^\d+$/.test(text) && base >= 1024 && base + 5 <= 65_535) return base;
  throw new StartProblem(
    `TIEOUT_PORT_BASE is "${text}"; it must be a whole number from 1024 to 65530 (six ports count from it).`,
    'configuration',
  );
}

export function portsFrom(base: number): Record<PortName, number> {
  const entries = Object.entries(portOffsets).map(([name, offset]) => [name, base + offset]);
  return Object.fromEntries(entries) as Record<PortName, number>;
}

const at = (port: number): string => `http://127.0.0.1:${port}`;

/** Which variable names each server that need not be started. */
export const externalVariables = {
  postgres: 'DATABASE_URL',
  temporal: 'TEMPORAL_ADDRESS',
  procore: 'PROCORE_API_URL',
  xero: 'XERO_API_URL',
} as const;
export type ExternalName = keyof typeof externalVariables;
export const externalNames = ['postgres', 'temporal', 'procore', 'xero'] as const;

export function planStart(input: PlanInput): StartPlan {
  const ports = portsFrom(readPortBase(input.env));
  const external: Partial<Record<ExternalName, string>> = {};
  for (const name of externalNames) {
    const value = input.env[externalVariables[name]];
    if (value) external[name] = value;
  }
  const childEnv = childEnvironment(input, ports, external);
  const first = firstGroup(input, ports, childEnv).filter(({ name }) => !(name in external));
  const second = secondGroup(input, childEnv);
  return {
    ports,
    groups: [first, second],
    neededPorts: neededPorts(ports, first),
    external,
    embeddedPair: !('procore' in external) && !('xero' in external),
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
  { env, generated }: PlanInput,
  ports: Record<PortName, number>,
  external: Partial<Record<ExternalName, string>>,
): NodeJS.ProcessEnv {
  const procore = external.procore ?? at(ports.procore);
  const xero = external.xero ?? at(ports.xero);
  return {
    ...baseEnvironment(env, generated),
    TIEOUT_PORT_BASE: String(ports.console),
    DATABASE_URL: external.postgres ?? `postgres://tieout@127.0.0.1:${ports.postgres}/tieout`,
    TEMPORAL_ADDRESS: external.temporal ?? `127.0.0.1:${ports.temporal}`,
    TEMPORAL_NAMESPACE: env['TEMPORAL_NAMESPACE'] || 'default',
    TIEOUT_CONNECTION: env['TIEOUT_CONNECTION'] || 'demo',
    PROCORE_API_URL: procore,
    XERO_API_URL: xero,
    ...signIn('PROCORE_LOGIN_URL', procore, env),
    ...signIn('XERO_IDENTITY_URL', xero, env),
    ...sandboxPace(env, [procore, xero]),
  };
}

/** Ten times shorter windows, as the sandboxes keep them, and a sweep every quarter of a minute instead of an hour. */
const fastPace = {
  TIEOUT_SWEEP_EVERY_MS: '15000',
  TIEOUT_XERO_MINUTE_MS: '6000',
  TIEOUT_PROCORE_SPIKE_MS: '1000',
  TIEOUT_PROCORE_HOUR_MS: '360000',
};
const vendorPace = { TIEOUT_SWEEP_EVERY_MS: fastPace.TIEOUT_SWEEP_EVERY_MS };

/** What runs on this machine is a sandbox; the vendors themselves are met at their own pace. */
function sandboxPace(env: NodeJS.ProcessEnv, urls: readonly string[]): NodeJS.ProcessEnv {
  if (!urls.every(isLoopback)) return {};
  const pace = sandboxLimits(env) === 'fast' ? fastPace : vendorPace;
  return Object.fromEntries(Object.entries(pace).filter(([name]) => !env[name]));
}

const isLoopback = (url: string): boolean =>
  ['127.0.0.1', 'localhost', '[::1]'].includes(hostOf(url));

/** A sandbox, or what stands before one, answers both; the vendors sign in elsewhere, so that one must be said. */
function signIn(variable: string, apiUrl: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if (env[variable]) return { [variable]: env[variable] };
  return isLoopback(apiUrl) ? { [variable]: apiUrl } : {};
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : '';
}

const wrapperPath = (name: string): string =>
  fileURLToPath(new URL(`./wrap-${name}.ts`, import.meta.url));

function firstGroup(
  input: PlanInput,
  ports: Record<PortName, number>,
  childEnv: NodeJS.ProcessEnv,
): ServiceDefinition[] {
  const { root, dataDir, logPathOf } = input;
  const postgres = {
    dir: join(dataDir, 'postgres'),
    port: ports.postgres,
    logFile: logPathOf('postgres'),
  };
  const temporal = {
    dir: join(dataDir, 'temporal'),
    port: ports.temporal,
    uiPort: ports.temporalUi,
    codecEndpoint: `${at(ports.console)}/codec`,
    namespace: childEnv['TEMPORAL_NAMESPACE'],
    logFile: logPathOf('temporal'),
  };
  return [
    {
      name: 'postgres',
      title: 'Postgres',
      script: wrapperPath('postgres'),
      args: [JSON.stringify(postgres)],
      cwd: root,
      env: input.env,
      logPath: logPathOf('postgres'),
    },
    {
      name: 'temporal',
      title: 'Temporal',
      script: wrapperPath('temporal'),
      args: [JSON.stringify(temporal)],
      cwd: root,
      env: input.env,
      logPath: logPathOf('temporal'),
    },
    ...planSandboxes(input, ports, childEnv),
  ];
}

/** The two sandboxes, also for `npm run sandbox`. */
export function planSandboxes(
  { root, dataDir, logPathOf }: Pick<PlanInput, 'root' | 'dataDir' | 'logPathOf'>,
  ports: Record<PortName, number>,
  childEnv: NodeJS.ProcessEnv,
): ServiceDefinition[] {
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
    },
    logPath: logPathOf(name),
  }));
}

/** `fast` unless somebody asks for the vendors' own windows. */
export function sandboxLimits(env: NodeJS.ProcessEnv): string {
  return env['SANDBOX_LIMITS'] || 'fast';
}

function secondGroup(
  { root, logPathOf }: PlanInput,
  childEnv: NodeJS.ProcessEnv,
): ServiceDefinition[] {
  const define = (name: ServiceName, title: string, file: string): ServiceDefinition => ({
    name,
    title,
    script: join(root, 'workers', file),
    cwd: root,
    env: childEnv,
    logPath: logPathOf(name),
  });
  return [
    define('worker', 'Worker', 'worker-main.ts'),
    define('relay', 'Relay', 'relay-main.ts'),
    define('console', 'Console', 'api-main.ts'),
  ];
}

function neededPorts(ports: Record<PortName, number>, first: ServiceDefinition[]): PlannedPort[] {
  const starts = (name: ServiceName): boolean => first.some((one) => one.name === name);
  const planned: [boolean, number, string, string | null][] = [
    [true, ports.console, 'the console', null],
    [starts('procore'), ports.procore, 'the Procore sandbox', 'PROCORE_API_URL'],
    [starts('xero'), ports.xero, 'the Xero sandbox', 'XERO_API_URL'],
    [starts('postgres'), ports.postgres, 'Postgres', 'DATABASE_URL'],
    [starts('temporal'), ports.temporal, 'Temporal', 'TEMPORAL_ADDRESS'],
    [starts('temporal'), ports.temporalUi, "Temporal's Web UI", 'TEMPORAL_ADDRESS'],
  ];
  return planned.flatMap(([needed, port, what, instead]) =>
    needed ? [{ port, what, instead }] : [],
  );
}

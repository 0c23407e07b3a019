// How the Procore sandbox's tests speak to it: over HTTP, with a token per role, and never through its code.
import { expect } from 'vitest';
import { startProcoreSandbox } from '../../../sandbox/procore/server.ts';
import type { ProcoreSandboxOptions } from '../../../sandbox/procore/server.ts';

export const COMPANY = '5629494500123';

export type Json = Record<string, unknown>;
export type Reply = { status: number; headers: Headers; body: unknown };
export type Role = 'pm' | 'admin' | 'tieout';
export type Send = (method: string, path: string, body?: unknown) => Promise<Reply>;

export type Caller = {
  url: string;
  control: Send;
  as: (role: Role) => Promise<Send>;
  /** A GET that must succeed with a list. */
  list: (role: Role, path: string) => Promise<Json[]>;
  /** A GET that must succeed with one record. */
  one: (role: Role, path: string) => Promise<Json>;
};

export async function send(
  url: string,
  method: string,
  headers: Record<string, string>,
  body?: unknown,
): Promise<Reply> {
  const response = await fetch(url, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const parsed: unknown = text === '' ? null : JSON.parse(text);
  return { status: response.status, headers: response.headers, body: parsed };
}

export function callerOf(url: string): Caller {
  const control: Send = (method, path, body) => send(`${url}/_sandbox${path}`, method, {}, body);
  const tokens = new Map<Role, Promise<string>>();
  const tokenOf = (role: Role): Promise<string> => {
    const known = tokens.get(role);
    if (known !== undefined) return known;
    const issued = control('POST', '/token', { role }).then((reply) =>
      String((reply.body as Json)['access_token']),
    );
    tokens.set(role, issued);
    return issued;
  };
  const as = async (role: Role): Promise<Send> => {
    const token = await tokenOf(role);
    const headers = { authorization: `Bearer ${token}`, 'Procore-Company-Id': COMPANY };
    return (method, path, body) => send(`${url}${path}`, method, headers, body);
  };
  const get = async (role: Role, path: string): Promise<unknown> => {
    const reply = await (await as(role))('GET', path);
    expect(reply.status, `${path}: ${JSON.stringify(reply.body)}`).toBe(200);
    return reply.body;
  };
  return {
    url,
    control,
    as,
    list: async (role, path) => (await get(role, path)) as Json[],
    one: async (role, path) => (await get(role, path)) as Json,
  };
}

export type Running = Caller & { close: () => Promise<void>; idle: () => Promise<void> };

/** A sandbox of its own for a test file, without latency and with room for many calls. */
export async function startSeeded(
  company: 'demo' | 'twenty' | 'empty',
  options: ProcoreSandboxOptions = {},
): Promise<Running> {
  const sandbox = await startProcoreSandbox({ latencyMs: 0, ...options });
  const caller = callerOf(sandbox.url);
  await caller.control('POST', '/seed', { company });
  await caller.control('PUT', '/limits', { spike: { count: 10_000, windowMs: 10_000 } });
  return {
    ...caller,
    close: () => sandbox.close(),
    idle: () => sandbox.kit.outbox.idle(),
  };
}

export function at(json: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null) return undefined;
    return (value as Record<string | number, unknown>)[key];
  }, json);
}

export function text(json: unknown, ...path: (string | number)[]): string {
  const value = at(json, ...path);
  if (typeof value !== 'string') throw new Error(`No text at ${path.join('.')}`);
  return value;
}

export function id(json: unknown): number {
  const value = at(json, 'id');
  if (typeof value !== 'number') throw new Error('No id');
  return value;
}

/** Cents of a two-decimal amount, by this file's own reading. */
export function cents(amount: string): bigint {
  if (!/^-?\d+\.\d\d$/.test(amount)) throw new Error(`Not a two-decimal amount: ${amount}`);
  return BigInt(amount.replace('.', ''));
}

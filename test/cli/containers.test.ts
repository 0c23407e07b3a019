// docker-compose.yml and the Dockerfile: well formed, reachable from this machine only, and naming what exists.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const read = (name: string): string => readFileSync(join(repository, name), 'utf8');

const duration = z.string().regex(/^\d+(ms|s|m|h)$/);

/** The part of the Compose specification in use here; an unknown or misspelt key is an error, as it is for compose. */
const composeSchema = z.strictObject({
  services: z.record(
    z.string(),
    z.strictObject({
      image: z.string().regex(/^[a-z0-9./-]+:[\w.-]+$/, 'needs a tag'),
      build: z.string().optional(),
      depends_on: z
        .record(z.string(), z.strictObject({ condition: z.literal('service_healthy') }))
        .optional(),
      network_mode: z.literal('host').optional(),
      environment: z.record(z.string(), z.union([z.string(), z.number()])),
      ports: z.array(z.string().regex(/^127\.0\.0\.1:\d+:\d+$/, 'this machine only')).optional(),
      volumes: z.array(z.string().regex(/^[a-z]+:\//)).optional(),
      healthcheck: z
        .strictObject({
          test: z.tuple([z.enum(['CMD', 'CMD-SHELL'])], z.string()),
          interval: duration,
          timeout: duration,
          retries: z.int().positive(),
          start_period: duration.optional(),
        })
        .optional(),
      init: z.boolean().optional(),
      cap_drop: z.array(z.string()).optional(),
      security_opt: z.array(z.string()).optional(),
      stop_grace_period: duration.optional(),
      restart: z.enum(['no', 'always', 'on-failure', 'unless-stopped']).optional(),
    }),
  ),
  volumes: z.record(z.string(), z.null()),
});

const compose = composeSchema.parse(parse(read('docker-compose.yml')));

test('there are Postgres, Temporal with its UI, and Tieout', () => {
  expect(Object.keys(compose.services)).toEqual(['postgres', 'temporal', 'temporal-ui', 'tieout']);
});

test('what waits for a service waits for its health, and named volumes are declared', () => {
  for (const service of Object.values(compose.services)) {
    for (const awaited of Object.keys(service.depends_on ?? {})) {
      expect(compose.services[awaited]?.healthcheck, awaited).toBeDefined();
    }
    for (const volume of service.volumes ?? []) {
      expect(Object.keys(compose.volumes)).toContain(volume.split(':')[0]);
    }
  }
});

test("Tieout is given only variables it knows, and the ports follow Tieout's own base", () => {
  const known = read('config/environment.ts') + read('cli/start/plan-services.ts');
  const tieout = compose.services['tieout'];
  for (const name of Object.keys(tieout?.environment ?? {})) expect(known).toContain(name);
  const base = Number(tieout?.environment['TIEOUT_PORT_BASE']);
  const published = Object.values(compose.services).flatMap(({ ports = [] }) => ports);
  const publishedPorts = published.map((port) => Number(port.split(':')[1]) - base);
  expect(publishedPorts).toEqual([3, 4, 5]);
});

test('the image copies what is there, runs as another user than root, and starts what is there', () => {
  const lines = read('Dockerfile').split('\n');
  const from = lines.filter((line) => line.startsWith('FROM '));
  expect(from.every((line) => line.startsWith('FROM node:20-slim'))).toBe(true);
  expect(lines.findIndex((line) => line === 'USER node')).toBeGreaterThan(0);
  const command = JSON.parse(
    lines.find((line) => line.startsWith('CMD '))?.slice(4) ?? '[]',
  ) as string[];
  expect(existsSync(join(repository, command[1] ?? 'missing'))).toBe(true);
  expect(read('.dockerignore').split('\n')).toEqual(
    expect.arrayContaining(['node_modules', '.tieout', '.git']),
  );
});

// package-lock.json holds every optional package that a locked package names: npm writes lockfiles without one when a
// registry lacks it at that moment, and `npm ci` then refuses them everywhere.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const repository = fileURLToPath(new URL('../..', import.meta.url));

interface LockedPackage {
  optionalDependencies?: Record<string, string>;
  dependencies?: Record<string, string>;
}

const lock = JSON.parse(readFileSync(join(repository, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, LockedPackage>;
};

/** Node's own way of looking: beside the package, then outwards. */
function isLocked(from: string, name: string): boolean {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const path = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    if (path in lock.packages) return true;
    if (at === '') return false;
  }
}

test('every optional dependency of every locked package is locked', () => {
  const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !isLocked(path, name))
      .map((name) => `${path || 'package.json'} → ${name}`),
  );
  expect(missing).toEqual([]);
});

test('every plain dependency is locked, and protobufjs once', () => {
  const missing = Object.entries(lock.packages).flatMap(([path, { dependencies = {} }]) =>
    Object.keys(dependencies).filter((name) => !isLocked(path, name)),
  );
  expect(missing).toEqual([]);
  // Two copies make every replay of a stored history fail with "type must be a Type".
  const copies = Object.keys(lock.packages).filter((path) => path.endsWith('/protobufjs'));
  expect(copies).toEqual(['node_modules/protobufjs']);
});

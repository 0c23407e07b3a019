// Proves that every object is one place: its folder, a file in each room that must act, and roles whose endpoints take its bodies.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { endpoints } from '../../../domain/identity/endpoints.ts';
import { documentTypes } from '../../../domain/identity/workflow-ids.ts';
import type { Observation } from '../../../domain/objects/objects.ts';
import { objectOf, planObservation } from '../../../domain/objects/objects.ts';
import { roleRuleOf } from '../../../domain/objects/synced-object.ts';
import { recordKinds } from '../../../domain/records/records.ts';
import {
  commitmentObservation,
  contact,
  contactObservation,
  payAppObservation,
  payment,
  postedPayment,
} from '../../support/domain-builders.ts';
import {
  linkedContact,
  postedCommitment,
  postedPayApp,
  strangersBill,
} from '../../support/posted-documents.ts';

const root = new URL('../../../', import.meta.url);
const isThere = (path: string): boolean => existsSync(new URL(path, root));
const kebab = (type: string): string =>
  type.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const filesOf = (object: string): string[] => [
  `domain/objects/${object}/${object}.ts`,
  `domain/objects/${object}/observation.ts`,
  `domain/objects/${object}/planner-version.ts`,
  `db/observe/${object}.ts`,
  `api/console/objects/${object}.ts`,
  `workflows/${object}.ts`,
];

describe('an object', () => {
  test.each(documentTypes)('%s has a file in every room that must act', (type) => {
    expect(filesOf(kebab(type)).filter((path) => !isThere(path))).toEqual([]);
  });

  test.each(documentTypes)(
    '%s names its type, its records and its endpoints as they are',
    (type) => {
      const object = objectOf(type);
      expect(object.type).toBe(type);
      const sourceId = ['1', 'wo-1', 'payApp-1', 'bill-1'].find((id) => object.isSourceId(id));
      expect(recordKinds).toContain(object.sourceOf(sourceId ?? 'none').kind);
      for (const role of object.roles) {
        expect(recordKinds).toContain(role.targetKind);
        expect(endpoints).toContain(role.endpoint);
      }
      expect(Number.isInteger(object.plannerVersion)).toBe(true);
    },
  );
});

const removed = postedPayApp({
  payments: [payment('p1', '1.00', { status: 'DELETED' }), payment('p2', '100.00')],
  postedPayments: [postedPayment('p1', '1.00'), postedPayment('p3', '1.00', { isGone: true })],
  doubles: [strangersBill({ id: 'second' })],
  lookAlikes: [strangersBill()],
});
const order = postedCommitment();

describe('every verdict', () => {
  test.each<[string, Observation]>([
    ['a new contact', contactObservation()],
    [
      'a linked contact with a double',
      linkedContact({ doubles: [contact({ id: 'x' })] }, { name: 'X' }),
    ],
    ['a new order', commitmentObservation()],
    [
      'an edited order with a double',
      { ...postedCommitment({ doubles: [{ ...order.target!, id: 'x' }] }, { number: 'X' }) },
    ],
    ['a new bill', payAppObservation()],
    ['a bill with payments, a double and a twin', removed],
  ])('of %s is of a role the object has, and does what the role may', (_what, seen) => {
    for (const verdict of planObservation(seen).verdicts) {
      const rule = roleRuleOf(objectOf(seen.type), verdict.role);
      if (!('write' in verdict) || !verdict.write) continue;
      expect(verdict.write.endpoint).toBe(rule.endpoint);
      expect(rule.may).toContain(verdict.write.operation);
    }
  });
});

describe('the page on adding an object', () => {
  const page = readFileSync(new URL('docs/extend/add-an-object.md', root), 'utf8');
  const named = [...page.matchAll(/`([a-z]+\/[^`<>]*)`/g)].map(([, path]) => path ?? '');

  test.each([...new Set(named)])('names %s, which exists', (path) => {
    expect(isThere(path)).toBe(true);
  });

  test('names the files that are demanded', () => {
    for (const path of [
      'db/observe/<object>.ts',
      'api/console/objects/<object>.ts',
      'workflows/<object>.ts',
    ]) {
      expect(page).toContain(path);
    }
    expect(named.length).toBeGreaterThan(10);
  });
});

// Proves over random documents that a line that is added or removed is one difference.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareDocuments } from '../../../domain/plan/three-way.ts';

describe('a line', () => {
  const made = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), {
    minLength: 1,
    maxLength: 5,
  });
  const documentOf = (names: readonly string[]) => ({
    contactId: 'c',
    number: 'n',
    date: '2026-05-31',
    currency: 'NZD',
    lines: names.map((name, index) => ({
      key: `sov/${name}`,
      codes: null,
      lineId: `id-${name}`,
      description: name,
      unitAmount: `${index + 1}.00`,
      taxType: 'NONE',
      taxAmount: '0.00',
      taxRate: '0',
      accountCode: '310',
      tracking: [],
    })),
  });
  const base = (agreed: ReturnType<typeof documentOf>) => ({
    projection: agreed,
    target: agreed,
    mappingVersion: 'm',
    plannerVersion: 1,
    source: null,
    twins: null,
    together: null,
    closed: false,
  });

  test('that was removed, on either side, is exactly one difference', () => {
    fc.assert(
      fc.property(
        made,
        fc.nat({ max: 4 }),
        fc.boolean(),
        fc.boolean(),
        (names, at, inXero, reversed) => {
          const agreed = documentOf(names);
          const index = at % names.length;
          const less = { ...agreed, lines: agreed.lines.filter((_line, place) => place !== index) };
          const moved = reversed ? { ...less, lines: [...less.lines].reverse() } : less;
          const bare = { ...moved, lines: moved.lines.map((line) => ({ ...line, key: null })) };
          const { changes } = inXero
            ? compareDocuments(base(agreed), agreed, bare, [])
            : compareDocuments(
                base(agreed),
                { ...moved, lines: moved.lines.map((line) => ({ ...line, lineId: null })) },
                agreed,
                [],
              );
          expect(changes).toHaveLength(1);
          expect(changes[0]?.path).toBe(`lines[id-${names[index]}]`);
        },
      ),
    );
  });

  test('that was added, on either side, is exactly one difference', () => {
    fc.assert(
      fc.property(made, fc.nat({ max: 5 }), fc.boolean(), (names, at, inXero) => {
        const agreed = documentOf(names);
        const line = { ...agreed.lines[0]!, description: 'new', unitAmount: '77.00' };
        const place = at % (names.length + 1);
        const added = inXero
          ? { ...line, key: null, lineId: 'id-new' }
          : { ...line, key: 'sov/new', lineId: null };
        const more = {
          ...agreed,
          lines: [...agreed.lines.slice(0, place), added, ...agreed.lines.slice(place)],
        };
        const { changes } = inXero
          ? compareDocuments(base(agreed), agreed, more, [])
          : compareDocuments(base(agreed), more, agreed, []);
        expect(changes).toHaveLength(1);
      }),
    );
  });
});

// Proves that the tables of comparisons are read as they are written, and that a row with a slip is refused instead of passing.
import { describe, expect, test } from 'vitest';
import { textFields } from '../../../domain/plan/three-way.ts';
import { threeWayRows } from '../../support/three-way-table.ts';

describe('a table of comparisons', () => {
  test('is read row by row', () => {
    const rows = threeWayRows(`
      a=1 b=2 | a=1 b=3 | -       → bothMoved a b

      -       | a=      | a=      → same
    `);
    expect(rows).toEqual([
      {
        row: 'a=1 b=2 | a=1 b=3 | -       → bothMoved a b',
        base: textFields({ a: '1', b: '2' }),
        procore: textFields({ a: '1', b: '3' }),
        xero: new Map(),
        verdict: 'bothMoved',
        changed: ['a', 'b'],
      },
      {
        row: '-       | a=      | a=      → same',
        base: new Map(),
        procore: textFields({ a: '' }),
        xero: textFields({ a: '' }),
        verdict: 'same',
        changed: [],
      },
    ]);
  });

  test.each([
    ['a=1 | a=1 → same', 'not "base | procore | xero → verdict"'],
    ['a=1 | a=1 | a=1 | a=1 → same', 'not "base | procore | xero → verdict"'],
    ['a=1 | a=1 | a=1', '"" is no verdict'],
    ['a=1 | a=1 | a=1 → equal', '"equal" is no verdict'],
    ['a | a=1 | a=1 → same', '"a" is not field=value'],
    ['a=1=2 | a=1 | a=1 → same', '"a=1=2" is not field=value'],
  ])('%j is refused', (row, why) => {
    expect(() => threeWayRows(row)).toThrow(why);
  });
});

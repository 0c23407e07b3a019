// Proves that two values are compared leaf by leaf, each difference under the path a person would write.
import { expect, test } from 'vitest';
import { leafChanges } from '../../../domain/mapping/changes.ts';

test.each<[string, unknown, unknown, ReturnType<typeof leafChanges>]>([
  ['the same', { a: 1, b: [{ c: 'x' }] }, { b: [{ c: 'x' }], a: 1 }, []],
  [
    'a leaf that changed',
    { a: { b: '310' } },
    { a: { b: '320' } },
    [{ path: 'a.b', from: '310', to: '320' }],
  ],
  ['one that came', { a: {} }, { a: { T: '1' } }, [{ path: 'a.T', from: null, to: '1' }]],
  [
    'one that went',
    { a: { T: true } },
    { a: { T: null } },
    [{ path: 'a.T', from: 'true', to: null }],
  ],
  [
    'a list, counted from one',
    ['x', 'y'],
    ['x', 'z', 'w'],
    [
      { path: '[2]', from: 'y', to: 'z' },
      { path: '[3]', from: null, to: 'w' },
    ],
  ],
])('%s', (_what, before, after, changes) => {
  expect(leafChanges(before, after)).toEqual(changes);
});

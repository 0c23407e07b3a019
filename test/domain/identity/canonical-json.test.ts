// Proves that equal values have one text and one hash, and that the hash is the SHA-256 anyone else computes.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson, contentHash } from '../../../domain/identity/canonical-json.ts';

/** What may be hashed: text, whole numbers, booleans, null, lists and records of these. */
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'binary' }),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('any'), { maxLength: 5 }),
    fc.dictionary(fc.string(), tie('any'), { maxKeys: 5 }),
  ),
})).any;

/** The same value with the members of every record in the opposite order. */
function reversed(given: unknown): unknown {
  if (Array.isArray(given)) return given.map(reversed);
  if (typeof given !== 'object' || given === null) return given;
  return Object.fromEntries(
    Object.entries(given)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

describe('the canonical text', () => {
  test.each<[unknown, string]>([
    [{ b: 1, a: 2 }, '{"a":2,"b":1}'],
    [{ a: undefined, b: null }, '{"b":null}'],
    [{ B: 1, a: 1, A: 1 }, '{"A":1,"B":1,"a":1}'],
    [[3, [], {}], '[3,[],{}]'],
    ['a "quote"\n', String.raw`"a \"quote\"\n"`],
    [-0, '0'],
    [true, 'true'],
  ])('of %j is %s', (given, expected) => {
    expect(canonicalJson(given)).toBe(expected);
  });

  test.each<[string, unknown]>([
    ['a float', 1.5],
    ['a whole number too large to be exact', 2 ** 53],
    ['NaN', Number.NaN],
    ['a bigint', 1n],
    ['undefined', undefined],
    ['a list with a hole', [undefined]],
    ['a function', () => 1],
  ])('%s is refused', (_what, given) => {
    expect(() => canonicalJson(given)).toThrow(TypeError);
    expect(() => canonicalJson({ inside: [given] })).toThrow(TypeError);
  });

  test('is JSON of the same value, whatever the order of its keys', () => {
    fc.assert(
      fc.property(value, (given) => {
        const text = canonicalJson(given);
        expect(canonicalJson(reversed(given))).toBe(text);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });
});

describe('the content hash', () => {
  test('is the SHA-256 of the canonical text in UTF-8', () => {
    fc.assert(
      fc.property(value, (given) => {
        const expected = createHash('sha256').update(canonicalJson(given), 'utf8').digest('hex');
        expect(contentHash(given)).toBe(expected);
      }),
    );
  });

  test('of an empty record is the well-known one', () => {
    expect(contentHash({})).toBe(
      '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
    );
  });
});

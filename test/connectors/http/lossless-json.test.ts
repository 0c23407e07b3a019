// Proves that JSON is read and written digit for digit, and that nothing JSON.parse refuses is accepted.
import fc from 'fast-check';
import { holdableText } from '../../../connectors/http/holdable-text.ts';
import { describe, expect, it } from 'vitest';
import {
  JsonNumber,
  parseLosslessJson,
  plainDecimal,
  trimIdleZeros,
  writeLosslessJson,
} from '../../../connectors/http/lossless-json.ts';

describe('parseLosslessJson', () => {
  it.each([
    ['{"amount":1234.50}', { amount: '1234.50' }],
    ['{"id":9007199254740993}', { id: '9007199254740993' }],
    ['[0.1,-0,1e3,25e-3,-1.5E+2]', ['0.1', '-0', '1000', '0.025', '-150']],
    ['{"text":"12 \\"34\\" \\\\","n":1}', { text: '12 "34" \\', n: '1' }],
    ['"\\\\\\""', '\\"'],
    ['{"1":2}', { '1': '2' }],
    ['{"a":{"b":[true,false,null,"-5"]}}', { a: { b: [true, false, null, '-5'] } }],
    [' \n7\t', '7'],
    ['{"n":12345678901234567890.123456789}', { n: '12345678901234567890.123456789' }],
  ])('reads %s', (text, value) => {
    expect(parseLosslessJson(text)).toEqual(value);
  });

  it.each([
    '',
    '01',
    '1.',
    '.5',
    '+1',
    '-',
    '1e',
    '{1:2}',
    '{1 :2}',
    '[1"a"]',
    '["a"1]',
    '1 2',
    '[1,]',
    '{"a":1,}',
    '"open',
    '"\\"',
    '1x',
    'NaN',
    '0x10',
    '1_000',
    '--1',
    '[1 true]',
    '"a\nb"',
    '<html>404</html>',
  ])('refuses %j as JSON.parse does', (text) => {
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
    expect(() => parseLosslessJson(text)).toThrow(SyntaxError);
  });

  it('refuses an exponent that would grow into a flood of zeros', () => {
    expect(() => parseLosslessJson('[1e999999999]')).toThrow(SyntaxError);
  });

  it('refuses what is nested deeper than anybody means, as no JSON', () => {
    expect(() => parseLosslessJson('['.repeat(200_000))).toThrow(SyntaxError);
  });

  it('takes the last of two members of one name, as JSON.parse does', () => {
    expect(parseLosslessJson('{"a":1,"b":2,"a":3}')).toEqual({ a: '3', b: '2' });
  });

  it('keeps a __proto__ member as an ordinary one', () => {
    const value = parseLosslessJson('{"__proto__":{"polluted":1}}');
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('agrees with JSON.parse on every value, numbers as their own text', () => {
    const asText = (value: unknown): unknown => {
      if (typeof value === 'number') return plainDecimal(JSON.stringify(value));
      if (typeof value === 'string') return holdableText(value);
      if (Array.isArray(value)) return value.map(asText);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, asText(v)]));
    };
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), fc.boolean(), (value, pretty) => {
        const text = JSON.stringify(value, null, pretty ? 2 : undefined);
        expect(parseLosslessJson(text)).toEqual(asText(JSON.parse(text)));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['a zero', '"a\\u0000b"', 'a\ufffdb'],
    ['half a crane, its other half cut off', '"a\\ud83c"', 'a\ufffd'],
    ['the other half alone', '"\\udfd7 b"', '\ufffd b'],
    ['a bell', '"\\u0007"', '\ufffd'],
    ['a whole crane and line ends', '"\\ud83c\\udfd7\\r\\n\\t"', '🏗\r\n\t'],
  ])('shows %s that nobody can keep as a sign that people see', (_what, text, read) => {
    expect(parseLosslessJson(`{"name": ${text}}`)).toEqual({ name: read });
  });

  it('accepts exactly what JSON.parse accepts, whatever the characters', () => {
    const piece = fc.constantFrom(
      ...['{', '}', '[', ']', ',', ':', '"', '\\', '-', '+', '.', 'e', '0', '1', '9', ' ', 'true'],
    );
    const accepts = (read: () => unknown) => {
      try {
        read();
        return true;
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        const strict = accepts(() => JSON.parse(text));
        // A number with an exponent beyond what is read is refused though JSON.parse accepts it.
        if (/e[+]?\d{3,}|e-\d{3,}/.test(text)) return;
        expect(accepts(() => parseLosslessJson(text))).toBe(strict);
      }),
      { numRuns: 5_000 },
    );
  });

  it('takes twice the time for twice the text, not four times', () => {
    const textOf = (length: number): string =>
      JSON.stringify(Array.from({ length }, (_, i) => ({ id: i, a: i + 0.25 })));
    const [small, large] = [textOf(10_000), textOf(80_000)];
    const bestOf = (text: string): number =>
      Math.min(
        ...Array.from({ length: 5 }, () => {
          const startedAt = performance.now();
          parseLosslessJson(text);
          return performance.now() - startedAt;
        }),
      );
    // Eight times the text: linear is 8, quadratic 64.
    expect(bestOf(large) / bestOf(small)).toBeLessThan(30);
  });
});

describe('plainDecimal', () => {
  it('is the same number for every exponent', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
        fc.nat({ max: 6 }),
        fc.integer({ min: -12, max: 12 }),
        (digits, places, exponent) => {
          const magnitude = (digits < 0n ? -digits : digits).toString().padStart(places + 1, '0');
          const whole = magnitude.slice(0, magnitude.length - places).replace(/^0+(?=\d)/, '');
          const fraction = places === 0 ? '' : `.${magnitude.slice(-places)}`;
          const token = `${digits < 0n ? '-' : ''}${whole}${fraction}e${exponent}`;
          const scaled = scaledBy20(plainDecimal(token));
          expect(scaled).toBe(digits * 10n ** BigInt(20 - places + exponent));
        },
      ),
    );
  });
});

/** A plain decimal times 10^20 as an integer. */
function scaledBy20(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.replace('-', '').split('.');
  const value = BigInt(whole + fraction.padEnd(20, '0'));
  return decimal.startsWith('-') ? -value : value;
}

describe('writeLosslessJson', () => {
  it('writes long ids as JSON integers, digit for digit', () => {
    const text = writeLosslessJson({
      id: new JsonNumber('9007199254740993'),
      notes: 'a "b"',
      x: [null],
    });
    expect(text).toBe('{"id":9007199254740993,"notes":"a \\"b\\"","x":[null]}');
  });

  it.each(['12a', '01', '', 'NaN', '1 '])('refuses %j as a number', (text) => {
    expect(() => new JsonNumber(text)).toThrow(RangeError);
  });
});

it('trims idle zeros after a point only', () => {
  expect(['15.0000', '12.50', '100', '0.0', '-2.10'].map(trimIdleZeros)).toEqual([
    '15',
    '12.5',
    '100',
    '0',
    '-2.1',
  ]);
});

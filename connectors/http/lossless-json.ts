// How JSON is read and written without a number ever becoming a double: number tokens are exact decimal text.
import { LosslessNumber, parse, stringify } from 'lossless-json';
import { holdableText } from './holdable-text.ts';

/** Any JSON, with every number as plain decimal text ("1234.50", never 1234.5). */
export type LosslessJson =
  null | boolean | string | LosslessJson[] | { [key: string]: LosslessJson };

/** Enough for any amount or id; keeps "1e999999999" from becoming a gigabyte of zeros. */
const exponentMax = 400;

/**
 * A JSON number token as plain decimal text, digit for digit: "1.50" stays "1.50", "1.5E3" becomes "1500",
 * "25e-3" becomes "0.025". Throws SyntaxError for an exponent beyond ±400.
 */
export function plainDecimal(token: string): string {
  const [mantissa = '', exponentText] = token.split(/[eE]/);
  if (exponentText === undefined) return token;
  const exponent = Number(exponentText);
  if (!Number.isInteger(exponent) || Math.abs(exponent) > exponentMax) {
    throw new SyntaxError('a number has an exponent beyond what is read');
  }
  const sign = mantissa.startsWith('-') ? '-' : '';
  const [whole = '0', fraction = ''] = mantissa.replace('-', '').split('.');
  const digits = whole + fraction;
  const point = whole.length + exponent;
  if (point >= digits.length) return sign + trimLeadingZeros(digits.padEnd(point, '0'));
  const padded = digits.padStart(digits.length - Math.min(0, point - 1), '0');
  const at = Math.max(1, point);
  return `${sign}${trimLeadingZeros(padded.slice(0, at))}.${padded.slice(at)}`;
}

function trimLeadingZeros(digits: string): string {
  return digits.replace(/^0+(?=\d)/, '');
}

/**
 * Reads JSON with numbers as text and every text as one that can be kept; refuses what JSON.parse refuses. Throws
 * SyntaxError.
 */
export function parseLosslessJson(text: string): LosslessJson {
  // Without an escape there is nothing in it that JSON may not hold as it is, except these three.
  const isPlain = !/\\[ubf]|[\u007f\ufffe\uffff]/.test(text);
  try {
    return parse(text, isPlain ? null : holdable, {
      parseNumber: plainDecimal,
      // As JSON.parse has it, and no vendor is refused for it.
      onDuplicateKey: ({ newValue }) => newValue,
    }) as LosslessJson;
  } catch (error) {
    // The parser calls itself for every level, and no vendor nests by the thousand.
    if (!(error instanceof RangeError)) throw error;
    throw new SyntaxError('it is nested too deep to be read', { cause: error });
  }
}

function holdable(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? holdableText(value) : value;
}

/** A number to be written digit for digit, for ids that a double cannot hold. Throws RangeError for anything else. */
export class JsonNumber extends LosslessNumber {
  constructor(text: string) {
    if (!/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text)) {
      throw new RangeError('not a JSON number');
    }
    super(text);
  }
}

export type WritableJson =
  | null
  | boolean
  | string
  | JsonNumber
  | readonly WritableJson[]
  | { readonly [key: string]: WritableJson };

/** Writes JSON; numbers can only be given as `JsonNumber`, so none can lose a digit on the way. */
export function writeLosslessJson(value: WritableJson): string {
  return stringify(value) ?? 'null';
}

/** A decimal without idle zeros after its point: "15.0000" is "15", "12.50" is "12.5". For rates and quantities. */
export function trimIdleZeros(decimal: string): string {
  return decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal;
}

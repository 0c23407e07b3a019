// How JSON is read and written without a number ever becoming a double: number tokens are exact decimal text.

/** Any JSON, with every number as plain decimal text ("1234.50", never 1234.5). */
export type LosslessJson =
  null | boolean | string | LosslessJson[] | { [key: string]: LosslessJson };

const numberToken = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const afterNumber = /[ \t\n\r]*(?:[,\]}]|$)/y;

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
 * Reads JSON with numbers as text. Every number token is quoted first, then `JSON.parse` judges the grammar, so
 * what JSON.parse refuses is refused here: the tokens are matched whole (no "01", "1." or "+1") and may not
 * stand where a key does. Throws SyntaxError.
 */
export function parseLosslessJson(text: string): LosslessJson {
  const parts: string[] = [];
  let copiedTo = 0;
  let at = 0;
  while (at < text.length) {
    const char = text.charCodeAt(at);
    if (char === 0x22) {
      at = endOfString(text, at);
    } else if (char === 0x2d || (char >= 0x30 && char <= 0x39)) {
      const token = tokenAt(text, at);
      parts.push(text.slice(copiedTo, at), '"', plainDecimal(token), '"');
      at += token.length;
      copiedTo = at;
    } else {
      at += 1;
    }
  }
  parts.push(text.slice(copiedTo));
  return JSON.parse(parts.join('')) as LosslessJson;
}

/** The index after the closing quote of the string that opens at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote === -1) throw new SyntaxError('a string has no end');
    let slashes = 0;
    while (text.charCodeAt(quote - 1 - slashes) === 0x5c) slashes += 1;
    at = quote + 1;
    if (slashes % 2 === 0) return at;
  }
}

function tokenAt(text: string, start: number): string {
  numberToken.lastIndex = start;
  const token = numberToken.exec(text)?.[0];
  if (token === undefined) throw new SyntaxError('a number is not written as JSON writes it');
  afterNumber.lastIndex = start + token.length;
  if (!afterNumber.test(text)) {
    throw new SyntaxError('a number is followed by something that may not follow it');
  }
  return token;
}

/** A number to be written digit for digit, for ids that a double cannot hold. */
export class JsonNumber {
  readonly text: string;
  constructor(text: string) {
    numberToken.lastIndex = 0;
    if (numberToken.exec(text)?.[0] !== text) throw new RangeError('not a JSON number');
    this.text = text;
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
  if (value instanceof JsonNumber) return value.text;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(writeLosslessJson).join(',')}]`;
  const members = Object.entries(value).map(
    ([key, member]) => `${JSON.stringify(key)}:${writeLosslessJson(member)}`,
  );
  return `{${members.join(',')}}`;
}

function isList(value: object): value is readonly WritableJson[] {
  return Array.isArray(value);
}

/** A decimal without idle zeros after its point: "15.0000" is "15", "12.50" is "12.5". For rates and quantities. */
export function trimIdleZeros(decimal: string): string {
  return decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal;
}

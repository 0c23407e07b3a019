// Which `where` forms are served: only those Xero calls optimised; any other is refused as unreadable.
import { parseDay } from './dates.ts';
import { parseDecimal, scaledTo } from './decimal.ts';
import { queryParse } from './failures.ts';
import { isGuid } from './json-input.ts';

type Value = string | bigint | boolean;

export type WhereField<T> = {
  kind: 'text' | 'folded' | 'guid' | 'date' | 'money' | 'flag';
  /** Whether <, <=, > and >= are optimised too. */
  isRange?: boolean;
  /** Whether OR between equals on this field is optimised. */
  mayOr?: boolean;
  valueOf: (entity: T) => Value | null;
};

/** Keys are Xero's field names in lower case. */
export type WhereFields<T> = Record<string, WhereField<T>>;

type Predicate<T> = (entity: T) => boolean;
type Term<T> = { name: string; field: WhereField<T>; operator: string; test: Predicate<T> };

const TERM = /^\s*([A-Za-z.]+)\s*(==|=|!=|>=|<=|>|<)\s*(.+?)\s*$/s;

/** Terms joined by AND, or, for one field that allows it, by OR. */
export function whereOf<T>(
  where: string,
  fields: WhereFields<T>,
  fold: (text: string) => string,
): Predicate<T> {
  const ors = split(where, 'OR');
  if (ors.length > 1) {
    const terms = ors.map((one) => termOf(one, fields, fold));
    const isOptimised = terms.every(
      ({ name, field, operator }) =>
        field.mayOr === true && operator === '==' && name === terms[0]?.name,
    );
    if (!isOptimised) throw queryParse(`The filter is not supported: ${where}`);
    return (entity) => terms.some(({ test }) => test(entity));
  }
  const terms = split(where, 'AND').map((one) => termOf(one, fields, fold));
  return (entity) => terms.every(({ test }) => test(entity));
}

/** Splits outside string literals; a literal has no escape, so a quote always ends it. */
function split(where: string, word: 'AND' | 'OR'): string[] {
  const pattern = word === 'AND' ? /\s+AND\s+|\s*&&\s*/iy : /\s+OR\s+|\s*\|\|\s*/iy;
  const parts: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let index = 0; index < where.length; index += 1) {
    if (where[index] === '"') isQuoted = !isQuoted;
    if (isQuoted) continue;
    pattern.lastIndex = index;
    const match = pattern.exec(where);
    if (match === null) continue;
    parts.push(where.slice(start, index));
    start = index + match[0].length;
    index = start - 1;
  }
  parts.push(where.slice(start));
  return parts;
}

function termOf<T>(
  source: string,
  fields: WhereFields<T>,
  fold: (text: string) => string,
): Term<T> {
  const match = TERM.exec(source);
  const [, name = '', rawOperator = '', literal = ''] = match ?? [];
  const field = fields[name.toLowerCase()];
  if (match === null || field === undefined) {
    throw queryParse(
      `No property or field '${name === '' ? source.trim() : name}' can be filtered`,
    );
  }
  const operator = rawOperator === '=' ? '==' : rawOperator;
  if (operator !== '==' && (field.isRange !== true || operator === '!=')) {
    throw queryParse(`Operator '${rawOperator}' is not supported for '${name}'`);
  }
  const wanted = literalOf(literal, field.kind, fold);
  const test: Predicate<T> = (entity) => {
    const value = field.valueOf(entity);
    if (value === null) return false;
    return compare(field.kind === 'folded' ? fold(String(value)) : value, wanted, operator);
  };
  return { name: name.toLowerCase(), field, operator, test };
}

function compare(value: Value, wanted: Value, operator: string): boolean {
  switch (operator) {
    case '>':
      return value > wanted;
    case '>=':
      return value >= wanted;
    case '<':
      return value < wanted;
    case '<=':
      return value <= wanted;
    default:
      return value === wanted;
  }
}

function literalOf(
  literal: string,
  kind: WhereField<unknown>['kind'],
  fold: (text: string) => string,
): Value {
  const quoted = /^"([^"]*)"$/.exec(literal)?.[1];
  const parsed = ((): Value | null => {
    switch (kind) {
      case 'text':
        return quoted ?? null;
      case 'folded':
        return quoted === undefined ? null : fold(quoted);
      case 'guid': {
        const id = /^guid\("([^"]+)"\)$/i.exec(literal)?.[1] ?? '';
        return isGuid(id) ? id.toLowerCase() : null;
      }
      case 'date':
        return dateLiteral(literal);
      case 'money': {
        const decimal = parseDecimal(literal);
        return decimal === null ? null : scaledTo(decimal, 2);
      }
      case 'flag':
        return literal === 'true' || literal === 'false' ? literal === 'true' : null;
    }
  })();
  if (parsed === null) throw queryParse(`The value ${literal} cannot be compared with that field`);
  return parsed;
}

/** `DateTime(2020,01,31)` or `DateTime.Parse("2020-01-31")`. */
function dateLiteral(literal: string): string | null {
  const parts = /^DateTime\(\s*(\d{4})\s*,\s*(\d{1,2})\s*,\s*(\d{1,2})\s*\)$/i.exec(literal);
  if (parts !== null) {
    const [, year = '', month = '', date = ''] = parts;
    return parseDay(`${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`);
  }
  return parseDay(/^DateTime\.Parse\("([^"]+)"\)$/i.exec(literal)?.[1]);
}

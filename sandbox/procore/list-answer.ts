// How a list is filtered, sorted and cut into pages, with the headers Procore puts beside it.
import type { RuleValue } from './open-rules.ts';
import { badRequest } from './procore-call.ts';
import type { ProcoreAnswer, ProcoreCall } from './procore-call.ts';
import { toTheSecond } from './whole-answers.ts';

/** Source: Procore pagination guide and requisitions reference (default 30; advice at most 2,000), read 2026-11-23. */
const PER_PAGE = { standard: 30, maximum: 2000 };

/** A list that does not page: all of it, and no headers. */
export const WHOLE = { standard: 0, maximum: 0 };

export type ListRow = { id: number | string; updated_at?: string };

export function listAnswer<T extends ListRow>(
  call: ProcoreCall,
  rows: readonly T[],
  present: (row: T) => unknown,
  limits: { standard: number; maximum: number } = PER_PAGE,
): ProcoreAnswer {
  const sorted = sortedRows(call, rows);
  return limits === WHOLE
    ? { status: 200, body: sorted.map(present) }
    : pageAnswer(call, sorted, present, limits);
}

/** A page of rows that are in their order already. */
export function pageAnswer<T>(
  call: ProcoreCall,
  rows: readonly T[],
  present: (row: T) => unknown,
  limits: { standard: number; maximum: number } = PER_PAGE,
): ProcoreAnswer {
  const page = positiveInteger(call.query.get('page'), 1, 'page');
  const asked = positiveInteger(call.query.get('per_page'), limits.standard, 'per_page');
  const perPage = Math.min(asked, limits.maximum, Number(call.rule('perPageMaximum')));
  const shown = rows.slice((page - 1) * perPage, page * perPage);
  return {
    status: 200,
    body: shown.map(present),
    headers: {
      ...(call.rule('totalHeader') === 'present' ? { Total: String(rows.length) } : {}),
      'Per-Page': String(perPage),
      ...linkHeader(call, page, Math.max(1, Math.ceil(rows.length / perPage)), perPage),
    },
  };
}

function sortedRows<T extends ListRow>(call: ProcoreCall, rows: readonly T[]): T[] {
  return sortRows(rows, call.query.get('sort') ?? standardOrder[call.rule('listOrder')]);
}

function positiveInteger(text: string | null, standard: number, name: string): number {
  if (text === null) return standard;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw badRequest(`${name} must be a positive integer`);
  return Number(text);
}

function linkHeader(
  call: ProcoreCall,
  page: number,
  lastPage: number,
  perPage: number,
): Record<string, string> {
  const link = (target: number, rel: string): string => {
    const query = new URLSearchParams(call.query);
    query.set('page', String(target));
    query.set('per_page', String(perPage));
    return `<${call.baseUrl}${call.path}?${query.toString()}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [link(1, 'first'), link(page - 1, 'prev')] : []),
    ...(page < lastPage ? [link(page + 1, 'next'), link(lastPage, 'last')] : []),
  ];
  return links.length === 0 ? {} : { Link: links.join(', ') };
}

const standardOrder: Record<RuleValue<'listOrder'>, string> = {
  'id ascending': 'id',
  'id descending': '-id',
  'newest first': '-updated_at,-id',
};

const SORTABLE = ['id', 'updated_at', 'created_at', 'number', 'name', 'billing_date'];

function sortRows<T extends ListRow>(rows: readonly T[], sort: string): T[] {
  const keys = sort.split(',').filter((key) => key !== '');
  const sorted = [...rows];
  sorted.sort((a, b) => {
    for (const key of keys) {
      const name = key.replace(/^-/, '');
      if (!SORTABLE.includes(name)) throw badRequest(`sort by ${name} is not supported`);
      const order = compare(field(a, name), field(b, name));
      if (order !== 0) return key.startsWith('-') ? -order : order;
    }
    return 0;
  });
  return sorted;
}

function field(row: object, name: string): unknown {
  return (row as Record<string, unknown>)[name];
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [asText(a), asText(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function asText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Values of `filters[name]`, `filters[name][]` or both; null when the filter is absent. */
export function filterValues(query: URLSearchParams, name: string): string[] | null {
  const single = query.getAll(`filters[${name}]`).flatMap((value) => value.split(','));
  const many = query.getAll(`filters[${name}][]`);
  const values = [...single, ...many].map(unquoted).filter((value) => value !== '');
  return values.length === 0 ? null : values;
}

/** Some of Procore's examples wrap a filter's value in double quotes. */
function unquoted(value: string): string {
  return value.replace(/^"(.*)"$/, '$1');
}

/**
 * `filters[updated_at]` is one string, `from...to`.
 * Source: Procore guide "Filtering on List Actions", read 2026-11-23.
 */
export function updatedWithin(call: ProcoreCall): (updatedAt: string) => boolean {
  const text = call.query.get('filters[updated_at]');
  if (text === null) return () => true;
  const [from, to, ...rest] = unquoted(text).split('...');
  const fromMs = Date.parse(from ?? '');
  const toMs = Date.parse(to ?? '');
  if (rest.length > 0 || Number.isNaN(fromMs) || Number.isNaN(toMs)) {
    throw badRequest(
      'filters[updated_at] must be a range: 2026-01-01T00:00:00Z...2026-01-02T00:00:00Z',
    );
  }
  const inSeconds = call.rule('stampPrecision') === 'seconds';
  const isInclusive = call.rule('updatedAtBounds') === 'inclusive';
  return (updatedAt) => {
    const stamp = Date.parse(inSeconds ? toTheSecond(updatedAt) : updatedAt);
    return isInclusive ? stamp >= fromMs && stamp <= toMs : stamp > fromMs && stamp < toMs;
  };
}

/** Source: Procore guide "Filtering on List Actions": include_deleted is "only" or "with", read 2026-11-23. */
export function deletedFilter(call: ProcoreCall): (row: { deleted_at: string | null }) => boolean {
  const asked = call.query.get('filters[include_deleted]');
  if (asked === null) return ({ deleted_at }) => deleted_at === null;
  if (asked === 'only') return ({ deleted_at }) => deleted_at !== null;
  if (asked === 'with') return () => true;
  throw badRequest('filters[include_deleted] must be only or with');
}

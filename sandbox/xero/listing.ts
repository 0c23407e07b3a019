// How lists are filtered by time, ordered and paged.
import type { SandboxRequest } from '../kit/http.ts';
import type { XeroState } from './xero-state.ts';
import { Refusal } from '../kit/refusal.ts';
import { queryParse } from './failures.ts';

export type Page = { page: number; pageSize: number };

export type Paginated<T> = { items: T[]; pagination: Record<string, number> };

type SortKey = string | number;
/** Keys are Xero's field names in lower case. */
export type OrderFields<T> = Record<string, (entity: T) => SortKey>;

const PAGE_SIZE = 100;
const PAGE_SIZE_MAX = 1_000;

/**
 * Page size is clamped to 1..1000 and 100 when absent; null = not paged.
 * Source: Xero OpenAPI 16.1.0 (pageSize) and Xero developer docs, Payments and Purchase Orders, read 2026-11-23.
 */
export function pageOf(query: URLSearchParams, isForced: boolean): Page | null {
  if (!query.has('page') && !query.has('pageSize') && !isForced) return null;
  const page = Math.max(1, wholeNumber(query, 'page') ?? 1);
  const size = wholeNumber(query, 'pageSize') ?? PAGE_SIZE;
  return { page, pageSize: Math.min(PAGE_SIZE_MAX, Math.max(1, size)) };
}

function wholeNumber(query: URLSearchParams, name: string): number | null {
  const value = query.get(name);
  if (value === null || value === '') return null;
  const number = Number(value);
  if (!Number.isInteger(number)) throw queryParse(`The ${name} must be a whole number`);
  return number;
}

export function paginated<T>(items: readonly T[], { page, pageSize }: Page): Paginated<T> {
  const start = (page - 1) * pageSize;
  return {
    items: items.slice(start, start + pageSize),
    pagination: {
      page,
      pageSize,
      pageCount: Math.ceil(items.length / pageSize),
      itemCount: items.length,
    },
  };
}

/** Later than the header, or at it as well, as the open rule says; and so for a list that has nothing new. */
export function modifiedSince<T extends { updatedAtMs: number }>(
  state: XeroState,
  request: SandboxRequest,
  items: T[],
): T[] {
  const header = request.headers['if-modified-since'];
  if (header === undefined || header === '') return items;
  const isZoned = /Z|[+-]\d{2}:?\d{2}$|GMT/.test(header);
  const since = Date.parse(isZoned ? header : `${header}Z`);
  if (Number.isNaN(since)) throw queryParse(`If-Modified-Since is not a date: ${header}`);
  const isInclusive = state.rule('modifiedSince') === 'inclusive';
  const modified = items.filter(
    ({ updatedAtMs }) => updatedAtMs > since || (isInclusive && updatedAtMs === since),
  );
  if (modified.length === 0 && state.rule('nothingModified') === 'notModified') {
    throw new Refusal({ status: 304 });
  }
  return modified;
}

type DefaultKey<T> = (entity: T) => readonly [at: number, id: string];

/** The order of a list that asks for none. */
export function defaultOrder<T>(state: XeroState, keyOf: DefaultKey<T>): DefaultKey<T> {
  switch (state.rule('listOrder')) {
    case 'oldestFirst':
      return keyOf;
    case 'newestFirst':
      return (entity) => [-keyOf(entity)[0], keyOf(entity)[1]];
    case 'byId':
      return (entity) => [0, keyOf(entity)[1]];
  }
}

/** `Field`, `Field ASC` or `Field DESC`, for the fields Xero calls optimised; ties by the default order. */
export function ordered<T>(
  items: readonly T[],
  order: string | null,
  fields: OrderFields<T>,
  byDefault: DefaultKey<T>,
): T[] {
  const sorted = [...items].sort((one, other) => {
    const [at, id] = byDefault(one);
    const [otherAt, otherId] = byDefault(other);
    return at - otherAt || compareKeys(id, otherId);
  });
  if (order === null || order.trim() === '') return sorted;
  const match = /^\s*([A-Za-z.]+)(?:\s+(ASC|DESC))?\s*$/i.exec(order);
  const key = fields[(match?.[1] ?? '').toLowerCase()];
  if (match === null || key === undefined) throw queryParse(`The order is not supported: ${order}`);
  const direction = match[2]?.toUpperCase() === 'DESC' ? -1 : 1;
  return sorted.sort((one, other) => direction * compareKeys(key(one), key(other)));
}

function compareKeys(one: SortKey, other: SortKey): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** A comma-separated parameter; null when it is absent. */
export function listed(query: URLSearchParams, name: string): Set<string> | null {
  const value = query.get(name);
  if (value === null || value === '') return null;
  return new Set(value.split(',').map((one) => one.trim()));
}

export function listedIds(query: URLSearchParams, name: string): Set<string> | null {
  const found = listed(query, name);
  return found === null ? null : new Set([...found].map((id) => id.toLowerCase()));
}

export function isTrue(query: URLSearchParams, name: string): boolean {
  return query.get(name)?.toLowerCase() === 'true';
}

// How a list of the Projects API is filtered and paged: parameters of the query, and `items` beside `pagination`.
import type { Answer, SandboxRequest } from '../../kit/http.ts';
import type { XeroState } from '../xero-state.ts';
import { ModelInvalid } from './project-failures.ts';
import { isGuid } from '../json-input.ts';
import { defaultOrder, listed, ordered, paginated } from '../listing.ts';
import { instantOf } from './project-input.ts';
import { projectTexts as texts } from './project-texts.ts';

/** Source: xero-projects.yaml 16.1.0, page and pageSize, read 2026-11-27. */
const PAGE_SIZE = 50;
const PAGE_SIZE_MAX = 500;

export type Filter<T> = (record: T) => boolean;

/** No parameter orders these lists: the oldest first, or as the open rule says. */
export function projectList<T>(
  state: XeroState,
  request: SandboxRequest,
  records: readonly T[],
  keyOf: (record: T) => readonly [at: number, id: string],
  show: (record: T) => unknown,
): Answer {
  const page = wholeNumber(request, 'page') ?? 1;
  if (page < 1) throw new ModelInvalid({ page: [texts.page] });
  const sorted = ordered(records, null, {}, defaultOrder(state, keyOf));
  const { items, pagination } = paginated(sorted, { page, pageSize: sizeOf(state, request) });
  return { status: 200, body: { pagination, items: items.map(show) } };
}

function sizeOf(state: XeroState, request: SandboxRequest): number {
  const size = wholeNumber(request, 'pageSize') ?? PAGE_SIZE;
  const fitting = Math.min(PAGE_SIZE_MAX, Math.max(1, size));
  if (fitting !== size && state.rule('projectsPageSize') === 'refused') {
    throw new ModelInvalid({ pageSize: [texts.pageSize] });
  }
  return fitting;
}

function wholeNumber({ query }: SandboxRequest, name: string): number | null {
  return parameter(query, name, 'a whole number', (text) =>
    /^-?\d{1,9}$/.test(text) ? Number(text) : null,
  );
}

/** Those whose id is among the ones listed; every record where none is. */
export function amongIds<T>(
  { query }: SandboxRequest,
  name: string,
  idOf: (record: T) => string | null,
): Filter<T> {
  const ids = listed(query, name);
  if (ids === null) return () => true;
  const wrong = [...ids].some((id) => !isGuid(id));
  if (wrong) throw new ModelInvalid({ [name]: [texts.filter('a list of GUIDs')] });
  const wanted = new Set([...ids].map((id) => id.toLowerCase()));
  return (record) => wanted.has(idOf(record) ?? '');
}

/** Those of the listed words, whatever their case. */
export function amongWords<T>(
  { query }: SandboxRequest,
  name: string,
  known: readonly string[],
  wordOf: (record: T) => string,
): Filter<T> {
  const words = listed(query, name);
  if (words === null) return () => true;
  const wanted = [...words].map((word) => word.toUpperCase());
  if (wanted.some((word) => !known.includes(word))) {
    throw new ModelInvalid({ [name]: [texts.filter(`among ${known.join(', ')}`)] });
  }
  return (record) => wanted.includes(wordOf(record));
}

export function flagged<T>({ query }: SandboxRequest, name: string, isSo: Filter<T>): Filter<T> {
  const flags: Record<string, boolean> = { true: true, false: false };
  const wanted = parameter(
    query,
    name,
    'true or false',
    (text) => flags[text.toLowerCase()] ?? null,
  );
  return (record) => wanted === null || isSo(record) === wanted;
}

/** On or after one date and on or before another, each where it is given. */
export function between<T>(
  { query }: SandboxRequest,
  { after, before }: { after: string; before: string },
  atOf: (record: T) => number,
): Filter<T> {
  const what = 'a date and time in ISO 8601';
  const first = parameter(query, after, what, instantOf) ?? Number.NEGATIVE_INFINITY;
  const last = parameter(query, before, what, instantOf) ?? Number.POSITIVE_INFINITY;
  return (record) => atOf(record) >= first && atOf(record) <= last;
}

function parameter<T>(
  query: URLSearchParams,
  name: string,
  what: string,
  read: (text: string) => T | null,
): T | null {
  const text = query.get(name) ?? '';
  if (text === '') return null;
  const value = read(text);
  if (value === null) throw new ModelInvalid({ [name]: [texts.filter(what)] });
  return value;
}

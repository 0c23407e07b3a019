// How a whole list is read from Xero without missing a record that changes while it is read.
import type { LosslessJson } from '../http/lossless-json.ts';
import { collectionOf, malformedXeroAnswer } from './xero-call.ts';
import type { SdkAnswer } from './sdk-transport.ts';
import { instantOf, textMember } from './xero-fields.ts';

export interface PageAsk {
  readonly page: number;
  readonly pageSize: number;
  /** ISO instant; undefined for everything. */
  readonly modifiedSince: string | undefined;
}

export interface ListAsk<R> {
  /** Name of the collection in the answer. */
  readonly collection: string;
  readonly idField: string;
  readonly pageSize: number;
  readonly modifiedSince: string | undefined;
  readonly fetchPage: (ask: PageAsk) => Promise<SdkAnswer>;
  /** What is kept of an element while further pages are read. */
  readonly keep: (element: LosslessJson) => R;
}

interface Page {
  readonly elements: LosslessJson[];
  /** Null where Xero does not say. */
  readonly pageCount: number | null;
}

/** One second back covers a bound that is cut to the second, whether or not it is inclusive. */
const overlapMs = 1_000;
/** 1,000 documents a page: ten million. Beyond it the answer repeats itself. */
const pagesMax = 10_000;

/**
 * Every element, once, in its latest form. Xero pages by offset over `UpdatedDateUTC ASC`: a record changed while
 * pages are read moves to the end, the rest move up by one, and the first of the next page is never seen. So no second
 * page is asked for: the next reading is page 1 again from a second before the last record seen, which nothing can
 * slip behind. Only when that makes no headway (a whole page changed within a second, or an answer in another
 * order) are the remaining pages read by number.
 */
export async function readWholeList<R>(ask: ListAsk<R>): Promise<R[]> {
  const byId = new Map<string, R>();
  let since = ask.modifiedSince;
  for (let reading = 0; reading < pagesMax; reading += 1) {
    const page = await readPage(ask, 1, since);
    keep(byId, page, ask, since);
    if (isLast(page, 1, ask.pageSize)) return [...byId.values()];
    const next = nextBound(page, since);
    if (next === null) {
      await readRemainingPages(byId, ask, since);
      return [...byId.values()];
    }
    since = next;
  }
  throw malformedXeroAnswer({ status: 200, why: 'the list has no end', write: false });
}

async function readRemainingPages<R>(
  byId: Map<string, R>,
  ask: ListAsk<R>,
  since: string | undefined,
): Promise<void> {
  for (let number = 2; number <= pagesMax; number += 1) {
    const page = await readPage(ask, number, since);
    keep(byId, page, ask, since);
    if (isLast(page, number, ask.pageSize)) return;
  }
  throw malformedXeroAnswer({ status: 200, why: 'the list has no end', write: false });
}

async function readPage<R>(
  ask: ListAsk<R>,
  page: number,
  since: string | undefined,
): Promise<Page> {
  const answer = await ask.fetchPage({ page, pageSize: ask.pageSize, modifiedSince: since });
  // Nothing has changed since; the body is empty.
  if (answer.status === 304) return { elements: [], pageCount: null };
  const elements = collectionOf(answer, ask.collection, false);
  return { elements, pageCount: pageCountOf(answer.json) };
}

function pageCountOf(json: LosslessJson | undefined): number | null {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return null;
  const count = textMember(json['pagination'], 'pageCount');
  return count !== null && /^\d{1,6}$/.test(count) ? Number(count) : null;
}

function isLast({ elements, pageCount }: Page, number: number, pageSize: number): boolean {
  if (elements.length === 0) return true;
  return pageCount === null ? elements.length < pageSize : number >= pageCount;
}

function keep<R>(
  byId: Map<string, R>,
  { elements }: Page,
  ask: ListAsk<R>,
  since: string | undefined,
): void {
  elements.forEach((element, index) => {
    // An element without an id keeps a key of its own, so that the reader of records gets to say what is wrong.
    const key = textMember(element, ask.idField) ?? `element ${index} since ${since ?? 'ever'}`;
    byId.set(key, ask.keep(element));
  });
}

/** Where the next reading begins, or null when the page is not in order or would be read again as it is. */
function nextBound({ elements }: Page, since: string | undefined): string | null {
  const versions = elements.map(versionText);
  const inOrder = versions.every(
    (version, index) => version !== null && (versions[index - 1] ?? '') <= version,
  );
  const last = versions.at(-1) ?? null;
  if (!inOrder || last === null) return null;
  const next = new Date(Date.parse(last) - overlapMs).toISOString();
  return since === undefined || wholeSecond(next) > wholeSecond(since) ? next : null;
}

function versionText(element: LosslessJson): string | null {
  const version =
    textMember(element, 'UpdatedDateUTC') ?? textMember(element, 'UpdatedDateUTCString');
  return version === null ? null : instantOf(version);
}

function wholeSecond(instant: string): string {
  return new Date(Date.parse(instant)).toISOString().slice(0, 19);
}

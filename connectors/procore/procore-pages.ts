// How a whole list is read from Procore page by page, and when it has to be begun again because it moved meanwhile.
import type { BeforeSend } from '../http/call-gate.ts';
import type { LosslessJson } from '../http/lossless-json.ts';
import { VendorError } from '../http/vendor-error.ts';
import type { ProcoreAsk, ProcoreCall } from './procore-call.ts';

/** A list that grew or shrank under the reader has to hold still once in this many readings. */
const readingsMax = 3;
/** 2,000 records a page is the most Procore advises; more pages than this is a loop, not a list. */
const pagesMax = 10_000;

export interface ListAsk {
  readonly template: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly pageSize: number;
  readonly beforeSend?: BeforeSend | undefined;
}

/**
 * Every element of a list. Procore pages by offset, so a record added or removed while pages are read shifts the
 * rest and one is missed or seen twice. `Total` (pagination page of Procore's documentation, read 2026-11-23) shows
 * it: when it changes, or the distinct ids do not add up to it, the list is read again from the first page.
 */
export async function readWholeList(call: ProcoreCall, ask: ListAsk): Promise<LosslessJson[]> {
  for (let reading = 1; reading <= readingsMax; reading += 1) {
    const elements = await readThrough(call, ask);
    if (elements !== null) return elements;
  }
  throw new VendorError({
    vendor: 'procore',
    kind: 'unavailable',
    status: 200,
    messages: [`the list ${ask.template} changed each of ${readingsMax} times it was read`],
    mayHaveHappened: false,
  });
}

/** One reading from the first page to the last, or null when the list moved under it. */
async function readThrough(call: ProcoreCall, ask: ListAsk): Promise<LosslessJson[] | null> {
  const byId = new Map<string, LosslessJson>();
  let total: number | null = null;
  for (let page = 1; page <= pagesMax; page += 1) {
    const answer = await call(pageAsk(ask, page));
    const elements = elementsOf(answer.json, ask.template);
    const stated = wholeNumberHeader(answer.headers['total']);
    if (page > 1 && stated !== total) return null;
    total = stated;
    // An element without an id keeps a key of its own, so that the reader of records gets to say what is wrong with it.
    elements.forEach((element, index) => {
      byId.set(elementId(element) ?? `page ${page}, element ${index}`, element);
    });
    if (
      !hasNext({ headers: answer.headers, count: elements.length, seen: byId.size, total, ask })
    ) {
      return total === null || byId.size === total ? [...byId.values()] : null;
    }
  }
  return null;
}

function pageAsk(ask: ListAsk, page: number): ProcoreAsk {
  return {
    method: 'GET',
    template: ask.template,
    ...(ask.params === undefined ? {} : { params: ask.params }),
    query: { ...ask.query, page: String(page), per_page: String(ask.pageSize) },
    beforeSend: ask.beforeSend,
  };
}

/**
 * `Link` with rel="next" says there is more; its address is not followed, so that a token goes nowhere but to the
 * configured host. Some endpoints send no `Link` and some do not page at all (they ignore `page`).
 */
function hasNext({
  headers,
  count,
  seen,
  total,
  ask,
}: {
  headers: Readonly<Record<string, string>>;
  count: number;
  seen: number;
  total: number | null;
  ask: ListAsk;
}): boolean {
  if (count === 0) return false;
  const link = headers['link'];
  if (link !== undefined) return /rel="?next"?/i.test(link);
  if (total !== null) return seen < total;
  const perPage = wholeNumberHeader(headers['per-page']) ?? ask.pageSize;
  // Fewer than a page is the end; more means that the endpoint does not page.
  return count === perPage;
}

function elementsOf(json: LosslessJson, template: string): LosslessJson[] {
  if (Array.isArray(json)) return json;
  throw new VendorError({
    vendor: 'procore',
    kind: 'malformedAnswer',
    status: 200,
    messages: [`${template}: the answer is not a list`],
    mayHaveHappened: false,
  });
}

export function elementId(element: unknown): string | null {
  if (typeof element !== 'object' || element === null || !('id' in element)) return null;
  return typeof element.id === 'string' ? element.id : null;
}

function wholeNumberHeader(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,9}$/.test(text.trim()) ? Number(text) : null;
}

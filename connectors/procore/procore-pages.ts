// How a whole list is read from Procore page by page, and when it has to be begun again because it moved meanwhile.
import type { BeforeSend } from '../http/call-gate.ts';
import type { LosslessJson } from '../http/lossless-json.ts';
import { readStillList } from '../http/still-list.ts';
import { VendorError } from '../http/vendor-error.ts';
import type { ProcoreAsk, ProcoreCall } from './procore-call.ts';

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
export function readWholeList(call: ProcoreCall, ask: ListAsk): Promise<LosslessJson[]> {
  return readStillList({
    ...{ vendor: 'procore', template: ask.template, pagesMax, idOf: elementId },
    async fetchPage(page) {
      const { json, headers } = await call(pageAsk(ask, page));
      const elements = elementsOf(json, ask.template);
      const total = wholeNumberHeader(headers['total']);
      const count = elements.length;
      return { elements, total, hasNext: (seen) => hasNext({ headers, count, seen, total, ask }) };
    },
  });
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

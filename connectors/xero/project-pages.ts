// How a whole list is read from Xero Projects, which pages by number and says how many there are: a list that moved meanwhile is read again.
import type { LosslessJson } from '../http/lossless-json.ts';
import { VendorError } from '../http/vendor-error.ts';
import type { SdkAnswer } from './sdk-transport.ts';
import { collectionOf } from './xero-call.ts';
import { textMember } from './xero-fields.ts';

/** Xero's most. Source: Xero OpenAPI 16.1.0, Projects, pageSize; read 2026-11-27. */
const pageSize = 500;
/** Half a million time entries; beyond it the answer repeats itself. */
const pagesMax = 1_000;
/** A list that grew or shrank under the reader has to hold still once in this many readings. */
const readingsMax = 3;

interface PagedAsk {
  readonly template: string;
  readonly idOf: (element: unknown) => string | null;
  readonly fetchPage: (at: { page: number; pageSize: number }) => Promise<SdkAnswer>;
}

/** Every element, once. What a page says of the whole must hold for all pages, and the elements must add up to it. */
export async function readPagedItems(ask: PagedAsk): Promise<LosslessJson[]> {
  for (let reading = 0; reading < readingsMax; reading += 1) {
    const elements = await readThrough(ask);
    if (elements !== null) return elements;
  }
  throw new VendorError({
    vendor: 'xero',
    kind: 'unavailable',
    status: 200,
    messages: [`the list ${ask.template} changed each of ${readingsMax} times it was read`],
    mayHaveHappened: false,
  });
}

/** Null where the list moved while it was read. */
async function readThrough({ idOf, fetchPage }: PagedAsk): Promise<LosslessJson[] | null> {
  const byId = new Map<string, LosslessJson>();
  let stated: number | null = null;
  for (let page = 1; page <= pagesMax; page += 1) {
    const answer = await fetchPage({ page, pageSize });
    const elements = collectionOf(answer, 'items', false);
    const total = itemCountOf(answer.json);
    if (page > 1 && total !== stated) return null;
    stated = total;
    // An element without an id keeps a key of its own, so that the reader of records gets to say what is wrong.
    elements.forEach((element, index) => {
      byId.set(idOf(element) ?? `page ${page}, element ${index}`, element);
    });
    const isLast = total === null ? elements.length < pageSize : byId.size >= total;
    if (isLast || elements.length === 0) {
      return total === null || byId.size === total ? [...byId.values()] : null;
    }
  }
  return null;
}

function itemCountOf(json: LosslessJson | undefined): number | null {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return null;
  const stated = textMember(json['pagination'], 'itemCount');
  return stated !== null && /^\d{1,9}$/.test(stated) ? Number(stated) : null;
}

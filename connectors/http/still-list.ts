// How a list that comes page by page is read whole, and begun again where it moved under the reader.
import type { LosslessJson } from './lossless-json.ts';
import type { VendorName } from './vendor-error.ts';
import { VendorError } from './vendor-error.ts';

/** A list that grew or shrank under the reader has to hold still once in this many readings. */
const readingsMax = 3;

export interface ListPage {
  readonly elements: readonly LosslessJson[];
  /** How many the whole list has by this page; null where it does not say. */
  readonly total: number | null;
  /** Whether there is another page, with so many distinct elements seen so far. */
  readonly hasNext: (seen: number) => boolean;
}

interface StillAsk {
  readonly vendor: VendorName;
  readonly template: string;
  /** More pages than this is a loop, not a list. */
  readonly pagesMax: number;
  readonly idOf: (element: unknown) => string | null;
  /** From 1 on. */
  readonly fetchPage: (page: number) => Promise<ListPage>;
}

/** Every element, once. What a page says of the whole must hold for all pages, and the distinct ids must add up to it. */
export async function readStillList(ask: StillAsk): Promise<LosslessJson[]> {
  for (let reading = 1; reading <= readingsMax; reading += 1) {
    const elements = await readThrough(ask);
    if (elements !== null) return elements;
  }
  throw new VendorError({
    vendor: ask.vendor,
    kind: 'unavailable',
    status: 200,
    messages: [`the list ${ask.template} changed each of ${readingsMax} times it was read`],
    mayHaveHappened: false,
  });
}

/** One reading from the first page to the last; null where the list moved under it. */
async function readThrough({
  idOf,
  fetchPage,
  pagesMax,
}: StillAsk): Promise<LosslessJson[] | null> {
  const byId = new Map<string, LosslessJson>();
  let stated: number | null = null;
  for (let page = 1; page <= pagesMax; page += 1) {
    const { elements, total, hasNext } = await fetchPage(page);
    if (page > 1 && total !== stated) return null;
    stated = total;
    // An element without an id keeps a key of its own, so that the reader of records gets to say what is wrong with it.
    elements.forEach((element, index) => {
      byId.set(idOf(element) ?? `page ${page}, element ${index}`, element);
    });
    if (!hasNext(byId.size)) {
      return total === null || byId.size === total ? [...byId.values()] : null;
    }
  }
  return null;
}

// How a whole list is read from Xero Projects, which pages by number and says how many there are: a list that moved meanwhile is read again.
import type { LosslessJson } from '../http/lossless-json.ts';
import { readStillList } from '../http/still-list.ts';
import type { SdkAnswer } from './sdk-transport.ts';
import { collectionOf } from './xero-call.ts';
import { textMember } from './xero-fields.ts';

/** Xero's most. Source: Xero OpenAPI 16.1.0, Projects, pageSize; read 2026-11-27. */
const pageSize = 500;
/** Half a million time entries; beyond it the answer repeats itself. */
const pagesMax = 1_000;

interface PagedAsk {
  readonly template: string;
  readonly idOf: (element: unknown) => string | null;
  readonly fetchPage: (at: { page: number; pageSize: number }) => Promise<SdkAnswer>;
}

/** Every element, once. */
export function readPagedItems({ template, idOf, fetchPage }: PagedAsk): Promise<LosslessJson[]> {
  return readStillList({
    ...{ vendor: 'xero', template, pagesMax, idOf },
    async fetchPage(page) {
      const answer = await fetchPage({ page, pageSize });
      const elements = collectionOf(answer, 'items', false);
      const total = itemCountOf(answer.json);
      const isFull = elements.length >= pageSize;
      const hasNext = (seen: number): boolean =>
        elements.length > 0 && (total === null ? isFull : seen < total);
      return { elements, total, hasNext };
    },
  });
}

function itemCountOf(json: LosslessJson | undefined): number | null {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return null;
  const stated = textMember(json['pagination'], 'itemCount');
  return stated !== null && /^\d{1,9}$/.test(stated) ? Number(stated) : null;
}

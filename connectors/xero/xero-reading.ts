// How lists, batches by id and single records are asked of Xero and read into domain records.
import type { AccountingApi } from 'xero-node';
import { readEach, readElement, readOne, recordsRead } from '../http/parsed-records.ts';
import type { BeforeSend } from '../http/call-gate.ts';
import { nullWhereNotFound } from '../http/vendor-error.ts';
import type { SdkAnswer } from './sdk-transport.ts';
import type { XeroClientOptions } from './xero-api.ts';
import { collectionOf, malformedXeroAnswer } from './xero-call.ts';
import type { XeroAsk, XeroCall } from './xero-call.ts';
import { instantOf, textMember } from './xero-fields.ts';
import { readWholeList } from './xero-pages.ts';
import type { PageAsk } from './xero-pages.ts';

/** 1,000 is Xero's most; anything above is cut to it (OpenAPI 16.1.0, Pagination). */
const pageSizeDefault = 1_000;
/** One `IDs=` call; fifty ids keep the address under 2 kB. */
const idsMax = 50;

export type SdkHeaders = { headers: Record<string, string> };

interface Kind<T> {
  readonly resource: string;
  readonly template: string;
  readonly collection: string;
  readonly read: (element: unknown) => T;
}
export interface ListOf<T> extends Kind<T> {
  readonly idField: string;
  readonly modifiedSince?: string | undefined;
  /** Leaves out elements of another kind that share the list. */
  readonly concerns?: (element: unknown) => boolean;
  readonly fetch: (
    api: AccountingApi,
    tenantId: string,
    page: PageAsk & { readonly options: SdkHeaders },
  ) => Promise<unknown>;
}
export interface UnpagedOf<T> extends Kind<T> {
  readonly idField: string;
  readonly fetch: (api: AccountingApi, tenantId: string) => Promise<unknown>;
  readonly beforeSend?: BeforeSend | undefined;
}
export interface BatchOf<T> extends UnpagedOf<T> {
  readonly ids: readonly string[];
  readonly concerns?: (element: unknown) => boolean;
}
export interface OneOf<T> extends Kind<T> {
  readonly idField: string;
  /** Of a record whose element does not name it. */
  readonly id?: string;
  readonly beforeSend?: BeforeSend | undefined;
  readonly fetch: (api: AccountingApi, tenantId: string) => Promise<unknown>;
}

export interface XeroReading {
  /** Every record of a paged list. */
  readonly list: <T>(ask: ListOf<T>) => Promise<T[]>;
  /** Every record of a list that Xero gives whole. */
  readonly unpaged: <T>(ask: UnpagedOf<T>) => Promise<T[]>;
  /** The records of these ids that Xero returns, in one call. */
  readonly batch: <T>(ask: BatchOf<T>) => Promise<T[]>;
  /** One record, or null where Xero answers 404. */
  readonly one: <T>(ask: OneOf<T>) => Promise<T | null>;
}

export function createXeroReading(call: XeroCall, options: XeroClientOptions): XeroReading {
  const { onUnreadable } = options;

  const get: Get = (template, run, { conditional = false, beforeSend } = {}) =>
    call({ method: 'GET', template, run, conditional, beforeSend });
  const unpaged: XeroReading['unpaged'] = async (ask) => {
    const answer = await get(ask.template, ask.fetch, { beforeSend: ask.beforeSend });
    return readEach({
      elements: collectionOf(answer, ask.collection, false),
      read: ask.read,
      idOf: (element) => textMember(element, ask.idField),
      context: { vendor: 'xero', resource: ask.resource, onUnreadable },
    });
  };

  return {
    unpaged,
    list: listsOf(get, options),
    batch: async ({ ids, concerns = () => true, ...ask }) => {
      assertIds(ids);
      // An empty `IDs=` would be no filter at all.
      if (ids.length === 0) return [];
      const answer = await get(ask.template, ask.fetch, { beforeSend: ask.beforeSend });
      return readEach({
        elements: collectionOf(answer, ask.collection, false).filter(concerns),
        read: ask.read,
        idOf: (element) => textMember(element, ask.idField),
        context: { vendor: 'xero', resource: ask.resource, onUnreadable },
      });
    },
    one: async (ask) => {
      const answer = await nullWhereNotFound(
        get(ask.template, ask.fetch, { beforeSend: ask.beforeSend }),
      );
      if (answer === null) return null;
      const [element, ...others] = collectionOf(answer, ask.collection, false);
      if (element === undefined || others.length > 0) {
        const why = `${ask.template}: not exactly one record`;
        throw malformedXeroAnswer({ status: answer.status, why, write: false });
      }
      const context = { vendor: 'xero', resource: ask.resource } as const;
      const id = ask.id ?? textMember(element, ask.idField);
      return readOne({ element, read: ask.read, id, context, write: false });
    },
  };
}

type Get = (
  template: string,
  run: (api: AccountingApi, tenantId: string) => Promise<unknown>,
  ask?: Pick<XeroAsk, 'conditional' | 'beforeSend'>,
) => Promise<SdkAnswer>;

/** Reads page by page and keeps what was read of a page, not the page. */
function listsOf(
  get: Get,
  { onUnreadable, pageSize = pageSizeDefault }: XeroClientOptions,
): XeroReading['list'] {
  return async ({ fetch, read, concerns = () => true, ...ask }) => {
    const context = { vendor: 'xero', resource: ask.resource, onUnreadable } as const;
    const reader = { read, idOf: (one: unknown) => textMember(one, ask.idField), context };
    const kept = await readWholeList({
      ...ask,
      keep: (element) => (concerns(element) ? readElement(element, reader) : null),
      pageSize,
      modifiedSince: ask.modifiedSince,
      fetchPage: (page) =>
        get(
          ask.template,
          (api, tenantId) =>
            fetch(api, tenantId, { ...page, options: modifiedSinceHeader(page.modifiedSince) }),
          { conditional: page.modifiedSince !== undefined },
        ),
    });
    return recordsRead(
      kept.filter((one) => one !== null),
      context,
    );
  };
}

/**
 * `If-Modified-Since` in the form Xero documents, UTC to the second (xero-node would send milliseconds and a Z). Cut
 * downwards, so that the bound can only move back.
 */
function modifiedSinceHeader(modifiedSince: string | undefined): SdkHeaders {
  if (modifiedSince === undefined) return { headers: {} };
  const instant = instantOf(modifiedSince);
  if (instant === null) throw new RangeError('modifiedSince is not an instant');
  return { headers: { 'If-Modified-Since': instant.slice(0, 19) } };
}

function assertIds(ids: readonly string[]): void {
  if (ids.length > idsMax) throw new RangeError(`at most ${idsMax} ids in one call`);
  // xero-node joins ids with commas and escapes nothing.
  const odd = ids.find((id) => !/^[\w-]{1,64}$/.test(id));
  if (odd !== undefined) throw new RangeError('an id is not an id');
}

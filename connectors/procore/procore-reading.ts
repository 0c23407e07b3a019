// How lists and single records are asked of Procore and read into domain records.
import type { BeforeSend } from '../http/call-gate.ts';
import type { LosslessJson } from '../http/lossless-json.ts';
import { readEach, readOne } from '../http/parsed-records.ts';
import type { ProcoreClientOptions } from './procore-api.ts';
import type { ProcoreCall } from './procore-call.ts';
import { elementId, readWholeList } from './procore-pages.ts';

const pageSizeDefault = 200;

interface Place {
  readonly template: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly beforeSend?: BeforeSend | undefined;
}
export interface ListOf<T> extends Place {
  readonly resource: string;
  readonly pageSizeMax?: number;
  readonly read: (element: unknown) => T;
}
export interface OneOf<T> extends Place {
  readonly resource: string;
  readonly id: string;
  readonly read: (element: unknown) => T;
}

export interface ProcoreReading {
  /** A whole list, every element read. */
  readonly list: <T>(ask: ListOf<T>) => Promise<T[]>;
  /** One record by its id, or VendorError `notFound`. */
  readonly one: <T>(ask: OneOf<T>) => Promise<T>;
  /** One record unread, for those made of two answers. */
  readonly show: (ask: Place) => Promise<LosslessJson>;
  /** A whole list unread. */
  readonly elements: (ask: Place & { pageSize?: number }) => Promise<LosslessJson[]>;
}

export function createProcoreReading(
  call: ProcoreCall,
  { pageSize = pageSizeDefault, onUnreadable }: ProcoreClientOptions,
): ProcoreReading {
  const show = async (ask: Place) => (await call({ method: 'GET', ...ask })).json;
  return {
    show,
    elements: (ask) => readWholeList(call, { pageSize, ...ask }),
    async list({ resource, read, pageSizeMax = pageSize, ...place }) {
      const elements = await readWholeList(call, {
        ...place,
        pageSize: Math.min(pageSize, pageSizeMax),
      });
      const context = { vendor: 'procore', resource, onUnreadable } as const;
      return readEach({ elements, read, idOf: elementId, context });
    },
    async one({ resource, read, id, ...place }) {
      const element = await show({ ...place, params: { ...place.params, id } });
      const context = { vendor: 'procore', resource } as const;
      return readOne({ element, read, id, context, write: false });
    },
  };
}

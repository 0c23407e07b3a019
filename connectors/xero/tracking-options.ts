// How tracking options are listed, made and archived. Categories are never written: there is no method for it.
import { TrackingOption } from 'xero-node';
import { z } from 'zod';
import type { XeroTrackingCategory } from '../../domain/records/xero/chart.ts';
import type { XeroTrackingOption } from '../../domain/records/xero/tracking-option.ts';
import type { BeforeSend } from '../http/call-gate.ts';
import { readOne } from '../http/parsed-records.ts';
import { readTrackingCategory } from './organisation.ts';
import type { XeroClient } from './xero-api.ts';
import type { XeroCall } from './xero-call.ts';
import { collectionOf } from './xero-call.ts';
import { idField, text } from './xero-fields.ts';
import type { XeroReading } from './xero-reading.ts';

const schema = z.looseObject({ TrackingOptionID: idField, Name: text, Status: text });

/** An answer to a write does not say whose option it is. */
function trackingOptionReader(categoryId: string): (element: unknown) => XeroTrackingOption {
  return (element) => {
    const { TrackingOptionID: id, Name: name, Status: status } = schema.parse(element);
    return { kind: 'xeroTrackingOption', id, categoryId, name, status };
  };
}

/** Every category with every option, archived ones too. */
export function trackingCategories(
  { unpaged }: XeroReading,
  beforeSend?: BeforeSend,
): Promise<XeroTrackingCategory[]> {
  return unpaged({
    resource: 'tracking category',
    template: '/TrackingCategories',
    collection: 'TrackingCategories',
    idField: 'TrackingCategoryID',
    read: readTrackingCategory,
    beforeSend,
    fetch: (api, tenantId) => api.getTrackingCategories(tenantId, undefined, undefined, true),
  });
}

type OptionReads = Pick<XeroClient, 'listTrackingOptions'>;
export function trackingOptionReads(reading: XeroReading): OptionReads {
  return {
    listTrackingOptions: async ({ beforeSend } = {}) => {
      const categories = await trackingCategories(reading, beforeSend);
      return categories.flatMap(({ id: categoryId, options }) =>
        options.map((option) => ({ kind: 'xeroTrackingOption' as const, categoryId, ...option })),
      );
    },
  };
}

type OptionWrites = Pick<XeroClient, 'createTrackingOption' | 'archiveTrackingOption'>;
/** One a request: the path names the category. An answer has no place for a refused one, so that errors come as errors. */
export function trackingOptionWrites(call: XeroCall): OptionWrites {
  const answered = (answer: Awaited<ReturnType<XeroCall>>, categoryId: string) => {
    const [element] = collectionOf(answer, 'Options', true);
    const read = trackingOptionReader(categoryId);
    const context = { vendor: 'xero', resource: 'tracking option' } as const;
    return readOne({ element, read, id: null, context, write: true });
  };
  return {
    createTrackingOption: async ({ body, idempotencyKey, beforeSend }) => {
      const { categoryId, name } = body;
      const answer = await call({
        method: 'PUT',
        template: '/TrackingCategories/{TrackingCategoryID}/Options',
        beforeSend,
        run: (api, tenantId) =>
          api.createTrackingOptions(tenantId, categoryId, { name }, idempotencyKey),
      });
      return answered(answer, categoryId);
    },
    archiveTrackingOption: async ({ body, idempotencyKey, beforeSend }) => {
      const { categoryId, optionId } = body;
      const archived = { status: TrackingOption.StatusEnum.ARCHIVED };
      const answer = await call({
        method: 'POST',
        template: '/TrackingCategories/{TrackingCategoryID}/Options/{TrackingOptionID}',
        beforeSend,
        run: (api, tenantId) =>
          api.updateTrackingOptions(tenantId, categoryId, optionId, archived, idempotencyKey),
      });
      return answered(answer, categoryId);
    },
  };
}

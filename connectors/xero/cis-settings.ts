// How a contact's settings under the UK's Construction Industry Scheme are read; they are never written.
import { z } from 'zod';
import type { CisSettings } from '../../domain/records/xero/cis-settings.ts';
import type { XeroClient } from './xero-api.ts';
import { decimal } from './xero-fields.ts';
import type { XeroReading } from './xero-reading.ts';

/** Source: Xero OpenAPI 16.1.0, CISSetting: without CISEnabled no rate is returned; read 2026-11-26. */
const schema = z.discriminatedUnion('CISEnabled', [
  z.looseObject({
    CISEnabled: z.literal(true),
    Rate: decimal.refine(isPercent, 'not a percentage'),
  }),
  z.looseObject({ CISEnabled: z.literal(false) }),
]);

function isPercent(rate: string): boolean {
  return /^\d{1,2}(\.\d{1,4})?$|^100(\.0+)?$/.test(rate);
}

/** The element does not name its contact, so the caller does. */
export function cisSettingsReader(contactId: string): (element: unknown) => CisSettings {
  return (element) => {
    const settings = schema.parse(element);
    const of = { kind: 'xeroCisSettings', id: contactId } as const;
    return settings.CISEnabled
      ? { ...of, standing: 'on', rate: settings.Rate }
      : { ...of, standing: 'off', rate: null };
  };
}

/** 404 says that the contact never was a subcontractor (developer docs, Contacts, read 2026-11-23), which is kept too. */
export function cisReads({ one }: XeroReading): Pick<XeroClient, 'readCisSettings'> {
  return {
    readCisSettings: async ({ contactId }) => {
      const settings = await one({
        resource: 'CIS settings of a contact',
        template: '/Contacts/{ContactID}/CISSettings',
        collection: 'CISSettings',
        idField: 'ContactID',
        id: contactId,
        read: cisSettingsReader(contactId),
        fetch: (api, tenantId) => api.getContactCISSettings(tenantId, contactId),
      });
      return settings ?? { kind: 'xeroCisSettings', id: contactId, standing: 'never', rate: null };
    },
  };
}

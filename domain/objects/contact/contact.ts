// A contact: a Procore vendor and the Xero contact it is billed under.
import { ownersOf } from '../../contacts/ownership.ts';
import { adoptedContactBase } from './adopted-contact.ts';
import { contactAlterations } from './contact-fields.ts';
import type { ContactObservation } from './observation.ts';
import { contactObservationSchema } from './observation.ts';
import { planContact } from './plan-contact.ts';
import { contactPlannerVersion } from './planner-version.ts';
import type { SyncedObject } from '../synced-object.ts';

export const contact: SyncedObject<'contact', ContactObservation> = {
  type: 'contact',
  words: { one: 'contact', many: 'contacts' },
  sourceOf: (recordId) => ({ kind: 'procoreVendor', recordId }),
  isSourceId: (text) => text !== '',
  roles: [
    {
      role: 'contact',
      targetKind: 'xeroContact',
      endpoint: 'xero/contacts',
      may: ['create', 'update'],
      word: 'contact',
    },
    {
      role: 'vendor',
      targetKind: 'procoreVendor',
      endpoint: 'procore/vendors',
      may: ['update'],
      word: 'vendor',
    },
    {
      role: 'double/',
      targetKind: 'xeroContact',
      endpoint: 'xero/contacts',
      may: [],
      word: 'second contact',
    },
  ],
  schema: contactObservationSchema,
  // What was decided while contacts could only go one way stays decided.
  mappingSlice: ({ directions, contacts }) =>
    directions.contact === 'procoreToXero'
      ? null
      : { direction: directions.contact, owners: ownersOf({ directions, contacts }) },
  plannerVersion: contactPlannerVersion,
  plan: planContact,
  name: ({ vendor, vendorId }) => `vendor ${vendor?.name ?? vendorId}`,
  parties: ({ vendorId }) => ({ project: null, counterparty: vendorId }),
  alterations: ({ vendor }) => (vendor ? contactAlterations(vendor) : []),
  adoptedBase: adoptedContactBase,
  reads: ({ vendorId, target, candidates }) => {
    const contactRead = target ?? candidates[0];
    return [
      { system: 'procore', kind: 'procoreVendor', id: vendorId },
      ...(contactRead
        ? [{ system: 'xero', kind: 'xeroContact', id: contactRead.id } as const]
        : []),
    ];
  },
  readsFirst: () => [],
};

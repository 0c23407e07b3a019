// What a contact's pages show: the vendor in Procore beside the contact in Xero.
import type { Observation } from '../../../domain/objects/objects.ts';
import { factRow } from '../comparison-row.ts';
import type { ObjectPages } from './object-pages.ts';

export const contactPages: ObjectPages<Observation<'contact'>> = {
  words: { one: 'Vendor', many: 'Vendors' },
  place: () => null,
  facts: ({ vendor }) => [
    ['Name', vendor?.name],
    ['Email', vendor?.email],
    ['Registration number', vendor?.taxNumber],
    ['Status', vendor && (vendor.isActive ? 'Active' : 'Inactive')],
  ],
  sides: (observation, _names, changes) => {
    // Differences of a contact are differences of these very fields.
    if (changes.length > 0) return [];
    const { vendor } = observation;
    const contact = contactOf(observation);
    const activity = vendor?.isActive ? 'Active' : 'Inactive';
    return [
      factRow('Name', vendor?.name ?? null, contact?.name ?? null),
      factRow('Email', vendor?.email ?? null, contact?.email ?? null),
      factRow('Registration number', vendor?.taxNumber ?? null, contact?.taxNumber ?? null),
      factRow('Status', vendor ? activity : null, contact?.status ?? null),
    ];
  },
  records: (observation) => ({ source: observation.vendor, target: contactOf(observation) }),
  inXero: () => null,
  sums: () => ({ procore: null, xero: null }),
  // Procore documents no address of a company's own vendor list, so only Xero is linked.
  elsewhere: (observation) => {
    const contact = contactOf(observation);
    return contact
      ? [
          {
            label: `Contact ${contact.name} in Xero`,
            record: { kind: 'xeroContact', id: contact.id },
          },
        ]
      : [];
  },
  base: () => null,
  contactIds: () => [],
  contactNames: ({ target, candidates, doubles }) =>
    Object.fromEntries(
      [target, ...candidates, ...doubles].flatMap((contact) =>
        contact ? [[contact.id, contact.name]] : [],
      ),
    ),
  working: () => null,
};

function contactOf({ target, candidates }: Observation<'contact'>) {
  return target ?? candidates[0] ?? null;
}

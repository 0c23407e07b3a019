// What a contact comes to: in the order of the outcomes, and blocked in the order of the kinds.
import {
  contact,
  contactObservation as contactSeen,
  vendor,
} from '../../support/domain-builders.ts';
import { linkedContact } from '../../support/posted-documents.ts';
import type { Row } from '../../support/plan-rows.ts';

export const contactRows: Row[] = [
  ['a vendor never seen', contactSeen({ vendor: null }), 'unchanged', null, 'notPosted'],
  [
    'an inactive vendor Xero does not have',
    contactSeen({ vendor: vendor({ isActive: false }) }),
    'unchanged',
    null,
    'notPosted',
  ],
  ['a linked contact that agrees', linkedContact(), 'unchanged', null, 'linked'],
  [
    'a linked contact whose e-mail differs',
    linkedContact({}, { email: 'x@example.com' }),
    'unchanged',
    null,
    'linked',
  ],
  [
    'a linked contact without an agreement',
    linkedContact({ base: null }, { name: 'X' }),
    'unchanged',
    null,
    'linked',
  ],
  [
    'renamed alike on both sides',
    linkedContact({ vendor: vendor({ name: 'KC Ltd' }) }, { name: 'KC Ltd' }),
    'unchanged',
    null,
    'linked',
  ],
  ['a vendor Xero does not have', contactSeen(), 'create', null, 'contact'],
  [
    'renamed in Procore',
    linkedContact({ vendor: vendor({ name: 'KC Ltd' }) }),
    'update',
    'editedAfterPosting',
    'name is "KC Ltd" and was "Kauri Concrete Ltd"',
  ],
  [
    'a contact that bears our number',
    contactSeen({ candidates: [contact({ name: 'X', contactNumber: 'tieout:demo:17' })] }),
    'adopt',
    null,
    'contact',
  ],
  [
    'a contact of the same name',
    contactSeen({ candidates: [contact()] }),
    'adopt',
    null,
    'contact',
  ],
  [
    'a contact of a similar name',
    contactSeen({ candidates: [contact({ name: 'Kauri Concrete Limited' })] }),
    'adopt',
    'contactSuggested',
    'Xero has "Kauri Concrete Limited" with a very similar name',
  ],
  [
    'renamed in Xero',
    linkedContact({}, { name: 'Kauri' }),
    'conflict',
    'editedInXero',
    'name is "Kauri" and was "Kauri Concrete Ltd"',
  ],
  [
    'renamed on both sides',
    linkedContact({ vendor: vendor({ name: 'KC Ltd' }) }, { name: 'Kauri' }),
    'conflict',
    'editedInXero',
    'name is "Kauri" and was "Kauri Concrete Ltd"',
  ],
  [
    'a vendor Procore no longer shows',
    contactSeen({ vendor: null, sourceUnseen: true }),
    'blocked',
    'accessLost',
    'Procore no longer shows this vendor',
  ],
  [
    'a linked contact Xero no longer shows',
    linkedContact({ target: null }),
    'blocked',
    'accessLost',
    'Xero no longer shows the linked contact',
  ],
  [
    'an archived contact of the same name',
    contactSeen({ candidates: [contact({ status: 'ARCHIVED' })] }),
    'blocked',
    'contactArchived',
    'the contact "Kauri Concrete Ltd" is archived in Xero',
  ],
  [
    'a linked contact that was archived',
    linkedContact({}, { status: 'ARCHIVED' }),
    'blocked',
    'contactArchived',
    'the contact "Kauri Concrete Ltd" is archived in Xero',
  ],
];

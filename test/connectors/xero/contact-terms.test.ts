// Proves that a contact's payment terms are read as far as they can be used, and that odd ones stop nothing.
import { afterEach, expect, it } from 'vitest';
import { clientOf, startXeroStub } from './xero-stub.ts';
import type { XeroStub } from './xero-stub.ts';

let stub: XeroStub;
afterEach(() => stub.close());

const id = '11111111-1111-4111-8111-111111111111';
const version = '/Date(1780272000123+0000)/';

it.each<[string, object | null | undefined, object | null]>([
  [
    'its bills',
    { Bills: { Day: 20, Type: 'OFFOLLOWINGMONTH' } },
    { day: 20, type: 'OFFOLLOWINGMONTH' },
  ],
  ['a kind that is new', { Bills: { Day: 20, Type: 'LATER' } }, { day: 20, type: 'LATER' }],
  ['sales only', { Sales: { Day: 20, Type: 'DAYSAFTERBILLDATE' } }, null],
  ['half of them', { Bills: { Type: 'DAYSAFTERBILLDATE' } }, null],
  ['a day that is none', { Bills: { Day: -3.5, Type: 'DAYSAFTERBILLDATE' } }, null],
  ['null', null, null],
  ['nothing', undefined, null],
])("reads a contact's terms of %s", async (_name, terms, billTerms) => {
  const contact = {
    ...{ ContactID: id, Name: 'Kauri', ContactStatus: 'ACTIVE', UpdatedDateUTC: version },
    PaymentTerms: terms,
  };
  stub = await startXeroStub(() => ({ body: { Contacts: [contact] } }));
  const [read] = await clientOf(stub).readContacts({ ids: [id] });
  expect(read).toMatchObject({ billTerms });
});

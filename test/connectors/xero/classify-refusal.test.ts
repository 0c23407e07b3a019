// Proves that the sentences Xero is known to refuse with are told apart, reworded a little or not.
import { expect, it } from 'vitest';
import { classifyRefusal, refusalKinds } from '../../../connectors/xero/classify-refusal.ts';
import type { RefusalKind } from '../../../connectors/xero/classify-refusal.ts';

const sentences: [RefusalKind, string][] = [
  [
    'lockedPeriod',
    'The document date cannot be before the end of year lock date, currently set at 31 March 2026',
  ],
  [
    'lockedPeriod',
    'The document date cannot be before the period lock date, currently set at 31 March 2026',
  ],
  [
    'contactArchived',
    'The contact with the specified contact details has been archived. The contact must be un-archived before creating new invoices or credit notes.',
  ],
  ['contactArchived', "The status 'ARCHIVED' is not valid for contacts"],
  ['contactArchived', 'archived contacts cannot currently be edited via the API'],
  ['unknownAccount', "Account code '999' is not a valid code for this document."],
  [
    'unknownAccount',
    "Account code '310' has been archived, or has been deleted. Each line item must reference a valid account.",
  ],
  [
    'unknownTaxType',
    'The TaxType code INPUT9 does not exist or cannot be used for this type of transaction.',
  ],
  ['unknownTaxType', "The TaxType code 'EXEMPTOUTPUT' cannot be used with account code '51305'."],
  ['duplicateNumber', 'Invoice # must be unique.'],
  ['duplicateNumber', 'Order number must be unique'],
  [
    'duplicateNumber',
    'The contact name Kauri is already assigned to another contact. The contact name must be unique across all active contacts.',
  ],
  [
    'duplicateNumber',
    'Another contact has this contact number. Please enter a different contact number.',
  ],
  [
    'paidOrAllocated',
    'This document cannot be edited as it has a payment or credit note allocated to it.',
  ],
  [
    'paidOrAllocated',
    'The status VOIDED cannot be applied to the invoice because it has payments or credit notes allocated to it.',
  ],
  ['other', 'Email address must be valid.'],
  ['other', 'A Contact must be specified for this type of transaction'],
  ['other', 'Organisation is not subscribed to currency EUR'],
];

it.each(sentences)('%s: %s', (kind, sentence) => {
  expect(classifyRefusal([sentence])).toBe(kind);
  expect(classifyRefusal([sentence.toUpperCase()])).toBe(kind);
});

it('knows a sentence for every kind, and takes the first kind of several', () => {
  expect(new Set(sentences.map(([kind]) => kind))).toEqual(new Set(refusalKinds));
  expect(classifyRefusal(['Order number must be unique', 'before the period lock date'])).toBe(
    'lockedPeriod',
  );
  expect(classifyRefusal([])).toBe('other');
});

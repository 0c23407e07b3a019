// Proves that what is written otherwise than its source says is said to be, on the document's page.
import { describe, expect, test } from 'vitest';
import { alterationsSection } from '../../api/console/alterations-section.ts';
import {
  contactObservation,
  payAppObservation,
  requisition,
  vendor,
} from '../support/domain-builders.ts';

const shown = (observation: Parameters<typeof alterationsSection>[0]): string =>
  (alterationsSection(observation)?.markup ?? '').replace(/\s+/g, ' ');

describe('what is written differently', () => {
  test.each([
    [
      vendor({ name: '<script>x' }),
      'Name: “&lt;script&gt;x” is written as “‹script›x”, because Xero takes no angle brackets.',
    ],
    [vendor({ email: 'n/a' }), 'Email: “n/a” is left out, because it is not one e-mail address.'],
    [vendor({ name: 'x'.repeat(5_000) }), 'because Xero takes 255 characters.'],
  ])('of a vendor is said: %#', (who, said) => {
    expect(shown(contactObservation({ vendor: who }))).toContain(said);
  });

  test('of a number is said, and nothing where nothing is', () => {
    const seen = payAppObservation({ claim: requisition({ invoiceNumber: 'INV–12' }) });
    expect(shown(seen)).toContain('Number: “INV–12” is written as “INV-12”');
    expect(shown(payAppObservation())).toBe('');
  });
});

// Proves that every marker is found again where it was put, fits where it goes, and never makes Xero refuse a link.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  documentUrlOf,
  contactNumberOf,
  markerIn,
  markerOf,
} from '../../../domain/identity/markers.ts';
import { mappingSchema } from '../../../domain/mapping/mapping.ts';
import type { Role } from '../../../domain/identity/roles.ts';
import { anyConnection, anyDocumentId, anyVendorNumber } from '../../support/any-document-id.ts';

const anyRole: fc.Arbitrary<Role> = fc.oneof(
  fc.constantFrom<Role>('contact', 'order', 'bill'),
  fc.uuid().map((id): Role => `payment/${id}`),
);

/** Where Tieout may be reached, a host that is itself called tieout included. */
const anyPublicUrl = fc.oneof(
  fc.constantFrom('http://127.0.0.1:4400', 'http://tieout:4400', 'https://tieout.example.com/a/'),
  fc.webUrl(),
);

const payApp = { type: 'payApp', connection: 'demo', sourceId: '33' } as const;

describe('markers', () => {
  test('name connection, document and role', () => {
    expect(markerOf(payApp, 'bill')).toBe('tieout:demo/payApp/33/bill');
    expect(markerOf({ type: 'commitment', connection: 'demo', sourceId: 'wo-9' }, 'order')).toBe(
      'tieout:demo/commitment/wo-9/order',
    );
    expect(contactNumberOf('demo', '17')).toBe('tieout:demo:17');
  });

  test('are found again in a link, in the last words of a text and alone', () => {
    fc.assert(
      fc.property(anyDocumentId, anyRole, anyPublicUrl, fc.lorem(), (id, role, url, words) => {
        const marker = markerOf(id, role);
        expect(markerIn(marker)).toBe(marker);
        expect(markerIn(`${words} ${marker}`)).toBe(marker);
        expect(markerIn(documentUrlOf(url, id, 'bill'))).toBe(markerOf(id, 'bill'));
      }),
    );
  });

  test('stand last: a marker quoted before ours is not taken for it', () => {
    const ours = markerOf(payApp, 'payment/1');
    expect(markerIn(`Xero payment see tieout:demo/payApp/7/bill 1 ${ours}`)).toBe(ours);
  });

  test.each([null, '', 'INV-1042', 'https://example.com/#fragment', 'tieout: later'])(
    'there is none in %j',
    (text) => {
      expect(markerIn(text)).toBeNull();
    },
  );

  test('of different documents or roles differ', () => {
    fc.assert(
      fc.property(anyDocumentId, anyRole, anyDocumentId, anyRole, (a, roleA, b, roleB) => {
        const isSame = JSON.stringify([a, roleA]) === JSON.stringify([b, roleB]);
        expect(markerOf(a, roleA) === markerOf(b, roleB)).toBe(isSame);
      }),
    );
  });
});

describe('what Xero refuses', () => {
  test('a contact number has at most 50 characters, the longest connection and vendor id included', () => {
    expect(contactNumberOf('c'.repeat(20), '9'.repeat(16))).toHaveLength(44);
    fc.assert(
      fc.property(anyConnection, anyVendorNumber, (connection, vendorId) => {
        const number = contactNumberOf(connection, vendorId);
        expect(number.length).toBeLessThanOrEqual(50);
        expect(markerIn(number)).toBe(number);
      }),
    );
  });

  test('a link contains "xero" only where the public address does', () => {
    const adversarial = fc
      .tuple(fc.stringMatching(/^[a-z]{0,4}$/), fc.stringMatching(/^[a-z]{0,4}$/))
      .map(([before, after]) => `${before}xero${after}`);
    fc.assert(
      fc.property(fc.oneof(anyConnection, adversarial), anyPublicUrl, (connection, url) => {
        fc.pre(isAllowed(connection));
        const link = documentUrlOf(url, { ...payApp, connection }, 'bill');
        expect(link.toLowerCase().includes('xero')).toBe(url.toLowerCase().includes('xero'));
      }),
      { numRuns: 200 },
    );
  });

  test.each(['xero', 'xero-nz', 'my-xero1'])('a connection called %j is refused', (connection) => {
    expect(isAllowed(connection)).toBe(false);
  });
});

function isAllowed(connection: string): boolean {
  return mappingSchema.shape.connection.safeParse(connection).success;
}

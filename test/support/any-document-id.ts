// Random connections and documents within what the mapping and the vendors allow.
import fc from 'fast-check';
import type { DocumentId } from '../../domain/identity/workflow-ids.ts';
import { mappingSchema } from '../../domain/mapping/mapping.ts';

/** Names the mapping accepts: small letters, digits and dashes, 20 at most. */
export const anyConnection = fc
  .stringMatching(/^[a-z0-9-]{1,20}$/)
  .filter((name) => mappingSchema.shape.connection.safeParse(name).success);

/** Vendors' ids are whole numbers of up to 16 digits. */
export const anyVendorNumber = fc.stringMatching(/^[1-9]\d{0,15}$/);

export const anyDocumentId: fc.Arbitrary<DocumentId> = fc.oneof(
  fc.record({
    type: fc.constant('contact' as const),
    connection: anyConnection,
    sourceId: anyVendorNumber,
  }),
  fc.record({
    type: fc.constant('commitment' as const),
    connection: anyConnection,
    sourceId: fc
      .tuple(fc.constantFrom('po', 'wo'), anyVendorNumber)
      .map(([kind, id]) => `${kind}-${id}`),
  }),
  fc.record({
    type: fc.constant('payApp' as const),
    connection: anyConnection,
    sourceId: anyVendorNumber,
  }),
);

// What a Xero webhook says, as hints. It names what changed, never how: only what is read afterwards counts.
import { z } from 'zod';
import type { NewHint } from '../../db/queries/webhook-intake.ts';
import { recordKinds, vendorOfRecord, webhookNamesOf } from '../../domain/records/records.ts';

// Source: Xero OpenAPI 16.1.0, xero-webhooks.yaml, read 2026-11-23. Categories and types come in several
// spellings of case.
const eventSchema = z.object({
  resourceId: z.string().min(1).max(100),
  eventDateUtc: z.string().max(100),
  eventType: z.string().max(50),
  eventCategory: z.string().max(50),
  tenantId: z.string().max(100),
});
const deliverySchema = z.object({ events: z.array(z.unknown()) });

/** What each category stands for, from the records' own files. */
const resources = new Map(
  recordKinds
    .filter((kind) => vendorOfRecord(kind) === 'xero')
    .flatMap((kind) =>
      webhookNamesOf(kind).flatMap(({ names }) => names.map((name) => [name, kind] as const)),
    ),
);

/** An event that is not understood, of another tenant or of a category we do not follow is no hint. */
export function hintsFromXero(body: unknown, tenantId: string): NewHint[] {
  const delivery = deliverySchema.safeParse(body);
  if (!delivery.success) return [];
  return delivery.data.events.flatMap((given): NewHint[] => {
    const event = eventSchema.safeParse(given);
    if (!event.success || event.data.tenantId.toLowerCase() !== tenantId.toLowerCase()) return [];
    const { resourceId, eventDateUtc, eventType, eventCategory } = event.data;
    const category = eventCategory.toLowerCase();
    const resource = resources.get(category);
    if (resource === undefined) return [];
    const parts = [tenantId, category, resourceId, eventDateUtc, eventType];
    const eventKey = parts.join('|').toLowerCase();
    return [{ eventKey, resource, recordId: resourceId, projectId: null }];
  });
}

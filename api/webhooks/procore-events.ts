// What a Procore webhook says, as a hint, in either payload version that carries a resource and its id.
import { z } from 'zod';
import type { NewHint } from '../../db/queries/webhook-intake.ts';
import { recordKinds, vendorOfRecord, webhookNamesOf } from '../../domain/records/records.ts';

const id = z.string().regex(/^\d+$/).max(30);
const related = z.object({ id, name: z.string() });

/**
 * v4.0 names `resource_type`, v2.0 and v3.0 `resource_name`; ids are texts in the one and numbers in the
 * others, which the exact reader hands over as texts too. v3.0 names a line's contract in
 * `related_resources`. Source: Procore developer docs, Webhooks, payload formats, read 2026-11-23.
 */
const payloadSchema = z.object({
  id: z.string().min(1).max(100),
  ulid: z.string().min(1).max(100).nullish(),
  company_id: id,
  // Required by the schema of v4.0 even where the event is of no project; what it then holds is not documented.
  project_id: z.union([id, z.literal('')]).nullish(),
  resource_id: id,
  resource_type: z.string().max(200).nullish(),
  resource_name: z.string().max(200).nullish(),
  related_resources: z.array(z.unknown()).nullish(),
});
type ProcorePayload = z.infer<typeof payloadSchema>;

export type ProcoreEvent =
  | { heard: 'hint'; hint: NewHint }
  | { heard: 'otherCompany' }
  /** Not a resource we follow, or not a payload we know. */
  | { heard: 'nothing' };

export function hintFromProcore(body: unknown, companyId: string): ProcoreEvent {
  const parsed = payloadSchema.safeParse(body);
  if (!parsed.success) return { heard: 'nothing' };
  const payload = parsed.data;
  if (payload.company_id !== companyId) return { heard: 'otherCompany' };
  const record = recordOf(payload);
  if (!record) return { heard: 'nothing' };
  const eventKey = payload.ulid ?? payload.id;
  return { heard: 'hint', hint: { eventKey, ...record, projectId: payload.project_id || null } };
}

/** What each name stands for, from the records' own files. */
const named = new Map(
  recordKinds
    .filter((kind) => vendorOfRecord(kind) === 'procore')
    .flatMap((kind) =>
      webhookNamesOf(kind).flatMap((webhook) =>
        webhook.names.map((name) => [name, { kind, webhook }] as const),
      ),
    ),
);

function recordOf(payload: ProcorePayload): Pick<NewHint, 'resource' | 'recordId'> | null {
  const name = (payload.resource_type ?? payload.resource_name ?? '').toLowerCase();
  const found = named.get(name);
  if (!found) return null;
  const { prefix = '', namedAs } = found.webhook;
  const recordId = namedAs === undefined ? payload.resource_id : wholeOfPart(payload, namedAs);
  return recordId === null ? null : { resource: found.kind, recordId: `${prefix}${recordId}` };
}

/** What a part belongs to, where the payload names it; else the sweep finds the change. */
function wholeOfPart(payload: ProcorePayload, whole: string): string | null {
  for (const given of payload.related_resources ?? []) {
    const one = related.safeParse(given);
    if (one.success && one.data.name.toLowerCase().replace(/s$/, '') === whole) return one.data.id;
  }
  return null;
}

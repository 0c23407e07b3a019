// How a file on a pay app is fetched: its address is asked for anew each time, used at once, and never kept or told.
import { z } from 'zod';
import { openGate } from '../http/call-gate.ts';
import { download } from '../http/download.ts';
import { transportFailure } from '../http/transport-failure.ts';
import { VendorError } from '../http/vendor-error.ts';
import type { FetchedFile, ProcoreClient, ProcoreClientOptions } from './procore-api.ts';
import { idField, text } from './procore-fields.ts';
import type { ProcoreReading } from './procore-reading.ts';

/** With the look before it and the request after it the whole stays within the age a look may have. */
const downloadMs = 15_000;
const filesSchema = z.looseObject({ attachments: z.array(z.unknown()).nullish() });
const fileSchema = z.looseObject({ id: idField, url: text });

type Attachments = Pick<ProcoreClient, 'fetchAttachment'>;

/** Two calls: the pay app for the file's address of the moment, and the address. How long one lasts is not documented. */
export function attachmentCalls(
  { show }: Pick<ProcoreReading, 'show'>,
  options: ProcoreClientOptions,
): Attachments {
  return {
    fetchAttachment: async ({ projectId, requisitionId, attachmentId, bytesMax }) => {
      const shown = await show({
        template: '/rest/v1.1/requisitions/{id}',
        params: { id: requisitionId },
        query: { project_id: projectId, view: 'extended' },
      });
      const address = addressOf(shown, attachmentId);
      return address === null
        ? { got: 'nothing' }
        : fetched(options, address, { totalMs: downloadMs, bytesMax });
    },
  };
}

function addressOf(shown: unknown, attachmentId: string): string | null {
  const files = filesSchema.safeParse(shown).data?.attachments ?? [];
  for (const one of files) {
    const file = fileSchema.safeParse(one).data;
    if (file?.id === attachmentId) return file.url;
  }
  return null;
}

async function fetched(
  { apiUrl, gate = openGate, onCall, now = Date.now }: ProcoreClientOptions,
  address: string,
  limits: { totalMs: number; bytesMax: number },
): Promise<FetchedFile> {
  return gate({ purpose: 'read' }, async () => {
    const startedAt = now();
    // The address itself is a secret: what is told of the call is that there was one.
    const report = (status: number | null) =>
      onCall?.({ vendor: 'procore', method: 'GET', path: 'file', status, ms: now() - startedAt });
    try {
      const answer = await download(address, { ...limits, trustedOrigin: new URL(apiUrl).origin });
      report(answer.got === 'refusal' ? answer.status : 200);
      if (answer.got === 'refusal' && answer.status >= 500) throw notNow(answer.status);
      return answer;
    } catch (error) {
      const failure = transportFailure({ vendor: 'procore', error, write: false });
      if (failure) report(null);
      throw failure ?? error;
    }
  });
}

function notNow(status: number): VendorError {
  const messages = ['the file could not be served'];
  const failure = { vendor: 'procore', kind: 'unavailable', status, messages } as const;
  return new VendorError({ ...failure, mayHaveHappened: false });
}

// The data converter every client, worker and replayer shares.
import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import { createPayloadCodec } from './payload-codec.ts';

/** Loaded by path inside the workflow bundle as well, so it is named here once. */
export const failureConverterPath = fileURLToPath(
  new URL('failure-converter.cjs', import.meta.url),
);

export function createDataConverter(key: Buffer): DataConverter {
  return { failureConverterPath, payloadCodecs: [createPayloadCodec(key)] };
}

// Decodes payloads for Temporal's own UI: on this machine, for that one page and for command lines.
import type { Payload } from '@temporalio/common';
import type { NextFunction, Request, Response } from 'express';
import { Router, json } from 'express';
import { z } from 'zod';
import { UnreadablePayloadError, createPayloadCodec } from '../../codec/payload-codec.ts';
import { BadRequestError, ForbiddenError } from '../request-errors.ts';
import type { ApiSettings } from '../settings.ts';

const base64 = z.base64();
const bodySchema = z.object({
  payloads: z
    .array(z.object({ metadata: z.record(z.string(), base64).default({}), data: base64.nullish() }))
    .max(1_000),
});
type JsonPayload = z.infer<typeof bodySchema>['payloads'][number];

const bodyBytesMaximum = 16 * 1024 * 1024;

export function codecRoutes(settings: ApiSettings): Router {
  const codec = createPayloadCodec(settings.codecKey);
  const origins = new Set(
    ['127.0.0.1', 'localhost'].map((host) => `http://${host}:${settings.temporalUiPort}`),
  );
  const router = Router();
  const door = [requireThisMachine, allowOrigins(origins)];
  router.options('/codec/decode', ...door, (_request, response) => {
    response.status(204).end();
  });
  router.post(
    '/codec/decode',
    ...door,
    json({ limit: bodyBytesMaximum }),
    async (request: Request, response) => {
      const body = bodySchema.safeParse(request.body);
      if (!body.success) throw new BadRequestError('payloads', 'payloads is a list of payloads.');
      const decoded = await decodeAll(codec, body.data.payloads);
      response.json({ payloads: decoded.map(toJson) });
    },
  );
  return router;
}

async function decodeAll(
  codec: ReturnType<typeof createPayloadCodec>,
  payloads: readonly JsonPayload[],
): Promise<Payload[]> {
  try {
    return await codec.decode(payloads.map(fromJson));
  } catch (error) {
    // Whatever fails here fails over the payload: another key, or not what was written.
    const isKnown = error instanceof UnreadablePayloadError;
    const why = isKnown ? error.message : 'a payload was damaged on its way.';
    throw new BadRequestError('payloads', why);
  }
}

function requireThisMachine(request: Request, _response: Response, next: NextFunction): void {
  const from = request.socket.remoteAddress ?? '';
  if (!['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(from)) {
    throw new ForbiddenError('payloads are decoded on this machine only');
  }
  next();
}

/** Any other page is refused, not only left without the header: it could still make us work. */
function allowOrigins(origins: ReadonlySet<string>) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const { origin } = request.headers;
    response.vary('Origin');
    if (origin !== undefined) {
      if (!origins.has(origin)) throw new ForbiddenError('only Temporal’s UI may ask');
      response.set({
        'Access-Control-Allow-Origin': origin,
        'Access-Control-Allow-Methods': 'POST',
        'Access-Control-Allow-Headers': 'content-type, x-namespace, authorization',
        'Access-Control-Max-Age': '600',
        'Cross-Origin-Resource-Policy': 'same-site',
      });
    }
    next();
  };
}

function fromJson({ metadata, data }: JsonPayload): Payload {
  const entries = Object.entries(metadata).map(([key, value]) => [key, bytes(value)]);
  return {
    metadata: Object.fromEntries(entries) as Record<string, Uint8Array>,
    data: bytes(data ?? ''),
  };
}

function bytes(text: string): Uint8Array {
  return Buffer.from(text, 'base64');
}

function toJson(payload: Payload) {
  const entries = Object.entries(payload.metadata ?? {}).map(([key, value]) => [key, text(value)]);
  return {
    metadata: Object.fromEntries(entries) as Record<string, string>,
    data: text(payload.data),
  };
}

function text(value: Uint8Array | null | undefined): string {
  return Buffer.from(value ?? []).toString('base64');
}

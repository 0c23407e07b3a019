// The vendors' door: verify the raw bytes, keep what they say, answer at once with nothing.
import type { Request, Response } from 'express';
import { Router, raw } from 'express';
import { parseLosslessJson } from '../../connectors/http/lossless-json.ts';
import { storeHints } from '../../db/queries/webhook-intake.ts';
import type { ApiSettings } from '../settings.ts';
import { hintFromProcore } from './procore-events.ts';
import { isFromProcore, isSignedByXero } from './verify-webhook.ts';
import { hintsFromXero } from './xero-events.ts';

const bodyBytesMaximum = 1024 * 1024;

export function webhookRoutes(settings: ApiSettings): Router {
  const router = Router();
  // Whatever its type says; not inflated, because what is signed is what was sent.
  const rawBody = raw({ type: () => true, limit: bodyBytesMaximum, inflate: false });
  router.post('/webhooks/xero', rawBody, (request, response) =>
    takeFromXero(settings, request, response),
  );
  router.post('/webhooks/procore', rawBody, (request, response) =>
    takeFromProcore(settings, request, response),
  );
  return router;
}

function bodyOf(request: Request): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}

/** Null for what is no JSON: verified, but nothing to keep. */
function readBody(settings: ApiSettings, vendor: string, body: Buffer): unknown {
  try {
    return parseLosslessJson(body.toString('utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    settings.log('warn', 'a verified webhook is no JSON', { vendor, bytes: body.byteLength });
    return null;
  }
}

/** Also answers Xero's "intent to receive", whose deliveries are empty and in part signed wrongly. */
async function takeFromXero(
  settings: ApiSettings,
  request: Request,
  response: Response,
): Promise<void> {
  const body = bodyOf(request);
  const { tenantId, webhookKey } = settings.xero;
  if (!isSignedByXero(body, request.get('x-xero-signature'), webhookKey)) {
    return refuse(settings, response, 'xero');
  }
  const hints = hintsFromXero(readBody(settings, 'xero', body), tenantId);
  await storeHints(settings.db, settings.connection, 'xero', hints);
  response.status(200).end();
}

async function takeFromProcore(
  settings: ApiSettings,
  request: Request,
  response: Response,
): Promise<void> {
  const { companyId, webhookAuthorization } = settings.procore;
  if (!isFromProcore(request.get('authorization'), webhookAuthorization)) {
    return refuse(settings, response, 'procore');
  }
  const event = hintFromProcore(readBody(settings, 'procore', bodyOf(request)), companyId);
  // Our own secret with another company's event: a hook set up in the wrong place.
  if (event.heard === 'otherCompany') return refuse(settings, response, 'procore');
  if (event.heard === 'hint') {
    await storeHints(settings.db, settings.connection, 'procore', [event.hint]);
  }
  response.status(200).end();
}

function refuse(settings: ApiSettings, response: Response, vendor: string): void {
  settings.log('warn', 'a webhook was refused', { vendor });
  response.status(401).end();
}

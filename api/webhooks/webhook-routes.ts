// The vendors' door: verify the raw bytes, keep what they say, answer at once with nothing.
import type { Request, Response } from 'express';
import { Router, raw } from 'express';
import { parseLosslessJson } from '../../connectors/http/lossless-json.ts';
import { connectionsReading } from '../../db/queries/project-routes.ts';
import type { NewHint } from '../../db/queries/webhook-intake.ts';
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
  const signature = request.get('x-xero-signature');
  // One app tells of all organisations that it reaches; organisations of several apps have a key each.
  const told = settings.connections.filter(({ xero }) =>
    isSignedByXero(body, signature, xero.webhookKey),
  );
  if (told.length === 0) return refuse(settings, response, 'xero');
  const event = readBody(settings, 'xero', body);
  for (const { mapping, xero } of told) {
    const hints = hintsFromXero(event, xero.tenantId);
    await storeHints(settings.db, mapping.connection, 'xero', hints);
  }
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
    for (const [connection, hint] of await hintsByConnection(settings, event.hint)) {
      await storeHints(settings.db, connection, 'procore', [hint]);
    }
  }
  response.status(200).end();
}

/**
 * A project's news is that of the connections that read it, and of a project that no sweep has seen nobody's yet. News of
 * the company is everybody's: an event is kept once for each.
 */
async function hintsByConnection(
  { db, connections }: ApiSettings,
  hint: NewHint,
): Promise<[string, NewHint][]> {
  const names = connections.map(({ mapping }) => mapping.connection);
  if (names.length === 1) return names.map((name) => [name, hint]);
  const { projectId, eventKey } = hint;
  const told = projectId === null ? names : await connectionsReading(db, projectId);
  return told.map((name) => [name, { ...hint, eventKey: `${eventKey} ${name}` }]);
}

function refuse(settings: ApiSettings, response: Response, vendor: string): void {
  settings.log('warn', 'a webhook was refused', { vendor });
  response.status(401).end();
}

// The console's routes in the order they are asked: health and webhooks first, then what only its own address may reach.
import type { NextFunction, Request, Response } from 'express';
import express from 'express';
import helmet from 'helmet';
import { byConnection, chooseConnection } from './by-connection.ts';
import { consoleRoutes } from './console/console-routes.ts';
import { errorPage } from './console/error-page.ts';
import { ownAddress, requireOwnHost } from './own-address.ts';
import { NotFoundError, RequestError, requestErrorOf } from './request-errors.ts';
import { acceptedRoutes } from './routes/accepted-routes.ts';
import { codecRoutes } from './routes/codec-routes.ts';
import { decisionRoutes } from './routes/decision-routes.ts';
import { exceptionRoutes } from './routes/exception-routes.ts';
import { healthRoutes } from './routes/health-routes.ts';
import { projectRoutes } from './routes/project-routes.ts';
import { summaryRoutes } from './routes/summary-routes.ts';
import { takeOnRoutes } from './routes/take-on-routes.ts';
import type { ApiSettings } from './settings.ts';
import { refuseUnstorableAddress } from './unstorable.ts';
import { webhookRoutes } from './webhooks/webhook-routes.ts';

export function createApp(settings: ApiSettings): express.Express {
  const app = express();
  const own = ownAddress(settings.publicUrl, settings.port);
  app.disable('x-powered-by');
  app.set('etag', false);
  // One value per name; no objects built from brackets.
  app.set('query parser', 'simple');
  app.use(securityHeaders(settings.publicUrl));
  app.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    response.locals['beganAt'] = performance.now();
    next();
  });
  app.use(refuseUnstorableAddress);
  app.use(webhookRoutes(settings));
  app.use(healthRoutes(settings));
  app.use(requireOwnHost(own));
  app.use(codecRoutes(settings));
  app.use(summaryRoutes(settings));
  app.use(chooseConnection(settings));
  app.use(
    byConnection(settings, (one) => [
      exceptionRoutes(one),
      decisionRoutes(one, own),
      acceptedRoutes(one, own),
      projectRoutes(one, own),
      takeOnRoutes(one, own),
      consoleRoutes(one),
    ]),
  );
  app.use((request: Request) => {
    throw new NotFoundError(request.path.startsWith('/api/') ? 'such address' : 'page');
  });
  app.use(answerError(settings));
  return app;
}

/** No script runs on any page, and no page elsewhere may frame one or read what it holds. */
function securityHeaders(publicUrl: string) {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // With no-referrer a browser would send its forms with Origin "null".
    referrerPolicy: { policy: 'same-origin' },
    // Only where people come by TLS; on loopback it would lock them out of everything else there.
    strictTransportSecurity: publicUrl.startsWith('https:')
      ? { maxAge: 31_536_000, includeSubDomains: false }
      : false,
    xFrameOptions: { action: 'deny' },
  });
}

/** The last word on every failure: a sentence and a status outside, the rest in the log. */
function answerError(settings: ApiSettings) {
  return (error: unknown, request: Request, response: Response, _next: NextFunction): void => {
    const known = requestErrorOf(error);
    if (!known) {
      const { method, path } = request;
      const ms = millisecondsSince(response.locals['beganAt']);
      settings.log('error', 'a request failed', { method, path, ms, ...forTheLog(error) });
    }
    const shown =
      known ??
      new RequestError(503, 'unavailable', 'This cannot be answered now. Try again in a moment.');
    if (response.headersSent) {
      response.destroy();
      return;
    }
    response.status(shown.status);
    if (request.path.startsWith('/webhooks/')) {
      response.end();
    } else if (wantsPage(request)) {
      response.type('html').send(errorPage(shown));
    } else {
      response.json({ error: shown.code, message: shown.message, ...shown.details });
    }
  };
}

function millisecondsSince(beganAt: unknown): number | null {
  return typeof beganAt === 'number' ? Math.round(performance.now() - beganAt) : null;
}

/**
 * Where it failed and why, in the database's own sentence: a failed query's message carries its values. The line's own
 * `at` is its time, so where is another word.
 */
function forTheLog(error: unknown): { why: string; where: string[] } {
  if (!(error instanceof Error)) return { why: String(error), where: [] };
  const isQuery = 'query' in error && 'params' in error;
  const cause = error.cause instanceof Error ? error.cause.message : 'a database query failed';
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { why: isQuery ? cause : error.message, where: frames.map((line) => line.trim()) };
}

function wantsPage(request: Request): boolean {
  const isProgram = /^\/(api|codec|healthz|readyz|metrics)\b/.test(request.path);
  return !isProgram || (request.headers.accept ?? '').includes('text/html');
}

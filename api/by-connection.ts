// Which connection a request is about, where there are several: the one its address names, else the one chosen last, else the first.
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { Router } from 'express';
import { connectionOfAccepted } from '../db/queries/accepted.ts';
import { connectionOfException } from '../db/queries/console-exceptions.ts';
import { connectionOf } from '../db/queries/project-routes.ts';
import type { Database } from '../db/database.ts';
import { NotFoundError } from './request-errors.ts';
import type { ApiSettings } from './settings.ts';

/** What in an address is one connection's alone. Lists are of whichever is chosen. */
const addressed: {
  path: RegExp;
  connectionOf: (db: Database, named: string) => Promise<string | null>;
}[] = [
  { path: /^\/documents\/[^/]+\/([^/]+)\//, connectionOf: (_db, name) => Promise.resolve(name) },
  { path: /^\/(?:api\/)?exceptions\/([0-9a-f-]{36})(?:\/|$)/, connectionOf: connectionOfException },
  { path: /^\/api\/accepted\/([^/]+)\//, connectionOf: connectionOfAccepted },
  { path: /^\/(?:api\/)?projects\/([^/]+)\//, connectionOf },
];

const cookie = 'tieout_connection';

/** The same routes for every connection, each with its own settings. */
export function byConnection(
  settings: ApiSettings,
  routesOf: (own: ApiSettings) => readonly RequestHandler[],
): RequestHandler {
  const routers = new Map(
    settings.connections.map(({ mapping }) => {
      const router = Router();
      const { connection } = mapping;
      router.use(...routesOf({ ...settings, connection, mapping }));
      return [connection, router] as const;
    }),
  );
  return (request, response, next) => {
    askedOf(settings, request)
      .then((connection) => {
        const router = routers.get(connection);
        if (!router) throw new NotFoundError('connection of this name');
        router(request, response, next);
      })
      .catch(next);
  };
}

async function askedOf(settings: ApiSettings, request: Request): Promise<string> {
  if (settings.connections.length === 1) return settings.connection;
  const named = await namedIn(settings.db, request.path);
  if (named !== null) return named;
  const given = request.query['connection'];
  if (typeof given === 'string' && given !== '') return given;
  const chosen = chosenBefore(request);
  const isKnown = settings.connections.some(({ mapping }) => mapping.connection === chosen);
  return isKnown && chosen !== null ? chosen : settings.connection;
}

/** Null where the address names none, or something that is not there: the routes say so. */
async function namedIn(db: Database, path: string): Promise<string | null> {
  for (const one of addressed) {
    const [, named] = one.path.exec(path) ?? [];
    if (named === undefined) continue;
    return one.connectionOf(db, decodeURIComponent(named));
  }
  return null;
}

function chosenBefore(request: Request): string | null {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([name]) => name === cookie)?.[1] ?? null;
}

/** `/connections/south`: from now on this browser's lists are of that one. It changes nothing but what is shown. */
export function chooseConnection({ connections, publicUrl }: ApiSettings): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    const [, name] = /^\/connections\/([^/]+)$/.exec(request.path) ?? [];
    if (name === undefined || request.method !== 'GET') return next();
    if (!connections.some(({ mapping }) => mapping.connection === name)) {
      throw new NotFoundError('connection of this name');
    }
    const secure = publicUrl.startsWith('https:');
    response.cookie(cookie, name, { path: '/', httpOnly: true, sameSite: 'lax', secure });
    response.redirect(303, '/');
  };
}

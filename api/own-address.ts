// Which requests are the console's own: by Host, so that another name pointed at this address reads nothing, and by Origin.
import type { NextFunction, Request, Response } from 'express';
import { ForbiddenError } from './request-errors.ts';

export type OwnAddress = { hosts: ReadonlySet<string>; origins: ReadonlySet<string> };

export function ownAddress(publicUrl: string, port: number): OwnAddress {
  const local = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host, origin } = new URL(publicUrl);
  return {
    hosts: new Set([...local, host]),
    origins: new Set([...local.map((name) => `http://${name}`), origin]),
  };
}

/** Refuses a Host that is not ours: a page elsewhere could otherwise rename itself to this address. */
export function requireOwnHost(own: OwnAddress) {
  return (request: Request, _response: Response, next: NextFunction): void => {
    const host = request.headers.host?.toLowerCase();
    if (host === undefined || !own.hosts.has(host)) {
      throw new ForbiddenError('this address is not the console’s own');
    }
    next();
  };
}

/**
 * Refuses what a page elsewhere sends. A browser names the page's origin with every POST; a command
 * line names none and is let through, because nothing could be sent on a person's behalf from there.
 */
export function requireOwnOrigin(own: OwnAddress) {
  return (request: Request, _response: Response, next: NextFunction): void => {
    const origin = request.headers.origin;
    const site = request.headers['sec-fetch-site'];
    const isOwn = origin === undefined || own.origins.has(origin.toLowerCase());
    const isSameSite = site === undefined || site === 'same-origin' || site === 'none';
    if (!isOwn || !isSameSite) throw new ForbiddenError('this did not come from the console');
    next();
  };
}

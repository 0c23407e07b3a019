// Which handler answers a method and a path.
import type { Answer, SandboxRequest } from './http.ts';

/**
 * Handlers are synchronous on purpose: everything a request changes happens at once, so that requests are serialised
 * and one request is one line of the journal. What must wait (a webhook) goes through the outbox.
 */
export type Handler = (request: SandboxRequest) => Answer;

export type Route = {
  method: string;
  /** `/path/{name}/more`; a `{name}` part matches one segment. */
  path: string;
  handle: Handler;
  /** An open route needs no token and counts against no limit (the token endpoint). */
  open?: boolean;
};

export type Matched =
  | { found: true; route: Route; params: Record<string, string> }
  | { found: false; allowed: string[] };

export class Router {
  readonly #routes: { route: Route; parts: string[] }[];

  constructor(routes: readonly Route[]) {
    this.#routes = routes.map((route) => ({ route, parts: route.path.split('/') }));
  }

  /** The first route listed wins, so `/Invoices/Summary` can stand before `/Invoices/{id}`. */
  match(method: string, path: string): Matched {
    const segments = path.split('/');
    const allowed: string[] = [];
    for (const { route, parts } of this.#routes) {
      const params = paramsOf(parts, segments);
      if (params === null) continue;
      if (route.method === method) return { found: true, route, params };
      allowed.push(route.method);
    }
    return { found: false, allowed };
  }
}

function paramsOf(parts: string[], segments: string[]): Record<string, string> | null {
  if (parts.length !== segments.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith('{')) {
      if (segment === '') return null;
      const value = decoded(segment);
      if (value === null) return null;
      params[part.slice(1, -1)] = value;
    } else if (part !== segment) {
      return null;
    }
  }
  return params;
}

/** A segment with a broken escape names nothing. */
function decoded(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

// How Procore hands out tokens: client credentials for 90 minutes, and what it says of a token.
import type { Answer, SandboxRequest } from '../kit/http.ts';
import type { Route } from '../kit/router.ts';
import type { SandboxKit } from '../kit/sandbox-spec.ts';
import { isObject } from './access.ts';

/** Source: Procore OAuth guide, client credentials: expires_in 5400, no refresh token, read 2026-11-23. */
export const TOKEN_TTL_SECONDS = 5_400;

export function oauthRoutes(kit: SandboxKit): Route[] {
  return [
    { method: 'POST', path: '/oauth/token', open: true, handle: (request) => issue(kit, request) },
    {
      method: 'GET',
      path: '/oauth/token/info',
      open: true,
      handle: (request) => tokenInfo(kit, request),
    },
  ];
}

function issue(kit: SandboxKit, request: SandboxRequest): Answer {
  const fields = fieldsOf(request);
  if (fields.get('grant_type') !== 'client_credentials') {
    return refusal(400, 'unsupported_grant_type', 'The authorization grant type is not supported.');
  }
  const { clientId, clientSecret } = kit.credentials;
  const isKnown =
    fields.get('client_id') === clientId && fields.get('client_secret') === clientSecret;
  if (!isKnown) {
    return refusal(401, 'invalid_client', 'Client authentication failed due to unknown client.');
  }
  const { accessToken, expiresInSeconds } = kit.tokens.issue('tieout', TOKEN_TTL_SECONDS);
  return {
    status: 200,
    body: {
      access_token: accessToken,
      token_type: 'bearer',
      expires_in: expiresInSeconds,
      created_at: Math.floor(kit.clock.nowMs() / 1000),
    },
  };
}

function refusal(status: number, error: string, description: string): Answer {
  return { status, body: { error, error_description: description } };
}

/** The fields of a form or a JSON body; a client may also send its id and secret as basic authorization. */
function fieldsOf(request: SandboxRequest): Map<string, string> {
  const text = request.rawBody.toString('utf8');
  const isJson = (request.headers['content-type'] ?? '').includes('json');
  const fields = isJson ? jsonFields(text) : new Map(new URLSearchParams(text));
  const basic = /^Basic\s+(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  if (basic !== undefined) {
    const [id, ...secret] = Buffer.from(basic, 'base64').toString('utf8').split(':');
    fields.set('client_id', id ?? '');
    fields.set('client_secret', secret.join(':'));
  }
  return fields;
}

function jsonFields(text: string): Map<string, string> {
  try {
    const body: unknown = JSON.parse(text);
    const entries = isObject(body) ? Object.entries(body) : [];
    return new Map(
      entries.flatMap(([name, value]): [string, string][] =>
        typeof value === 'string' ? [[name, value]] : [],
      ),
    );
  } catch (error) {
    if (error instanceof SyntaxError) return new Map();
    throw error;
  }
}

function tokenInfo(kit: SandboxKit, request: SandboxRequest): Answer {
  const verified = kit.tokens.verify(request.headers['authorization']);
  if (verified.outcome !== 'valid') {
    return refusal(401, 'invalid_token', 'The access token is invalid');
  }
  const secondsLeft = Math.floor((verified.token.expiresAtMs - kit.clock.nowMs()) / 1000);
  return {
    status: 200,
    body: { application: { uid: kit.credentials.clientId }, expires_in: secondsLeft },
  };
}

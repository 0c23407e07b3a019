// How an app signs in: the token endpoint of a client's own credentials, and the list of its connections.
import { timingSafeEqual } from 'node:crypto';
import type { AppScopes } from './scopes.ts';
import type { Answer, SandboxRequest } from '../kit/http.ts';
import type { Route } from '../kit/router.ts';
import type { OpenRules } from './open-rules.ts';
import type { XeroState } from './xero-state.ts';
import { KNOWN_SCOPES } from './scopes.ts';
import { uuidFrom } from '../company/random.ts';

/** Source: Xero developer docs, OAuth 2.0: access tokens last 30 minutes, read 2026-11-23. */
export const TOKEN_TTL_SECONDS = 1_800;

const CONNECTION_ID = '7c8d1d4e-2a53-4d2b-9a0e-6f0c8e1b5a31';

export function identityRoutes(state: XeroState, scopes: AppScopes): Route[] {
  return [
    {
      method: 'POST',
      path: '/connect/token',
      open: true,
      handle: (request) => token(state, scopes, request),
    },
    { method: 'GET', path: '/connections', handle: () => connections(state) },
  ];
}

/** The refusals are those of a live probe of 2026-07-04 in public notes, read 2026-11-23. */
function token(state: XeroState, scopes: AppScopes, request: SandboxRequest): Answer {
  const { kit } = state;
  const contentType = request.headers['content-type'] ?? '';
  if (!contentType.startsWith('application/x-www-form-urlencoded')) {
    return refused('invalid_request');
  }
  const form = new URLSearchParams(request.rawBody.toString('utf8'));
  const grantType = form.get('grant_type') ?? '';
  if (grantType === '') return refused('invalid_request');
  if (grantType !== 'client_credentials') return refused('unsupported_grant_type');
  const client = clientOf(request, form);
  if (client === null) return refused('invalid_request');
  const { clientId, clientSecret } = kit.credentials;
  if (!same(client.id, clientId) || !same(client.secret, clientSecret)) {
    return refused('invalid_client');
  }
  const asked = scopesAsked(request, form, scopes, state.rule('scopesBeyondGrant'));
  if (asked === null) return refused('invalid_scope');
  const issued = kit.tokens.issue('tieout', TOKEN_TTL_SECONDS, asked);
  return {
    status: 200,
    headers: { 'cache-control': 'no-store' },
    body: {
      access_token: issued.accessToken,
      expires_in: issued.expiresInSeconds,
      token_type: 'Bearer',
      scope: asked.join(' '),
    },
  };
}

/**
 * Left out, the token gets what the app has (how xero-node 20.0.0 asks, since it names the field `scopes`). A scope that
 * is unknown is refused, one that this connection was not given as the open rule says (XeroAPI/xero-mcp-server issue 175: "Client credentials
 * scope validation failed"), and so is a `+` between two (a public code comment); read 2026-11-23.
 */
function scopesAsked(
  { rawBody }: SandboxRequest,
  form: URLSearchParams,
  scopes: AppScopes,
  beyond: OpenRules['scopesBeyondGrant'],
): readonly string[] | null {
  const granted = scopes.granted();
  const asked = (form.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  if (asked.length === 0) return granted;
  const sent = /(?:^|&)scope=([^&]*)/.exec(rawBody.toString('utf8'))?.[1] ?? '';
  if (sent.includes('+')) return null;
  if (!asked.every((scope) => KNOWN_SCOPES.includes(scope))) return null;
  const held = asked.filter((scope) => granted.includes(scope));
  return beyond === 'narrow' || held.length === asked.length ? held : null;
}

function clientOf(
  request: SandboxRequest,
  form: URLSearchParams,
): { id: string; secret: string } | null {
  const basic = /^Basic\s+(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  if (basic !== undefined) {
    const [id = '', ...secret] = Buffer.from(basic, 'base64').toString('utf8').split(':');
    return id === '' ? null : { id, secret: secret.join(':') };
  }
  const id = form.get('client_id') ?? '';
  return id === '' ? null : { id, secret: form.get('client_secret') ?? '' };
}

function same(given: string, expected: string): boolean {
  const one = Buffer.from(given, 'utf8');
  const other = Buffer.from(expected, 'utf8');
  return one.length === other.length && timingSafeEqual(one, other);
}

function refused(error: string): Answer {
  return { status: 400, body: { error } };
}

// Source: Xero OpenAPI 16.1.0, xero-identity.yaml: no zone and seven decimals, read 2026-11-23.
function connections(state: XeroState): Answer {
  return { status: 200, body: state.connected.map(connection) };
}

function connection(state: XeroState, index: number): unknown {
  const organisation = state.organisation();
  const at = new Date(organisation.createdAtMs).toISOString().replace('Z', '0000');
  return {
    id: index === 0 ? CONNECTION_ID : uuidFrom(state.tenantId, 'connection'),
    authEventId: organisation.organisationId,
    tenantId: state.tenantId,
    tenantType: 'ORGANISATION',
    tenantName: organisation.name,
    createdDateUtc: at,
    updatedDateUtc: at,
  };
}

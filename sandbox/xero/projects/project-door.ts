// What every call to the Projects API must get past beside its scopes and its tenant, and how its failures look.
import type { Answer, SandboxRequest } from '../../kit/http.ts';
import type { XeroState } from '../xero-state.ts';
import { forbidden, notPermitted } from '../access.ts';
import { projectsError, projectsNotFound } from './project-failures.ts';

/**
 * The organisation has no Projects subscription. 403 according to docs.databricks.com (Xero troubleshooting), 401
 * according to developer.xero.com (Projects response codes), both read 2026-11-27; the rest of the body is unconfirmed.
 */
export function subscriptionRefusal(state: XeroState): Answer | null {
  if (state.organisation().hasProjects !== false) return null;
  return state.rule('projectsUnsubscribed') === '403' ? forbidden() : notPermitted();
}

/** The documents in a write's body: one, since nothing is written in batches. */
export function projectElements({ method, rawBody }: SandboxRequest): number {
  return ['POST', 'PUT', 'PATCH'].includes(method) && rawBody.length > 0 ? 1 : 0;
}

/** Null where Projects fails as the accounting API does. */
export function projectsFault(status: number): Answer | null {
  switch (status) {
    case 400:
      return projectsError(400, 'The request is invalid.', {});
    case 404:
      return projectsNotFound();
    case 500:
      return projectsError(500, 'An error has occurred.');
    default:
      return null;
  }
}

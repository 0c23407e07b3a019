// What a person does in Xero's own screens and no app can: lock dates, un-archiving, reconciling; and the sandbox's choices.
import { z } from 'zod';
import type { AppScopes } from './scopes.ts';
import type { Answer } from '../kit/http.ts';
import type { Books } from './books.ts';
import type { Route } from '../kit/router.ts';
import { OPEN_RULES, openRulesSchema } from './open-rules.ts';
import { STARTER_PLAN, beginPlan } from './plan.ts';
import { KNOWN_SCOPES } from './scopes.ts';
import { actRoutes } from './act-control.ts';
import { addCisAccounts } from './cis.ts';
import { chartRoutes } from './chart-control.ts';
import { currencyControlRoutes } from './currency-control.ts';
import { parseDecimal, scaledTo } from './decimal.ts';
import { budgetActRoutes } from './budgets.ts';
import { projectActRoutes } from './projects/project-control.ts';
import { ControlError, parsed } from '../kit/control-plane.ts';

const webhookSchema = z.strictObject({
  /** HTTPS as Xero asks; a loopback address is the one exception, since a sandbox has no certificate. */
  url: z
    .url()
    .regex(/^(https:\/\/|http:\/\/127\.0\.0\.1[:/])/, 'must be an HTTPS address')
    .nullable(),
  key: z.string().min(1).optional(),
});
const organisationSchema = z.strictObject({
  periodLockDate: z.iso.date().nullable().exactOptional(),
  endOfYearLockDate: z.iso.date().nullable().exactOptional(),
  /** Where it is: only the UK has the Construction Industry Scheme, and gets its accounts. */
  version: z.enum(['AU', 'NZ', 'UK', 'US', 'GLOBAL']).exactOptional(),
  /** Every call to the API is answered 503. */
  isOffline: z.boolean().exactOptional(),
  /** False: it has no subscription to Xero Projects. */
  hasProjects: z.boolean().exactOptional(),
  /** `starter`, or how many may be approved in a month, counted from now; null = any number. */
  plan: z
    .union([
      z.literal('starter'),
      z.strictObject({ bills: z.int().min(0), sales: z.int().min(0) }),
      z.null(),
    ])
    .exactOptional(),
});
const scopesSchema = z.strictObject({ scopes: z.array(z.enum(KNOWN_SCOPES)) });
const contactSchema = z.strictObject({
  status: z.enum(['ACTIVE', 'ARCHIVED']).exactOptional(),
  /** Percent; null for a subcontractor that is one no more. */
  cisRate: z
    .string()
    .regex(/^\d{1,3}(\.\d{1,4})?$/)
    .nullable()
    .exactOptional(),
});
const paymentSchema = z.strictObject({ isReconciled: z.boolean() });

export function controlRoutes(books: Books, scopes: AppScopes, defaultWebhookKey: string): Route[] {
  const { state, webhooks } = books;
  return [
    route('GET', '/_sandbox/webhook', () => ok({ url: webhooks.target()?.url ?? null })),
    route('PUT', '/_sandbox/webhook', (request) => {
      const { url, key } = parsed(webhookSchema, request);
      webhooks.setTarget({ url, key: key ?? defaultWebhookKey });
      return ok({ url });
    }),
    route('PUT', '/_sandbox/organisation', (request) => {
      const { plan, ...given } = parsed(organisationSchema, request);
      state.setOrganisation({ ...state.organisation(), ...given });
      if (given.version === 'UK') addCisAccounts(state);
      if (plan === undefined) return ok(given);
      const begun = plan === 'starter' ? STARTER_PLAN : plan;
      beginPlan(state, begun);
      return ok({ ...given, plan: begun });
    }),
    route('GET', '/_sandbox/settings', () => ok(state.settings())),
    route('PUT', '/_sandbox/settings', (request) => {
      state.setSettings({ ...state.settings(), ...parsed(openRulesSchema, request) });
      return ok(state.settings());
    }),
    route('DELETE', '/_sandbox/settings', () => {
      state.setSettings({});
      return ok(state.settings());
    }),
    route('GET', '/_sandbox/open-rules', () => ok(OPEN_RULES)),
    ...scopeRoutes(scopes),
    ...recordRoutes(books),
    ...chartRoutes(state),
    ...currencyControlRoutes(state),
    ...actRoutes(books),
    ...projectActRoutes(books),
    ...budgetActRoutes(books),
  ];
}

function scopeRoutes(scopes: AppScopes): Route[] {
  const shown = (): Answer => ok({ scopes: scopes.granted() });
  return [
    route('GET', '/_sandbox/scopes', shown),
    route('PUT', '/_sandbox/scopes', (request) => {
      scopes.cut(parsed(scopesSchema, request).scopes);
      return shown();
    }),
    route('DELETE', '/_sandbox/scopes', () => {
      scopes.restore();
      return shown();
    }),
  ];
}

function recordRoutes({ contacts, payments, webhooks }: Books): Route[] {
  return [
    route('PUT', '/_sandbox/contacts/{id}', (request) => {
      const { status, cisRate } = parsed(contactSchema, request);
      const id = request.params['id'] ?? '';
      if (contacts.byIdOrNumber(id) === null) throw new ControlError(404, 'No such contact');
      if (status !== undefined) contacts.setStatus(id, status);
      if (cisRate !== undefined) contacts.setCisRate(id, rateOf(cisRate));
      webhooks.flush();
      return ok({ contactId: id.toLowerCase(), status, cisRate });
    }),
    route('PUT', '/_sandbox/payments/{id}', (request) => {
      const { isReconciled } = parsed(paymentSchema, request);
      const payment = payments.reconcile(request.params['id'] ?? '', isReconciled);
      if (payment === null) throw new ControlError(404, 'No such payment, or it is deleted');
      return ok({ paymentId: payment.paymentId, isReconciled });
    }),
  ];
}

function rateOf(percent: string | null): bigint | null {
  const given = percent === null ? null : parseDecimal(percent);
  return given === null ? null : scaledTo(given, 4);
}

function route(method: string, path: string, handle: Route['handle']): Route {
  return { method, path, handle, open: true };
}

function ok(body: unknown): Answer {
  return { status: 200, body };
}

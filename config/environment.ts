// The environment, read once: every setting typed, every mistake named with its key and the fix.
import { z } from 'zod';
import { ConfigurationError } from './configuration-error.ts';

const url = (what: string) =>
  z
    .string({ error: `set it to ${what}` })
    .refine((text) => URL.canParse(text), { error: `must be a URL, such as ${what}` })
    .transform((text) => text.replace(/\/+$/, ''));
const secret = (what: string) =>
  z.string({ error: `set it to ${what}` }).min(1, `set it to ${what}`);
const wholeNumber = (fallback: number) =>
  z.string().regex(/^\d+$/, 'must be a whole number').transform(Number).default(fallback);
/** Of nothing there would be no calls, no windows and no sweeps. */
const oneOrMore = (fallback: number) =>
  z
    .string()
    .regex(/^0*[1-9]\d*$/, 'must be a whole number above 0')
    .transform(Number)
    .default(fallback);

const howToMakeAKey = '32 random bytes in base64: openssl rand -base64 32';
const keyBytes = 32;

const databaseSettings = {
  DATABASE_URL: z
    .string({ error: "set it to Postgres's URL, such as postgres://user@host/tieout" })
    .min(1),
};

const vendorSettings = {
  PROCORE_API_URL: url('https://api.procore.com'),
  PROCORE_LOGIN_URL: url('https://login.procore.com'),
  PROCORE_CLIENT_ID: secret("the Procore app's client id"),
  PROCORE_CLIENT_SECRET: secret("the Procore app's client secret"),
  PROCORE_COMPANY_ID: z
    .string({ error: "set it to the Procore company's id" })
    .regex(/^\d+$/, 'must be digits only'),
  XERO_API_URL: url('https://api.xero.com'),
  XERO_IDENTITY_URL: url('https://identity.xero.com'),
  XERO_CLIENT_ID: secret("the Xero custom connection's client id"),
  XERO_CLIENT_SECRET: secret("the Xero custom connection's client secret"),
  XERO_TENANT_ID: secret("the Xero organisation's tenant id"),
};

/** Calls a vendor allows, and the windows it counts them in; the sandboxes of `npm start` count in shorter ones. */
const limitSettings = {
  TIEOUT_XERO_MINUTE_CALLS: oneOrMore(60),
  TIEOUT_XERO_MINUTE_MS: oneOrMore(60_000),
  TIEOUT_PROCORE_HOUR_CALLS: oneOrMore(3_600),
  TIEOUT_PROCORE_HOUR_MS: oneOrMore(3_600_000),
  TIEOUT_PROCORE_SPIKE_CALLS: oneOrMore(25),
  TIEOUT_PROCORE_SPIKE_MS: oneOrMore(10_000),
};

/** Where people open a record; unset, from the API's address. */
const webSettings = {
  PROCORE_WEB_URL: url('https://app.procore.com').optional(),
  XERO_WEB_URL: url('https://go.xero.com').optional(),
};

const environmentSchema = z.object({
  ...databaseSettings,
  ...vendorSettings,
  ...webSettings,
  ...limitSettings,
  TEMPORAL_NAMESPACE: z.string().default('default'),
  TIEOUT_CODEC_KEY: secret(howToMakeAKey).refine(
    (text) => Buffer.from(text, 'base64').byteLength === keyBytes,
    { error: `must be ${howToMakeAKey}` },
  ),
  TIEOUT_PUBLIC_URL: url("the console's address as people open it").refine(
    (text) => !text.toLowerCase().includes('xero'),
    { error: 'must not contain "xero": Xero refuses such links on bills' },
  ),
  TIEOUT_CONNECTION: z.string().default('demo'),
  TIEOUT_CONFIG: z.string().default('tieout.config.ts'),
  TIEOUT_PORT_BASE: oneOrMore(4400),
  PROCORE_WEBHOOK_AUTHORIZATION: secret('the Authorization value Procore sends with webhooks'),
  XERO_WEBHOOK_KEY: secret("the Xero app's webhook key"),
  /** Every quarter of an hour unless said otherwise: seven lists use two thirds of Xero's smallest day. */
  TIEOUT_SWEEP_EVERY_MS: oneOrMore(900_000),
  TIEOUT_SWEEP_OVERLAP_MS: wholeNumber(600_000),
  /**
   * For a demo: the day from which the projects of the very first sweep post. Unset, every project waits until a
   * person turns it on.
   */
  TIEOUT_POST_FROM: z.iso.date({ error: 'must be a day, such as 2026-01-31' }).optional(),
  TIEOUT_FILL_WAIT_MS: wholeNumber(3_000),
  TIEOUT_MAX_CACHED_WORKFLOWS: wholeNumber(40),
  /** A folder of this machine's own, where the workers keep the workflows' bundle from one start to the next. */
  TIEOUT_BUNDLE_DIR: z.string().optional(),
  TIEOUT_TASK_QUEUE: z.string().default('tieout'),
});

export type Environment = z.infer<typeof environmentSchema>;

/** Reads the environment; an empty variable counts as unset. Throws ConfigurationError. */
export function readEnvironment(env: Record<string, string | undefined>): Environment {
  const set = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = environmentSchema.safeParse(set);
  if (result.success) return result.data;
  // The value is never shown: it may be a secret.
  const problems = result.error.issues.map(
    (issue) => `${issue.path.map(String).join('.')}: ${issue.message}`,
  );
  throw new ConfigurationError('The environment is not complete', problems);
}

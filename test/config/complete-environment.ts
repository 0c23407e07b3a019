// An environment that is complete, every value recognisable, so that a test can see whether one is shown.

export const completeEnvironment: Record<string, string> = {
  DATABASE_URL: 'postgres://tieout:secret-database@127.0.0.1:1/tieout',
  PROCORE_API_URL: 'https://api.procore.test/',
  PROCORE_LOGIN_URL: 'https://login.procore.test',
  PROCORE_CLIENT_ID: 'secret-procore-id',
  PROCORE_CLIENT_SECRET: 'secret-procore',
  PROCORE_COMPANY_ID: '5629494500123',
  XERO_API_URL: 'https://api.xero.test',
  XERO_IDENTITY_URL: 'https://identity.xero.test',
  XERO_CLIENT_ID: 'secret-xero-id',
  XERO_CLIENT_SECRET: 'secret-xero',
  XERO_TENANT_ID: '3f0c2b1e-7a44-4d0a-9c55-5d1a7e2b9c11',
  PROCORE_WEBHOOK_AUTHORIZATION: 'Bearer secret-webhook',
  XERO_WEBHOOK_KEY: 'secret-webhook-key',
  TIEOUT_CODEC_KEY: Buffer.alloc(32, 7).toString('base64'),
  TIEOUT_PUBLIC_URL: 'https://tieout.example.com/',
};

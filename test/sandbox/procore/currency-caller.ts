// How tests speak about currencies: the paths of configuration and rates, and the control plane's grants.
import { expect } from 'vitest';
import { COMPANY, id, text } from './procore-caller.ts';
import type { Json, Reply, Role, Running } from './procore-caller.ts';

export type CurrencyCaller = {
  project: number;
  /** Of the company, and of the project. */
  company: string;
  ofProject: string;
  grant: (company: Json, project?: Json) => Promise<Json>;
  ask: (method: string, path: string, body?: unknown, role?: Role) => Promise<Reply>;
  settings: (rules: Json) => Promise<Reply>;
  contractCurrency: (body: Json) => Promise<Reply>;
};

export async function currencyCaller(sandbox: Running): Promise<CurrencyCaller> {
  const projects = await sandbox.list('admin', `/rest/v1.0/projects?company_id=${COMPANY}`);
  const project = id(projects[0]);
  const base = `/rest/v1.0/companies/${COMPANY}`;
  return {
    project,
    company: `${base}/currency_configuration`,
    ofProject: `${base}/projects/${project}/currency_configuration`,
    grant: async (company, ofProject) => {
      const projects = ofProject === undefined ? [] : [{ id: project, ...ofProject }];
      const reply = await sandbox.control('PUT', '/currency', { company, projects });
      expect(reply.status, JSON.stringify(reply.body)).toBe(200);
      return reply.body as Json;
    },
    ask: async (method, path, body, role = 'admin') => (await sandbox.as(role))(method, path, body),
    settings: (rules) => sandbox.control('PUT', '/settings', rules),
    contractCurrency: (body) => sandbox.control('PUT', '/contract-currency', body),
  };
}

/** What rates a reply lists, as quote → rate. */
export function ratesIn(reply: Reply): Record<string, unknown> {
  expect(reply.status, JSON.stringify(reply.body)).toBeLessThan(300);
  const rates = (reply.body as { exchange_rates: Json[] }).exchange_rates;
  return Object.fromEntries(
    rates.map((rate) => [text(rate, 'quote_currency_iso_code'), rate['exchange_rate']]),
  );
}

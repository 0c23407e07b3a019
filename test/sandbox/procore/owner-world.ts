// A project with a prime contract, as the tests of the owner's side make it over the API: two lines, a markup where asked,
// and steps to bill, change and pay it.
import { expect } from 'vitest';
import { COMPANY, id } from './procore-caller.ts';
import type { Json, Reply, Role, Running, Send } from './procore-caller.ts';

export type OwnerWorld = {
  project: number;
  owner: number;
  contract: number;
  admin: Send;
  /** Paths of the contract's own and of what hangs off it. */
  one: string;
  many: string;
  query: string;
  settings: (rules: Json) => Promise<Reply>;
  patchContract: (fields: Json) => Promise<Reply>;
  show: () => Promise<Json>;
  addLine: (fields: Json) => Promise<Reply>;
  bill: (fields?: Json, role?: Role) => Promise<Reply>;
  invoice: (invoiceId: number) => Promise<Json>;
  changeInvoice: (invoiceId: number, fields: Json, role?: Role) => Promise<Reply>;
  changeItem: (lineId: number, fields: Json, role?: Role) => Promise<Reply>;
  changeMarkup: (lineId: number, fields: Json) => Promise<Reply>;
  changeOrder: (amount: string, status?: string) => Promise<Json>;
  pay: (fields: Json) => Promise<Reply>;
};

export const ok = (reply: Reply): Json => {
  expect(reply.status, JSON.stringify(reply.body)).toBeLessThan(300);
  return reply.body as Json;
};

/** The project's own records, and a fresh contract over 1,000.00 and 500.00 at 10 %, approved. */
export async function ownerWorld(sandbox: Running, markup?: string): Promise<OwnerWorld> {
  await sandbox.control('POST', '/seed', { company: 'twenty' });
  const admin = await sandbox.as('admin');
  const project = id((await sandbox.list('admin', `/rest/v1.0/projects?company_id=${COMPANY}`))[0]);
  const owner = id((await sandbox.list('admin', `/rest/v1.0/vendors?company_id=${COMPANY}`))[0]);
  const query = `?project_id=${project}`;
  const [code] = await sandbox.list('admin', `/rest/v1.0/cost_codes${query}`);
  const [type] = await sandbox.list('admin', `/rest/v1.0/line_item_types?company_id=${COMPANY}`);
  const coded = { cost_code_id: id(code), line_item_type_id: id(type) };
  const fields = { vendor_id: owner, title: 'Head contract', retainage_percent: '10.00' };
  const made = await admin('POST', '/rest/v1.0/prime_contract', {
    project_id: project,
    prime_contract: fields,
  });
  const contract = id(ok(made));
  const one = `/rest/v1.0/prime_contract/${contract}`;
  const many = `/rest/v1.0/prime_contracts/${contract}`;
  const patch =
    (path: string, name: string) =>
    async (body: Json, role: Role = 'admin') =>
      (await sandbox.as(role))('PATCH', path, { project_id: project, [name]: body });
  const patchContract = patch(one, 'prime_contract');
  const addLine = (line: Json) =>
    admin('POST', `${many}/line_items`, { project_id: project, line_item: { ...coded, ...line } });
  for (const amount of ['1000.00', '500.00']) ok(await addLine({ amount, description: amount }));
  const markups = markup === undefined ? [] : [{ name: 'Margin', percentage: markup }];
  ok(await sandbox.control('PUT', `/prime-contracts/${contract}`, { markups }));
  ok(await patchContract({ status: 'Approved' }));
  const lines = (kind: string) => (line: number) => `${many}/payment_application_${kind}/${line}`;
  return {
    ...{ project, owner, contract, admin, one, many, query, patchContract, addLine },
    settings: (rules) => sandbox.control('PUT', '/settings', rules),
    show: () => sandbox.one('admin', `${one}${query}`),
    bill: async (payment_application = {}, role = 'admin') =>
      (await sandbox.as(role))('POST', `${many}/payment_applications`, {
        project_id: project,
        payment_application,
      }),
    invoice: (invoiceId) =>
      sandbox.one('admin', `/rest/v1.0/payment_applications/${invoiceId}${query}`),
    changeInvoice: (invoiceId, body, role) =>
      patch(`${many}/payment_applications/${invoiceId}`, 'payment_application')(body, role),
    changeItem: (line, body, role) =>
      patch(lines('line_items')(line), 'payment_application_line_item')(body, role),
    changeMarkup: (line, body) =>
      patch(lines('markup_line_items')(line), 'payment_application_markup_line_item')(body),
    changeOrder: async (amount, status = 'approved') => {
      const path = `/rest/v1.0/projects/${project}/prime_change_orders`;
      const change_order = { contract_id: contract, title: 'Extra' };
      const order = ok(await admin('POST', path, { change_order }));
      const v2 = path.replace('v1.0', `v2.0/companies/${COMPANY}`);
      ok(await admin('POST', `${v2}/${id(order)}/line_items`, { ...coded, amount }));
      return ok(await admin('PATCH', `${path}/${id(order)}`, { change_order: { status } }));
    },
    pay: (contract_payment) =>
      admin('POST', '/rest/v1.0/contract_payments', {
        ...{ project_id: project, contract_id: contract },
        contract_payment: { amount: '100.00', date: '2026-11-20', ...contract_payment },
      }),
  };
}

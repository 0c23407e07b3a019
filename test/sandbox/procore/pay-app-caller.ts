// How tests bill a contract of their own: one contract with lines, its pay apps made, filled, shown and tied.
import { expect } from 'vitest';
import type { ChangeOrderCaller } from './change-order-caller.ts';
import { changeOrderCaller } from './change-order-caller.ts';
import { at, COMPANY, id, text } from './procore-caller.ts';
import type { Json, Reply, Running, Send } from './procore-caller.ts';
import { expectIdentities } from './pay-app-identities.ts';

export type PayAppCaller = {
  call: Send;
  project: number;
  contractId: number;
  contractPath: string;
  orders: ChangeOrderCaller;
  changeContract: (fields: Json) => Promise<Reply>;
  contract: () => Promise<Json>;
  /** A pay app that must come to be, tied. */
  bill: (fields?: Json) => Promise<Json>;
  tryToBill: (fields?: Json, by?: Send) => Promise<Reply>;
  show: (payApp: unknown) => Promise<Json>;
  /** Items by id, tied when it worked. */
  update: (payApp: unknown, items: readonly Json[]) => Promise<Reply>;
  /** What one line claims, tied. */
  claim: (payApp: unknown, description: string, fields: Json) => Promise<Json>;
  patch: (payApp: unknown, fields: Json) => Promise<Reply>;
  item: (payApp: Json, type: string, description: string) => Json;
};

type Line = { description: string; amount: string; tax_code_id?: number | null };

/** An approved contract of 10 % retainage with these lines. */
export async function payAppCaller(
  sandbox: Running,
  lines: readonly Line[],
  kind: 'work_order_contract' | 'purchase_order_contract' = 'work_order_contract',
): Promise<PayAppCaller> {
  await sandbox.control('PUT', '/settings', { payAppItemParents: 'shown' });
  const call = await sandbox.as('admin');
  const project = id((await sandbox.list('admin', `/rest/v1.0/projects?company_id=${COMPANY}`))[0]);
  const query = `?project_id=${project}`;
  const ok = (reply: Reply): Json => {
    expect(reply.status, JSON.stringify(reply.body)).toBeLessThan(300);
    return reply.body as Json;
  };
  const send = async (method: string, path: string, name: string, fields: Json): Promise<Reply> =>
    call(method, path, { project_id: project, [name]: fields });
  const [vendor] = await sandbox.list('admin', `/rest/v1.0/vendors?company_id=${COMPANY}`);
  const made = { vendor_id: id(vendor), title: 'Billed', retainage_percent: '10' };
  const contractId = id(ok(await send('POST', `/rest/v1.0/${kind}s`, kind, made)));
  const contractPath = `/rest/v1.0/${kind}s/${contractId}`;
  const wbs = `/rest/v1.0/projects/${project}/work_breakdown_structure/wbs_codes`;
  const codes = (await sandbox.list('admin', wbs)).map(id);
  for (const [index, line] of lines.entries()) {
    const fields = { wbs_code_id: codes[index], ...line };
    ok(await send('POST', `${contractPath}/line_items`, 'line_item', fields));
  }
  const changeContract = (fields: Json): Promise<Reply> =>
    send('PATCH', contractPath, kind, fields);
  ok(await changeContract({ status: 'Approved' }));
  const show = (payApp: unknown): Promise<Json> =>
    sandbox.one('admin', `/rest/v1.1/requisitions/${id(payApp)}${query}`);
  const tied = async (payApp: Json): Promise<Json> => {
    const earlier = payApp['previous_requisition_id'];
    expectIdentities(payApp, earlier === null ? null : await show({ id: earlier }));
    return payApp;
  };
  const tryToBill = (fields: Json = {}, by: Send = call): Promise<Reply> =>
    by('POST', '/rest/v1.1/requisitions', {
      project_id: project,
      commitment_id: contractId,
      requisition: fields,
    });
  const update = async (payApp: unknown, items: readonly Json[]): Promise<Reply> => {
    const path = `/rest/v1.0/requisitions/${id(payApp)}/bulk_item_update${query}`;
    const reply = await call('PATCH', path, { requisition_items: items });
    if (reply.status === 200) await tied(reply.body as Json);
    return reply;
  };
  const claim = async (payApp: unknown, description: string, fields: Json): Promise<Json> => {
    const items = (await show(payApp))['items'] as Json[];
    const named = items.filter((item) => item['description_of_work'] === description);
    const own = named.filter((item) => item['item_type'] !== 'whole_change_order_item');
    expect(own.length, description).toBe(1);
    return ok(await update(payApp, [{ id: id(own[0]), ...fields }]));
  };
  const orders = await changeOrderCaller(sandbox, { contractId, kind });
  return {
    ...{ call, project, contractId, contractPath, orders, changeContract, show, tryToBill },
    ...{ update, claim },
    contract: () => sandbox.one('admin', `${contractPath}${query}`),
    bill: async (fields = {}) => tied(ok(await tryToBill(fields))),
    patch: (payApp, fields) =>
      send('PATCH', `/rest/v1.1/requisitions/${id(payApp)}`, 'requisition', fields),
    item: (payApp, type, description) => {
      const found = (at(payApp, 'items') as Json[]).find(
        (item) => item['item_type'] === type && text(item, 'description_of_work') === description,
      );
      if (found === undefined) throw new Error(`No ${type} ${description}`);
      return found;
    },
  };
}

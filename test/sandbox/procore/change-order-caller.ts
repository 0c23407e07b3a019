// How tests make change orders on one approved contract of a sandbox: header by package, lines by v2.
import { expect } from 'vitest';
import { COMPANY, id } from './procore-caller.ts';
import type { Json, Reply, Running, Send } from './procore-caller.ts';

export type Made = { package: number; order: number };

export type ChangeOrderCaller = {
  call: Send;
  project: number;
  contractId: number;
  query: string;
  packages: string;
  changeOrders: string;
  /** A code that a line can bear. */
  code: { wbs_code_id: string };
  list: (path: string) => Promise<Json[]>;
  one: (path: string) => Promise<Json>;
  contract: () => Promise<Json>;
  changeContract: (fields: Json) => Promise<Reply>;
  package: (made: Made) => Promise<Json>;
  linesOf: (made: Made) => string;
  lines: (made: Made) => Promise<Json[]>;
  make: (lines: readonly Json[], title: string) => Promise<Made>;
  setStatus: (made: Made, status: string) => Promise<Reply>;
  remove: (made: Made) => Promise<Reply>;
};

/** For the contract given, or that of the last pay app of the sandbox's first project. */
export async function changeOrderCaller(
  sandbox: Running,
  own?: { contractId: number; kind: string },
): Promise<ChangeOrderCaller> {
  const call = await sandbox.as('admin');
  const list = (path: string): Promise<Json[]> => sandbox.list('admin', path);
  const one = (path: string): Promise<Json> => sandbox.one('admin', path);
  const project = id((await list(`/rest/v1.0/projects?company_id=${COMPANY}`))[0]);
  const query = `project_id=${project}`;
  const [payApp] = await list(`/rest/v1.1/requisitions?${query}&filters[is_last]=true`);
  const contractId = own?.contractId ?? Number(payApp?.['commitment_id']);
  const isOrder = payApp?.['commitment_type'] === 'WorkOrderContract';
  const name = own?.kind ?? (isOrder ? 'work_order_contract' : 'purchase_order_contract');
  const contractPath = `/rest/v1.0/${name}s/${contractId}`;
  const contract = (): Promise<Json> => one(`${contractPath}?${query}`);
  const packages = '/rest/v1.0/change_order_packages';
  const changeOrders = `/rest/v1.0/projects/${project}/commitment_change_orders`;
  const linesOf = ({ order }: Made): string =>
    `/rest/v2.0/companies/${COMPANY}/projects/${project}/commitment_change_orders/${order}/line_items`;
  const [line] = (await contract())['line_items'] as Json[];
  const code = { wbs_code_id: String(id(line?.['wbs_code'])) };
  const make = async (lines: readonly Json[], title: string): Promise<Made> => {
    const body = { project_id: project, contract_id: contractId, change_order: { title } };
    const created = await call('POST', packages, body);
    expect(created.status, JSON.stringify(created.body)).toBe(201);
    const found = `${changeOrders}?filters[legacy_package_id]=${id(created.body)}`;
    const made = { package: id(created.body), order: id((await list(found))[0]) };
    for (const fields of lines) {
      const added = await call('POST', linesOf(made), { ...code, ...fields });
      expect(added.status, JSON.stringify(added.body)).toBe(201);
    }
    return made;
  };
  return {
    ...{ call, project, contractId, query, packages, changeOrders, code, list, one, contract },
    ...{ linesOf, make },
    changeContract: (fields) =>
      call('PATCH', contractPath, { project_id: project, [name]: fields }),
    package: (made) => one(`${packages}/${made.package}?${query}`),
    lines: async (made) => (await one(linesOf(made)))['data'] as Json[],
    setStatus: ({ order }, status) =>
      call('PATCH', `${changeOrders}/${order}`, { change_order: { status } }),
    remove: ({ order }) => call('DELETE', `${changeOrders}/${order}`),
  };
}

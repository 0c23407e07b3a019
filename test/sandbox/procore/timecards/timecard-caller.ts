// What the tests of timecards begin with: a project, its people, a cost code and the cost type of labour.
import { COMPANY, id, startSeeded } from '../procore-caller.ts';
import type { Json, Reply, Running, Send } from '../procore-caller.ts';

export const OF_COMPANY = `/rest/v1.0/companies/${COMPANY}/timecard_entries`;

export type Site = {
  sandbox: Running;
  admin: Send;
  project: number;
  other: number;
  /** The project's own path. */
  path: string;
  people: Json[];
  costCode: number;
  labour: number;
  materials: number;
  /** What a timecard is entered with. */
  card: (change?: Json) => Json;
  /** Enters one by the project's path. */
  enter: (change?: Json) => Promise<Reply>;
};

export async function siteOf(sandbox: Running): Promise<Site> {
  const admin = await sandbox.as('admin');
  const projects = await sandbox.list('admin', `/rest/v1.0/projects?company_id=${COMPANY}`);
  const [project, other] = [id(projects[0]), id(projects[1])];
  const people = await sandbox.list('admin', `/rest/v1.0/companies/${COMPANY}/people`);
  const codes = await sandbox.list('admin', `/rest/v1.0/cost_codes?project_id=${project}`);
  const types = await sandbox.list('admin', `/rest/v1.0/line_item_types?company_id=${COMPANY}`);
  const typed = (base: string): number => id(types.find((one) => one['base_type'] === base));
  const costCode = id(codes[0]);
  const labour = typed('labor');
  const path = `/rest/v1.0/projects/${project}`;
  const card = (change: Json = {}): Json => ({
    ...{ date: '2026-11-16', hours: '7.50', party_id: id(people.at(-1)) },
    ...{ cost_code_id: costCode, line_item_type_id: labour },
    ...change,
  });
  const enter = (change: Json = {}): Promise<Reply> =>
    admin('POST', `${path}/timecard_entries`, { timecard_entry: card(change) });
  const found = { sandbox, admin, project, other, path, people, costCode, labour };
  return { ...found, materials: typed('materials'), card, enter };
}

export const startSite = (): Promise<Running> => startSeeded('twenty');

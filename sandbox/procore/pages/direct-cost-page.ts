// What a reader sees of a project's direct costs: the list, and one with its lines.
import { centsOf, sum, textOf } from '../../company/cents.ts';
import type { Answer } from '../../kit/http.ts';
import type { DirectCostLineRow, DirectCostRow } from '../direct-cost-rows.ts';
import type { ProcoreState, ProjectRow } from '../procore-state.ts';
import { directCostAddress, projectAddress } from './addresses.ts';
import { html } from './html.ts';
import type { Markup } from './html.ts';
import { facts, pageAnswer, table } from './layout.ts';

function totalOf({ lines }: DirectCostRow): string {
  return textOf(sum(lines.map(({ amount }) => centsOf(amount))));
}

function vendorOf(state: ProcoreState, { vendor_id }: DirectCostRow): string {
  return state.vendors.get(String(vendor_id))?.name ?? '';
}

export function directCostList(state: ProcoreState, project: ProjectRow): Markup {
  const rows = state.directCosts.values().filter(({ project_id }) => project_id === project.id);
  if (rows.length === 0) return html``;
  return html`<h2>Direct costs</h2>
    ${table<DirectCostRow>(
      [
        {
          head: 'Direct cost',
          of: (row) =>
            html`<a href="${directCostAddress(row)}">${row.invoice_number ?? row.description}</a>`,
        },
        { head: 'Type', of: ({ direct_cost_type }) => direct_cost_type },
        { head: 'Vendor', of: (row) => vendorOf(state, row) },
        { head: 'Date', of: ({ direct_cost_date }) => direct_cost_date },
        { head: 'Status', of: ({ status }) => status },
        { head: 'Amount', isNumber: true, of: totalOf },
      ],
      rows,
    )}`;
}

export function directCostPage(
  state: ProcoreState,
  project: ProjectRow,
  row: DirectCostRow,
): Answer {
  const codeOf = ({ wbs_code_id }: DirectCostLineRow): string =>
    state.wbsCodes.get(String(wbs_code_id))?.flat_code ?? '';
  const content = html`${facts([
    ['Type', row.direct_cost_type],
    ['Status', row.status],
    ['Vendor', vendorOf(state, row)],
    ['Number', row.invoice_number],
    ['Date', row.direct_cost_date],
    ['Description', row.description],
    ['Total without tax', totalOf(row)],
    ['Procore id', String(row.id)],
    ['ERP id', row.origin_id],
  ])}
  ${table<DirectCostLineRow>(
    [
      { head: 'Budget code', of: codeOf },
      { head: 'Description', of: ({ description }) => description },
      { head: 'Amount', isNumber: true, of: ({ amount }) => amount },
    ],
    row.lines,
  )}`;
  const label = `${project.project_number} ${project.name}`;
  const crumbs = [{ address: projectAddress(project.id), label }];
  const title = `Direct cost ${row.invoice_number ?? String(row.id)}`;
  return pageAnswer({ title, crumbs, content });
}

// What a reader sees of all projects, and of the contracts of one.
import type { Answer } from '../../kit/http.ts';
import type { CompanyIdentity } from '../present-directory.ts';
import { totalsOf } from '../present-commitment.ts';
import type { CommitmentRow, ProcoreState, ProjectRow } from '../procore-state.ts';
import { primeContractList } from './prime-contract-list.ts';
import { contractAddress, projectAddress } from './addresses.ts';
import { directCostList } from './direct-cost-page.ts';
import { html } from './html.ts';
import { facts, pageAnswer, table } from './layout.ts';

export function projectName(project: ProjectRow): string {
  return `${project.project_number} ${project.name}`;
}

export function projectsPage(state: ProcoreState, company: CompanyIdentity): Answer {
  const contracts = state.commitments.values();
  const payApps = state.requisitions.values();
  const content = table<ProjectRow>(
    [
      {
        head: 'Project',
        of: (project) => html`<a href="${projectAddress(project.id)}">${projectName(project)}</a>`,
      },
      { head: 'State', of: ({ active }) => (active ? 'active' : 'inactive') },
      {
        head: 'Contracts',
        isNumber: true,
        of: ({ id }) => contracts.filter((contract) => contract.project_id === id).length,
      },
      {
        head: 'Pay apps',
        isNumber: true,
        of: ({ id }) => payApps.filter((payApp) => payApp.project_id === id).length,
      },
    ],
    state.projects.values(),
  );
  return pageAnswer({ title: company.name, crumbs: [], content });
}

export function projectPage(state: ProcoreState, project: ProjectRow): Answer {
  const contracts = state.commitments
    .values()
    .filter(({ project_id }) => project_id === project.id);
  const content = html`${facts([
      ['State', project.active ? 'active' : 'inactive'],
      ['Procore id', String(project.id)],
      ['ERP id', project.origin_id],
    ])}
    <h2>Contracts</h2>
    ${contractTable(state, contracts)}${primeContractList(state, project)}${directCostList(
      state,
      project,
    )}`;
  return pageAnswer({ title: projectName(project), crumbs: [], content });
}

export function contractState({ status, private: isPrivate, deleted_at }: CommitmentRow): string {
  const marks = [isPrivate ? 'private' : '', deleted_at === null ? '' : 'deleted'];
  return [status, ...marks].filter((word) => word !== '').join(', ');
}

function contractTable(state: ProcoreState, contracts: readonly CommitmentRow[]) {
  return table<CommitmentRow>(
    [
      {
        head: 'Contract',
        of: (contract) =>
          html`<a href="${contractAddress(contract)}">${contract.number} ${contract.title}</a>`,
      },
      {
        head: 'Company',
        of: ({ vendor_id }) => state.vendors.get(String(vendor_id))?.name ?? '',
      },
      { head: 'Status', of: contractState },
      { head: 'Contract sum', isNumber: true, of: (row) => totalsOf(state, row).revised_contract },
      {
        head: 'Invoiced',
        isNumber: true,
        of: (row) => totalsOf(state, row).total_requisitions_amount,
      },
      { head: 'Paid', isNumber: true, of: (row) => totalsOf(state, row).total_payments },
    ],
    contracts,
  );
}

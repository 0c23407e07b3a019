// What a reader sees of the prime contracts of one project.
import { primeTotalsOf } from '../present-prime-contract.ts';
import type { PrimeContractRow, ProcoreState, ProjectRow } from '../procore-state.ts';
import { primeContractAddress } from './addresses.ts';
import { html } from './html.ts';
import type { Content } from './html.ts';
import { table } from './layout.ts';

/** Nothing where a project has no prime contract. */
export function primeContractList(state: ProcoreState, project: ProjectRow): Content {
  const contracts = state.primeContracts
    .values()
    .filter(({ project_id }) => project_id === project.id);
  if (contracts.length === 0) return null;
  const list = table<PrimeContractRow>(
    [
      {
        head: 'Prime contract',
        of: (row) =>
          html`<a href="${primeContractAddress(row)}">${`${row.number} ${row.title}`}</a>`,
      },
      { head: 'Owner', of: ({ vendor_id }) => ownerName(state, vendor_id) },
      { head: 'Status', of: ({ status }) => status },
      {
        head: 'Contract sum',
        isNumber: true,
        of: (row) => primeTotalsOf(state, row).revised_contract_amount,
      },
    ],
    contracts,
  );
  return html`<h2>Prime contracts</h2>
    ${list}`;
}

export function ownerName(state: ProcoreState, vendorId: number | null): string {
  return state.vendors.get(String(vendorId))?.name ?? '';
}

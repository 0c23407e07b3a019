// Where each record's page is: at the addresses Procore's own web pages have, so that one shape of link serves both.
// Source: Procore documentation, "Building Form-Based Components", table of URL paths, read 2026-11-26.
import type { DirectCostRow } from '../direct-cost-rows.ts';
import type {
  CommitmentRow,
  PaymentApplicationRow,
  PrimeContractRow,
  RequisitionRow,
} from '../procore-state.ts';

type Contract = Pick<CommitmentRow, 'id' | 'kind' | 'project_id'>;

const FAMILY = { wo: 'work_order_contracts', po: 'purchase_order_contracts' } as const;

export function projectAddress(projectId: number): string {
  return `/${projectId}/project/home`;
}

export function contractAddress({ id, kind, project_id }: Contract): string {
  return `/${project_id}/project/contracts/commitments/${FAMILY[kind]}/${id}`;
}

export function payAppAddress(payApp: RequisitionRow): string {
  const { commitment_id: id, kind, project_id } = payApp;
  return `${contractAddress({ id, kind, project_id })}/requisitions/${payApp.id}`;
}

/** Source: the same table, prime contracts and owner invoices, as far as they follow it; UNCONFIRMED. */
export function primeContractAddress(
  contract: Pick<PrimeContractRow, 'id' | 'project_id'>,
): string {
  return `/${contract.project_id}/project/prime_contracts/${contract.id}`;
}

export function ownerInvoiceAddress(row: PaymentApplicationRow): string {
  const { contract_id: id, project_id } = row;
  return `${primeContractAddress({ id, project_id })}/payment_applications/${row.id}`;
}

/** The tool's name in the address; that a single one is below it is UNCONFIRMED. */
export function directCostAddress({
  id,
  project_id,
}: Pick<DirectCostRow, 'id' | 'project_id'>): string {
  return `/${project_id}/project/direct_costs/${id}`;
}

/** As the side panels name it. Source: Procore documentation, side panel view keys, Commitments, read 2026-11-26. */
const contractInPanel = '/{project_id}/project/commitments/{family}/{contract_id}';
const contract = '/{project_id}/project/contracts/commitments/{family}/{contract_id}';

export const addressShapes = {
  projects: '/',
  project: '/{project_id}/project/home',
  contract,
  /** The newer address of the same page. */
  contractInHost:
    '/webclients/host/companies/{company_id}/projects/{project_id}/tools/contracts/commitments/{family}/{contract_id}',
  contractInPanel,
  primeContract: '/{project_id}/project/prime_contracts/{prime_contract_id}',
  ownerInvoice:
    '/{project_id}/project/prime_contracts/{prime_contract_id}/payment_applications/{invoice_id}',
  directCost: '/{project_id}/project/direct_costs/{direct_cost_id}',
  payApp: `${contract}/requisitions/{pay_app_id}`,
  payAppInPanel: `${contractInPanel}/requisitions/{pay_app_id}`,
} as const;

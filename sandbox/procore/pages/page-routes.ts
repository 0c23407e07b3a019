// Which page answers which address. Pages need no token: they are for a person at this machine, and change nothing.
import type { Answer } from '../../kit/http.ts';
import type { Route } from '../../kit/router.ts';
import type { CommitmentRow, ProjectRow } from '../procore-state.ts';
import type { RouteContext } from '../route-context.ts';
import { addressShapes } from './addresses.ts';
import { contractPage } from './contract-page.ts';
import { directCostPage } from './direct-cost-page.ts';
import { notFoundPage } from './layout.ts';
import { payAppPage } from './pay-app-page.ts';
import { ownerInvoicePage } from './owner-invoice-page.ts';
import { primeContractPage } from './prime-contract-page.ts';
import { projectPage, projectsPage } from './project-pages.ts';

type Params = Readonly<Record<string, string>>;
type Found = { project: ProjectRow; contract: CommitmentRow };

export function pageRoutes({ state, company }: RouteContext): Route[] {
  const projectOf = ({ project_id }: Params): ProjectRow | undefined =>
    state.projects.get(project_id ?? '');
  const found = (params: Params): Found | null => {
    const project = projectOf(params);
    const contract = state.commitments.get(params['contract_id'] ?? '');
    return project === undefined || contract?.project_id !== project.id
      ? null
      : { project, contract };
  };
  const showContract = (params: Params): Answer => {
    const whole = found(params);
    return whole === null ? notFoundPage() : contractPage(state, whole.project, whole.contract);
  };
  const showPayApp = (params: Params): Answer => {
    const whole = found(params);
    const payApp = state.requisitions.get(params['pay_app_id'] ?? '');
    if (whole === null || payApp?.commitment_id !== whole.contract.id) return notFoundPage();
    return payAppPage(state, { ...whole, payApp });
  };
  const showPrimeContract = (params: Params): Answer => {
    const project = projectOf(params);
    const contract = state.primeContracts.get(params['prime_contract_id'] ?? '');
    const isHere = project !== undefined && contract?.project_id === project.id;
    return isHere ? primeContractPage(state, project, contract) : notFoundPage();
  };
  const showOwnerInvoice = (params: Params): Answer => {
    const project = projectOf(params);
    const contract = state.primeContracts.get(params['prime_contract_id'] ?? '');
    const invoice = state.paymentApplications.get(params['invoice_id'] ?? '');
    if (project === undefined || contract?.project_id !== project.id) return notFoundPage();
    if (invoice?.contract_id !== contract.id) return notFoundPage();
    return ownerInvoicePage(state, { project, contract, invoice });
  };
  const showDirectCost = (params: Params): Answer => {
    const project = projectOf(params);
    const row = state.directCosts.get(params['direct_cost_id'] ?? '');
    const isHere = project !== undefined && row?.project_id === project.id;
    return isHere ? directCostPage(state, project, row) : notFoundPage();
  };
  return [
    page(addressShapes.directCost, showDirectCost),
    page(addressShapes.primeContract, showPrimeContract),
    page(addressShapes.ownerInvoice, showOwnerInvoice),
    page(addressShapes.projects, () => projectsPage(state, company)),
    page(addressShapes.project, (params) => {
      const project = projectOf(params);
      return project === undefined ? notFoundPage() : projectPage(state, project);
    }),
    page(addressShapes.contract, showContract),
    page(addressShapes.contractInHost, showContract),
    page(addressShapes.contractInPanel, showContract),
    page(addressShapes.payApp, showPayApp),
    page(addressShapes.payAppInPanel, showPayApp),
  ];
}

function page(path: string, show: (params: Params) => Answer): Route {
  return { method: 'GET', path, open: true, handle: ({ params }) => show(params) };
}

// A record to be read from its vendor before the next look, because a hint or a decision is newer than what is kept.
import type { AnyContractKind, ContractKind } from './procore/commitment.ts';

export type Read =
  | { system: 'procore'; kind: 'procoreVendor'; id: string }
  | {
      system: 'procore';
      kind: 'procoreCommitment';
      id: string;
      projectId: string;
      contractKind: ContractKind;
    }
  | {
      system: 'procore';
      kind:
        | 'procoreRequisition'
        | 'procorePaymentApplication'
        | 'procorePrimeContract'
        | 'procoreDirectCost';
      id: string;
      projectId: string;
    }
  /** Found in its project's list: Procore shows no period by itself. */
  | { system: 'procore'; kind: 'procoreBillingPeriod'; id: string; projectId: string }
  /** The budget of a project, by the project's id; with its hours where tasks are made of it. */
  | { system: 'procore'; kind: 'procoreBudget'; id: string; withHours?: true }
  | { system: 'procore'; kind: 'procoreTimecard'; id: string; projectId: string }
  /** The codes of a project's budget, or all its direct costs as one list, by the project's id. */
  | { system: 'procore'; kind: 'procoreBudgetCodes' | 'procoreDirectCosts'; id: string }
  /** All payments, or all change orders, of one contract, as one list. */
  | {
      system: 'procore';
      kind: 'procoreContractPayments' | 'procoreChangeOrders';
      projectId: string;
      contractId: string;
      contractKind: AnyContractKind;
    }
  | {
      system: 'xero';
      kind:
        'xeroContact' | 'xeroBill' | 'xeroSalesInvoice' | 'xeroCreditNote' | 'xeroPurchaseOrder';
      id: string;
    }
  /** The tasks and the whole time of a project in Xero Projects, by its id. */
  | { system: 'xero'; kind: 'xeroProjectTime'; id: string }
  | { system: 'xero'; kind: 'xeroTimeEntry'; id: string; projectId: string }
  /** Found in the list of its project's tasks, which are all brought. */
  | { system: 'xero'; kind: 'xeroProjectTask'; id: string; projectId: string }
  /** Found among those that changed since: they are asked for by nothing else. */
  | {
      system: 'xero';
      kind: 'xeroBankTransaction' | 'xeroManualJournal';
      id: string;
      /** ISO instant of the version that is known. */
      since: string;
    }
  /** By the contact's id, and only of an organisation in the United Kingdom. */
  | { system: 'xero'; kind: 'xeroCisSettings'; id: string }
  /** The one list of them. */
  | { system: 'xero'; kind: 'xeroCurrencies'; id: string };

/** Where the mirror files what a read brings. */
export function filedAs(read: Read): string {
  switch (read.kind) {
    case 'procoreCommitment':
      return `${read.contractKind}-${read.id}`;
    case 'procoreContractPayments':
      return `${read.contractKind}-${read.contractId}`;
    case 'procoreChangeOrders':
      return read.contractId;
    case 'procoreVendor':
    case 'procoreBillingPeriod':
    case 'procoreBudget':
    case 'procoreBudgetCodes':
    case 'procoreDirectCosts':
    case 'procoreDirectCost':
    case 'procoreRequisition':
    case 'procorePaymentApplication':
    case 'procorePrimeContract':
    case 'procoreTimecard':
    case 'xeroProjectTime':
    case 'xeroTimeEntry':
    case 'xeroProjectTask':
    case 'xeroContact':
    case 'xeroCisSettings':
    case 'xeroCurrencies':
    case 'xeroBill':
    case 'xeroSalesInvoice':
    case 'xeroCreditNote':
    case 'xeroPurchaseOrder':
    case 'xeroBankTransaction':
    case 'xeroManualJournal':
      return read.id;
  }
}

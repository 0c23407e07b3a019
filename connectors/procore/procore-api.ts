// What Tieout asks of Procore: the reads it plans from, the contract payments and direct costs it writes, changes and removes, and the vendor whose name and address it may set.
import type { BillingPeriod } from '../../domain/records/procore/billing-period.ts';
import type { ProcoreBudget } from '../../domain/records/procore/budget.ts';
import type { ProcoreBudgetCodes } from '../../domain/records/procore/budget-codes.ts';
import type { ContractKind, ProcoreCommitment } from '../../domain/records/procore/commitment.ts';
import type { ProcoreContractPayment } from '../../domain/records/procore/contract-payment.ts';
import type { ProcoreDirectCost } from '../../domain/records/procore/direct-cost.ts';
import type { ProcoreChangeOrder } from '../../domain/records/procore/change-order.ts';
import type { ProcorePaymentApplication } from '../../domain/records/procore/payment-application.ts';
import type { ProcorePrimeContract } from '../../domain/records/procore/prime-contract.ts';
import type { ProcoreProject } from '../../domain/records/procore/project.ts';
import type { ProcoreRequisition } from '../../domain/records/procore/requisition.ts';
import type { ProcoreTimecard } from '../../domain/records/procore/timecard.ts';
import type { ProcoreTaxCode } from '../../domain/records/procore/tax-code.ts';
import type { ProcoreVendor } from '../../domain/records/procore/vendor.ts';
import type {
  ContractPaymentBody,
  ContractPaymentChangeBody,
  DirectCostBody,
  DirectCostChangeBody,
  VendorChangeBody,
} from '../../domain/records/write-bodies.ts';
import type { BeforeSend, CallGate } from '../http/call-gate.ts';
import type { Downloaded } from '../http/download.ts';
import type { OnCall, OnUnreadable } from '../http/call-report.ts';

export interface ProcoreClientOptions {
  readonly apiUrl: string;
  readonly loginUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Digits: Procore's ids pass 32 bits. */
  readonly companyId: string;
  /** For one request from first byte sent to last byte read. Default 25 s. */
  readonly timeoutMs?: number;
  /** Records asked for per page of a list. Default 200. */
  readonly pageSize?: number;
  readonly now?: () => number;
  /** Every request passes it; default: open. */
  readonly gate?: CallGate;
  readonly onCall?: OnCall;
  readonly onUnreadable?: OnUnreadable;
}

/** What asking for a file brought; `nothing`: the pay app shows it no more. */
export type FetchedFile = Downloaded | { readonly got: 'nothing' };

/** A commitment as its list shows it: enough to know whether it must be read. */
export interface CommitmentHeader {
  readonly id: string;
  readonly contractKind: ContractKind;
  readonly status: string;
  readonly updatedAt: string;
}

/** A change order as its list shows it: enough to know whether it must be read. */
export interface ChangeOrderHeader {
  readonly id: string;
  readonly contractId: string;
  readonly status: string;
  readonly updatedAt: string;
}

export interface PrimeContractHeader {
  readonly id: string;
  readonly updatedAt: string;
}

/** A direct cost as its list shows it: enough to know whether it must be read, and whose it is. */
export interface DirectCostHeader {
  readonly id: string;
  readonly description: string | null;
  readonly updatedAt: string;
}

/** What the list says of each, as a hash: it has no filter for what changed, and dates by the day at most. */
export interface PaymentApplicationHeader {
  readonly id: string;
  readonly updatedAt: string;
  /** Null where the list does not say it. */
  readonly contractId: string | null;
  readonly number: number;
}

/** Asked immediately before the request leaves; what it throws is thrown on, and nothing has left. */
export interface LeavesWith {
  readonly beforeSend?: BeforeSend | undefined;
}

/** `updatedSince` is an ISO instant; the bound is inclusive, so a caller overlaps and drops repeats by id. */
export interface ProcoreClient {
  listProjects(): Promise<ProcoreProject[]>;
  listVendors(ask?: { updatedSince?: string | undefined }): Promise<ProcoreVendor[]>;
  readVendor(ask: { id: string } & LeavesWith): Promise<ProcoreVendor>;
  listTaxCodes(): Promise<ProcoreTaxCode[]>;
  listBillingPeriods(ask: { projectId: string }): Promise<BillingPeriod[]>;
  /** The codes of a project's budget, and where asked for what tasks are made of. Throws VendorError where no view of it shows codes. */
  readBudget(ask: { projectId: string; withHours?: boolean }): Promise<ProcoreBudget>;
  /** Timecards of these projects, of a day (YYYY-MM-DD) or later. */
  listTimecards(ask: {
    projectIds: ReadonlySet<string>;
    from: string;
    updatedSince?: string | undefined;
  }): Promise<ProcoreTimecard[]>;
  readTimecard(ask: { projectId: string; id: string }): Promise<ProcoreTimecard>;
  /** The same codes by their ids, with the cost type of each. */
  readBudgetCodes(ask: { projectId: string }): Promise<ProcoreBudgetCodes>;
  listCommitments(ask: {
    projectId: string;
    contractKind: ContractKind;
    updatedSince?: string | undefined;
  }): Promise<CommitmentHeader[]>;
  readCommitment(ask: {
    projectId: string;
    contractKind: ContractKind;
    id: string;
  }): Promise<ProcoreCommitment>;
  listRequisitions(ask: {
    projectId: string;
    updatedSince?: string | undefined;
  }): Promise<ProcoreRequisition[]>;
  readRequisition(ask: { projectId: string; id: string }): Promise<ProcoreRequisition>;
  /**
   * A file on a pay app, whole. Throws VendorError where the pay app, or the file for the moment, cannot be had; the
   * address it is fetched from is in no answer and no error.
   */
  fetchAttachment(ask: {
    projectId: string;
    requisitionId: string;
    attachmentId: string;
    bytesMax: number;
  }): Promise<FetchedFile>;
  /** Of both sides, whatever their status. */
  listChangeOrders(ask: {
    projectId: string;
    updatedSince?: string | undefined;
  }): Promise<ChangeOrderHeader[]>;
  readChangeOrder(ask: { projectId: string; id: string }): Promise<ProcoreChangeOrder>;
  listPrimeContracts(ask: {
    projectId: string;
    updatedSince?: string | undefined;
  }): Promise<PrimeContractHeader[]>;
  readPrimeContract(ask: { projectId: string; id: string }): Promise<ProcorePrimeContract>;
  listPaymentApplications(ask: { projectId: string }): Promise<PaymentApplicationHeader[]>;
  readPaymentApplication(ask: {
    projectId: string;
    id: string;
  }): Promise<ProcorePaymentApplication>;
  /** Sends what the body holds and leaves the rest of the vendor as it is. */
  updateVendor(ask: Omit<VendorChangeBody, 'kind'> & LeavesWith): Promise<ProcoreVendor>;
  listContractPayments(
    ask: { projectId: string; contractId: string } & LeavesWith,
  ): Promise<ProcoreContractPayment[]>;
  /** `idempotencyToken` is sent, but Procore promises nothing for it: look the marker up before sending again. */
  createContractPayment(
    ask: ContractPaymentBody & { idempotencyToken: string } & LeavesWith,
  ): Promise<ProcoreContractPayment>;
  updateContractPayment(
    ask: Omit<ContractPaymentChangeBody, 'kind'> & LeavesWith,
  ): Promise<ProcoreContractPayment>;
  deleteContractPayment(
    ask: { projectId: string; contractId: string; id: string } & LeavesWith,
  ): Promise<void>;
  listDirectCosts(
    ask: { projectId: string; updatedSince?: string | undefined } & LeavesWith,
  ): Promise<DirectCostHeader[]>;
  /** All of a project with their lines: two lists, however many there are. */
  readDirectCosts(ask: { projectId: string }): Promise<ProcoreDirectCost[]>;
  readDirectCost(ask: { projectId: string; id: string } & LeavesWith): Promise<ProcoreDirectCost>;
  createDirectCost(
    ask: DirectCostBody & { idempotencyToken: string } & LeavesWith,
  ): Promise<ProcoreDirectCost>;
  /** `there` is the direct cost as it stands: its lines are changed, added to and deleted until they are those of the body. */
  updateDirectCost(
    ask: Omit<DirectCostChangeBody, 'kind'> & {
      there: Pick<ProcoreDirectCost, 'lines'>;
    } & LeavesWith,
  ): Promise<ProcoreDirectCost>;
  deleteDirectCost(ask: { projectId: string; id: string } & LeavesWith): Promise<void>;
}

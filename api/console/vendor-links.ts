// The one place that says where a record is opened elsewhere: in Procore, in Xero, and its run in Temporal's own UI.
import { parseWorkflowId } from '../../domain/identity/workflow-ids.ts';
import type { ContractKind } from '../../domain/records/procore/commitment.ts';
import type { ApiSettings } from '../settings.ts';

export type VendorRecord =
  | {
      kind: 'procoreRequisition';
      projectId: string;
      contractKind: ContractKind;
      commitmentId: string;
      id: string;
    }
  | { kind: 'procoreCommitment'; projectId: string; contractKind: ContractKind; id: string }
  | { kind: 'procorePaymentApplication'; projectId: string; contractId: string; id: string }
  | {
      kind: 'xeroBill' | 'xeroSalesInvoice' | 'xeroPurchaseOrder' | 'xeroContact';
      id: string;
    }
  | { kind: 'procoreDirectCost'; projectId: string; id: string }
  | { kind: 'xeroCreditNote'; id: string; side: 'payable' | 'receivable' };

export type LinkOut = { label: string; href: string };

export type Elsewhere = Pick<
  ApiSettings,
  'web' | 'publicUrl' | 'temporalUiPort' | 'temporalNamespace'
>;

const contractPaths: Record<ContractKind, string> = {
  wo: 'work_order_contracts',
  po: 'purchase_order_contracts',
};

/**
 * Procore's paths are those of its developer documentation, side panel view keys, Commitments; Xero's those of its
 * deep links, bill, purchase order and contact record. Both read 2026-11-26.
 */
export function vendorHref({ web }: Pick<Elsewhere, 'web'>, record: VendorRecord): string {
  switch (record.kind) {
    case 'procoreRequisition': {
      const { projectId, contractKind, commitmentId, id } = record;
      const contract = contractHref(web.procore, { projectId, contractKind, id: commitmentId });
      return `${contract}/requisitions/${encodeURIComponent(id)}`;
    }
    case 'procoreCommitment':
      return contractHref(web.procore, record);
    case 'procorePaymentApplication': {
      const { projectId, contractId, id } = record;
      const [project, contract, own] = [projectId, contractId, id].map(encodeURIComponent);
      return `${web.procore}/${project}/project/prime_contracts/${contract}/payment_applications/${own}`;
    }
    // Where its page is in no document: the tool's own address (procore.com help, Direct Costs, read 2026-11-23) and its id.
    case 'procoreDirectCost': {
      const [project, own] = [record.projectId, record.id].map(encodeURIComponent);
      return `${web.procore}/${project}/project/direct_costs/${own}`;
    }
    case 'xeroSalesInvoice':
      return `${web.xero}/AccountsReceivable/View.aspx?InvoiceID=${encodeURIComponent(record.id)}`;
    case 'xeroCreditNote': {
      const books = record.side === 'payable' ? 'AccountsPayable' : 'AccountsReceivable';
      return `${web.xero}/${books}/ViewCreditNote.aspx?creditNoteID=${encodeURIComponent(record.id)}`;
    }
    case 'xeroBill':
      return `${web.xero}/AccountsPayable/View.aspx?InvoiceID=${encodeURIComponent(record.id)}`;
    case 'xeroPurchaseOrder':
      return `${web.xero}/Accounts/Payable/PurchaseOrders/View/${encodeURIComponent(record.id)}/`;
    case 'xeroContact':
      return `${web.xero}/Contacts/View/${encodeURIComponent(record.id)}`;
  }
}

function contractHref(
  base: string,
  { projectId, contractKind, id }: { projectId: string; contractKind: ContractKind; id: string },
): string {
  const project = encodeURIComponent(projectId);
  return `${base}/${project}/project/commitments/${contractPaths[contractKind]}/${encodeURIComponent(id)}`;
}

/** What a link's target is in Xero; null for what is no record of Xero. */
export function xeroRecord(kind: string, id: string): VendorRecord | null {
  switch (kind) {
    case 'xeroBill':
    case 'xeroSalesInvoice':
    case 'xeroPurchaseOrder':
    case 'xeroContact':
      return { kind, id };
    default:
      return null;
  }
}

/**
 * The document's run: by its workflow id Temporal's UI opens the latest. Null where no workflow stands behind it, and
 * where the UI is not to be reached: it is on this machine's own loopback, for whoever opened the console there.
 */
export function temporalHref(elsewhere: Elsewhere, workflowId: string): string | null {
  const { publicUrl, temporalNamespace, temporalUiPort } = elsewhere;
  const { hostname } = new URL(publicUrl);
  if (parseWorkflowId(workflowId) === null) return null;
  if (hostname !== '127.0.0.1' && hostname !== 'localhost') return null;
  const namespace = encodeURIComponent(temporalNamespace);
  const base = `http://127.0.0.1:${temporalUiPort}/namespaces/${namespace}`;
  return `${base}/workflows/${encodeURIComponent(workflowId)}`;
}

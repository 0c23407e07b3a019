// A record to be read from its vendor before the next look, because a hint or a decision is newer than what is kept.

export type Read =
  | { system: 'procore'; kind: 'procoreVendor'; id: string }
  | {
      system: 'procore';
      kind: 'procoreCommitment';
      id: string;
      projectId: string;
      contractKind: 'po' | 'wo';
    }
  | { system: 'procore'; kind: 'procoreRequisition'; id: string; projectId: string }
  /** Found in its project's list: Procore shows no period by itself. */
  | { system: 'procore'; kind: 'procoreBillingPeriod'; id: string; projectId: string }
  /** All payments of one contract, as one list. */
  | {
      system: 'procore';
      kind: 'procoreContractPayments';
      projectId: string;
      contractId: string;
      contractKind: 'po' | 'wo';
    }
  | { system: 'xero'; kind: 'xeroContact' | 'xeroBill' | 'xeroPurchaseOrder'; id: string };

/** Where the mirror files what a read brings. */
export function filedAs(read: Read): string {
  switch (read.kind) {
    case 'procoreCommitment':
      return `${read.contractKind}-${read.id}`;
    case 'procoreContractPayments':
      return `${read.contractKind}-${read.contractId}`;
    case 'procoreVendor':
    case 'procoreBillingPeriod':
    case 'procoreRequisition':
    case 'xeroContact':
    case 'xeroBill':
    case 'xeroPurchaseOrder':
      return read.id;
  }
}

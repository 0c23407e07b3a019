// The two kinds of contract Procore has, each with its path, its words and its statuses.
import type { CommitmentKind } from '../company/seeded-company.ts';

export type ContractFamily = {
  kind: CommitmentKind;
  /** The collection's path, and the name of one in a body. */
  path: string;
  bodyName: 'purchase_order_contract' | 'work_order_contract';
  resource: string;
  statuses: readonly string[];
};

/** Source: Procore OpenAPI 2024-10, status enums of both contract kinds (Title Case), read 2026-11-23. */
export const contractFamilies: readonly ContractFamily[] = [
  {
    kind: 'po',
    path: '/rest/v1.0/purchase_order_contracts',
    bodyName: 'purchase_order_contract',
    resource: 'Purchase Order Contracts',
    statuses: [
      'Draft',
      'Processing',
      'Submitted',
      'Partially Received',
      'Received',
      'Approved',
      'Closed',
    ],
  },
  {
    kind: 'wo',
    path: '/rest/v1.0/work_order_contracts',
    bodyName: 'work_order_contract',
    resource: 'Work Order Contracts',
    statuses: [
      'Draft',
      'Out For Bid',
      'Out For Signature',
      'Approved',
      'Complete',
      'Terminated',
      'Void',
    ],
  },
];

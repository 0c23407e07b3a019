// A commitment: a purchase order contract or subcontract, and its Xero purchase order.
import { codingTrackingOf } from '../../mapping/mapping.ts';
import { lineAlteration } from '../../plan/line-description.ts';
import type { SyncedObject } from '../synced-object.ts';
import { adoptedOrderBase } from './adopted-order.ts';
import type { CommitmentObservation } from './observation.ts';
import { commitmentObservationSchema } from './observation.ts';
import { planCommitment } from './plan-commitment.ts';
import { commitmentPlannerVersion } from './planner-version.ts';

export const commitment: SyncedObject<'commitment', CommitmentObservation> = {
  type: 'commitment',
  words: { one: 'commitment', many: 'commitments' },
  sourceOf: (recordId) => ({ kind: 'procoreCommitment', recordId }),
  isSourceId: (text) => /^(po|wo)-.+$/.test(text),
  roles: [
    {
      role: 'order',
      targetKind: 'xeroPurchaseOrder',
      endpoint: 'xero/purchaseorders',
      may: ['create', 'update', 'delete'],
      word: 'purchase order',
    },
    {
      role: 'double/',
      targetKind: 'xeroPurchaseOrder',
      endpoint: 'xero/purchaseorders',
      may: ['delete'],
      word: 'second purchase order',
    },
    { role: 'twin/', targetKind: 'xeroBill', endpoint: 'xero/invoices', may: [], word: 'twin' },
  ],
  schema: commitmentObservationSchema,
  mappingSlice: ({ accounts, taxTypes, tracking, postedStatuses }) => ({
    accounts: { byCostType: accounts.byCostType, fallback: accounts.fallback },
    taxTypes,
    tracking: codingTrackingOf({ tracking }),
    postedStatuses: postedStatuses.commitment,
  }),
  plannerVersion: commitmentPlannerVersion,
  plan: planCommitment,
  name: (observation) => {
    const { commitment: contract } = observation;
    return contract ? `contract ${contract.number} ${contract.title}`.trim() : 'a contract';
  },
  parties: (observation) => ({
    project: observation.commitment?.projectId ?? null,
    counterparty: observation.commitment?.vendorId ?? null,
  }),
  alterations: ({ commitment: contract }) =>
    (contract?.lines ?? []).flatMap(({ id, description }) =>
      lineAlteration(`lines[${id}].description`, description),
    ),
  adoptedBase: (observation) =>
    observation.marked ? adoptedOrderBase(observation, observation.marked) : null,
  reads: (observation) => {
    const { commitment: contract, target } = observation;
    return [
      ...(contract
        ? [
            {
              system: 'procore',
              kind: 'procoreCommitment',
              id: contract.id,
              projectId: contract.projectId,
              contractKind: contract.contractKind,
            } as const,
          ]
        : []),
      ...(target ? [{ system: 'xero', kind: 'xeroPurchaseOrder', id: target.id } as const] : []),
    ];
  },
  readsFirst: ({ commitment: contract, changeOrdersAreDue }) => {
    if (!contract || !changeOrdersAreDue) return [];
    const { id, projectId, contractKind } = contract;
    const list = { contractId: id, projectId, contractKind };
    return [{ system: 'procore', kind: 'procoreChangeOrders', ...list }];
  },
};

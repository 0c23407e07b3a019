// A commitment: a purchase order contract or subcontract, and its Xero purchase order.
import { codingTrackingOf } from '../../mapping/option-names.ts';
import { lineAlteration } from '../../plan/line-description.ts';
import { currenciesRead } from '../../records/xero/currencies.ts';
import { noteRole } from '../note-role.ts';
import type { SyncedObject } from '../synced-object.ts';
import { adoptedOrderBase, enteredOrderBase } from './adopted-order.ts';
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
    noteRole,
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
  adoptedBase: (observation, _role, targetId) => {
    const { marked, signedFor } = observation;
    if (signedFor?.id === targetId) return enteredOrderBase(observation, signedFor);
    return marked ? adoptedOrderBase(observation, marked) : null;
  },
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
  readsFirst: ({ commitment: contract, changeOrdersAreDue, currencies }) => {
    const first = currencies === null ? [currenciesRead] : [];
    if (!contract || !changeOrdersAreDue) return first;
    const { id, projectId, contractKind } = contract;
    const list = { contractId: id, projectId, contractKind };
    return [...first, { system: 'procore', kind: 'procoreChangeOrders', ...list }];
  },
};

// A pay app: a subcontractor's claim, its bill in Xero, and the bill's payments back in Procore.
import { lineAlteration } from '../../plan/line-description.ts';
import type { Alteration } from '../../text/alteration.ts';
import { billNumberOf } from './bill-number.ts';
import { paymentIdOf } from '../../identity/roles.ts';
import type { Agreement } from '../../plan/owned.ts';
import type { Read } from '../../records/read.ts';
import type { Role } from '../../identity/roles.ts';
import type { SyncedObject } from '../synced-object.ts';
import { adoptedBillBase } from './adopted-bill.ts';
import type { PayAppObservation } from './observation.ts';
import { payAppObservationSchema } from './observation.ts';
import { planPayApp } from './plan-pay-app.ts';
import { payAppPlannerVersion } from './planner-version.ts';

export const payApp: SyncedObject<'payApp', PayAppObservation> = {
  type: 'payApp',
  words: { one: 'pay app', many: 'pay apps' },
  sourceKind: 'procoreRequisition',
  isSourceId: (text) => text !== '',
  roles: [
    {
      role: 'bill',
      targetKind: 'xeroBill',
      endpoint: 'xero/invoices',
      may: ['create', 'update'],
      word: 'bill',
    },
    {
      role: 'payment/',
      targetKind: 'procoreContractPayment',
      endpoint: 'procore/contract_payments',
      may: ['create', 'update', 'delete'],
      word: 'contract payment',
    },
    {
      role: 'double/',
      targetKind: 'xeroBill',
      endpoint: 'xero/invoices',
      may: ['void'],
      word: 'second bill',
    },
    {
      role: 'doublePayment/',
      targetKind: 'procoreContractPayment',
      endpoint: 'procore/contract_payments',
      may: ['delete'],
      word: 'second contract payment',
    },
    { role: 'twin/', targetKind: 'xeroBill', endpoint: 'xero/invoices', may: [], word: 'twin' },
  ],
  schema: payAppObservationSchema,
  mappingSlice: ({ accounts, taxTypes, tracking, postedStatuses }) => ({
    accounts,
    taxTypes,
    tracking,
    postedStatuses: postedStatuses.payApp,
  }),
  plannerVersion: payAppPlannerVersion,
  plan: planPayApp,
  name: nameOf,
  parties: ({ requisition, commitment }) => ({
    project: requisition?.projectId ?? null,
    counterparty: commitment?.vendorId ?? requisition?.vendorId ?? null,
  }),
  alterations: billAlterations,
  adoptedBase,
  reads: readsOf,
  readsFirst: (observation) => [
    ...(observation.paymentListIsDue ? paymentList(observation) : []),
    ...(observation.period === 'unread' ? billingPeriod(observation) : []),
  ],
};

/** "pay app INV-1042 (SC-003 no. 4)". */
function nameOf({ requisition, commitment }: PayAppObservation): string {
  if (!requisition) return 'a pay app';
  const contract = commitment
    ? `${commitment.number} no. ${requisition.number}`
    : `no. ${requisition.number}`;
  return requisition.invoiceNumber
    ? `pay app ${requisition.invoiceNumber} (${contract})`
    : `pay app ${contract}`;
}

/** Its number in plain characters, and what its lines are called. */
function billAlterations({ requisition, commitment }: PayAppObservation): Alteration[] {
  if (!requisition) return [];
  const own = requisition.invoiceNumber?.trim() ?? '';
  const written = commitment ? billNumberOf(requisition, commitment) : own;
  const why = 'Xero takes plain characters only';
  return [
    ...(own === '' || own === written ? [] : [{ path: 'number', source: own, written, why }]),
    ...requisition.items.flatMap(({ id, description }) =>
      lineAlteration(`lines[${id}].description`, description),
    ),
  ];
}

function adoptedBase(
  observation: PayAppObservation,
  role: Role,
  targetId: string,
): Agreement | null {
  if (paymentIdOf(role) !== null) {
    const typed = observation.typedPayments.find(({ id }) => id === targetId);
    return typed ? { amount: typed.amount, date: typed.date } : null;
  }
  const { marked } = observation;
  return marked ? adoptedBillBase(observation, marked) : null;
}

function paymentList({ requisition }: PayAppObservation): Read[] {
  if (!requisition) return [];
  const { projectId, commitmentId, contractKind } = requisition;
  return [
    {
      system: 'procore',
      kind: 'procoreContractPayments',
      projectId,
      contractId: commitmentId,
      contractKind,
    },
  ];
}

function billingPeriod({ requisition }: PayAppObservation): Read[] {
  const id = requisition?.periodId ?? null;
  if (!requisition || id === null) return [];
  const { projectId } = requisition;
  return [{ system: 'procore', kind: 'procoreBillingPeriod', id, projectId }];
}

/** Also the sources of our own that may be this claim entered twice: one that is gone must be known before its heir is posted. */
function readsOf(observation: PayAppObservation): Read[] {
  const { requisition, target, lookAlikes, postedPayments, ownTwins } = observation;
  const bills = target ? [target] : lookAlikes;
  const own = requisition ? [{ id: requisition.id, projectId: requisition.projectId }] : [];
  const twins = ownTwins.map((twin) => ({ id: twin.requisitionId, projectId: twin.projectId }));
  return [
    ...[...own, ...twins].map(
      (read) => ({ system: 'procore', kind: 'procoreRequisition', ...read }) as const,
    ),
    ...bills.map((bill) => ({ system: 'xero', kind: 'xeroBill', id: bill.id }) as const),
    ...(postedPayments.length > 0 ? paymentList(observation) : []),
  ];
}

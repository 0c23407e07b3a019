// What the objects made from claims have in common: their names, their parties, what they read, and what is agreed on when a record is adopted.
import type { Role } from '../identity/roles.ts';
import { allocatedToOf, contractPaymentIdOf, paymentIdOf } from '../identity/roles.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { codingTrackingOf } from '../mapping/option-names.ts';
import { noteRole } from '../objects/note-role.ts';
import type { Parties, RoleRule } from '../objects/synced-object.ts';
import { lineAlteration } from '../plan/line-description.ts';
import type { Agreement } from '../plan/owned.ts';
import type { Read } from '../records/read.ts';
import { currenciesRead } from '../records/xero/currencies.ts';
import { isStanding } from '../records/xero/standing.ts';
import type { Alteration } from '../text/alteration.ts';
import { adoptedDocumentBase, enteredDocumentBase } from './adopted-document.ts';
import type { ClaimObservation } from './claim-observation.ts';
import { documentNumberOf } from './document-number.ts';
import { adoptedPaymentBase } from './payments/shares-in-xero.ts';
import { isToBePosted } from './ended-in-procore.ts';
import { isTurnedOn } from './plan-progress.ts';
import { modeOf } from './retainage-mode.ts';
import type { ClaimType } from './sides.ts';
import { claimTypeOf, contractOf, sideOf, sideOfClaim } from './sides.ts';

/** The roles of what is written for an object that is posted as a bill or a sales invoice under `role`. */
export function postedRoles(of: ClaimType, role: 'bill' | 'salesInvoice' | 'release'): RoleRule[] {
  const { kind, endpoint, words } = sideOfClaim(of);
  const word = role === 'release' ? 'release' : words.document;
  return [
    { role, targetKind: kind, endpoint, may: ['create', 'update', 'void'], word },
    {
      role: 'payment/',
      targetKind: 'procoreContractPayment',
      endpoint: 'procore/contract_payments',
      may: ['create', 'update', 'delete'],
      word: 'contract payment',
    },
    {
      role: 'xeroPayment/',
      targetKind: 'xeroPayment',
      endpoint: 'xero/payments',
      may: ['create', 'delete'],
      word: 'payment',
    },
    {
      role: 'doubleXeroPayment/',
      targetKind: 'xeroPayment',
      endpoint: 'xero/payments',
      may: ['delete'],
      word: 'second payment',
    },
    { role: 'double/', targetKind: kind, endpoint, may: ['void'], word: `second ${word}` },
    {
      role: 'doublePayment/',
      targetKind: 'procoreContractPayment',
      endpoint: 'procore/contract_payments',
      may: ['delete'],
      word: 'second contract payment',
    },
    { role: 'twin/', targetKind: kind, endpoint, may: [], word: 'twin' },
    { role: 'rate', targetKind: kind, endpoint, may: [], word: 'exchange rate' },
    noteRole,
  ];
}

/** The files that go with a pay app's bill. */
export const attachmentRole: RoleRule = {
  role: 'attachment/',
  targetKind: 'xeroAttachment',
  endpoint: 'xero/attachments',
  may: ['create'],
  word: 'attachment',
};

/** A claim's own credit note, and what it is set off against. */
export const creditRoles: readonly RoleRule[] = [
  {
    role: 'creditNote',
    targetKind: 'xeroCreditNote',
    endpoint: 'xero/creditnotes',
    may: ['create', 'update', 'void'],
    word: 'credit note',
  },
  {
    role: 'allocation/',
    targetKind: 'xeroAllocation',
    endpoint: 'xero/allocations',
    may: ['allocate', 'delete'],
    word: 'allocation',
  },
  {
    role: 'doubleNote/',
    targetKind: 'xeroCreditNote',
    endpoint: 'xero/creditnotes',
    may: ['void'],
    word: 'second credit note',
  },
];

/** The part of the mapping that bodies of one side are made with. */
export function mappingSliceOf(of: ClaimType): (mapping: Mapping) => unknown {
  return (mapping) => {
    const { accounts, taxTypes, salesTaxTypes, retainage, payments } = mapping;
    const tracking = codingTrackingOf(mapping);
    const { byCostType, fallback, retentionPayable } = accounts;
    const { revenue, revenueMarkup, retentionReceivable } = accounts;
    const postedStatuses = sideOfClaim(of).postedStatuses(mapping);
    return of === 'payApp'
      ? {
          accounts: { byCostType, fallback, retentionPayable },
          ...{ taxTypes, tracking, postedStatuses, retainage, payments },
        }
      : {
          accounts: { revenue, revenueMarkup, retentionReceivable },
          ...{ taxTypes: salesTaxTypes, noTax: taxTypes['none'], tracking, postedStatuses },
          ...{ retainage, payments },
        };
  };
}

/** "pay app INV-1042 (SC-003 no. 4)", "release of pay app INV-1042 (SC-003 no. 4)". */
export function nameOfClaim(observation: ClaimObservation): string {
  const { claim, contract } = observation;
  const word = sideOf(observation).words.claim;
  const release = observation.type === 'retainageRelease' ? 'release of ' : '';
  if (!claim) return observation.type === 'payApp' ? 'a pay app' : `${release}an unseen ${word}`;
  const place = contract ? `${contract.number} no. ${claim.number}` : `no. ${claim.number}`;
  return claim.invoiceNumber
    ? `${release}${word} ${claim.invoiceNumber} (${place})`
    : `${release}${word} ${place}`;
}

export function partiesOfClaim({ claim, contract }: ClaimObservation): Parties {
  const own = claim?.kind === 'procoreRequisition' ? claim.vendorId : null;
  return { project: claim?.projectId ?? null, counterparty: contract?.vendorId ?? own };
}

/** Its number in plain characters, and what its lines are called. */
export function alterationsOfClaim({ claim, contract, project }: ClaimObservation): Alteration[] {
  if (!claim) return [];
  const own = claim.invoiceNumber?.trim() ?? '';
  const written = contract ? documentNumberOf(claim, contract, project) : own;
  const why = 'Xero takes plain characters only';
  return [
    ...(own === '' || own === written ? [] : [{ path: 'number', source: own, written, why }]),
    ...claim.items.flatMap(({ id, description }) =>
      lineAlteration(`lines[${id}].description`, description),
    ),
  ];
}

export function adoptedBaseOfClaim(
  observation: ClaimObservation,
  role: Role,
  targetId: string,
): Agreement | null {
  if (paymentIdOf(role) !== null) {
    const typed = observation.typedPayments.find(({ id }) => id === targetId);
    return typed ? { amount: typed.amount, date: typed.date, cleared: null, told: null } : null;
  }
  const contractPaymentId = contractPaymentIdOf(role);
  if (contractPaymentId !== null)
    return adoptedPaymentBase(observation, { contractPaymentId, targetId });
  if (allocatedToOf(role) !== null) return null;
  const marked = role === 'creditNote' ? observation.creditNote.marked : observation.marked;
  if (marked?.id === targetId) return adoptedDocumentBase(observation, marked);
  const { signedFor, lookAlikes } = observation;
  const entered = [signedFor, ...lookAlikes].find((one) => one?.id === targetId);
  return entered ? enteredDocumentBase(observation, entered) : null;
}

function paymentList({ claim }: ClaimObservation): Read[] {
  if (!claim) return [];
  const { projectId } = claim;
  return [{ system: 'procore', kind: 'procoreContractPayments', projectId, ...contractOf(claim) }];
}

function billingPeriod({ claim }: ClaimObservation): Read[] {
  const id = claim?.periodId ?? null;
  if (!claim || id === null) return [];
  return [{ system: 'procore', kind: 'procoreBillingPeriod', id, projectId: claim.projectId }];
}

function changeOrders({ claim }: ClaimObservation): Read[] {
  if (!claim) return [];
  const { projectId } = claim;
  return [{ system: 'procore', kind: 'procoreChangeOrders', projectId, ...contractOf(claim) }];
}

/** Whether the scheme has a say is known before a bill, a release or a credit note is made, and only then. */
function cisSettings(observation: ClaimObservation): Read[] {
  const { claim, contact, cis } = observation;
  if (cis.standing === 'notAsked' || !claim || !contact?.contactId) return [];
  if (!isToBePosted(observation, claim) || !isTurnedOn(observation, claim)) return [];
  return makesNew(observation)
    ? [{ system: 'xero', kind: 'xeroCisSettings', id: contact.contactId }]
    : [];
}

function makesNew(observation: ClaimObservation): boolean {
  const { target, creditNote } = observation;
  if (!target || !isStanding(target)) return true;
  return modeOf(observation) === 'creditNote' && creditNote.target === null;
}

/** Lists that others write too, and what must be known before anything is said of the claim. */
export function readsFirstOfClaim(observation: ClaimObservation): Read[] {
  return [
    ...(observation.paymentListIsDue ? paymentList(observation) : []),
    ...(observation.period === 'unread' ? billingPeriod(observation) : []),
    ...(observation.changeOrdersAreDue ? changeOrders(observation) : []),
    ...(observation.cis.standing === 'unread' ? cisSettings(observation) : []),
    ...(observation.currencies === null ? [currenciesRead] : []),
  ];
}

/** Also the sources of our own that may be this claim entered twice: one that is gone must be known before its heir is posted. */
export function readsOfClaim(observation: ClaimObservation): Read[] {
  const { claim, target, lookAlikes, postedPayments, ownTwins, creditNote } = observation;
  const { paymentsSent } = observation;
  const { kind } = sideOf(observation);
  const documents = target ? [target] : lookAlikes;
  const source =
    claimTypeOf(observation) === 'payApp' ? 'procoreRequisition' : 'procorePaymentApplication';
  const own = claim ? [{ id: claim.id, projectId: claim.projectId }] : [];
  const twins = ownTwins.map((twin) => ({ id: twin.requisitionId, projectId: twin.projectId }));
  const note = creditNote.linkedTargetId;
  return [
    ...[...own, ...twins].map((read) => ({ system: 'procore', kind: source, ...read }) as const),
    ...documents.map(({ id }) => ({ system: 'xero', kind, id }) as const),
    ...(note === null ? [] : [{ system: 'xero', kind: 'xeroCreditNote', id: note } as const]),
    ...(postedPayments.length > 0 || paymentsSent.sent.length > 0 ? paymentList(observation) : []),
    ...cisSettings(observation),
  ];
}

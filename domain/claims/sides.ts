// The two sides of the books, as data: what a claim and its document in Xero are called, written as and posted to.
import type { Endpoint } from '../identity/endpoints.ts';
import type { DocumentId } from '../identity/workflow-ids.ts';
import { releaseDocument } from '../identity/workflow-ids.ts';
import type { BooksSide, Mapping } from '../mapping/mapping.ts';
import type { ClaimObservation, ProcoreClaim } from './claim-observation.ts';

export type ClaimType = 'payApp' | 'ownerInvoice';

export type Side = {
  books: BooksSide;
  /** The role of what a claim is posted as. */
  role: 'bill' | 'salesInvoice';
  kind: 'xeroBill' | 'xeroSalesInvoice';
  endpoint: Endpoint;
  words: {
    claim: string;
    /** What it is posted as. */
    document: string;
    /** Whoever is on the other side of the contract. */
    party: string;
  };
  postedStatuses: (mapping: Mapping) => readonly string[];
};

const sides: Record<ClaimType, Side> = {
  payApp: {
    books: 'payable',
    role: 'bill',
    kind: 'xeroBill',
    endpoint: 'xero/invoices',
    words: { claim: 'pay app', document: 'bill', party: 'vendor' },
    postedStatuses: ({ postedStatuses }) => postedStatuses.payApp,
  },
  ownerInvoice: {
    books: 'receivable',
    role: 'salesInvoice',
    kind: 'xeroSalesInvoice',
    endpoint: 'xero/salesinvoices',
    words: { claim: 'owner invoice', document: 'sales invoice', party: 'owner' },
    postedStatuses: ({ postedStatuses }) => postedStatuses.ownerInvoice,
  },
};

type OfClaim =
  Pick<ClaimObservation, 'type'> | Pick<Extract<ClaimObservation, { of: unknown }>, 'type' | 'of'>;

/** What kind of claim an observation is of; a release's is the one it was let go with. */
export function claimTypeOf(observation: OfClaim): ClaimType {
  if (observation.type !== 'retainageRelease') return observation.type;
  return 'of' in observation ? observation.of : 'payApp';
}

export function sideOf(observation: OfClaim): Side {
  return sides[claimTypeOf(observation)];
}

export function sideOfClaim(type: ClaimType): Side {
  return sides[type];
}

/** Which side a contract is of, by the id it is filed under: `pc-3` is with an owner. */
export function booksOfContract(contractId: string): BooksSide {
  return sides[contractId.startsWith('pc-') ? 'ownerInvoice' : 'payApp'].books;
}

/** The role of the document's own record in Xero. */
export function mainRoleOf(observation: OfClaim): 'bill' | 'salesInvoice' | 'release' {
  return observation.type === 'retainageRelease' ? 'release' : sideOf(observation).role;
}

/** The id of the document a plan is of. */
export function documentIdOf(observation: ClaimObservation, { id }: { id: string }): DocumentId {
  const { type, connection } = observation;
  return type === 'retainageRelease'
    ? { connection, ...releaseDocument(observation.of, id) }
    : { type, connection, sourceId: id };
}

/** The contract a claim is made under, as Procore knows it. */
export function contractOf(claim: ProcoreClaim): {
  contractKind: 'po' | 'wo' | 'pc';
  contractId: string;
} {
  if (claim.kind === 'procoreRequisition') {
    return { contractKind: claim.contractKind, contractId: claim.commitmentId };
  }
  return { contractKind: claim.contractKind, contractId: claim.contractId };
}

// What a plan is made from: one document's base, source and target, and everything else it depends on.
import type { Mapping } from '../mapping/mapping.ts';
import type {
  ProcoreCommitment,
  ProcoreProject,
  ProcoreRequisition,
  ProcoreTaxCode,
  ProcoreVendor,
} from '../records/procore-records.ts';
import type {
  XeroAccount,
  XeroBill,
  XeroContact,
  XeroOrganisation,
  XeroPayment,
  XeroPurchaseOrder,
  XeroTaxRate,
} from '../records/xero-records.ts';
import type { ContactBody, LineBody } from '../records/write-bodies.ts';

/** The fields of a contact that Tieout owns. */
export type OwnedContact = Pick<ContactBody, 'name'>;

/** The fields of a bill or an order that Tieout owns; Xero owns status, due date and payments. */
export type OwnedDocument = {
  contactId: string;
  number: string;
  date: string;
  currency: string;
  lines: Omit<LineBody, 'lineId'>[];
};

/**
 * The last state both sides agreed on. `projection` is what the source said then, `target` what Xero
 * said; they differ only where a record was adopted with its differences.
 */
export type Base<Owned> = {
  projection: Owned;
  target: Owned;
  mappingVersion: string;
  plannerVersion: number;
};

/** The parts of the chart a plan needs: only what the mapping names, so that histories stay small. */
export type ChartExcerpt = {
  accounts: XeroAccount[];
  taxRates: XeroTaxRate[];
  /** Active options by category name. */
  options: { category: string; option: string }[];
};

/** A write of this document that the vendor refused, so that the same plan is not sent again unchanged. */
export type Refusal = { planHash: string; kind: RefusalKind; messages: string[]; context: string };
export type RefusalKind =
  'vendorRefused' | 'lockedPeriod' | 'contactArchived' | 'unmappedCode' | 'unmappedTax';

type Common = {
  connection: string;
  publicUrl: string;
  mapping: Mapping;
  mappingVersion: string;
  /** The plans a person rejected, the newest first: each stays silent for as long as the plan is that one. */
  rejectedPlanHashes: string[];
  refusal: Refusal | null;
  /** A hash over the lock dates, the chart and the counterparty: while it stands, a refusal stands. */
  context: string;
  /** The vendor answered that it does not exist or may not be seen; a fact about access, not a deletion. */
  sourceUnseen: boolean;
  /** The record this document is linked to; seen or not, there must never be a second one. */
  linkedTargetId: string | null;
};

export type ContactObservation = Common & {
  type: 'contact';
  vendor: ProcoreVendor | null;
  vendorId: string;
  target: XeroContact | null;
  base: Base<OwnedContact> | null;
  /** Shortlisted contacts that no other vendor is linked to. */
  candidates: XeroContact[];
};

/** The vendor's contact document. An archived contact takes no new documents but keeps those it has. */
export type ContactLink = { workflowId: string; contactId: string | null; archived: boolean };

export type CommitmentObservation = Common & {
  type: 'commitment';
  commitment: ProcoreCommitment | null;
  project: ProcoreProject | null;
  contact: ContactLink | null;
  taxCodes: ProcoreTaxCode[];
  organisation: XeroOrganisation;
  chart: ChartExcerpt;
  target: XeroPurchaseOrder | null;
  base: Base<OwnedDocument> | null;
  /** An unlinked order that already carries our marker. */
  marked: XeroPurchaseOrder | null;
};

/** A Xero payment already recorded in Procore. `amount` is net of tax, as posted. */
export type PostedPayment = { xeroPaymentId: string; contractPaymentId: string; amount: string };

export type PayAppObservation = Common & {
  type: 'payApp';
  requisition: ProcoreRequisition | null;
  /** The contract's previous requisition in Procore, posted or not. */
  previous: ProcoreRequisition | null;
  commitment: ProcoreCommitment | null;
  project: ProcoreProject | null;
  contact: ContactLink | null;
  /** The billing period's due date. */
  dueDate: string | null;
  taxCodes: ProcoreTaxCode[];
  organisation: XeroOrganisation;
  chart: ChartExcerpt;
  target: XeroBill | null;
  base: Base<OwnedDocument> | null;
  marked: XeroBill | null;
  /** Bills of the same contact that Tieout did not write and that could be this one. */
  lookAlikes: XeroBill[];
  payments: XeroPayment[];
  postedPayments: PostedPayment[];
};

export type Observation = ContactObservation | CommitmentObservation | PayAppObservation;

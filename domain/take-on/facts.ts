// What a take-on is proposed from: a project's contracts and the claims billed before its start, and what Xero has of the same contacts.
import type { Claim } from '../claims/look-alikes.ts';
import type { XeroInvoice } from '../claims/claim-observation.ts';
import type { BooksSide } from '../mapping/mapping.ts';
import type { Amount } from '../money/amount.ts';
import type { XeroCreditNote } from '../records/xero/credit-note.ts';
import type { XeroPurchaseOrder } from '../records/xero/purchase-order.ts';

/** What one claim certifies under a tax type; null where nobody can tell which. Work before retention, and what is held less what is let go. */
export type Certified = { taxType: string | null; billed: Amount; held: Amount };

/** A claim in a posted status that is dated before the project's start. */
export type ClaimBefore = {
  /** The document it is posted as: its own, or its release where it does nothing but let retainage go. */
  workflowId: string;
  role: 'bill' | 'salesInvoice' | 'release';
  side: BooksSide;
  claimId: string;
  /** Its place among the claims of its contract. */
  place: number;
  contractId: string;
  name: string;
  /** As it would be numbered in Xero. */
  number: string;
  date: string;
  currency: string;
  contactId: string | null;
  /** Due without tax, by its own summary. */
  due: Amount;
  /** Null where nobody can tell what is new in it. */
  certified: Certified[] | null;
  /** What it comes to, as look-alikes are compared; null where that is not whole cents. */
  figures: Omit<Claim, 'number' | 'date'> | null;
  /** What it is linked to already. */
  linked: XeroInvoice | XeroCreditNote | null;
  /** It is linked to something that Xero does not show any more. */
  isLost: boolean;
};

export type ContractTakenOn = {
  contractId: string;
  side: BooksSide;
  number: string;
  title: string;
  /** Whoever is on the other side of it. */
  party: string;
  currency: string;
  contactId: string | null;
  /** Null where no order is made of it: an owner's contract, or one that is not approved. */
  order: {
    workflowId: string;
    /** The numbers that an order of it may have. */
    numbers: string[];
    sum: Amount;
    linked: XeroPurchaseOrder | null;
  } | null;
};

/** A payment that Procore has of a contract, by the claim it pays; null where it names none. */
export type PaidInProcore = {
  contractId: string;
  claimId: string | null;
  amount: Amount;
  date: string | null;
};

type Counted = { count: number; totals: Record<string, Amount> };
/** Claims from the start on, with what is due by currency. */
export type WouldPostFrom = Counted & { ownerInvoices?: Counted | undefined };

export type TakeOnFacts = {
  project: { id: string; name: string };
  /** The day from which it is to post. */
  from: string;
  baseCurrency: string;
  /** What turning it on would post; null where it is on already. */
  wouldPost: WouldPostFrom | null;
  contracts: readonly ContractTakenOn[];
  claims: readonly ClaimBefore[];
  /** Claims in a posted status without a billing date, by name: each becomes a question. */
  undated: readonly string[];
  /** Of these contacts, without a marker of ours and linked to nothing. */
  strangers: {
    invoices: readonly XeroInvoice[];
    creditNotes: readonly XeroCreditNote[];
    orders: readonly XeroPurchaseOrder[];
  };
  payments: readonly PaidInProcore[];
  retentionAccounts: Record<BooksSide, string | null>;
};

// How a contract whose life is written out by hand is told: its lines, its change orders, and what is claimed month by month.
import type { CommitmentKind, LifeKey, RequisitionStatus } from './seeded-company.ts';
import type { PaymentApplicationStatus } from './owner-records.ts';
import type { LineEvents } from './payment-applications.ts';

/** What it is for, its cost type, its amount, and its tax code where that is not the contract's usual one. */
export type OutlinedLine = readonly [costCode: string, costType: string, amount: string];

export type OutlinedChangeOrder = {
  title: string;
  /** 5 for May; it is billed from that month's claim on. */
  approvedIn: number;
  lines: readonly OutlinedLine[];
};

type Claim<Status> = {
  month: number;
  /** What of every line of the contract is done this month, in percent of its amount. */
  done?: number;
  /** By the line's place: "2", "CO1.1" (on the owner's side "CO1"). Added to what is done. */
  lines?: Readonly<Record<string, LineEvents>>;
  /** From this claim on. */
  retainagePercent?: string;
  status?: Status;
  invoiceNumber?: string | null;
};
export type OutlinedPayApp = Claim<RequisitionStatus>;
export type OutlinedOwnerInvoice = Claim<PaymentApplicationStatus>;

type Life = {
  /** What it shows; none where it is an ordinary one. */
  key?: LifeKey;
  /** Which of the company's projects, from 1. */
  project: number;
  retainagePercent: string;
  lines: readonly OutlinedLine[];
  changeOrders?: readonly OutlinedChangeOrder[];
};

export type SubcontractOutline = Life & {
  kind: CommitmentKind;
  vendor: string;
  payApps: readonly OutlinedPayApp[];
};

export type PrimeContractOutline = Life & {
  owner: string;
  title: string;
  markups?: readonly { name: string; percentage: string }[];
  /** Whether Procore moves what was stored last month. */
  movesMaterials?: boolean;
  invoices: readonly OutlinedOwnerInvoice[];
};

/** A claim that was typed in Xero by hand because Procore never approved it, with what it held. */
export type HandTypedClaim = {
  vendor: string;
  number: string;
  date: string;
  work: string;
  held: string;
  text: string;
};

/** What a country's company has beside its random contracts. */
export type Lives = {
  /** Vendors that only these contracts have. */
  vendors: readonly string[];
  owners: readonly string[];
  subcontracts: readonly SubcontractOutline[];
  primeContracts: readonly PrimeContractOutline[];
  handTyped: readonly HandTypedClaim[];
};

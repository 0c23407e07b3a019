// What the model of a contract's life keeps: claims, their documents and payments, and what must be asked.
import type { Sums } from './claim-sums.ts';
import type { Entry, Part } from './life.ts';

export type ModelPayment = {
  id: string;
  amount: bigint;
  date: string;
  stands: boolean;
  /** What Procore's list of contract payments holds for it; null while it has nothing. */
  inProcore: bigint | null;
};

export type ModelDocument = {
  claim: string;
  part: Part | 'heldBack';
  kind: 'invoice' | 'credit';
  number: string;
  date: string;
  sums: Sums;
  isDraft: boolean;
  payments: ModelPayment[];
  /** Of a credit note: what it is set off against. */
  setOff: { against: ModelDocument; amount: bigint }[];
  /** Of an invoice: what credit notes take off, with its own claim's among them. */
  credited: { by: ModelDocument; amount: bigint }[];
};

export type ModelClaim = {
  id: string;
  number: number;
  invoiceNumber: string | null;
  date: string;
  entries: Entry[];
  status: string;
  rejected: string | null;
  documents: ModelDocument[];
  /** Numbers of sales invoices that were voided: Xero gives them to no other. */
  used: string[];
  /** A document of it that was voided and left so. */
  isLeft: boolean;
};

/** A question that must come up, and what a person says to it. */
export type Asked = {
  of: { claim: string; part: Part } | 'order';
  kind: string;
  answer: 'approve' | 'leave' | 'wait';
};

/** How one line stands after the claims so far. */
export type Balance = { work: bigint; stored: bigint; workHeld: bigint; storedHeld: bigint };

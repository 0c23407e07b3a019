// What one record in the other system is to its document: its bill, its order, or one payment of its bill.

export type Role =
  | 'contact'
  | 'order'
  | 'bill'
  | 'creditNote'
  | 'release'
  /** The whole document, where no single record is meant. */
  | 'document'
  | `payment/${string}`
  | `allocation/${string}`
  /** A second live record of a role, by the record's id. */
  | `double/${string}`
  /** A second live contract payment of one Xero payment, by its id. */
  | `doublePayment/${string}`
  /** A stranger that looks like the record of a role, by the stranger's id. */
  | `twin/${string}`;

/** The Xero payment a `payment/…` role is about; null for every other role. */
export function paymentIdOf(role: string): string | null {
  return role.startsWith('payment/') ? role.slice('payment/'.length) : null;
}

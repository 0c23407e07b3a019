// What one record in the other system is to its document: its bill, its order, or one payment of it.

export type Role =
  | 'contact'
  /** The company in Procore, where what Xero says of it is written there. */
  | 'vendor'
  | 'order'
  | 'bill'
  | 'salesInvoice'
  | 'creditNote'
  | 'release'
  /** What the document was posted at, where it is in another currency. */
  | 'rate'
  /** A tracking option, by what it stands for: `option/costCode/<project>/<code>`. */
  | `option/${string}`
  /** What is asked of all new options of one tracking category at once: `options/costCode`. */
  | `options/${string}`
  /** The project in Xero Projects. */
  | 'project'
  /** A task of it, by the id of the cost code in Procore that it stands for. */
  | `task/${string}`
  /** A time entry, by the timecard it was written from. */
  | `time/${string}`
  /** Nobody in Xero Projects to log a worker's time: by the person in Procore. */
  | `worker/${string}`
  /** The whole document, where no single record is meant. */
  | 'document'
  /** What a document of Xero cost a project, by the project's id in Procore. */
  | `directCost/${string}`
  /** A second live direct cost of one document and project, by its id. */
  | `doubleDirectCost/${string}`
  /** What was paid in Xero, by the Xero payment. */
  | `payment/${string}`
  /** What was recorded in Procore first, by the contract payment. */
  | `xeroPayment/${string}`
  /** Of the document's own credit note, by the bill or sales invoice it reduces. */
  | `allocation/${string}`
  /** A file on the document, by its id in Procore. */
  | `attachment/${string}`
  /** A note in its history, by the write that a person let go. */
  | `note/${string}`
  /** A second live record of a role, by the record's id. */
  | `double/${string}`
  /** A second live time entry of one timecard, by its id. */
  | `doubleTime/${string}`
  /** A second live credit note of one claim, by its id. */
  | `doubleNote/${string}`
  /** A second live contract payment of one Xero payment, by its id. */
  | `doublePayment/${string}`
  /** A second live Xero payment of one contract payment, by its id. */
  | `doubleXeroPayment/${string}`
  /** A stranger that looks like the record of a role, by the stranger's id. */
  | `twin/${string}`;

/** The Xero payment a `payment/…` role is about; null for every other role. */
export function paymentIdOf(role: string): string | null {
  return role.startsWith('payment/') ? role.slice('payment/'.length) : null;
}

/** The contract payment a `xeroPayment/…` role is about; null for every other role. */
export function contractPaymentIdOf(role: string): string | null {
  return role.startsWith('xeroPayment/') ? role.slice('xeroPayment/'.length) : null;
}

/** The bill or sales invoice an `allocation/…` role is about; null for every other role. */
export function allocatedToOf(role: string): string | null {
  return role.startsWith('allocation/') ? role.slice('allocation/'.length) : null;
}

/** Whether a role is written with the day's spare calls only: nothing else of a document waits for it, or is said to. */
export function isSpareRole(role: string): boolean {
  return role.startsWith('attachment/') || role.startsWith('note/');
}

// What a connector tells its owner while it works: each call made, and each record it could not read.
import type { VendorName } from './vendor-error.ts';

/** One vendor call, for metrics. `path` is a template ("/rest/v1.0/vendors/{id}"): no ids, bodies or headers. */
export interface CallReport {
  readonly vendor: VendorName;
  readonly method: string;
  readonly path: string;
  /** Null where no answer arrived. */
  readonly status: number | null;
  readonly ms: number;
}
export type OnCall = (report: CallReport) => void;

/** One element of a list that does not have the shape the vendor documents. */
export interface UnreadableRecord {
  readonly vendor: VendorName;
  readonly resource: string;
  readonly id: string | null;
  /** What people call it, where it says so itself: a number or a name. For the console only, never for a log. */
  readonly label: string | null;
  /** The texts in which a record carries a mark of whoever wrote it. */
  readonly marks: readonly string[];
  /** Field paths and what was wrong with them; never the values. */
  readonly problems: readonly string[];
}

/**
 * Called for each unreadable element of a list, which is then left out of the answer so that one bad record
 * does not block the rest. Without it the whole read fails with `malformedAnswer`.
 */
export type OnUnreadable = (record: UnreadableRecord) => void;

// Where each kind of Procore record's ids begin: all beyond 32 bits, since Procore's multi-region ids can be.

/** Source: Procore developer docs, "Multiple Procore Regions" tutorial: ids may exceed 32 bits, read 2026-11-23. */
const FIRST_ID = 562_949_950_000_000;

const KINDS = [
  'project',
  'vendor',
  'costCode',
  'costType',
  'wbsCode',
  'taxCode',
  'billingPeriod',
  'commitment',
  'line',
  'requisition',
  'item',
  'paymentApplication',
  'paymentApplicationLine',
  'changeOrderPackage',
  'changeOrder',
  'primeContract',
  'markup',
  'budgetLine',
  'budgetModification',
] as const;

export type IdKind = (typeof KINDS)[number];

/** Ids of one kind, consecutive from the kind's own million; `given` of them are taken already. */
export function idCounter(kind: IdKind, given = 0): () => number {
  let next = FIRST_ID + (KINDS.indexOf(kind) + 1) * 1_000_000 + given;
  return () => {
    next += 1;
    return next;
  };
}

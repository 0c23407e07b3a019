// The table of every kind of record Tieout keeps, one line each: read back by one schema, filed by one rule.
import { z } from 'zod';
import type { Filing, FilingOf } from './filing.ts';
import { procoreVendorSchema, vendorFiling } from './procore/vendor.ts';
import { procoreProjectSchema, projectFiling } from './procore/project.ts';
import { procoreTaxCodeSchema, taxCodeFiling } from './procore/tax-code.ts';
import { billingPeriodFiling, billingPeriodSchema } from './procore/billing-period.ts';
import { commitmentFiling, procoreCommitmentSchema } from './procore/commitment.ts';
import { procoreRequisitionSchema, requisitionFiling } from './procore/requisition.ts';
import { contractPaymentFiling, procoreContractPaymentSchema } from './procore/contract-payment.ts';
import { contactFiling, xeroContactSchema } from './xero/contact.ts';
import { billFiling, xeroBillSchema } from './xero/bill.ts';
import { purchaseOrderFiling, xeroPurchaseOrderSchema } from './xero/purchase-order.ts';
import { paymentFiling, xeroPaymentSchema } from './xero/payment.ts';
import { organisationFiling, xeroOrganisationSchema } from './xero/organisation.ts';
import { chartFiling, xeroChartSchema } from './xero/chart.ts';

const table = {
  procoreVendor: { schema: procoreVendorSchema, filing: vendorFiling },
  procoreProject: { schema: procoreProjectSchema, filing: projectFiling },
  procoreTaxCode: { schema: procoreTaxCodeSchema, filing: taxCodeFiling },
  procoreBillingPeriod: { schema: billingPeriodSchema, filing: billingPeriodFiling },
  procoreCommitment: { schema: procoreCommitmentSchema, filing: commitmentFiling },
  procoreRequisition: { schema: procoreRequisitionSchema, filing: requisitionFiling },
  procoreContractPayment: { schema: procoreContractPaymentSchema, filing: contractPaymentFiling },
  xeroContact: { schema: xeroContactSchema, filing: contactFiling },
  xeroBill: { schema: xeroBillSchema, filing: billFiling },
  xeroPurchaseOrder: { schema: xeroPurchaseOrderSchema, filing: purchaseOrderFiling },
  xeroPayment: { schema: xeroPaymentSchema, filing: paymentFiling },
  xeroOrganisation: { schema: xeroOrganisationSchema, filing: organisationFiling },
  xeroChart: { schema: xeroChartSchema, filing: chartFiling },
} as const;

export type RecordKind = keyof typeof table;
export type RecordOf<K extends RecordKind> = z.infer<(typeof table)[K]['schema']>;
export type KeptRecord = { [K in RecordKind]: RecordOf<K> }[RecordKind];

export const recordKinds = Object.keys(table) as RecordKind[];

const filings: { [K in RecordKind]: { filing: FilingOf<RecordOf<K>> } } = table;

export function filingOf<K extends RecordKind>(record: { kind: K } & RecordOf<K>): Filing {
  return filings[record.kind].filing(record);
}

/** Reads a record back from storage. Throws where the row is not one of this kind. */
export function parseRecord<K extends RecordKind>(kind: K, stored: unknown): RecordOf<K> {
  return table[kind].schema.parse(stored) as RecordOf<K>;
}

/** Whether a reading is newer than what is kept; of two readings of one version, the later one counts. */
export function isNewer(
  read: { version: string; seenAt: number },
  kept: { version: string; seenAt: number },
): boolean {
  const [ours, theirs] = [Date.parse(read.version), Date.parse(kept.version)];
  if (Number.isNaN(ours) || Number.isNaN(theirs) || ours === theirs)
    return read.seenAt >= kept.seenAt;
  return ours > theirs;
}

// The table of every kind of record Tieout keeps, one entry each: whose it is, how it is read back and filed, whom it concerns.
import type { z } from 'zod';
import type { Vendor } from '../identity/endpoints.ts';
import type { Concern, ConcernsOf, HeardConcern, HeardOf } from './concerns.ts';
import type { Filing, FilingOf } from './filing.ts';
import * as billingPeriod from './procore/billing-period.ts';
import * as budget from './procore/budget.ts';
import * as budgetCodes from './procore/budget-codes.ts';
import * as changeOrder from './procore/change-order.ts';
import * as changeOrderList from './procore/change-order-list.ts';
import * as commitment from './procore/commitment.ts';
import * as contractPayment from './procore/contract-payment.ts';
import * as contractPaymentList from './procore/contract-payment-list.ts';
import * as directCost from './procore/direct-cost.ts';
import * as directCostList from './procore/direct-cost-list.ts';
import * as paymentApplication from './procore/payment-application.ts';
import * as primeContract from './procore/prime-contract.ts';
import * as project from './procore/project.ts';
import * as requisition from './procore/requisition.ts';
import * as taxCode from './procore/tax-code.ts';
import * as timecard from './procore/timecard.ts';
import * as vendor from './procore/vendor.ts';
import type { WebhookName } from './webhook-names.ts';
import * as advance from './xero/advance.ts';
import * as allocation from './xero/allocation.ts';
import * as bankTransaction from './xero/bank-transaction.ts';
import * as attachment from './xero/attachment.ts';
import * as bill from './xero/bill.ts';
import * as chart from './xero/chart.ts';
import * as cisSettings from './xero/cis-settings.ts';
import * as contact from './xero/contact.ts';
import * as creditNote from './xero/credit-note.ts';
import * as currencies from './xero/currencies.ts';
import * as manualJournal from './xero/manual-journal.ts';
import * as historyNote from './xero/history-note.ts';
import * as organisation from './xero/organisation.ts';
import * as payment from './xero/payment.ts';
import * as xeroProject from './xero/project.ts';
import * as projectTask from './xero/project-task.ts';
import * as projectTime from './xero/project-time.ts';
import * as projectsUser from './xero/projects-user.ts';
import * as purchaseOrder from './xero/purchase-order.ts';
import * as reports from './xero/reports.ts';
import * as salesInvoice from './xero/sales-invoice.ts';
import * as timeEntry from './xero/time-entry.ts';
import * as trackingOption from './xero/tracking-option.ts';

/** Moves when a reader keeps more or other things than before: what an older one read counts as unread. */
export const readerVersion = 4;

const table = {
  procoreVendor: {
    vendor: 'procore',
    schema: vendor.procoreVendorSchema,
    filing: vendor.vendorFiling,
    concerns: vendor.vendorConcerns,
    heard: vendor.vendorHeard,
    webhooks: vendor.vendorWebhooks,
  },
  procoreProject: {
    vendor: 'procore',
    schema: project.procoreProjectSchema,
    filing: project.projectFiling,
    concerns: project.projectConcerns,
  },
  procoreTaxCode: {
    vendor: 'procore',
    schema: taxCode.procoreTaxCodeSchema,
    filing: taxCode.taxCodeFiling,
    concerns: taxCode.taxCodeConcerns,
  },
  procoreBillingPeriod: {
    vendor: 'procore',
    schema: billingPeriod.billingPeriodSchema,
    filing: billingPeriod.billingPeriodFiling,
    concerns: billingPeriod.billingPeriodConcerns,
  },
  procoreBudget: {
    vendor: 'procore',
    schema: budget.procoreBudgetSchema,
    filing: budget.budgetFiling,
    concerns: budget.budgetConcerns,
  },
  procoreBudgetCodes: {
    vendor: 'procore',
    schema: budgetCodes.procoreBudgetCodesSchema,
    filing: budgetCodes.budgetCodesFiling,
    concerns: budgetCodes.budgetCodesConcerns,
  },
  procoreCommitment: {
    vendor: 'procore',
    schema: commitment.procoreCommitmentSchema,
    filing: commitment.commitmentFiling,
    concerns: commitment.commitmentConcerns,
    heard: commitment.commitmentHeard,
    webhooks: commitment.commitmentWebhooks,
  },
  procoreRequisition: {
    vendor: 'procore',
    schema: requisition.procoreRequisitionSchema,
    filing: requisition.requisitionFiling,
    concerns: requisition.requisitionConcerns,
    heard: requisition.requisitionHeard,
    webhooks: requisition.requisitionWebhooks,
  },
  procoreChangeOrder: {
    vendor: 'procore',
    schema: changeOrder.procoreChangeOrderSchema,
    filing: changeOrder.changeOrderFiling,
    concerns: changeOrder.changeOrderConcerns,
  },
  procoreChangeOrders: {
    vendor: 'procore',
    schema: changeOrderList.changeOrderListSchema,
    filing: changeOrderList.changeOrderListFiling,
    concerns: changeOrderList.changeOrderListConcerns,
  },
  procorePrimeContract: {
    vendor: 'procore',
    schema: primeContract.procorePrimeContractSchema,
    filing: primeContract.primeContractFiling,
    concerns: primeContract.primeContractConcerns,
  },
  procorePaymentApplication: {
    vendor: 'procore',
    schema: paymentApplication.procorePaymentApplicationSchema,
    filing: paymentApplication.paymentApplicationFiling,
    concerns: paymentApplication.paymentApplicationConcerns,
    heard: paymentApplication.paymentApplicationHeard,
    webhooks: paymentApplication.paymentApplicationWebhooks,
  },
  procoreContractPayment: {
    vendor: 'procore',
    schema: contractPayment.procoreContractPaymentSchema,
    filing: contractPayment.contractPaymentFiling,
    concerns: contractPayment.contractPaymentConcerns,
    heard: contractPayment.contractPaymentHeard,
    webhooks: contractPayment.contractPaymentWebhooks,
  },
  procoreContractPayments: {
    vendor: 'procore',
    schema: contractPaymentList.contractPaymentListSchema,
    filing: contractPaymentList.contractPaymentListFiling,
    concerns: contractPaymentList.contractPaymentListConcerns,
  },
  procoreDirectCost: {
    vendor: 'procore',
    schema: directCost.procoreDirectCostSchema,
    filing: directCost.directCostFiling,
    concerns: directCost.directCostConcerns,
    heard: directCost.directCostHeard,
    webhooks: directCost.directCostWebhooks,
  },
  procoreDirectCosts: {
    vendor: 'procore',
    schema: directCostList.directCostListSchema,
    filing: directCostList.directCostListFiling,
    concerns: directCostList.directCostListConcerns,
  },
  xeroContact: {
    vendor: 'xero',
    schema: contact.xeroContactSchema,
    filing: contact.contactFiling,
    concerns: contact.contactConcerns,
    heard: contact.contactHeard,
    webhooks: contact.contactWebhooks,
  },
  xeroCisSettings: {
    vendor: 'xero',
    schema: cisSettings.cisSettingsSchema,
    filing: cisSettings.cisSettingsFiling,
    concerns: cisSettings.cisSettingsConcerns,
  },
  xeroBill: {
    vendor: 'xero',
    schema: bill.xeroBillSchema,
    filing: bill.billFiling,
    concerns: bill.billConcerns,
    heard: bill.billHeard,
    webhooks: bill.billWebhooks,
  },
  xeroSalesInvoice: {
    vendor: 'xero',
    schema: salesInvoice.xeroSalesInvoiceSchema,
    filing: salesInvoice.salesInvoiceFiling,
    concerns: salesInvoice.salesInvoiceConcerns,
    heard: salesInvoice.salesInvoiceHeard,
  },
  xeroCreditNote: {
    vendor: 'xero',
    schema: creditNote.xeroCreditNoteSchema,
    filing: creditNote.creditNoteFiling,
    concerns: creditNote.creditNoteConcerns,
    heard: creditNote.creditNoteHeard,
    webhooks: creditNote.creditNoteWebhooks,
  },
  xeroAllocation: {
    vendor: 'xero',
    schema: allocation.xeroAllocationSchema,
    filing: allocation.allocationFiling,
    concerns: allocation.allocationConcerns,
  },
  xeroAdvance: {
    vendor: 'xero',
    schema: advance.xeroAdvanceSchema,
    filing: advance.advanceFiling,
    concerns: advance.advanceConcerns,
  },
  xeroPurchaseOrder: {
    vendor: 'xero',
    schema: purchaseOrder.xeroPurchaseOrderSchema,
    filing: purchaseOrder.purchaseOrderFiling,
    concerns: purchaseOrder.purchaseOrderConcerns,
    heard: purchaseOrder.purchaseOrderHeard,
  },
  xeroPayment: {
    vendor: 'xero',
    schema: payment.xeroPaymentSchema,
    filing: payment.paymentFiling,
    concerns: payment.paymentConcerns,
  },
  xeroBankTransaction: {
    vendor: 'xero',
    schema: bankTransaction.xeroBankTransactionSchema,
    filing: bankTransaction.bankTransactionFiling,
    concerns: bankTransaction.bankTransactionConcerns,
  },
  xeroManualJournal: {
    vendor: 'xero',
    schema: manualJournal.xeroManualJournalSchema,
    filing: manualJournal.manualJournalFiling,
    concerns: manualJournal.manualJournalConcerns,
  },
  xeroProfitAndLoss: {
    vendor: 'xero',
    schema: reports.xeroProfitAndLossSchema,
    filing: reports.profitAndLossFiling,
    concerns: reports.reportConcerns,
  },
  xeroBalanceSheet: {
    vendor: 'xero',
    schema: reports.xeroBalanceSheetSchema,
    filing: reports.balanceSheetFiling,
    concerns: reports.reportConcerns,
  },
  xeroCurrencies: {
    vendor: 'xero',
    schema: currencies.xeroCurrenciesSchema,
    filing: currencies.currenciesFiling,
    concerns: currencies.currenciesConcerns,
  },
  xeroOrganisation: {
    vendor: 'xero',
    schema: organisation.xeroOrganisationSchema,
    filing: organisation.organisationFiling,
    concerns: organisation.organisationConcerns,
  },
  xeroChart: {
    vendor: 'xero',
    schema: chart.xeroChartSchema,
    filing: chart.chartFiling,
    concerns: chart.chartConcerns,
  },
  xeroTrackingOption: {
    vendor: 'xero',
    schema: trackingOption.xeroTrackingOptionSchema,
    filing: trackingOption.trackingOptionFiling,
    concerns: trackingOption.trackingOptionConcerns,
  },
  xeroAttachment: {
    vendor: 'xero',
    schema: attachment.xeroAttachmentSchema,
    filing: attachment.attachmentFiling,
    concerns: attachment.attachmentConcerns,
  },
  xeroHistoryNote: {
    vendor: 'xero',
    schema: historyNote.xeroHistoryNoteSchema,
    filing: historyNote.historyNoteFiling,
    concerns: historyNote.historyNoteConcerns,
  },
  procoreTimecard: {
    vendor: 'procore',
    schema: timecard.procoreTimecardSchema,
    filing: timecard.timecardFiling,
    concerns: timecard.timecardConcerns,
  },
  xeroProject: {
    vendor: 'xero',
    schema: xeroProject.xeroProjectSchema,
    filing: xeroProject.xeroProjectFiling,
    concerns: xeroProject.xeroProjectConcerns,
  },
  xeroProjectsUser: {
    vendor: 'xero',
    schema: projectsUser.xeroProjectsUserSchema,
    filing: projectsUser.projectsUserFiling,
    concerns: projectsUser.projectsUserConcerns,
  },
  xeroProjectTask: {
    vendor: 'xero',
    schema: projectTask.xeroProjectTaskSchema,
    filing: projectTask.xeroProjectTaskFiling,
    concerns: projectTask.xeroProjectTaskConcerns,
  },
  xeroTimeEntry: {
    vendor: 'xero',
    schema: timeEntry.xeroTimeEntrySchema,
    filing: timeEntry.timeEntryFiling,
    concerns: timeEntry.timeEntryConcerns,
  },
  xeroProjectTime: {
    vendor: 'xero',
    schema: projectTime.xeroProjectTimeSchema,
    filing: projectTime.projectTimeFiling,
    concerns: projectTime.projectTimeConcerns,
  },
} as const;

export type RecordKind = keyof typeof table;
export type RecordOf<K extends RecordKind> = z.infer<(typeof table)[K]['schema']>;
export type KeptRecord = { [K in RecordKind]: RecordOf<K> }[RecordKind];

type Row<K extends RecordKind> = {
  vendor: Vendor;
  filing: FilingOf<RecordOf<K>>;
  concerns: ConcernsOf<RecordOf<K>>;
  heard?: HeardOf;
  webhooks?: readonly WebhookName[];
};

const rows: { [K in RecordKind]: Row<K> } = table;

export const recordKinds = Object.keys(table) as RecordKind[];

export function vendorOfRecord(kind: RecordKind): Vendor {
  return rows[kind].vendor;
}

export function filingOf<K extends RecordKind>(record: { kind: K } & RecordOf<K>): Filing {
  return rows[record.kind].filing(record);
}

export function concernsOf<K extends RecordKind>(
  record: { kind: K } & RecordOf<K>,
): readonly Concern[] {
  return rows[record.kind].concerns(record);
}

/** Whom a webhook about a record concerns, before it is read. */
export function heardOf(kind: RecordKind, recordId: string): readonly HeardConcern[] {
  return rows[kind].heard?.(recordId) ?? [];
}

/** What the vendor's webhooks call this record, if they announce it. */
export function webhookNamesOf(kind: RecordKind): readonly WebhookName[] {
  return rows[kind].webhooks ?? [];
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

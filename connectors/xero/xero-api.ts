// What Tieout asks of Xero: a closed list of reads and writes. What Tieout never writes has no method here.
import type { XeroAdvance } from '../../domain/records/xero/advance.ts';
import type { XeroBankTransaction } from '../../domain/records/xero/bank-transaction.ts';
import type { XeroBill } from '../../domain/records/xero/bill.ts';
import type { CisSettings } from '../../domain/records/xero/cis-settings.ts';
import type { XeroChart } from '../../domain/records/xero/chart.ts';
import type { XeroCurrencies } from '../../domain/records/xero/currencies.ts';
import type { XeroContact } from '../../domain/records/xero/contact.ts';
import type { XeroCreditNote } from '../../domain/records/xero/credit-note.ts';
import type { XeroManualJournal } from '../../domain/records/xero/manual-journal.ts';
import type { XeroOrganisation } from '../../domain/records/xero/organisation.ts';
import type { XeroPayment } from '../../domain/records/xero/payment.ts';
import type { XeroProjectTask } from '../../domain/records/xero/project-task.ts';
import type { XeroProject } from '../../domain/records/xero/project.ts';
import type { XeroProjectsUser } from '../../domain/records/xero/projects-user.ts';
import type { XeroPurchaseOrder } from '../../domain/records/xero/purchase-order.ts';
import type { XeroBalanceSheet, XeroProfitAndLoss } from '../../domain/records/xero/reports.ts';
import type { XeroTimeEntry } from '../../domain/records/xero/time-entry.ts';
import type { XeroTrackingOption } from '../../domain/records/xero/tracking-option.ts';
import type { XeroSalesInvoice } from '../../domain/records/xero/sales-invoice.ts';
import type {
  ProjectTaskBody,
  ProjectTaskChangeBody,
  TimeEntryBody,
  TimeEntryDeleteBody,
  XeroProjectBody,
} from '../../domain/records/labour-bodies.ts';
import type {
  AllocationBody,
  AllocationDeleteBody,
  AttachmentBody,
  BillBody,
  BillVoidBody,
  ContactBody,
  CreditNoteBody,
  CreditNoteVoidBody,
  HistoryNoteBody,
  PurchaseOrderBody,
  PurchaseOrderDeleteBody,
  SalesInvoiceBody,
  SalesInvoiceVoidBody,
  TrackingOptionArchiveBody,
  TrackingOptionBody,
  XeroPaymentBody,
  XeroPaymentDeleteBody,
} from '../../domain/records/write-bodies.ts';
import type { BeforeSend, CallGate } from '../http/call-gate.ts';
import type { OnCall, OnUnreadable } from '../http/call-report.ts';

export interface XeroClientOptions {
  /** Host root: `/api.xro/2.0` hangs off it. */
  readonly apiUrl: string;
  /** Host root: `/connect/token` hangs off it. */
  readonly identityUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly tenantId: string;
  /** Whether the firm records its payments in Procore: only then is the scope asked for that writes them. */
  readonly writesPayments?: boolean;
  /** Whether budgets make tracking options: only then is the scope asked for that writes settings. */
  readonly writesOptions?: boolean;
  /** Whether actuals are asked for: only then are the scopes asked for that read what they are made of. */
  readonly readsActuals?: boolean;
  /** Whether files go with bills: only then is the scope of files asked for. */
  readonly attachesFiles?: boolean;
  /** Whether labour goes to Xero Projects: only then is its scope asked for. */
  readonly writesProjects?: boolean;
  /** For one request from first byte sent to last byte read. Default 25 s. */
  readonly timeoutMs?: number;
  /** Records asked for per page of a list. Default 1000, which is Xero's most. */
  readonly pageSize?: number;
  readonly now?: () => number;
  /** Every request passes it; default: open. */
  readonly gate?: CallGate;
  readonly onCall?: OnCall;
  readonly onUnreadable?: OnUnreadable;
}

/** What an element of a write's answer says about which document it is; each null where the answer lacks it. */
export interface ElementIdentifiers {
  readonly id: string | null;
  /** Bill number or order number. */
  readonly number: string | null;
  /** Bills and sales invoices: carries the marker as its fragment. */
  readonly url: string | null;
  /** Orders and credit notes: carries the marker as its last word. */
  readonly reference: string | null;
  /** Contacts: is the marker. */
  readonly contactNumber: string | null;
}

/** One element of a write's answer, in the answer's order. Settle by marker, never by position. */
export type WrittenElement<R> =
  | {
      readonly ok: true;
      readonly record: R;
      readonly identifiers: ElementIdentifiers;
      readonly warnings: readonly string[];
    }
  | {
      readonly ok: false;
      readonly messages: readonly string[];
      readonly identifiers: ElementIdentifiers;
    };

export interface WriteAsk<B> {
  /** 1 to 50 bodies. */
  readonly bodies: readonly B[];
  /** At most 128 characters; covers the whole request for six minutes, refusals included. */
  readonly idempotencyKey: string;
  /** Asked immediately before the request leaves; what it throws is thrown on, and nothing has left. */
  readonly beforeSend?: BeforeSend | undefined;
}

/** A write that Xero takes one at a time. */
export interface OneWrite<B> {
  readonly body: B;
  readonly idempotencyKey: string;
  readonly beforeSend?: BeforeSend | undefined;
}

/** A file on a document, as Xero tells it. */
export interface AttachmentInXero {
  readonly id: string;
  readonly name: string;
}

/** A read that must know when it left. */
export interface ReadAsk {
  readonly beforeSend?: BeforeSend | undefined;
}

/** `modifiedSince` is an ISO instant, cut to the second; a caller overlaps and drops repeats by id. */
export interface XeroClient {
  readOrganisation(): Promise<XeroOrganisation>;
  readChart(): Promise<XeroChart>;
  readCurrencies(): Promise<XeroCurrencies>;
  listContacts(ask?: { modifiedSince?: string | undefined }): Promise<XeroContact[]>;
  readContacts(ask: { ids: readonly string[] } & ReadAsk): Promise<XeroContact[]>;
  readContactByNumber(ask: { contactNumber: string }): Promise<XeroContact | null>;
  /** Of an organisation in the United Kingdom; elsewhere no contact has any. */
  readCisSettings(ask: { contactId: string }): Promise<CisSettings>;
  listBills(ask?: {
    modifiedSince?: string | undefined;
    createdByMyApp?: boolean | undefined;
  }): Promise<XeroBill[]>;
  /** One call, up to 50 ids; an id Xero does not return is absent from the answer. */
  readBills(ask: { ids: readonly string[] } & ReadAsk): Promise<XeroBill[]>;
  listSalesInvoices(ask?: {
    modifiedSince?: string | undefined;
    createdByMyApp?: boolean | undefined;
  }): Promise<XeroSalesInvoice[]>;
  readSalesInvoices(ask: { ids: readonly string[] } & ReadAsk): Promise<XeroSalesInvoice[]>;
  /** Credit notes of either side, with what they are set off against. */
  listCreditNotes(ask?: { modifiedSince?: string | undefined }): Promise<XeroCreditNote[]>;
  readCreditNote(ask: { id: string } & ReadAsk): Promise<XeroCreditNote | null>;
  /** Prepayments and overpayments of either side, with what they are set off against. */
  listAdvances(ask?: { modifiedSince?: string | undefined }): Promise<XeroAdvance[]>;
  listPurchaseOrders(ask?: { modifiedSince?: string | undefined }): Promise<XeroPurchaseOrder[]>;
  readPurchaseOrder(ask: { id: string } & ReadAsk): Promise<XeroPurchaseOrder | null>;
  readPurchaseOrderByNumber(ask: { number: string }): Promise<XeroPurchaseOrder | null>;
  readPayment(ask: { id: string } & ReadAsk): Promise<XeroPayment | null>;
  /** Payments of every type that name an invoice; deleted ones too. */
  listPayments(ask?: { modifiedSince?: string | undefined }): Promise<XeroPayment[]>;
  /** What was spent and received, deleted too; only with `readsActuals`, as the three after it. */
  listBankTransactions(ask?: {
    modifiedSince?: string | undefined;
  }): Promise<XeroBankTransaction[]>;
  listManualJournals(ask?: { modifiedSince?: string | undefined }): Promise<XeroManualJournal[]>;
  /** Profit and loss of a calendar year, by the options of one tracking category. */
  readProfitAndLoss(ask: { year: string; categoryId: string }): Promise<XeroProfitAndLoss>;
  /** The balance sheet of one tracking option at a day. */
  readBalanceSheet(ask: {
    date: string;
    optionId: string;
  }): Promise<Omit<XeroBalanceSheet, 'ground'>>;
  createContacts(ask: WriteAsk<ContactBody>): Promise<WrittenElement<XeroContact>[]>;
  updateContacts(ask: WriteAsk<ContactBody>): Promise<WrittenElement<XeroContact>[]>;
  createBills(ask: WriteAsk<BillBody>): Promise<WrittenElement<XeroBill>[]>;
  updateBills(ask: WriteAsk<BillBody>): Promise<WrittenElement<XeroBill>[]>;
  voidBills(ask: WriteAsk<BillVoidBody>): Promise<WrittenElement<XeroBill>[]>;
  createSalesInvoices(ask: WriteAsk<SalesInvoiceBody>): Promise<WrittenElement<XeroSalesInvoice>[]>;
  updateSalesInvoices(ask: WriteAsk<SalesInvoiceBody>): Promise<WrittenElement<XeroSalesInvoice>[]>;
  voidSalesInvoices(
    ask: WriteAsk<SalesInvoiceVoidBody>,
  ): Promise<WrittenElement<XeroSalesInvoice>[]>;
  createCreditNotes(ask: WriteAsk<CreditNoteBody>): Promise<WrittenElement<XeroCreditNote>[]>;
  updateCreditNotes(ask: WriteAsk<CreditNoteBody>): Promise<WrittenElement<XeroCreditNote>[]>;
  voidCreditNotes(ask: WriteAsk<CreditNoteVoidBody>): Promise<WrittenElement<XeroCreditNote>[]>;
  /** Sets part of a credit note off against one document. Throws VendorError where Xero refuses it. */
  allocateCredit(ask: OneWrite<AllocationBody>): Promise<void>;
  /** Takes one back. Xero gives no key for it: by its id it happens once. Throws VendorError where Xero refuses it. */
  removeAllocation(ask: Omit<OneWrite<AllocationDeleteBody>, 'idempotencyKey'>): Promise<void>;
  /** Only with `writesPayments`; without it Xero refuses the scope, and so does the sign-in. */
  createPayments(ask: WriteAsk<XeroPaymentBody>): Promise<WrittenElement<XeroPayment>[]>;
  /** Answers the payment as it stands afterwards, DELETED. Throws VendorError where Xero refuses it. */
  deletePayment(ask: OneWrite<XeroPaymentDeleteBody>): Promise<XeroPayment>;
  /** Every option of every category, archived ones too. */
  listTrackingOptions(ask?: ReadAsk): Promise<XeroTrackingOption[]>;
  /** Only with `writesOptions`, as archiving one. Throws VendorError where Xero refuses it. */
  /** The files on a bill or sales invoice, whoever put them there. */
  listAttachments(ask: { documentId: string }): Promise<AttachmentInXero[]>;
  /** A file of a name that is there already takes its place. */
  createAttachment(
    ask: OneWrite<AttachmentBody> & { content: Buffer; contentType: string },
  ): Promise<AttachmentInXero>;
  /** What the entries of a document's history say. */
  listHistory(ask: Pick<HistoryNoteBody, 'of' | 'documentId'>): Promise<string[]>;
  addHistoryNote(ask: OneWrite<HistoryNoteBody>): Promise<void>;
  createTrackingOption(ask: OneWrite<TrackingOptionBody>): Promise<XeroTrackingOption>;
  archiveTrackingOption(ask: OneWrite<TrackingOptionArchiveBody>): Promise<XeroTrackingOption>;
  /** Of Xero Projects, as the ten after it: only with `writesProjects`. Whole, since nothing says what changed. */
  listProjects(): Promise<XeroProject[]>;
  listProjectsUsers(): Promise<XeroProjectsUser[]>;
  /** Throws VendorError `notFound` where there is no such project. */
  listProjectTasks(ask: { projectId: string } & ReadAsk): Promise<XeroProjectTask[]>;
  /** All time of a project, or that between two instants. */
  listTimeEntries(ask: {
    projectId: string;
    from?: string | undefined;
    to?: string | undefined;
  }): Promise<XeroTimeEntry[]>;
  readTimeEntry(ask: { projectId: string; id: string } & ReadAsk): Promise<XeroTimeEntry | null>;
  createProject(ask: OneWrite<XeroProjectBody>): Promise<XeroProject>;
  createProjectTask(ask: OneWrite<ProjectTaskBody>): Promise<XeroProjectTask>;
  /** Xero answers it with nothing. */
  updateProjectTask(ask: OneWrite<ProjectTaskChangeBody>): Promise<void>;
  createTimeEntry(ask: OneWrite<TimeEntryBody>): Promise<XeroTimeEntry>;
  /** Xero answers it with nothing. */
  updateTimeEntry(ask: OneWrite<TimeEntryBody>): Promise<void>;
  /** Xero gives no key for it: by its id it happens once. */
  deleteTimeEntry(ask: Omit<OneWrite<TimeEntryDeleteBody>, 'idempotencyKey'>): Promise<void>;
  createPurchaseOrders(
    ask: WriteAsk<PurchaseOrderBody>,
  ): Promise<WrittenElement<XeroPurchaseOrder>[]>;
  updatePurchaseOrders(
    ask: WriteAsk<PurchaseOrderBody>,
  ): Promise<WrittenElement<XeroPurchaseOrder>[]>;
  deletePurchaseOrders(
    ask: WriteAsk<PurchaseOrderDeleteBody>,
  ): Promise<WrittenElement<XeroPurchaseOrder>[]>;
}

/** Every method there is, for the test that proves nothing else can be called. */
export const xeroMethods = Object.freeze([
  'readOrganisation',
  'readChart',
  'readCurrencies',
  'listContacts',
  'readContacts',
  'readContactByNumber',
  'readCisSettings',
  'listBills',
  'readBills',
  'listSalesInvoices',
  'readSalesInvoices',
  'listCreditNotes',
  'readCreditNote',
  'listAdvances',
  'listPurchaseOrders',
  'readPurchaseOrder',
  'readPurchaseOrderByNumber',
  'readPayment',
  'listPayments',
  'listBankTransactions',
  'listManualJournals',
  'readProfitAndLoss',
  'readBalanceSheet',
  'createContacts',
  'updateContacts',
  'createBills',
  'updateBills',
  'voidBills',
  'createSalesInvoices',
  'updateSalesInvoices',
  'voidSalesInvoices',
  'createCreditNotes',
  'updateCreditNotes',
  'voidCreditNotes',
  'allocateCredit',
  'removeAllocation',
  'createPayments',
  'deletePayment',
  'listTrackingOptions',
  'createTrackingOption',
  'archiveTrackingOption',
  'createPurchaseOrders',
  'updatePurchaseOrders',
  'deletePurchaseOrders',
  'listAttachments',
  'createAttachment',
  'listHistory',
  'addHistoryNote',
  'listProjects',
  'listProjectsUsers',
  'listProjectTasks',
  'listTimeEntries',
  'readTimeEntry',
  'createProject',
  'createProjectTask',
  'updateProjectTask',
  'createTimeEntry',
  'updateTimeEntry',
  'deleteTimeEntry',
] as const satisfies readonly (keyof XeroClient)[]);

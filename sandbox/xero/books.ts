// The services of one Xero organisation, wired once.
import type { SandboxRequest } from '../kit/http.ts';
import type { Caller, XeroState } from './xero-state.ts';
import { AllocationService } from './allocations.ts';
import { BankCreditService } from './bank-credits.ts';
import { BankTransactionService } from './bank-transactions.ts';
import { BatchPaymentService } from './batch-payments.ts';
import { ContactService } from './contacts.ts';
import { CreditNoteService } from './credit-notes.ts';
import { CreditStatus } from './credit-status.ts';
import { InvoiceService } from './invoices.ts';
import { Ledger } from './ledger.ts';
import { ManualJournalService } from './manual-journals.ts';
import { PaymentService } from './payments.ts';
import { ProjectService } from './projects/projects.ts';
import { PurchaseOrderService } from './purchase-orders.ts';
import { TaskService } from './projects/project-tasks.ts';
import { TimeService } from './projects/time-entries.ts';
import { Webhooks } from './webhooks.ts';

export type Books = {
  state: XeroState;
  ledger: Ledger;
  webhooks: Webhooks;
  contacts: ContactService;
  invoices: InvoiceService;
  creditNotes: CreditNoteService;
  bankCredits: BankCreditService;
  bankTransactions: BankTransactionService;
  manualJournals: ManualJournalService;
  allocations: AllocationService;
  purchaseOrders: PurchaseOrderService;
  payments: PaymentService;
  batchPayments: BatchPaymentService;
  projects: ProjectService;
  projectTasks: TaskService;
  timeEntries: TimeService;
};

export function booksOn(state: XeroState): Books {
  const ledger = new Ledger(state);
  const webhooks = new Webhooks(state);
  const contacts = new ContactService(state, webhooks);
  const invoices = new InvoiceService(state, contacts, ledger, webhooks);
  const credits = new CreditStatus(state, webhooks);
  const payments = new PaymentService(state, invoices, credits, ledger);
  return {
    state,
    ledger,
    webhooks,
    contacts,
    invoices,
    creditNotes: new CreditNoteService(state, contacts, ledger, webhooks),
    bankCredits: new BankCreditService(state, contacts, ledger, webhooks),
    bankTransactions: new BankTransactionService(state, contacts, ledger),
    manualJournals: new ManualJournalService(state, ledger),
    allocations: new AllocationService(state, invoices, credits, ledger),
    purchaseOrders: new PurchaseOrderService(state, contacts),
    payments,
    batchPayments: new BatchPaymentService(state, payments),
    projects: new ProjectService(state),
    projectTasks: new TaskService(state),
    timeEntries: new TimeService(state),
  };
}

export function callerOf(request: SandboxRequest): Caller {
  const { app, role, query } = request;
  return { app, role, unitPlaces: query.get('unitdp') === '4' ? 4 : 2 };
}

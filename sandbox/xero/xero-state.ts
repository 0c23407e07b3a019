// The collections the Xero sandbox stands on, and the few facts every service asks for.
import { randomUUID } from 'node:crypto';
import type { Collection } from '../kit/store.ts';
import type { SandboxKit } from '../kit/sandbox-spec.ts';
import type { Day } from './dates.ts';
import type { Millionths } from './decimal.ts';
import type { OpenRules, RuleName } from './open-rules.ts';
import type { Project, ProjectTask, TimeEntry } from './projects/project-records.ts';
import type {
  Account,
  Allocation,
  Attachment,
  BankCredit,
  BankTransaction,
  BatchPayment,
  Budget,
  Contact,
  ContactGroup,
  CreditNote,
  Currency,
  HistoryEntry,
  Invoice,
  Journal,
  ManualJournal,
  Organisation,
  Payment,
  PurchaseOrder,
  TaxRate,
  TrackingCategory,
  User,
} from './records.ts';
import { DEFAULT_RULES } from './open-rules.ts';
import { dayIn } from './dates.ts';

/** Who does something to the books, through the API or in a bookkeeper's scene. */
export type Caller = {
  app: string;
  role: string;
  /** Decimal places of a unit price: 2 unless `unitdp=4`. */
  unitPlaces: 2 | 4;
};

export class XeroState {
  readonly kit: SandboxKit;
  readonly tenantId: string;
  /** Every organisation of the app, in the order they were connected; this one is among them. */
  readonly connected: readonly XeroState[];
  readonly accounts: Collection<Account>;
  readonly taxRates: Collection<TaxRate>;
  readonly trackingCategories: Collection<TrackingCategory>;
  readonly contacts: Collection<Contact>;
  readonly invoices: Collection<Invoice>;
  readonly creditNotes: Collection<CreditNote>;
  readonly bankCredits: Collection<BankCredit>;
  readonly bankTransactions: Collection<BankTransaction>;
  readonly manualJournals: Collection<ManualJournal>;
  readonly allocations: Collection<Allocation>;
  readonly purchaseOrders: Collection<PurchaseOrder>;
  readonly payments: Collection<Payment>;
  readonly batchPayments: Collection<BatchPayment>;
  readonly journals: Collection<Journal>;
  /** The journal in force of each document, by the document's id. */
  readonly standingJournals: Collection<string>;
  readonly balances: Collection<bigint>;
  /** The foreign ones the organisation may use, in the order they came. */
  readonly currencies: Collection<Currency>;
  /** By currency, then by day: its units for one of the organisation's own. */
  readonly dayRates: Collection<Readonly<Record<Day, Millionths>>>;
  /** By document, in the order they came. */
  readonly attachments: Collection<readonly Attachment[]>;
  readonly history: Collection<readonly HistoryEntry[]>;
  readonly users: Collection<User>;
  readonly contactGroups: Collection<ContactGroup>;
  readonly budgets: Collection<Budget>;
  readonly projects: Collection<Project>;
  readonly projectTasks: Collection<ProjectTask>;
  readonly timeEntries: Collection<TimeEntry>;
  readonly #organisations: Collection<Organisation>;
  readonly #settings: Collection<Partial<OpenRules>>;
  readonly #counters: Collection<number>;

  constructor(kit: SandboxKit, tenantId: string, connected: XeroState[]) {
    const { store } = kit;
    this.kit = kit;
    this.tenantId = tenantId;
    connected.push(this);
    this.connected = connected;
    this.accounts = store.collection('accounts');
    this.taxRates = store.collection('taxRates');
    this.trackingCategories = store.collection('trackingCategories');
    this.contacts = store.collection('contacts');
    this.invoices = store.collection('invoices');
    this.creditNotes = store.collection('creditNotes');
    this.bankCredits = store.collection('bankCredits');
    this.bankTransactions = store.collection('bankTransactions');
    this.manualJournals = store.collection('manualJournals');
    this.allocations = store.collection('allocations');
    this.purchaseOrders = store.collection('purchaseOrders');
    this.payments = store.collection('payments');
    this.batchPayments = store.collection('batchPayments');
    this.journals = store.collection('journals');
    this.standingJournals = store.collection('standingJournals');
    this.balances = store.collection('balances');
    this.currencies = store.collection('currencies');
    this.dayRates = store.collection('dayRates');
    this.attachments = store.collection('attachments');
    this.history = store.collection('history');
    this.users = store.collection('users');
    this.contactGroups = store.collection('contactGroups');
    this.budgets = store.collection('budgets');
    this.projects = store.collection('projects');
    this.projectTasks = store.collection('projectTasks');
    this.timeEntries = store.collection('timeEntries');
    this.#organisations = store.collection('organisations');
    this.#settings = store.collection('kit.xeroSettings');
    this.#counters = store.collection('counters');
  }

  get isSeeded(): boolean {
    return this.#organisations.size > 0;
  }

  organisation(): Organisation {
    const found = this.#organisations.get('organisation');
    if (found === undefined) throw new Error('The sandbox has no organisation: seed it first');
    return found;
  }

  setOrganisation(organisation: Organisation): void {
    this.#organisations.set('organisation', organisation);
  }

  settings(): OpenRules {
    return { ...DEFAULT_RULES, ...this.#settings.get('settings') };
  }

  rule<Name extends RuleName>(name: Name): OpenRules[Name] {
    return this.#settings.get('settings')?.[name] ?? DEFAULT_RULES[name];
  }

  setSettings(settings: Partial<OpenRules>): void {
    this.#settings.set('settings', settings);
  }

  today(): Day {
    return dayIn(this.organisation().ianaTimezone, this.kit.clock.now());
  }

  newId(): string {
    return randomUUID();
  }

  next(counter: string): number {
    const value = (this.#counters.get(counter) ?? 0) + 1;
    this.#counters.set(counter, value);
    return value;
  }

  /** How often it was counted since it was last set to nothing. */
  counted(counter: string): number {
    return this.#counters.get(counter) ?? 0;
  }

  uncount(counter: string): void {
    this.#counters.delete(counter);
  }

  /** The moment of a change, later than every earlier one even when the clock stands still or goes back. */
  stamp(): number {
    const last = this.#counters.get('updatedAtMs') ?? 0;
    const now = this.kit.clock.nowMs();
    const at = now > last ? now : last + 1;
    this.#counters.set('updatedAtMs', at);
    return this.rule('updatedPrecision') === 'seconds' ? Math.floor(at / 1_000) * 1_000 : at;
  }

  accountById(accountId: string): Account | undefined {
    return this.accounts.values().find((account) => account.accountId === accountId);
  }

  accountByCode(code: string): Account | undefined {
    const account = this.accounts.get(code);
    return account?.isUncoded === true ? undefined : account;
  }

  systemAccount(name: string): Account {
    const found = this.accounts.values().find((account) => account.systemAccount === name);
    if (found === undefined) throw new Error(`The chart has no ${name} account`);
    return found;
  }
}

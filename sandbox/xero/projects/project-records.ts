// What Xero Projects keeps: projects, the tasks of each and the time that people logged on them; amounts as integers.
import type { Cents } from '../decimal.ts';

export const PROJECT_STATUSES = ['INPROGRESS', 'CLOSED'] as const;
export const CHARGE_TYPES = ['TIME', 'FIXED', 'NON_CHARGEABLE'] as const;
export const WORK_STATUSES = ['ACTIVE', 'LOCKED', 'INVOICED'] as const;

/** Of a task or a time entry: LOCKED while it is being invoiced. */
export type WorkStatus = (typeof WORK_STATUSES)[number];
export type ChargeType = (typeof CHARGE_TYPES)[number];
export type ProjectStatus = (typeof PROJECT_STATUSES)[number];

/** Everything is in the organisation's own currency. */
export type Project = {
  projectId: string;
  contactId: string | null;
  name: string;
  estimate: Cents | null;
  /** Milliseconds since 1970. */
  deadlineMs: number | null;
  status: ProjectStatus;
  /** No path of the API writes expenses: a person enters them in Xero. */
  expenses: { total: Cents; invoiced: Cents };
  createdAtMs: number;
};

export type ProjectTask = {
  taskId: string;
  projectId: string;
  name: string;
  /** For an hour of TIME; the whole of a FIXED task. */
  rate: Cents;
  chargeType: ChargeType;
  estimateMinutes: number | null;
  status: WorkStatus;
  createdAtMs: number;
};

export type TimeEntry = {
  timeEntryId: string;
  projectId: string;
  taskId: string;
  userId: string;
  /** Milliseconds since 1970. */
  dateMs: number;
  dateEnteredMs: number;
  /** Minutes. */
  duration: number;
  description: string | null;
  status: WorkStatus;
  /** The sales invoice it went on. */
  invoiceId: string | null;
};

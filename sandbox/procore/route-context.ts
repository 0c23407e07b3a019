// What every Procore route works with: the records, the company, the clock, and the door through which changes are announced.
import type { CompanyIdentity } from './present-directory.ts';
import type { ProcoreCall } from './procore-call.ts';
import type { ProcoreState } from './procore-state.ts';

export type Change = {
  /** Procore's resource name, e.g. "Contract Payments". */
  resource: string;
  id: number;
  projectId?: number;
  reason: 'create' | 'update' | 'delete';
};

/** Who made a change, and in which company. */
export type ChangedBy = Pick<ProcoreCall, 'app' | 'companyId'>;

export type RouteContext = {
  state: ProcoreState;
  company: CompanyIdentity;
  /** The sandbox clock, in milliseconds. */
  now: () => number;
  /** Queues a webhook for every hook that asked for this change. */
  changed: (call: ChangedBy, change: Change) => void;
};

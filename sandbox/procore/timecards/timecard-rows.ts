// What the Procore sandbox remembers of people, the crews they work in, and the hours they were on site.

/** Somebody of the directory; only some sign in. */
export type PersonRow = {
  /** The party that a timecard and a crew name. */
  id: number;
  key: string;
  first_name: string;
  last_name: string;
  employee_id: string;
  email: string;
  /** Null for a person without a login ("reference user"). */
  user_id: number | null;
  trade: string | null;
};

export type CrewRow = {
  id: number;
  project_id: number;
  name: string;
  lead_party_id: number | null;
  party_ids: readonly number[];
  created_by_id: number;
  created_at: string;
  updated_at: string;
};

/** Source: Procore OpenAPI 2024-10, TimecardEntry4.approval_status, read 2026-11-27. */
export const approvalStatuses = ['pending', 'reviewed', 'approved', 'completed'] as const;
export type ApprovalStatus = (typeof approvalStatuses)[number];

export type TimecardRow = {
  id: number;
  project_id: number;
  /** YYYY-MM-DD, on site. */
  date: string;
  /** Exact text with up to two decimals, breaks not counted. */
  hours: string;
  time_in: string | null;
  time_out: string | null;
  /** Minutes. */
  lunch_time: number | null;
  billable: boolean;
  description: string | null;
  approval_status: ApprovalStatus;
  timecard_time_type_id: number;
  party_id: number;
  crew_id: number | null;
  cost_code_id: number | null;
  sub_job_id: number | null;
  line_item_type_id: number | null;
  origin_id: string | null;
  origin_data: string | null;
  created_by_id: number;
  /** A deleted one stays, for lists that show it. */
  deleted_at: string | null;
  created_at: string;
  updated_at: string;
};

export type TimeType = { id: number; time_type: string; abbreviated_time_type: string };

/** Names as in Procore's support pages on timecards; which of them a company has is its own choice. UNCONFIRMED. */
export const timeTypes: readonly [TimeType, ...TimeType[]] = [
  { id: 562949949000021, time_type: 'Regular Time', abbreviated_time_type: 'RT' },
  { id: 562949949000022, time_type: 'Overtime', abbreviated_time_type: 'OT' },
  { id: 562949949000023, time_type: 'Double Time', abbreviated_time_type: 'DT' },
  { id: 562949949000024, time_type: 'PTO', abbreviated_time_type: 'PTO' },
  { id: 562949949000025, time_type: 'Salary', abbreviated_time_type: 'S' },
];

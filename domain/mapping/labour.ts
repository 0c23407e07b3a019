// What the mapping file says of labour: who logs whose time in Xero Projects, which timecards count, and what an hour costs.
import { z } from 'zod';

/** Source: Procore OpenAPI of 2024, TimecardEntry4.approval_status; read 2026-11-27. */
const timecardStatuses = ['pending', 'reviewed', 'approved', 'completed'] as const;
/** One that is completed was approved before. */
const approvedStatuses = ['approved', 'completed'] as const;

/** What Procore calls labour in a new company (unconfirmed): another one is a line in the mapping file. */
const labourCostType = 'L';

/** Left to wait until the table names somebody. */
const wait = 'wait';

/** Procore counts its records. Source: Procore REST reference, timecard entries, party; read 2026-11-23. */
const personId = z.string().superRefine((written, context) => {
  if (/^[1-9]\d*$/.test(written)) return;
  const message = `"${written}" is no id of a person; it is the number in the address of the person's page in Procore's directory`;
  context.addIssue({ code: 'custom', message });
});

/** A user of Xero Projects, by id or e-mail address. Source: Xero OpenAPI 16.1.0, Projects, ProjectUser; read 2026-11-27. */
const projectsUser = z
  .string()
  .min(1)
  .refine(
    (written) => written.includes('@') || /^[0-9a-f-]{36}$/i.test(written),
    'name a user of Xero Projects by e-mail address or user id; "tieout config check" lists them',
  );

/** Above zero, in the organisation's own currency, as exact text. */
const costRate = z
  .string()
  .regex(
    /^(?=.*[1-9])\d{1,9}(\.\d{1,4})?$/,
    'what an hour costs as text, such as "62.50", above zero and with four decimals at most',
  );
const code = z.string().min(1);

/** The keys within `labour`. */
export const labourShape = {
  /** Person in Procore → user of Xero Projects. */
  workers: z.record(personId, projectsUser).default({}),
  /** Whose time a worker's is who is in no table; `wait`: nobody's, and one question asks for each. */
  unmapped: z.union([z.literal(wait), projectsUser]).default(wait),
  /** The approval statuses in which a timecard is posted. */
  statuses: z
    .array(z.enum(timecardStatuses))
    .min(1)
    .default(() => [...approvedStatuses]),
  /** User of Xero Projects → what an hour of theirs costs; for time that goes to Procore. */
  costRates: z.record(projectsUser, costRate).default({}),
  /** What an hour of everybody else costs; null: their time waits. */
  costRate: costRate.nullable().default(null),
  /** The Procore cost type that time is budgeted under. */
  costType: code.default(labourCostType),
  /** The code of the budget that expenses of Xero Projects go on; null leaves them in Xero. */
  expenses: z.strictObject({ costCode: code, costType: code }).nullable().default(null),
};

export type LabourSettings = {
  workers: Record<string, string>;
  unmapped: string;
  statuses: (typeof timecardStatuses)[number][];
  costRates: Record<string, string>;
  costRate: string | null;
  costType: string;
  expenses: { costCode: string; costType: string } | null;
};

export const labourAsUsual: LabourSettings = {
  workers: {},
  unmapped: wait,
  statuses: [...approvedStatuses],
  costRates: {},
  costRate: null,
  costType: labourCostType,
  expenses: null,
};

/** The approval statuses in which a timecard is posted, in small letters, as they are compared. */
export function statusesToPost({ labour }: { labour: LabourSettings }): string[] {
  return labour.statuses.map((status) => status.toLowerCase());
}

/** The user a worker's time is logged for, as the file names one; null where it waits. */
export function userNamed({ workers, unmapped }: LabourSettings, workerId: string): string | null {
  const own = Object.hasOwn(workers, workerId) ? workers[workerId] : undefined;
  return own ?? (unmapped === wait ? null : unmapped);
}

type User = { id: string; email: string | null };

/** What an hour of a user costs, in the organisation's own currency; null where the file names nothing. */
export function costRateOf(
  { costRates, costRate: usual }: LabourSettings,
  { id, email }: User,
): string | null {
  const names = [id, email].map((name) => name?.toLowerCase());
  const own = Object.keys(costRates).find((named) => names.includes(named.toLowerCase()));
  return own === undefined ? usual : (costRates[own] ?? usual);
}

/** The user that is meant by an id or an e-mail address, in whatever case. */
export function userMeant<U extends User>(users: readonly U[], named: string): U | undefined {
  const wanted = named.toLowerCase();
  return users.find(
    ({ id, email }) => id.toLowerCase() === wanted || email?.toLowerCase() === wanted,
  );
}

/** Every user that the file names and Xero Projects does not have, each with the key and those there are. */
export function labourProblems(users: readonly User[], labour: LabourSettings): string[] {
  const known = users.map(({ id, email }) => email ?? id).slice(0, 10);
  const offer = `use one of ${known.join(', ') || '(Xero Projects has none)'}`;
  const named: [key: string, user: string][] = [
    ...Object.entries(labour.workers).map(([id, user]): [string, string] => [
      `labour.workers.${id}`,
      user,
    ]),
    ...Object.keys(labour.costRates).map((user): [string, string] => [
      `labour.costRates.${user}`,
      user,
    ]),
    ...(labour.unmapped === wait ? [] : [['labour.unmapped', labour.unmapped] as [string, string]]),
  ];
  return named.flatMap(([key, user]) =>
    userMeant(users, user) ? [] : [`${key}: Xero Projects has no user ${user}; ${offer}`],
  );
}

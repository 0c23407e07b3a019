// The plan of a project's time: one approved timecard, one entry in Xero, and a question wherever a person has a say.
import { contentHash } from '../../identity/canonical-json.ts';
import { markerOf } from '../../identity/markers.ts';
import type { Role } from '../../identity/roles.ts';
import type { OwnedTime, TimeBase } from '../../plan/owned.ts';
import type { FlatFields } from '../../plan/three-way.ts';
import { compareFields } from '../../plan/three-way.ts';
import type { FieldChange, PlannedWrite, Verdict } from '../../plan/verdict.ts';
import { adoption, blocked, finding, proposal, unchanged } from '../../plan/verdicts.ts';
import type { ProcoreTimecard } from '../../records/procore/timecard.ts';
import { versionOfTime } from '../../records/xero/time-entry.ts';
import type { ProjectLabourObservation, SeenEntry, SeenTime } from './observation.ts';
import { isNoTime, minutesOf, momentOf, ownPartOf, wantedOf } from './wanted-time.ts';

/** What is ready to take time, by the cost code's and the worker's id in Procore. */
export type Ready = { tasks: ReadonlyMap<string, string>; workers: ReadonlyMap<string, string> };

/** So many questions of single timecards at once: beyond, a person is asked once some of these are answered. */
export const askedAtOnce = 50;

export function timeVerdicts(observation: ProjectLabourObservation, ready: Ready): Verdict[] {
  const going: Verdict[] = [];
  const asking: Verdict[] = [];
  const verdicts = [
    ...observation.time.flatMap((time) => verdictOf(observation, ready, time)),
    ...observation.doubles.map((double) => second(observation, double)),
  ];
  for (const verdict of verdicts) {
    (verdict.findings.length > 0 ? asking : going).push(verdict);
  }
  const onItsWay = observation.onItsWay.map((role) => unchanged(role as Role));
  return [...onItsWay, ...going, ...asking.slice(0, askedAtOnce)];
}

/** Posted where it is shown, not deleted, approved, and of a day on which the project posts. */
function isPostable(
  { mapping, postFrom }: Pick<ProjectLabourObservation, 'mapping' | 'postFrom'>,
  { approval, isDeleted, date, hours }: ProcoreTimecard,
): boolean {
  const approved = mapping.labour.statuses.map((one) => one.toLowerCase());
  const isApproved = approval !== null && approved.includes(approval.toLowerCase());
  return !isDeleted && isApproved && postFrom !== null && date >= postFrom && !isNoTime(hours);
}

/** Nothing where what it needs first, a task or a user, is still to come. */
function verdictOf(seen: ProjectLabourObservation, ready: Ready, time: SeenTime): Verdict[] {
  const { timecard, entry, base, entryId } = time;
  if (base === null || entryId === null) {
    return timecard && isPostable(seen, timecard) ? newTime(seen, ready, time, timecard) : [];
  }
  if (timecard === null || !isPostable(seen, timecard)) {
    return [leftTheSet(seen, { ...time, base, entryId })];
  }
  const wanted = wantedOf(timecard, base, {
    userId: ready.workers.get(timecard.worker?.id ?? '') ?? null,
    taskId: ready.tasks.get(timecard.costCode?.id ?? '') ?? null,
    connection: seen.connection,
  });
  if (wanted === null) return [];
  if (entry === null) return [writtenAgain(seen, time, timecard, wanted)];
  return [changed(seen, { ...time, base, timecard, entry }, wanted)];
}

function newTime(
  seen: ProjectLabourObservation,
  ready: Ready,
  { alike }: SeenTime,
  timecard: ProcoreTimecard,
): Verdict[] {
  const wanted = wantedOf(timecard, null, {
    userId: ready.workers.get(timecard.worker?.id ?? '') ?? null,
    taskId: ready.tasks.get(timecard.costCode?.id ?? '') ?? null,
    connection: seen.connection,
  });
  if (wanted === null) return [];
  const role = roleOf(timecard.id);
  if (alike) {
    const detail = `${whatIs(timecard)} is there already, typed by a person`;
    const figures = { timecard: timecard.id, entry: alike.id };
    return [
      adoption(role, {
        targetId: alike.id,
        targetVersion: versionOfTime(alike),
        changes: compareFields(nothing, fieldsOf(seen, wanted), fieldsOf(seen, alike)).changes,
        findings: [finding('timeTypedInXero', detail, figures)],
      }),
    ];
  }
  return [
    proposal(role, {
      outcome: 'create',
      changes: creationChanges(seen, timecard, wanted),
      write: writeOf(seen, timecard, wanted, null),
    }),
  ];
}

/** A changed timecard changes its entry by itself, where nobody changed that; whatever a person did in Xero is asked. */
function changed(
  seen: ProjectLabourObservation,
  time: SeenTime & { base: TimeBase; timecard: ProcoreTimecard; entry: SeenEntry },
  wanted: OwnedTime,
): Verdict {
  const { timecard, base, entry } = time;
  const role = roleOf(timecard.id);
  const before = fieldsOf(seen, base.entry);
  const { verdict, changes } = compareFields(
    { projection: before, target: before },
    fieldsOf(seen, wanted),
    fieldsOf(seen, entry),
  );
  if (verdict === 'same') {
    // Both say the same by now, in other words than were agreed on: that is what is agreed on from here.
    return isAsAgreed(timecard, entry, base)
      ? unchanged(role)
      : adoption(role, { targetId: entry.id, targetVersion: versionOfTime(entry) });
  }
  if (entry.status !== 'ACTIVE') return locked(role, seen, timecard, entry);
  const edited = finding('editedInXero', whatIs(timecard), { timecard: timecard.id });
  return proposal(role, {
    outcome: 'update',
    changes,
    findings: verdict === 'sourceMoved' ? [] : [edited],
    write: writeOf(seen, timecard, wanted, entry),
  });
}

function isAsAgreed(timecard: ProcoreTimecard, entry: SeenEntry, base: TimeBase): boolean {
  return (
    contentHash(ownPartOf(timecard)) === contentHash(base.timecard) &&
    contentHash(ownedIn(entry)) === contentHash(base.entry)
  );
}

/** Deleted or no longer approved after it was posted: what we wrote goes once a person says so. */
function leftTheSet(
  seen: ProjectLabourObservation,
  { timecard, timecardId, entry, entryId, base }: SeenTime & { base: TimeBase; entryId: string },
): Verdict {
  const role = roleOf(timecardId);
  if (entry === null) {
    // Gone on both sides: only the link ends.
    return proposal(role, { outcome: 'delete', write: null, changes: [], targetId: entryId });
  }
  const isGone = timecard === null || timecard.isDeleted;
  const { date, hours } = base.timecard;
  const name = userName(seen, entry.userId);
  const what = `${hours} h of ${date}, logged for ${name}`;
  if (entry.status !== 'ACTIVE') {
    return blocked(role, 'timeLocked', `${what} is ${entry.status} in Xero`, {
      ...{ timecard: timecardId, status: entry.status },
    });
  }
  const why = isGone
    ? finding('sourceGone', what, { timecard: timecardId })
    : finding('leftPostedStatus', what, { timecard: timecardId, status: timecard.approval });
  const { projectId } = projectOf(seen);
  return proposal(role, {
    outcome: 'delete',
    findings: [why],
    changes: [
      ...(['date', 'minutes'] as const).map((path) => ({
        ...{ path, base: null, procore: null, proposed: null },
        xero: String(entry[path]),
      })),
      { path: 'user', base: null, procore: null, xero: name, proposed: null },
    ],
    write: {
      endpoint: 'xero/time',
      operation: 'delete',
      marker: markerIn(seen, timecardId),
      body: { kind: 'xeroTimeEntryDelete', projectId, entryId: entry.id },
      targetId: entry.id,
      targetVersion: versionOfTime(entry),
      agreed: null,
    },
  });
}

function writtenAgain(
  seen: ProjectLabourObservation,
  { entryId }: SeenTime,
  timecard: ProcoreTimecard,
  wanted: OwnedTime,
): Verdict {
  return proposal(roleOf(timecard.id), {
    outcome: 'create',
    changes: creationChanges(seen, timecard, wanted),
    findings: [
      finding('timeDeletedInXero', whatIs(timecard), {
        ...{ timecard: timecard.id, entry: entryId },
      }),
    ],
    write: writeOf(seen, timecard, wanted, null),
  });
}

/** Of two entries of one timecard the one that is not linked is taken back, once a person says so. */
function second(
  seen: ProjectLabourObservation,
  { timecardId, ...entry }: SeenEntry & { timecardId: string },
): Verdict {
  const role = `doubleTime/${entry.id}` as const;
  const what = `${entry.minutes} min of ${entry.date}, logged for ${userName(seen, entry.userId)}`;
  if (entry.status !== 'ACTIVE') {
    return blocked(role, 'timeLocked', `${what} is there twice, and ${entry.status} in Xero`, {
      ...{ timecard: timecardId, status: entry.status },
    });
  }
  return proposal(role, {
    outcome: 'delete',
    findings: [finding('doubleTarget', what, { timecard: timecardId, entry: entry.id })],
    changes: [
      { path: 'minutes', base: null, procore: null, xero: String(entry.minutes), proposed: null },
    ],
    write: {
      endpoint: 'xero/time',
      operation: 'delete',
      marker: markerIn(seen, timecardId),
      body: {
        ...{ kind: 'xeroTimeEntryDelete', projectId: projectOf(seen).projectId },
        entryId: entry.id,
      },
      targetId: entry.id,
      targetVersion: versionOfTime(entry),
      agreed: null,
    },
  });
}

function locked(
  role: Role,
  seen: ProjectLabourObservation,
  timecard: ProcoreTimecard,
  { status }: SeenEntry,
): Verdict {
  const detail = `${whatIs(timecard)} was changed, and is ${status} in Xero`;
  return blocked(role, 'timeLocked', detail, {
    ...{ timecard: timecard.id, status, hours: timecard.hours, date: timecard.date },
  });
}

function writeOf(
  seen: ProjectLabourObservation,
  timecard: ProcoreTimecard,
  wanted: OwnedTime,
  entry: SeenEntry | null,
): PlannedWrite {
  const { userId, taskId, date, minutes, description } = wanted;
  return {
    endpoint: 'xero/time',
    operation: entry === null ? 'create' : 'update',
    marker: markerIn(seen, timecard.id),
    body: {
      kind: 'xeroTimeEntry',
      projectId: projectOf(seen).projectId,
      entryId: entry?.id ?? null,
      ...{ userId, taskId, minutes, description },
      at: momentOf(date, seen.organisation),
    },
    targetId: entry?.id ?? null,
    targetVersion: entry === null ? null : versionOfTime(entry),
    agreed: { timecard: ownPartOf(timecard), entry: wanted },
  };
}

/** What is agreed on where an entry of a person is taken for the timecard's, or both sides came to say the same. */
export function adoptedTime(seen: ProjectLabourObservation, role: Role): TimeBase | null {
  const time = seen.time.find(({ timecardId }) => roleOf(timecardId) === role);
  const entry = time?.entry ?? time?.alike ?? null;
  if (!time?.timecard || !entry) return null;
  return { timecard: ownPartOf(time.timecard), entry: ownedIn(entry) };
}

function ownedIn({ userId, taskId, date, minutes, description }: OwnedTime): OwnedTime {
  return { userId, taskId, date, minutes, description };
}

function roleOf(timecardId: string): Role {
  return `time/${timecardId}`;
}

function markerIn({ connection, projectId }: ProjectLabourObservation, timecardId: string): string {
  return markerOf({ type: 'projectLabour', connection, sourceId: projectId }, roleOf(timecardId));
}

function projectOf({ linkedTargetId }: ProjectLabourObservation): { projectId: string } {
  if (linkedTargetId === null) throw new Error('time is planned for a project that is linked');
  return { projectId: linkedTargetId };
}

const nothing = { projection: new Map(), target: new Map() } as const;

function fieldsOf(seen: ProjectLabourObservation, time: OwnedTime): FlatFields {
  const plain = (text: string) => ({ key: text, shown: text });
  return new Map([
    ['user', { key: time.userId, shown: userName(seen, time.userId) }],
    ['task', { key: time.taskId, shown: taskName(seen, time.taskId) }],
    ['date', plain(time.date)],
    ['minutes', plain(String(time.minutes))],
    ['description', plain(time.description)],
  ]);
}

/** Hours that are no whole minutes are shown beside what they are written as. */
function creationChanges(
  seen: ProjectLabourObservation,
  { hours, worker }: ProcoreTimecard,
  wanted: OwnedTime,
): FieldChange[] {
  const change = (path: string, procore: string, proposed: string): FieldChange => ({
    ...{ path, base: null, procore, xero: null, proposed },
  });
  return [
    change('user', worker?.name ?? '', userName(seen, wanted.userId)),
    change('task', taskName(seen, wanted.taskId), taskName(seen, wanted.taskId)),
    change('date', wanted.date, wanted.date),
    change('minutes', `${hours} h`, String(wanted.minutes)),
    change('description', wanted.description, wanted.description),
  ];
}

export function userName({ users }: Pick<ProjectLabourObservation, 'users'>, id: string): string {
  return users.find((user) => user.id === id)?.name ?? id;
}

function taskName({ tasks }: Pick<ProjectLabourObservation, 'tasks'>, id: string): string {
  return tasks.find((task) => task.id === id)?.name ?? id;
}

/** "7.50 h of 2026-11-20 by Aroha Ngata on 03-300". */
function whatIs(timecard: ProcoreTimecard): string {
  const { hours, date, worker, costCode } = timecard;
  return `${hours} h of ${date} by ${worker?.name ?? 'nobody'} on ${costCode?.code ?? 'no cost code'}`;
}

/** What of its hours is written otherwise, because Xero takes whole minutes. */
export function inexactHours(seen: ProjectLabourObservation) {
  return seen.time.flatMap(({ timecard, timecardId }) => {
    if (!timecard || !isPostable(seen, timecard)) return [];
    const { minutes, isExact } = minutesOf(timecard.hours);
    if (isExact) return [];
    const why = 'Xero takes whole minutes';
    return [
      { path: `time/${timecardId}`, source: `${timecard.hours} h`, written: `${minutes} min`, why },
    ];
  });
}

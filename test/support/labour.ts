// The labour of one project for the domain's tests: timecard 700 of worker 91, the task and the user it goes to, and what becomes of it.
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { labourAsUsual } from '../../domain/mapping/labour.ts';
import { planObservation } from '../../domain/objects/objects.ts';
import type { Observation } from '../../domain/objects/objects.ts';
import type { SeenEntry, SeenTime } from '../../domain/objects/project-labour/observation.ts';
import { ownPartOf } from '../../domain/objects/project-labour/wanted-time.ts';
import type { ProcoreTimecard } from '../../domain/records/procore/timecard.ts';
import { mapping, project } from './domain-builders.ts';
import { kept } from './kept-records.ts';

export type Labour = Observation<'projectLabour'>;

export const on: Mapping = {
  ...mapping,
  directions: { ...mapping.directions, projectLabour: 'procoreToXero' },
  labour: { ...labourAsUsual, workers: { '91': 'site@harbour.example' }, statuses: ['approved'] },
};
const user = kept('xeroProjectsUser');
export const task = kept('xeroProjectTask');
export const target = kept('xeroProject', { name: `${project.number} ${project.name}` });
export const owner = { workflowId: 'contact/demo/40', contactId: 'contact-40', archived: false };
export const marker = `tieout:demo/projectLabour/${project.id}/time-700`;

export const card = (over: Partial<ProcoreTimecard> = {}) =>
  kept('procoreTimecard', { projectId: project.id, ...over });
export const fresh = (over: Partial<ProcoreTimecard> = {}): SeenTime => ({
  ...{ timecardId: over.id ?? '700', timecard: card(over) },
  ...{ entryId: null, base: null, entry: null, alike: null },
});
export const entry: SeenEntry = {
  ...{ id: 'entry-1', userId: 'user-1', taskId: 'task-1', date: '2026-06-02', minutes: 450 },
  ...{ at: '2026-06-02T00:00:00.000Z', status: 'ACTIVE' },
  description: `Boxing, grid C ${marker}`,
};
const { id: _id, at: _at, status: _status, ...owned } = entry;
const base = { timecard: ownPartOf(card()), entry: owned };
/** As it was posted, but for what differs. */
export const posted = (over: Partial<SeenTime> = {}): SeenTime => ({
  ...{ timecardId: '700', timecard: card(), entryId: 'entry-1', base, entry, alike: null },
  ...over,
});
export const edited = (over: Partial<SeenEntry>): SeenEntry => ({ ...entry, ...over });

export function labour(over: Partial<Labour> = {}): Labour {
  const { worker, costCode } = card();
  return {
    ...{ connection: 'demo', publicUrl: 'http://127.0.0.1:4400', mappingVersion: 'v1' },
    mapping: on,
    answers: { accepted: [], refusals: [], decisions: [], inFlight: [] },
    ...{ context: 'context-1', sourceUnseen: false, linkedTargetId: target.id },
    type: 'projectLabour',
    ...{ projectId: project.id, project, postFrom: '2026-01-01', isProjectsRead: true },
    organisation: { baseCurrency: 'NZD', isWestOfUtc: false },
    ...{ owner: null, target, candidates: [], isTimeRead: true },
    ...{ users: [user], tasks: [task], taskLinks: [{ costCodeId: '301', taskId: task.id }] },
    budgeted: null,
    ...{ waiting: [{ worker, costCode }], time: [fresh()], doubles: [], askedElsewhere: [] },
    ...{ onItsWay: [], isWriting: false },
    ...over,
  };
}
export const unlinked = (over: Partial<Labour> = {}): Labour =>
  labour({
    ...{ linkedTargetId: null, target: null, isTimeRead: false, time: [], owner },
    ...{ tasks: [], taskLinks: [] },
    ...over,
  });

export type Told = { goes: string[]; asked: string[]; waits: string[] };

/** What goes by itself, what is asked with its subject, and what is waited for. */
export function planned(seen: Labour): Told {
  const plan = planObservation(seen);
  return {
    goes: plan.gated.going.map(({ verdict }) => `${verdict.outcome} ${verdict.role}`),
    asked: plan.gated.questions.map(({ kind, subject }) => `${kind} ${subject}`),
    waits: plan.gated.waitsFor,
  };
}
export const nothing: Told = { goes: [], asked: [], waits: [] };
export const goes = (...all: string[]): Told => ({ ...nothing, goes: all });
export const asked = (...all: string[]): Told => ({ ...nothing, asked: all });
export const candidate = { ...target, isTaken: false };

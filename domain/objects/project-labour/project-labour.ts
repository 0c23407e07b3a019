// A project's labour: its approved timecards, and the time entries in Xero Projects that they are written as.
import { codingTrackingOf } from '../../mapping/option-names.ts';
import type { Read } from '../../records/read.ts';
import type { SyncedObject } from '../synced-object.ts';
import type { ProjectLabourObservation } from './observation.ts';
import { projectLabourObservationSchema } from './observation.ts';
import { planProjectLabour } from './plan-project-labour.ts';
import { adoptedTime, inexactHours } from './plan-time.ts';
import { projectLabourPlannerVersion } from './planner-version.ts';

const time = { targetKind: 'xeroTimeEntry', endpoint: 'xero/time' } as const;

/**
 * One document a project, however many timecards it has: its plan is made from those that are not as they were settled.
 * Time that is born in Xero never goes there again, and what is written here bears our marker.
 */
export const projectLabour: SyncedObject<'projectLabour', ProjectLabourObservation> = {
  type: 'projectLabour',
  words: { one: 'labour', many: 'labour' },
  sourceOf: (recordId) => ({ kind: 'procoreProject', recordId }),
  isSourceId: (text) => /^\d+$/.test(text),
  roles: [
    {
      role: 'project',
      targetKind: 'xeroProject',
      endpoint: 'xero/projects',
      may: ['create'],
      word: 'project in Xero Projects',
    },
    {
      role: 'task/',
      targetKind: 'xeroProjectTask',
      endpoint: 'xero/projecttasks',
      may: ['create'],
      word: 'task',
    },
    { role: 'time/', ...time, may: ['create', 'update', 'delete'], word: 'time entry' },
    { role: 'doubleTime/', ...time, may: ['delete'], word: 'second time entry' },
    { role: 'worker/', ...time, may: [], word: 'worker' },
  ],
  schema: projectLabourObservationSchema,
  // Who logs whose time is in the bodies.
  mappingSlice: (mapping) => ({ tracking: codingTrackingOf(mapping) }),
  plannerVersion: projectLabourPlannerVersion,
  plan: planProjectLabour,
  name: ({ project, projectId }) =>
    project ? `labour of ${project.number} ${project.name}`.trim() : `labour of ${projectId}`,
  parties: ({ projectId }) => ({ project: projectId, counterparty: null }),
  alterations: inexactHours,
  adoptedBase: adoptedTime,
  reads: decidedReads,
  readsFirst: ({ linkedTargetId, isTimeRead, isProjectsRead }) =>
    linkedTargetId !== null && isProjectsRead && !isTimeRead
      ? [{ system: 'xero', kind: 'xeroProjectTime', id: linkedTargetId }]
      : [],
};

/** The timecards and entries that were decided about: all of a project's are never read for one of them. */
function decidedReads(observation: ProjectLabourObservation): Read[] {
  const { answers, time: seen, doubles, projectId, linkedTargetId } = observation;
  const decided = new Set<string>(answers.decisions.map(({ subject }) => subject));
  const ofEntry = (id: string | null | undefined): Read[] =>
    id === undefined || id === null || linkedTargetId === null
      ? []
      : [{ system: 'xero', kind: 'xeroTimeEntry', id, projectId: linkedTargetId }];
  return [
    ...seen.flatMap(({ timecardId, entryId, alike }): Read[] =>
      decided.has(`time/${timecardId}`)
        ? [
            { system: 'procore', kind: 'procoreTimecard', id: timecardId, projectId },
            ...ofEntry(entryId ?? alike?.id),
          ]
        : [],
    ),
    ...doubles.flatMap(({ id }) => (decided.has(`doubleTime/${id}`) ? ofEntry(id) : [])),
  ];
}

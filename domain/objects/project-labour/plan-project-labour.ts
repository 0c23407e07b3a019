// The plan of a project's labour: the project in Xero Projects, a task for each cost code that has time, whose time it is, and the time.
import { markerOf } from '../../identity/markers.ts';
import type { Role } from '../../identity/roles.ts';
import { accessIdOf } from '../../identity/workflow-ids.ts';
import { bringsLabour, sendsTimecards } from '../../mapping/directions.ts';
import { projectOptionOf } from '../../mapping/option-names.ts';
import type { ObjectPlan, Verdict } from '../../plan/verdict.ts';
import { adoption, blocked, finding, proposal, unchanged, waitsFor } from '../../plan/verdicts.ts';
import { inactiveVendor } from '../inactive-vendor.ts';
import type { ProjectLabourObservation } from './observation.ts';
import { timeVerdicts } from './plan-time.ts';
import type { TaskStanding } from './tasks.ts';
import { handedOver, isChargeable, onceEach, readyTasks, tasksFor } from './tasks.ts';
import { readyWorkers, workerIn } from './workers.ts';

export function planProjectLabour(observation: ProjectLabourObservation): ObjectPlan {
  const { linkedTargetId, isWriting } = observation;
  return {
    verdicts: verdictsOf(observation),
    standing: {
      state: isWriting ? 'writing' : linkedTargetId === null ? 'notPosted' : 'linked',
      final: false,
      amount: null,
      currency: null,
    },
  };
}

function verdictsOf(observation: ProjectLabourObservation): Verdict[] {
  const { linkedTargetId, isProjectsRead, connection } = observation;
  if (linkedTargetId === null && !wantsProject(observation)) return [unchanged('project')];
  if (!isProjectsRead) return [waitsFor('project', accessIdOf(connection, 'xeroProjects'))];
  const workers = workerVerdicts(observation);
  if (linkedTargetId === null) return [newProject(observation), ...workers];
  const handingOver = handedOver(observation).map(givenUp);
  // What is only brought from there needs no place to be logged; a budget's tasks do.
  if (!sendsTimecards(observation.mapping.directions)) {
    const unclear = isWrittenTo(observation) ? linkedProject(observation) : null;
    return [unclear ?? unchanged('project'), ...handingOver];
  }
  const unclear = linkedProject(observation);
  if (unclear !== null) return [unclear, ...workers];
  const tasks = tasksFor(observation, costCodesIn(observation));
  const ready = {
    tasks: readyTasks(tasks),
    workers: readyWorkers(observation, workerIdsIn(observation)),
  };
  return [
    unchanged('project'),
    ...workers,
    ...handingOver,
    ...tasks.flatMap((task) => taskVerdicts(observation, task)),
    ...timeVerdicts(observation, ready),
  ];
}

/** By time that waits or is to be brought, or by the budget, whose tasks are made in it. */
function wantsProject(observation: ProjectLabourObservation): boolean {
  const { postFrom, candidates, mapping } = observation;
  if (postFrom === null) return false;
  return isWrittenTo(observation) || (bringsLabour(mapping.directions) && candidates.length > 0);
}

/** Whether it has to be in progress. */
function isWrittenTo({ waiting, budgeted }: ProjectLabourObservation): boolean {
  return waiting.length > 0 || (budgeted !== null && budgeted.names.length > 0);
}

/** Only the link ends: the budget takes the task over, with the time that is on it. */
function givenUp({ costCodeId, taskId }: { costCodeId: string; taskId: string }): Verdict {
  const none = { write: null, changes: [] };
  return proposal(`task/${costCodeId}`, { outcome: 'delete', ...none, targetId: taskId });
}

/** Of what waits and of what was changed. */
export function costCodesIn({ waiting, time }: Pick<ProjectLabourObservation, 'waiting' | 'time'>) {
  return onceEach([
    ...waiting.flatMap(({ costCode }) => costCode ?? []),
    ...time.flatMap(({ timecard }) => timecard?.costCode ?? []),
  ]);
}

function workerIdsIn({ waiting, time }: ProjectLabourObservation): string[] {
  return [
    ...waiting.flatMap(({ worker }) => worker?.id ?? []),
    ...time.flatMap(({ timecard }) => timecard?.worker?.id ?? []),
  ];
}

/** The one that is linked; null where it can take time. What is not shown any more is not known to be gone. */
function linkedProject({ target, isTimeRead }: ProjectLabourObservation): Verdict | null {
  if (target === null) {
    return blocked('project', 'xeroProjectUnclear', 'the project it goes to is shown no more', {
      why: 'notShown',
    });
  }
  if (target.status !== 'INPROGRESS') {
    const detail = `the project "${target.name}" is ${target.status} in Xero`;
    return blocked('project', 'xeroProjectUnclear', detail, { why: target.status });
  }
  // Its time is read first: nothing is written into a list that was not read.
  return isTimeRead ? null : unchanged('project');
}

function newProject(observation: ProjectLabourObservation): Verdict {
  const { project, mapping, candidates } = observation;
  if (!project) return unchanged('project');
  const name = projectOptionOf(mapping, project);
  const [only, ...more] = candidates;
  if (only && more.length > 0) {
    const detail = `Xero Projects has ${candidates.length} projects "${name}"`;
    return blocked('project', 'xeroProjectUnclear', detail, { name, why: 'several' });
  }
  if (only?.isTaken) {
    const detail = `the project "${name}" takes the time of another project of Procore`;
    return blocked('project', 'xeroProjectUnclear', detail, { name, why: 'taken' });
  }
  if (only && only.status !== 'INPROGRESS' && isWrittenTo(observation)) {
    const detail = `the project "${name}" is ${only.status} in Xero`;
    return blocked('project', 'xeroProjectUnclear', detail, { name, why: only.status });
  }
  // A version it has not: its name stands for it.
  if (only) return adoption('project', { targetId: only.id, targetVersion: only.name });
  return creation(observation, name);
}

/** For the owner, whose contact comes first. Xero asks for the contact on its screen, and not in its API's description. */
function creation(
  { owner, connection, projectId }: ProjectLabourObservation,
  name: string,
): Verdict {
  if (!owner) {
    const detail = `Xero Projects has no project "${name}", and no prime contract names an owner to make it for`;
    return blocked('project', 'xeroProjectUnclear', detail, { name, why: 'noOwner' });
  }
  if (owner.contactId === null) {
    return owner.inactive === undefined
      ? waitsFor('project', owner.workflowId)
      : inactiveVendor('project', owner.inactive);
  }
  if (owner.archived) {
    return blocked('project', 'contactArchived', 'the owner is archived in Xero', {
      contact: owner.contactId,
    });
  }
  const { contactId } = owner;
  return proposal('project', {
    outcome: 'create',
    changes: [{ path: 'name', base: null, procore: name, xero: null, proposed: name }],
    write: {
      endpoint: 'xero/projects',
      operation: 'create',
      marker: markerOf({ type: 'projectLabour', connection, sourceId: projectId }, 'project'),
      body: { kind: 'xeroProject', contactId, name },
      targetId: null,
      targetVersion: null,
      agreed: null,
    },
  });
}

function taskVerdicts(observation: ProjectLabourObservation, task: TaskStanding): Verdict[] {
  const { connection, projectId, linkedTargetId, target, organisation } = observation;
  const { name, standing } = task;
  const role: Role = `task/${task.id}`;
  switch (standing.is) {
    case 'linked':
    case 'shared':
    case 'awaited':
      return [unchanged(role)];
    case 'budgets': {
      const isGiven = handedOver(observation).some(({ costCodeId }) => costCodeId === task.id);
      const budget = observation.budgeted?.workflowId;
      // What is given up just now has its verdict.
      return isGiven || budget === undefined ? [] : [waitsFor(role, budget)];
    }
    case 'found': {
      const { id: targetId, name: targetVersion, chargeType } = standing.task;
      const detail = `the task "${targetVersion}" is charged (${chargeType})`;
      const why = finding('taskChargeable', detail, { task: targetVersion, chargeType });
      const findings = isChargeable(standing.task) ? [why] : [];
      return [adoption(role, { targetId, targetVersion, findings })];
    }
    case 'missing':
      return [
        proposal(role, {
          outcome: 'create',
          changes: [{ path: 'name', base: null, procore: task.code, xero: null, proposed: name }],
          write: {
            endpoint: 'xero/projecttasks',
            operation: 'create',
            marker: markerOf({ type: 'projectLabour', connection, sourceId: projectId }, role),
            body: {
              kind: 'xeroProjectTask',
              projectId: linkedTargetId ?? '',
              name,
              chargeType: 'NON_CHARGEABLE',
              currency: target?.currency ?? organisation.baseCurrency,
            },
            targetId: null,
            targetVersion: null,
            agreed: null,
          },
        }),
      ];
  }
}

/** One question for each worker whose time nobody in Xero logs, whichever project asks it; the time of others goes on. */
function workerVerdicts(observation: ProjectLabourObservation): Verdict[] {
  const { waiting, time, askedElsewhere } = observation;
  // Of what is posted, a worker who takes another's place.
  const others = time.flatMap(({ base, timecard }) =>
    base && timecard?.worker && timecard.worker.id !== base.timecard.workerId ? [timecard] : [],
  );
  const workers = new Map(
    [...waiting, ...others].flatMap(({ worker }) =>
      worker ? [[worker.id, worker.name] as const] : [],
    ),
  );
  return [
    ...[...workers].flatMap(([id, name]): Verdict[] => {
      const worker = workerIn(observation, id);
      if (worker.is === 'user') return [];
      const elsewhere = askedElsewhere.find(({ workerId }) => workerId === id);
      if (elsewhere) return [waitsFor(`worker/${id}`, elsewhere.workflowId)];
      const why =
        worker.is === 'unmapped'
          ? 'labour.workers names no user of Xero Projects'
          : `Xero Projects has no user ${worker.named}`;
      const detail = `${name} (${id}): ${why}`;
      return [blocked(`worker/${id}`, 'workerUnmapped', detail, { worker: id, name })];
    }),
    ...lacking(observation),
  ];
}

/** Timecards that say too little, as one question each way: nobody is asked about each. */
function lacking({ waiting }: ProjectLabourObservation): Verdict[] {
  const ask = (role: Role, what: string): Verdict =>
    blocked(role, 'incomplete', `timecards of the project name no ${what}`, { lacks: what });
  return [
    ...(waiting.some(({ worker }) => worker === null) ? [ask('worker/none', 'person')] : []),
    ...(waiting.some(({ costCode }) => costCode === null) ? [ask('task/none', 'cost code')] : []),
  ];
}

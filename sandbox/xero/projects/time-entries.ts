// How time is logged on a task, changed and taken away: not while it is locked or invoiced, nor on a closed project.
import type { JsonObject } from '../json-input.ts';
import type { Project, TimeEntry, WorkStatus } from './project-records.ts';
import type { XeroState } from '../xero-state.ts';
import { Model } from './project-input.ts';
import { ModelProblems, notNow } from './project-failures.ts';
import { projectTexts as texts } from './project-texts.ts';

/** Source: xero-projects.yaml 16.1.0, TimeEntryCreateOrUpdate.duration, read 2026-11-27. */
const DURATION_MAX = 59_940;

type Given = Pick<TimeEntry, 'userId' | 'taskId' | 'dateMs' | 'duration' | 'description'>;

export class TimeService {
  readonly #state: XeroState;

  constructor(state: XeroState) {
    this.#state = state;
  }

  create(project: Project, input: JsonObject): TimeEntry {
    if (project.status === 'CLOSED') throw notNow(texts.projectClosed);
    const entry: TimeEntry = {
      ...this.#given(project, input),
      timeEntryId: this.#state.newId(),
      projectId: project.projectId,
      dateEnteredMs: this.#state.kit.clock.nowMs(),
      status: 'ACTIVE',
      invoiceId: null,
    };
    return this.#keep(entry);
  }

  update(project: Project, before: TimeEntry, input: JsonObject): TimeEntry {
    this.#checkFree(project, before);
    return this.#keep({ ...before, ...this.#given(project, input) });
  }

  remove(project: Project, entry: TimeEntry): void {
    this.#checkFree(project, entry);
    this.#state.timeEntries.delete(entry.timeEntryId);
  }

  /** What invoicing does in Xero's screens. */
  setStatus(entry: TimeEntry, status: WorkStatus, invoiceId: string | null): TimeEntry {
    return this.#keep({ ...entry, status, invoiceId: status === 'ACTIVE' ? null : invoiceId });
  }

  /** Source: xero-projects.yaml 16.1.0, TimeEntry.status, read 2026-11-27: no updates while LOCKED. The rest is unconfirmed. */
  #checkFree(project: Project, { status }: TimeEntry): void {
    if (status !== 'ACTIVE') throw notNow(texts.timeHeld(status));
    const isShut = project.status === 'CLOSED' && this.#state.rule('closedProject') === 'shut';
    if (isShut) throw notNow(texts.closedChange);
  }

  /** A description that is not given is none, also in an update (as the file says). */
  #given({ projectId }: Project, input: JsonObject): Given {
    const problems = new ModelProblems();
    const model = new Model(input, problems);
    const userId = this.#user(model);
    const taskId = this.#task(projectId, model);
    const dateMs = model.instant('dateUtc');
    if (!model.has('dateUtc')) model.wrong('dateUtc', texts.dateMissing);
    const duration = model.wholeNumber('duration') ?? 0;
    if (duration < 1 || duration > DURATION_MAX) model.wrong('duration', texts.duration);
    const description = model.text('description');
    problems.throwIfAny();
    return { userId, taskId, dateMs: dateMs ?? 0, duration, description };
  }

  #user(model: Model): string {
    const userId = model.guid('userId');
    if (userId === null) {
      model.wrong('userId', texts.userMissing);
      return '';
    }
    const user = this.#state.users.get(userId);
    if (user?.isOnProjects !== true) model.wrong('userId', texts.userUnknown);
    return userId;
  }

  #task(projectId: string, model: Model): string {
    const taskId = model.guid('taskId');
    if (taskId === null) {
      model.wrong('taskId', texts.taskMissing);
      return '';
    }
    const task = this.#state.projectTasks.get(taskId);
    if (task?.projectId !== projectId) model.wrong('taskId', texts.taskUnknown);
    else if (task.status === 'LOCKED') model.wrong('taskId', texts.taskLocked);
    return taskId;
  }

  #keep(entry: TimeEntry): TimeEntry {
    this.#state.timeEntries.set(entry.timeEntryId, entry);
    return entry;
  }
}

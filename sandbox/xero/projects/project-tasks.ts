// How a task of a project is added, changed and taken away: not while it is locked or invoiced, nor with time on it.
import type { Cents } from '../decimal.ts';
import type { JsonObject } from '../json-input.ts';
import type { Project, ProjectTask, WorkStatus } from './project-records.ts';
import type { XeroState } from '../xero-state.ts';
import { CHARGE_TYPES } from './project-records.ts';
import { Model } from './project-input.ts';
import { ModelProblems, notNow } from './project-failures.ts';
import { entriesOf, tasksOf } from './project-sums.ts';
import { parseDecimal, scaledTo } from '../decimal.ts';
import { projectTexts as texts } from './project-texts.ts';

/** Source: xero-projects.yaml 16.1.0, TaskCreateOrUpdate.name, read 2026-11-27. */
const NAME_MAX = 100;

type Given = Pick<ProjectTask, 'name' | 'rate' | 'chargeType' | 'estimateMinutes'>;

export class TaskService {
  readonly #state: XeroState;

  constructor(state: XeroState) {
    this.#state = state;
  }

  create(project: Project, input: JsonObject): ProjectTask {
    this.#checkOpen(project);
    const task: ProjectTask = {
      ...this.#given(project, input, null),
      taskId: this.#state.newId(),
      projectId: project.projectId,
      status: 'ACTIVE',
      createdAtMs: this.#state.kit.clock.nowMs(),
    };
    return this.#keep(task);
  }

  update(project: Project, before: ProjectTask, input: JsonObject): ProjectTask {
    this.#checkOpen(project);
    checkActive(before);
    return this.#keep({ ...before, ...this.#given(project, input, before) });
  }

  remove(project: Project, task: ProjectTask): void {
    this.#checkOpen(project);
    checkActive(task);
    // Unconfirmed: no source was found that says what becomes of a task's time.
    if (entriesOf(this.#state, task).length > 0) throw notNow(texts.taskHasTime);
    this.#state.projectTasks.delete(task.taskId);
  }

  /** What invoicing does in Xero's screens. Source: xero-projects.yaml 16.1.0, Task.status, read 2026-11-27. */
  setStatus(task: ProjectTask, status: WorkStatus): ProjectTask {
    if (status === 'INVOICED' && task.chargeType !== 'FIXED') throw notNow(texts.invoicedTask);
    return this.#keep({ ...task, status });
  }

  #checkOpen({ status }: Project): void {
    const isShut = status === 'CLOSED' && this.#state.rule('closedProject') === 'shut';
    if (isShut) throw notNow(texts.closedChange);
  }

  #given(project: Project, input: JsonObject, before: ProjectTask | null): Given {
    const problems = new ModelProblems();
    const model = new Model(input, problems);
    const name = this.#name(project, model, before);
    const rate = this.#rate(model);
    const named = model.text('chargeType');
    const chargeType = CHARGE_TYPES.find((one) => one === named);
    if (chargeType === undefined) model.wrong('chargeType', texts.chargeType);
    const estimateMinutes = model.wholeNumber('estimateMinutes');
    if ((estimateMinutes ?? 0) < 0) model.wrong('estimateMinutes', texts.estimateMinutes);
    problems.throwIfAny();
    const isKept = before !== null && this.#state.rule('projectUpdate') === 'keeps';
    return {
      name,
      rate,
      chargeType: chargeType ?? 'TIME',
      estimateMinutes: estimateMinutes ?? (isKept ? before.estimateMinutes : null),
    };
  }

  #name({ projectId }: Project, model: Model, before: ProjectTask | null): string {
    const name = model.text('name') ?? '';
    if (name.trim() === '') model.wrong('name', texts.taskName);
    if (name.length > NAME_MAX) model.wrong('name', texts.taskNameLength);
    const isTaken = tasksOf(this.#state, projectId).some(
      (other) => other.name === name && other.taskId !== before?.taskId,
    );
    if (isTaken && this.#state.rule('taskNames') === 'unique')
      model.wrong('name', texts.taskNameTaken);
    return name;
  }

  /** Needed for every charge type, in the project's currency where it says one (unconfirmed). */
  #rate(model: Model): Cents {
    const given = model.object('rate');
    const { baseCurrency } = this.#state.organisation();
    const currency = given?.['currency'] ?? baseCurrency;
    if (currency !== baseCurrency) model.wrong('rate', texts.rateCurrency(baseCurrency));
    const value = parseDecimal(given?.['value'] ?? null);
    if (value === null) {
      model.wrong('rate', texts.rateMissing);
      return 0n;
    }
    const rate = scaledTo(value, 2);
    if (rate < 0n) model.wrong('rate', texts.rateNegative);
    return rate;
  }

  #keep(task: ProjectTask): ProjectTask {
    this.#state.projectTasks.set(task.taskId, task);
    return task;
  }
}

/** Source: xero-projects.yaml 16.1.0, Task.status: INVOICED and LOCKED ones cannot be modified, read 2026-11-27. */
function checkActive({ status }: ProjectTask): void {
  if (status !== 'ACTIVE') throw notNow(texts.taskHeld(status));
}

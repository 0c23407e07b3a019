// How a project is started, changed and closed, by an app or by a person.
import type { Cents } from '../decimal.ts';
import type { JsonObject } from '../json-input.ts';
import type { Project, ProjectStatus } from './project-records.ts';
import type { XeroState } from '../xero-state.ts';
import { Model } from './project-input.ts';
import { ModelProblems } from './project-failures.ts';
import { PROJECT_STATUSES } from './project-records.ts';
import { projectTexts as texts } from './project-texts.ts';
import { scaledTo } from '../decimal.ts';

type Given = Pick<Project, 'name' | 'contactId' | 'estimate' | 'deadlineMs'>;

export class ProjectService {
  readonly #state: XeroState;

  constructor(state: XeroState) {
    this.#state = state;
  }

  create(input: JsonObject): Project {
    const given = this.#given(input, null);
    const project: Project = {
      ...given,
      projectId: this.#state.newId(),
      status: 'INPROGRESS',
      expenses: { total: 0n, invoiced: 0n },
      createdAtMs: this.#state.kit.clock.nowMs(),
    };
    return this.#keep(project);
  }

  update(before: Project, input: JsonObject): Project {
    return this.#keep({ ...before, ...this.#given(input, before) });
  }

  /** What PATCH does: the status and nothing else. */
  patch(before: Project, input: JsonObject): Project {
    const problems = new ModelProblems();
    const given = new Model(input, problems).text('status');
    const status = PROJECT_STATUSES.find((one) => one === given);
    if (status === undefined) problems.add('model.Status', texts.projectStatus);
    problems.throwIfAny();
    return this.#keep({ ...before, status: status ?? before.status });
  }

  /** What no path of the API writes. */
  setInScreens(
    before: Project,
    change: { name?: string; status?: ProjectStatus; expenses?: Partial<Project['expenses']> },
  ): Project {
    const { name = before.name, status = before.status, expenses } = change;
    return this.#keep({ ...before, name, status, expenses: { ...before.expenses, ...expenses } });
  }

  #given(input: JsonObject, before: Project | null): Given {
    const problems = new ModelProblems();
    const model = new Model(input, problems);
    const name = model.text('name') ?? '';
    if (name.trim() === '') model.wrong('name', texts.projectName);
    const contactId = this.#contact(model, before);
    const estimate = estimateFrom(model);
    const deadlineMs = model.instant('deadlineUtc');
    problems.throwIfAny();
    const isKept = before !== null && this.#state.rule('projectUpdate') === 'keeps';
    return {
      name,
      contactId: contactId ?? (isKept ? before.contactId : null),
      estimate: estimate ?? (isKept ? before.estimate : null),
      deadlineMs: deadlineMs ?? (isKept ? before.deadlineMs : null),
    };
  }

  #contact(model: Model, before: Project | null): string | null {
    const contactId = model.guid('contactId');
    const isNeeded = before === null && this.#state.rule('projectContact') === 'required';
    if (contactId === null) {
      if (isNeeded) model.wrong('contactId', texts.contactMissing);
    } else if (!this.#state.contacts.has(contactId)) {
      model.wrong('contactId', texts.contactUnknown);
    }
    return contactId;
  }

  #keep(project: Project): Project {
    this.#state.projects.set(project.projectId, project);
    return project;
  }
}

function estimateFrom(model: Model): Cents | null {
  const given = model.decimal('estimateAmount');
  if (given === null) return null;
  const estimate = scaledTo(given, 2);
  if (estimate < 0n) model.wrong('estimateAmount', texts.estimate);
  return estimate;
}

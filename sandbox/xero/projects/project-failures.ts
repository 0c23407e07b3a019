// How the Projects API says no: a message, and which fields of the request it is about. The accounting API has another shape.
import type { Answer } from '../../kit/http.ts';
import { Refusal } from '../../kit/refusal.ts';
import { ValidationFailure } from '../failures.ts';

/** By field: `model.Name` is `name` of the body; a parameter of the query goes by its own name. */
export type ModelState = Readonly<Record<string, readonly string[]>>;

// Source: developer.xero.com/documentation/projects/projects-response-codes, read 2026-11-27.
const INVALID = 'The request is invalid.';

/** What a rule of Projects refuses: the fields with what is wrong with each, or one sentence about no field. */
export class ModelInvalid extends ValidationFailure {
  readonly modelState: ModelState;
  readonly sentence: string;

  constructor(modelState: ModelState, sentence: string = INVALID) {
    const told = Object.values(modelState).flat();
    super(told.length === 0 ? [sentence] : told);
    this.name = 'ModelInvalid';
    this.modelState = modelState;
    this.sentence = sentence;
  }
}

/** Collects what is wrong with a body, so that one answer tells everything. */
export class ModelProblems {
  readonly #state: Record<string, string[]> = {};

  add(field: string, message: string): void {
    this.#state[field] = [...(this.#state[field] ?? []), message];
  }

  throwIfAny(): void {
    if (Object.keys(this.#state).length > 0) throw new ModelInvalid(this.#state);
  }
}

/** Something is as it is, whatever the body says. */
export function notNow(sentence: string): ModelInvalid {
  return new ModelInvalid({}, sentence);
}

// Source: xero-projects.yaml 16.1.0, schema Error (modelState is an object), and the response codes as above, read 2026-11-27.
export function projectsError(status: number, message: string, modelState?: ModelState): Answer {
  return { status, body: { message, ...(modelState === undefined ? {} : { modelState }) } };
}

/** The words are Xero's for the status; that they stand in such a body is unconfirmed. */
export function projectsNotFound(): Answer {
  return projectsError(404, 'The resource you have specified cannot be found');
}

/** One sentence about the request as a whole. */
export function projectsBadRequest(message: string): Refusal {
  return new Refusal(projectsError(400, message));
}

/** Runs a handler and gives its refusals the shape of the Projects API. */
export function asProjects(work: () => Answer): Answer {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ModelInvalid)) throw error;
    throw new Refusal(projectsError(400, error.sentence, error.modelState));
  }
}

export function projectsFound<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Refusal(projectsNotFound());
  return value;
}

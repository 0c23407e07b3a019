// How a handler says no: its changes are undone and this answer is sent.
import type { Answer } from './http.ts';

/** An expected refusal: what the request changed is undone, and this is the answer. */
export class Refusal extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(`Refused with ${answer.status}`);
    this.name = 'Refusal';
    this.answer = answer;
  }
}

// The record that a write answers with.
import { VendorError } from '../http/vendor-error.ts';
import type { ProcoreAnswer } from './procore-call.ts';

/** A created or changed record comes back whole; a success without one leaves open what was made. */
export function writtenElement(answer: ProcoreAnswer): unknown {
  if (answer.json !== null) return answer.json;
  throw new VendorError({
    vendor: 'procore',
    kind: 'malformedAnswer',
    status: answer.status,
    messages: ['the answer to a write holds no record'],
    mayHaveHappened: true,
  });
}

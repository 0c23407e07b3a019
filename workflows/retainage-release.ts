// What a claim lets go of its retainage, as a bill or sales invoice of its own.
import { runDocument } from './document.ts';
import type { EntityInput } from './messages.ts';

export function retainageRelease(input: EntityInput): Promise<void> {
  return runDocument(input);
}

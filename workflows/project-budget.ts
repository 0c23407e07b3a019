// A project's budget and its tracking options in Xero.
import { runDocument } from './document.ts';
import type { EntityInput } from './messages.ts';

export function projectBudget(input: EntityInput): Promise<void> {
  return runDocument(input);
}

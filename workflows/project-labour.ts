// A project's labour: its timecards and the time in Xero Projects.
import { runDocument } from './document.ts';
import type { EntityInput } from './messages.ts';

export function projectLabour(input: EntityInput): Promise<void> {
  return runDocument(input);
}

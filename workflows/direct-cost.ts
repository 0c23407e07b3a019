// The direct costs of one document of Xero, one in each project in Procore that bears any.
import { runDocument } from './document.ts';
import type { EntityInput } from './messages.ts';

export function directCost(input: EntityInput): Promise<void> {
  return runDocument(input);
}

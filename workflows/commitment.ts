// A contract and its Xero purchase order.
import { runDocument } from './document.ts';
import type { EntityInput } from './messages.ts';

export function commitment(input: EntityInput): Promise<void> {
  return runDocument(input);
}

// A vendor and its Xero contact.
import { runDocument } from './document.ts';
import type { EntityInput } from './messages.ts';

export function contact(input: EntityInput): Promise<void> {
  return runDocument(input);
}

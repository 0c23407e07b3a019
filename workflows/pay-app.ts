// A subcontractor's pay app, its Xero bill, and the bill's payments back in Procore.
import { runDocument } from './document.ts';
import type { EntityInput } from './messages.ts';

export function payApp(input: EntityInput): Promise<void> {
  return runDocument(input);
}

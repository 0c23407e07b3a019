// An owner invoice, its sales invoice in Xero, and the receipts back in Procore.
import { runDocument } from './document.ts';
import type { EntityInput } from './messages.ts';

export function ownerInvoice(input: EntityInput): Promise<void> {
  return runDocument(input);
}

// How a line is worded, within what Xero takes.

/** Xero takes descriptions of 1 to 4,000 characters (developer.xero.com, Invoices, read 2026-11-23). */
const descriptionLengthMaximum = 4_000;

export function lineDescription(text: string): string {
  return text.trim().slice(0, descriptionLengthMaximum).trim() || 'No description';
}

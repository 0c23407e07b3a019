// How a line is worded, within what Xero takes.
import type { Alteration } from '../text/alteration.ts';
import { cutToLength } from '../text/fit-text.ts';

/** Xero takes descriptions of 1 to 4,000 characters (developer.xero.com, Invoices, read 2026-11-23). */
const descriptionLengthMaximum = 4_000;

export function lineDescription(text: string): string {
  return cutToLength(text.trim(), descriptionLengthMaximum) || 'No description';
}

/** What of a line's words stands in Xero otherwise than in Procore. */
export function lineAlteration(path: string, text: string): Alteration[] {
  const written = lineDescription(text);
  if (written === text.trim() || text.trim() === '') return [];
  return [{ path, source: text, written, why: 'Xero takes 4,000 characters' }];
}

/** A line's words with a marker as the last of them, once, both within what Xero takes. */
export function fitWithMarker(description: string, marker: string): string {
  if (description.endsWith(` ${marker}`)) return description;
  const room = descriptionLengthMaximum - marker.length - 1;
  return `${cutToLength(description, room)} ${marker}`;
}

// What a document is called at the head of a page or a row, and where it belongs.
import type { DocumentRow } from '../../db/queries/console-documents.ts';
import type { Observation } from '../../domain/objects/objects.ts';
import { nameOf } from '../../domain/objects/objects.ts';
import { sentenceCase } from './format.ts';
import { placeOf, typeName } from './objects/objects.ts';

/** By its own name; by its number in Procore until it was looked at once. */
export function documentTitle(row: DocumentRow, observation: Observation | null): string {
  if (observation) return sentenceCase(nameOf(observation));
  return `${typeName(row.type)} ${row.sourceId}`;
}

/** The project; vendors belong to the whole company. */
export function documentPlace(observation: Observation | null): string | null {
  return observation && placeOf(observation);
}

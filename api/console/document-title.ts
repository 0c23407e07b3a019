// What a document is called at the head of a page or a row, and where it belongs.
import type { DocumentRow } from '../../db/queries/console-documents.ts';
import { documentNameOf } from '../../domain/plan/describe.ts';
import type { Observation } from '../../domain/plan/observation.ts';
import { sentenceCase } from './exception-table.ts';
import { typeName } from './words.ts';

/** By its own name; by its number in Procore until it was looked at once. */
export function documentTitle(row: DocumentRow, observation: Observation | null): string {
  if (observation) return sentenceCase(documentNameOf(observation));
  return `${typeName(row.type)} ${row.sourceId}`;
}

/** The project; vendors belong to the whole company. */
export function documentPlace(observation: Observation | null): string | null {
  if (!observation || observation.type === 'contact' || !observation.project) return null;
  return `${observation.project.number} ${observation.project.name}`;
}

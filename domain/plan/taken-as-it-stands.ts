// What both sides agree on where a document is taken as it stands.
import type { DocumentBase, DocumentRecord } from './owned.ts';
import { ownedDocument } from './owned.ts';

/** Differences included: what the source says differently is then shown when it moves, never written unasked. */
export function takenAsItStands(
  record: DocumentRecord,
  made: Pick<DocumentBase, 'mappingVersion' | 'plannerVersion'>,
): DocumentBase {
  const owned = ownedDocument(record);
  return {
    projection: owned,
    target: owned,
    ...made,
    source: null,
    twins: null,
    together: null,
    closed: false,
  };
}

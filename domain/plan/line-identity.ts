// One id for each line of a document, in all the states in which it is compared.
import { alignLines } from './align-lines.ts';
import type { DocumentBase, OwnedDocument, OwnedLine } from './owned.ts';

/** Lines by an id that is the same in every state: Xero's own where it is known. */
export type Identified = Map<string, OwnedLine>;

/** The four states under the same ids, so that a line added or removed is one difference and moves no other. */
export type FourStates = {
  base: { projection: Identified; target: Identified };
  projection: Identified;
  target: Identified;
};

export function identifyLines(
  base: DocumentBase,
  projection: OwnedDocument,
  target: OwnedDocument,
): FourStates {
  const agreed = base.target.lines;
  const inTarget = alignLines(target.lines, agreed);
  const agreedIds = agreed.map((line, place) => {
    const now = target.lines[inTarget.indexOf(place)];
    return now?.lineId ?? line.lineId ?? String(place + 1);
  });
  const said = base.projection.lines;
  const saidIds = idsAmong(said, agreed, agreedIds, (index) => `agreed-${index + 1}`);
  const projectionIds = idsAmong(projection.lines, said, saidIds, (index) => `new-${index + 1}`);
  const targetIds = target.lines.map((line, index) => {
    const place = inTarget[index] ?? null;
    return (place === null ? line.lineId : agreedIds[place]) ?? `added-${index + 1}`;
  });
  return {
    base: { projection: byId(said, saidIds), target: byId(agreed, agreedIds) },
    projection: byId(projection.lines, projectionIds),
    target: byId(target.lines, targetIds),
  };
}

function idsAmong(
  lines: readonly OwnedLine[],
  held: readonly OwnedLine[],
  heldIds: readonly string[],
  otherwise: (index: number) => string,
): string[] {
  return alignLines(lines, held).map((place, index) => {
    return (place === null ? undefined : heldIds[place]) ?? otherwise(index);
  });
}

function byId(lines: readonly OwnedLine[], ids: readonly string[]): Identified {
  return new Map(lines.map((line, index) => [ids[index] ?? String(index + 1), line]));
}

// Which line continues which: the same line found again in another state of a document, whatever moved about it.
import type { OwnedLine } from './owned.ts';

type Continues = (line: OwnedLine, held: OwnedLine) => boolean;

const sameKey: Continues = (line, held) => line.key !== null && line.key === held.key;
const sameId: Continues = (line, held) => line.lineId !== null && line.lineId === held.lineId;
const sameContent: Continues = (line, held) =>
  line.description === held.description && line.unitAmount === held.unitAmount;
const sameDescription: Continues = (line, held) => line.description === held.description;
const whateverIsLeft: Continues = () => true;

/**
 * For each line its place among `held`, or null where it is new. The surest evidence is used up first: what it stands
 * for, Xero's id, then content, then description, then the place that is left.
 */
export function alignLines(
  lines: readonly OwnedLine[],
  held: readonly OwnedLine[],
): (number | null)[] {
  return align(lines, held, [sameKey, sameId, sameContent, sameDescription, whateverIsLeft]);
}

/** As `alignLines`, without the guess by place: for what must not be handed to a line that is new. */
export function alignSurely(
  lines: readonly OwnedLine[],
  held: readonly OwnedLine[],
): (number | null)[] {
  return align(lines, held, [sameKey, sameId, sameContent, sameDescription]);
}

function align(
  lines: readonly OwnedLine[],
  held: readonly OwnedLine[],
  passes: readonly Continues[],
): (number | null)[] {
  const free = new Set(held.keys());
  const found: (number | null)[] = lines.map(() => null);
  for (const continues of passes) {
    for (const [index, line] of lines.entries()) {
      if (found[index] !== null) continue;
      const at = [...free].find((place) => {
        const candidate = held[place];
        return candidate !== undefined && continues(line, candidate);
      });
      if (at === undefined) continue;
      free.delete(at);
      found[index] = at;
    }
  }
  return found;
}

// What two values of plain data say differently, leaf by leaf.

/** `path` as a person would write it: `accounts.byCostType.S`, `lines[2].account`; null where the leaf is not there. */
export type LeafChange = { path: string; from: string | null; to: string | null };

/** In the order of the paths' first appearance, those of `before` first. Empty where both say the same. */
export function leafChanges(before: unknown, after: unknown): LeafChange[] {
  const [from, to] = [leavesOf(before), leavesOf(after)];
  return [...new Set([...from.keys(), ...to.keys()])]
    .map((path) => ({ path, from: from.get(path) ?? null, to: to.get(path) ?? null }))
    .filter((change) => change.from !== change.to);
}

function leavesOf(value: unknown, path = ''): Map<string, string> {
  const inner = innerOf(value, path);
  if (inner === null) return new Map([[path, String(value)]]);
  return new Map(inner.flatMap(([at, one]) => [...leavesOf(one, at)]));
}

/** Null for a leaf. What is null or undefined is a leaf that is not there. */
function innerOf(value: unknown, path: string): [string, unknown][] | null {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) {
    return value.map((one: unknown, index) => [`${path}[${index + 1}]`, one]);
  }
  if (typeof value !== 'object') return null;
  return Object.entries(value).map(([key, one]) => [path === '' ? key : `${path}.${key}`, one]);
}

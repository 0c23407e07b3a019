// What one remote write does to its target. A batch never holds two of them.

export const operations = ['create', 'update', 'void', 'delete', 'allocate'] as const;
export type Operation = (typeof operations)[number];

/** Whether a write ends its target: what it wrote is then linked no more. */
export function endsItsTarget(operation: Operation): boolean {
  return operation === 'void' || operation === 'delete';
}

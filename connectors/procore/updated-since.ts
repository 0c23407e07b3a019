// How a list is asked for what changed since an instant.

/** `filters[updated_at]` is a closed range in one text; there is no open end. */
const farFuture = '2100-01-01T00:00:00Z';

export function updatedSinceFilter(
  updatedSince: string | undefined,
): Record<string, string | undefined> {
  if (updatedSince === undefined) return {};
  if (Number.isNaN(Date.parse(updatedSince))) {
    throw new RangeError('updatedSince is not an instant');
  }
  return { 'filters[updated_at]': `${updatedSince}...${farFuture}` };
}

// Whether a decimal survives the double that xero-node sends it as.
import { canonicalAmount, NotAnAmountError } from '../../domain/money/amount.ts';
import { NotSendableError } from './not-sendable-error.ts';

/** Xero keeps four places of a unit amount when asked with unitdp=4 and rounds the rest away unseen. */
const placesMax = 4;

/**
 * The number for a decimal, only if its shortest text is the same decimal again: 0.1 goes out as `0.1`, while
 * 9007199254740993 would go out as another number and is refused. Nothing is rounded here.
 */
export function outgoingNumber({
  value,
  index,
  field,
}: {
  value: string;
  index: number;
  field: string;
}): number {
  const refuse = (why: string) => new NotSendableError({ index, field, why });
  const exact = canonical(value);
  if (exact === null) throw refuse(`"${value}" is not a decimal`);
  if ((exact.split('.')[1] ?? '').length > placesMax) {
    throw refuse(`"${value}" has more than ${placesMax} decimal places`);
  }
  const number = Number(exact);
  if (canonical(String(number)) !== exact) {
    throw refuse(`"${value}" has more digits than Xero's client can carry exactly`);
  }
  return number;
}

function canonical(value: string): string | null {
  try {
    return canonicalAmount(value);
  } catch (error) {
    if (error instanceof NotAnAmountError) return null;
    throw error;
  }
}

// What minutes cost at a rate for an hour.
import type { Rate } from './amount.ts';
import { scaleMinor } from './amount.ts';

/** In minor units, rounded half up to a whole step: 450 minutes at 62.50 are 468.75; 1 minute at 50.00 is 0.83. */
export function costOfMinutes(minutes: number, hourly: Rate, step: bigint): bigint {
  const [whole = '0', fraction = ''] = hourly.split('.');
  const below = 10n ** BigInt(fraction.length);
  // Hundredths of the rate, times minutes, over sixty.
  return scaleMinor(BigInt(minutes) * 100n, BigInt(whole + fraction), below * 60n, step);
}

// How near a payment and a contract payment of the same amount are, for them to be one without a question.
import { daysBetween } from '../look-alikes.ts';

const daysMaximum = 3;

export function areNear(a: string, b: string): boolean {
  return daysBetween(a, b) <= daysMaximum;
}

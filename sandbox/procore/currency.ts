// The currency of every amount in Procore's answers: that of the country of the firm that was seeded.
import { homeOf } from './procore-state.ts';
import type { ProcoreState } from './procore-state.ts';

export function currencyOf(state: ProcoreState): { currency_iso_code: string } {
  return { currency_iso_code: homeOf(state).currency };
}

// What becomes of a credit when part of it is allocated or refunded, or that is taken back: its status and its news.
import type { CreditRef } from './records.ts';
import type { Webhooks } from './webhooks.ts';
import type { XeroState } from './xero-state.ts';
import { creditOf, statusAfterUse } from './credits.ts';

export class CreditStatus {
  readonly #state: XeroState;
  readonly #webhooks: Webhooks;

  constructor(state: XeroState, webhooks: Webhooks) {
    this.#state = state;
    this.#webhooks = webhooks;
  }

  used(ref: CreditRef, by: 'payment' | 'allocation'): void {
    const credit = creditOf(this.#state, ref);
    const note = this.#state.creditNotes.get(ref.id);
    if (credit === null || note === undefined) throw new Error(`There is no credit ${ref.id}`);
    const status = statusAfterUse(this.#state, credit);
    this.#state.creditNotes.set(ref.id, { ...note, status, updatedAtMs: this.#state.stamp() });
    const events = this.#state.rule(by === 'payment' ? 'paymentEvents' : 'allocationEvents');
    if (events !== 'none') this.#webhooks.record('CREDITNOTE', 'UPDATE', ref.id);
  }
}

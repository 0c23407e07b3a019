// What becomes of a credit when part of it is allocated or refunded, or that is taken back: its status and its news.
import type { CreditKind, CreditRef, InvoiceStatus } from './records.ts';
import type { Webhooks } from './webhooks.ts';
import type { XeroState } from './xero-state.ts';
import { creditOf, statusAfterUse } from './credits.ts';

const CATEGORIES = {
  creditNote: 'CREDITNOTE',
  prepayment: 'PREPAYMENT',
  overpayment: 'OVERPAYMENT',
} as const satisfies Record<CreditKind, string>;

export class CreditStatus {
  readonly #state: XeroState;
  readonly #webhooks: Webhooks;

  constructor(state: XeroState, webhooks: Webhooks) {
    this.#state = state;
    this.#webhooks = webhooks;
  }

  used(ref: CreditRef, by: 'payment' | 'allocation'): void {
    const credit = creditOf(this.#state, ref);
    if (credit === null) throw new Error(`There is no credit ${ref.id}`);
    this.#keep(ref.id, statusAfterUse(this.#state, credit));
    const events = this.#state.rule(by === 'payment' ? 'paymentEvents' : 'allocationEvents');
    if (events !== 'none') this.#webhooks.record(CATEGORIES[ref.kind], 'UPDATE', ref.id);
  }

  #keep(id: string, status: InvoiceStatus): void {
    const updatedAtMs = this.#state.stamp();
    const note = this.#state.creditNotes.get(id);
    if (note !== undefined) this.#state.creditNotes.set(id, { ...note, status, updatedAtMs });
    const bank = this.#state.bankCredits.get(id);
    if (bank === undefined || (status !== 'AUTHORISED' && status !== 'PAID')) return;
    this.#state.bankCredits.set(id, { ...bank, status, updatedAtMs });
  }
}

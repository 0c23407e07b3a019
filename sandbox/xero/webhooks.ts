// What Xero tells a subscriber: contacts, invoices and credits that were made or changed, one signed POST per request, no retry.
import { createHmac, randomBytes } from 'node:crypto';
import type { Collection } from '../kit/store.ts';
import type { XeroState } from './xero-state.ts';

export type WebhookTarget = { url: string | null; key: string };

const RESOURCES = {
  CONTACT: 'Contacts',
  INVOICE: 'Invoices',
  CREDITNOTE: 'CreditNotes',
  PREPAYMENT: 'Prepayments',
  OVERPAYMENT: 'Overpayments',
} as const;

type Category = keyof typeof RESOURCES;
type Pending = { category: Category; type: 'CREATE' | 'UPDATE'; id: string };

/** Source: Xero developer docs, Webhooks: an answer is due within 5 seconds, read 2026-11-23. */
const TIMEOUT_MS = 5_000;

export class Webhooks {
  readonly #state: XeroState;
  readonly #targets: Collection<WebhookTarget>;
  /** In the store, so that what a request takes back was never said either. */
  readonly #pending: Collection<Pending>;

  constructor(state: XeroState) {
    this.#state = state;
    this.#targets = state.kit.appStore.collection('kit.webhookTarget');
    this.#pending = state.kit.store.collection('pendingWebhookEvents');
  }

  target(): WebhookTarget | null {
    return this.#targets.get('target') ?? null;
  }

  setTarget(target: WebhookTarget): void {
    this.#targets.set('target', target);
  }

  /** Payments fire nothing: that paying fires INVOICE UPDATE is not documented, so nobody may rely on it. */
  record(category: Pending['category'], type: Pending['type'], id: string): void {
    const isBankCredit = category === 'PREPAYMENT' || category === 'OVERPAYMENT';
    if (isBankCredit && this.#state.rule('bankCreditEvents') === 'none') return;
    if (this.#pending.has(id)) return;
    this.#pending.set(id, { category, type, id });
  }

  /** Drops what was recorded: seeding is nobody's news. */
  forget(): void {
    for (const { id } of this.#pending.values()) this.#pending.delete(id);
  }

  /** Ends a request: its events become one delivery. */
  flush(): void {
    const pending = this.#pending.values();
    for (const { id } of pending) this.#pending.delete(id);
    const target = this.target();
    if (pending.length === 0 || target === null || target.url === null) return;
    const body = JSON.stringify(this.#delivery(pending));
    const signature = createHmac('sha256', target.key).update(body, 'utf8').digest('base64');
    this.#state.kit.outbox.queue({
      url: target.url,
      headers: { 'content-type': 'application/json', 'x-xero-signature': signature },
      body,
      timeoutMs: TIMEOUT_MS,
    });
  }

  /**
   * Only a credit's event says more. Source: Xero OpenAPI 16.1.0, xero-webhooks.yaml, and, for prepayments and
   * overpayments, public notes of later versions, read 2026-11-26.
   */
  #data(id: string): { data?: { Type: string; Status: string } } {
    const credit = this.#state.creditNotes.get(id) ?? this.#state.bankCredits.get(id);
    return credit === undefined ? {} : { data: { Type: credit.type, Status: credit.status } };
  }

  // Source: Xero OpenAPI 16.1.0, xero-webhooks.yaml, read 2026-11-23.
  #delivery(pending: readonly Pending[]): unknown {
    const sequences = pending.map(() => this.#state.next('webhookSequence'));
    const at = this.#state.kit.clock.now().toISOString().replace('Z', '');
    return {
      events: pending.map(({ category, type, id }) => ({
        ...this.#data(id),
        resourceUrl: `https://api.xero.com/api.xro/2.0/${RESOURCES[category]}/${id}`,
        resourceId: id,
        eventDateUtc: at,
        eventType: this.#state.rule('eventTypeCase') === 'upper' ? type : titled(type),
        eventCategory: category,
        tenantId: this.#state.tenantId,
        tenantType: 'ORGANISATION',
      })),
      firstEventSequence: sequences[0] ?? 0,
      lastEventSequence: sequences.at(-1) ?? 0,
      entropy: randomBytes(10).toString('hex').toUpperCase(),
    };
  }
}

function titled(type: Pending['type']): string {
  return `${type.charAt(0)}${type.slice(1).toLowerCase()}`;
}

// What every write to Xero must be before it may leave: bounded, keyed, and clear about creating or updating.
import { CurrencyCode } from 'xero-node';
import { NotSendableError } from './not-sendable-error.ts';
import type { WriteAsk } from './xero-api.ts';

/** Xero recommends about 50 documents a request; the idempotency key is at most 128 characters (OpenAPI 16.1.0). */
const bodiesMax = 50;
const idempotencyKeyLengthMax = 128;

/** Refuses a request as a whole before anything is sent. */
export function assertSendable<B>(
  { bodies, idempotencyKey }: WriteAsk<B>,
  { idOf, mode }: { idOf: (body: B) => string | null; mode: 'create' | 'update' },
): void {
  const refuse = (field: string, why: string) => new NotSendableError({ index: null, field, why });
  if (bodies.length === 0) throw refuse('bodies', 'there are none');
  if (bodies.length > bodiesMax) throw refuse('bodies', `there are more than ${bodiesMax}`);
  if (idempotencyKey.length === 0 || idempotencyKey.length > idempotencyKeyLengthMax) {
    throw refuse('idempotencyKey', `it needs 1 to ${idempotencyKeyLengthMax} characters`);
  }
  bodies.forEach((body, index) => {
    const id = idOf(body);
    // POST without an id creates, or finds a document of the same number or name that somebody else made.
    if (mode === 'update' && id === null) {
      throw new NotSendableError({ index, field: 'id', why: 'an update names its document by id' });
    }
    if (mode === 'create' && id !== null) {
      throw new NotSendableError({ index, field: 'id', why: 'a creation has no id yet' });
    }
  });
}

export function outgoingCurrency(code: string, index: number): CurrencyCode {
  if (isCurrency(code)) return CurrencyCode[code];
  throw new NotSendableError({ index, field: 'currency', why: `"${code}" is no currency of Xero` });
}

function isCurrency(code: string): code is keyof typeof CurrencyCode {
  return /^[A-Z]{3}$/.test(code) && code in CurrencyCode;
}

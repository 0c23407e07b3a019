// Whether a webhook comes from whom it says: decided over the raw bytes, in constant time, before anything is parsed.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Xero signs the raw body: base64 of HMAC-SHA256 under the app's webhook key. The digests are compared,
 * never their texts. Source: Xero OpenAPI 16.1.0, xero-webhooks.yaml, read 2026-11-23.
 */
export function isSignedByXero(
  body: Buffer,
  signature: string | undefined,
  webhookKey: string,
): boolean {
  if (signature === undefined) return false;
  const expected = createHmac('sha256', webhookKey).update(body).digest();
  const given = Buffer.from(signature, 'base64');
  // Base64 is read leniently by Node; a signature has exactly one text.
  if (given.byteLength !== expected.byteLength || given.toString('base64') !== signature) {
    return false;
  }
  return timingSafeEqual(given, expected);
}

/**
 * Procore sends the Authorization value it was given with the hook, and nothing else. Both are hashed
 * first, so that neither length nor content shows in the time it takes.
 * Source: Procore developer docs, Webhooks API, read 2026-11-23.
 */
export function isFromProcore(given: string | undefined, expected: string): boolean {
  if (given === undefined) return false;
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

// What leaves for Temporal is compressed and encrypted: AES-256-GCM with the key's id beside it.
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { deflateRaw, deflateRawSync, inflateRaw, inflateRawSync } from 'node:zlib';
import type { Payload, PayloadCodec } from '@temporalio/common';
import { temporal } from './proto.ts';

const encoding = 'binary/tieout-aes256gcm-deflate';
const text = new TextEncoder();
const words = new TextDecoder();
const compressAside = promisify(deflateRaw);
const expandAside = promisify(inflateRaw);
/** Up to here it is done at once, in a fraction of the time that handing it to another thread takes. */
const atOnceBytesMaximum = 128 * 1024;
/** Level 1: a fifth larger than the default makes it, at a quarter of its cost. */
const level = 1;

const nonceBytes = 12;
const tagBytes = 16;
/** No payload of ours is larger when it is whole; a larger one is an attack or a mistake. */
const plainBytesMaximum = 64 * 1024 * 1024;

/** A payload that cannot be read with the key at hand. */
export class UnreadablePayloadError extends Error {
  constructor(why: string) {
    super(`a Temporal payload cannot be read: ${why}`);
    this.name = 'UnreadablePayloadError';
  }
}

/** Reads TIEOUT_CODEC_KEY: 32 bytes in base64. */
export function readCodecKey(base64: string): Buffer {
  const key = Buffer.from(base64, 'base64');
  if (key.byteLength !== 32) {
    throw new Error('TIEOUT_CODEC_KEY must be 32 bytes in base64: openssl rand -base64 32');
  }
  return key;
}

async function compress(whole: Uint8Array): Promise<Buffer> {
  if (whole.byteLength <= atOnceBytesMaximum) return deflateRawSync(whole, { level });
  return compressAside(whole, { level });
}

async function expand(body: Buffer): Promise<Buffer> {
  const limit = { maxOutputLength: plainBytesMaximum };
  // What is compressed to an eighth, as our JSON is, is then no larger than that either.
  if (body.byteLength <= atOnceBytesMaximum / 8) return inflateRawSync(body, limit);
  return expandAside(body, limit);
}

/** Names a key without giving it away. */
export function keyIdOf(key: Buffer): string {
  return createHash('sha256').update('tieout codec key id').update(key).digest('hex').slice(0, 16);
}

/** The codec of client, worker and replayer. */
export function createPayloadCodec(key: Buffer): PayloadCodec {
  const keyId = keyIdOf(key);
  return {
    encode: (payloads) => Promise.all(payloads.map((payload) => encode(payload, key, keyId))),
    decode: (payloads) => Promise.all(payloads.map((payload) => decode(payload, key, keyId))),
  };
}

async function encode(payload: Payload, key: Buffer, keyId: string): Promise<Payload> {
  const whole = temporal.api.common.v1.Payload.encode(payload).finish();
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(keyId));
  const body = Buffer.concat([cipher.update(await compress(whole)), cipher.final()]);
  return {
    metadata: { encoding: text.encode(encoding), 'tieout-key-id': text.encode(keyId) },
    data: Buffer.concat([nonce, cipher.getAuthTag(), body]),
  };
}

async function decode(payload: Payload, key: Buffer, keyId: string): Promise<Payload> {
  const named = payload.metadata?.['encoding'];
  // A plain payload comes from a hand at the Temporal CLI. It is let through, because refusing it would wedge
  // the workflow it was sent to; nothing a message says is believed: it only makes the workflow look.
  if (!named || words.decode(named) !== encoding) return payload;
  const usedKey = payload.metadata?.['tieout-key-id'];
  if (!usedKey || words.decode(usedKey) !== keyId) {
    throw new UnreadablePayloadError('it was written with another key');
  }
  const data = Buffer.from(payload.data ?? []);
  const decipher = createDecipheriv('aes-256-gcm', key, data.subarray(0, nonceBytes));
  decipher.setAAD(Buffer.from(keyId));
  decipher.setAuthTag(data.subarray(nonceBytes, nonceBytes + tagBytes));
  const body = Buffer.concat([
    decipher.update(data.subarray(nonceBytes + tagBytes)),
    decipher.final(),
  ]);
  const whole = await expand(body);
  return temporal.api.common.v1.Payload.decode(whole);
}

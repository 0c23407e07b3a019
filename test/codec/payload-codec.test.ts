// Proves that what leaves for Temporal comes back whole with its own key, not at all with another or when it was touched, and
// that neither the words of a payload nor those of a failure can be read on the way.
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Payload } from '@temporalio/common';
import { ApplicationFailure, defaultPayloadConverter } from '@temporalio/common';
import {
  decodeOptionalFailureToOptionalError,
  encodeErrorToFailure,
} from '@temporalio/common/lib/internal-non-workflow/index.js';
import { loadDataConverter } from '@temporalio/common/lib/internal-non-workflow/index.js';
import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { createDataConverter, failureConverterPath } from '../../codec/data-converter.ts';
import {
  createPayloadCodec,
  keyIdOf,
  readCodecKey,
  UnreadablePayloadError,
} from '../../codec/payload-codec.ts';

const key = randomBytes(32);
const codec = createPayloadCodec(key);
const toPayload = (value: unknown): Payload => defaultPayloadConverter.toPayload(value);

async function encodeOne(value: unknown): Promise<Payload> {
  const [encoded] = await codec.encode([toPayload(value)]);
  if (!encoded) throw new Error('nothing was encoded');
  return encoded;
}

const bytes = fc.uint8Array({ maxLength: 300 });
const anyPayload = fc.record({
  metadata: fc.dictionary(fc.string({ minLength: 1, maxLength: 20 }), bytes, { maxKeys: 4 }),
  data: bytes,
});

/** As plain bytes, so that a Buffer and a Uint8Array of the same bytes are equal. */
function plain({ metadata, data }: Payload) {
  return {
    metadata: Object.fromEntries(
      Object.entries(metadata ?? {}).map(([name, value]) => [
        name,
        Buffer.from(value).toString('hex'),
      ]),
    ),
    data: Buffer.from(data ?? []).toString('hex'),
  };
}

describe('a payload', () => {
  it('comes back as it was, whatever it held', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyPayload, { maxLength: 4 }), async (payloads) => {
        const back = await codec.decode(await codec.encode(payloads));
        expect(back.map(plain)).toEqual(payloads.map(plain));
      }),
      { numRuns: 60 },
    );
  });

  it('shows none of its words, and is another text each time', async () => {
    const value = { vendor: 'Kauri Concrete Ltd', note: 'paid by hand' };
    const [once, again] = [await encodeOne(value), await encodeOne(value)];
    expect(Buffer.from(once.data ?? []).equals(Buffer.from(again.data ?? []))).toBe(false);
    for (const payload of [once, again]) {
      const all = Buffer.concat([
        Buffer.from(payload.data ?? []),
        ...Object.values(payload.metadata ?? {}).map((part) => Buffer.from(part)),
      ]).toString('latin1');
      expect(all).not.toMatch(/Kauri|paid by hand|vendor|json/);
    }
  });

  it('that repeats itself is shorter than it was', async () => {
    const payload = await encodeOne('the same words over again '.repeat(1_000));
    expect(payload.data?.byteLength).toBeLessThan(1_000);
  });

  it('names its key without giving it away', async () => {
    const { metadata } = await encodeOne('x');
    expect(Buffer.from(metadata?.['tieout-key-id'] ?? []).toString()).toBe(keyIdOf(key));
    expect(keyIdOf(key)).toMatch(/^[0-9a-f]{16}$/);
    expect(key.toString('hex')).not.toContain(keyIdOf(key));
  });

  it('of another key is refused by name', async () => {
    const other = createPayloadCodec(randomBytes(32));
    await expect(other.decode([await encodeOne('x')])).rejects.toThrow(UnreadablePayloadError);
    await expect(other.decode([await encodeOne('x')])).rejects.toThrow(/another key/);
  });

  it('of another key that claims ours is not read either', async () => {
    const [foreign] = await createPayloadCodec(randomBytes(32)).encode([toPayload('x')]);
    const claimed = {
      ...foreign,
      metadata: { ...foreign?.metadata, 'tieout-key-id': Buffer.from(keyIdOf(key)) },
    };
    await expect(codec.decode([claimed])).rejects.toThrow();
  });

  it('with any one byte changed or cut off is refused', async () => {
    const whole = Buffer.from((await encodeOne({ amount: '1234.50' })).data ?? []);
    const encoded = await encodeOne({ amount: '1234.50' });
    for (let at = 0; at < whole.byteLength; at += 1) {
      const data = Buffer.from(whole);
      data[at] = (data[at] ?? 0) ^ 1;
      await expect(codec.decode([{ ...encoded, data }])).rejects.toThrow();
      await expect(codec.decode([{ ...encoded, data: whole.subarray(0, at) }])).rejects.toThrow();
    }
  });

  it('that was never encoded passes through, as a hand at the Temporal command line sends it', async () => {
    const payloads = [toPayload({ hintId: 'by hand' }), {}];
    expect(await codec.decode(payloads)).toEqual(payloads);
  });
});

describe('a failure', () => {
  const words = 'Kauri Concrete Ltd refused the bill';

  it('carries its words, its stack and its details only encoded, and gives them back with the key', async () => {
    const converter = loadDataConverter(createDataConverter(key));
    const cause = new Error(`the cause: ${words}`);
    const failure = await encodeErrorToFailure(
      converter,
      ApplicationFailure.create({ message: words, type: 'Refused', details: [words], cause }),
    );
    const stored = JSON.stringify(failure, (_, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
    );
    expect(stored).not.toContain('Kauri');
    expect(stored).not.toContain('payload-codec.test');
    // Workflows branch on the type, so it stays readable.
    expect(failure.applicationFailureInfo?.type).toBe('Refused');
    const back = await decodeOptionalFailureToOptionalError(converter, failure);
    expect(back?.message).toBe(words);
    expect((back?.cause as Error).message).toBe(`the cause: ${words}`);
  });

  it('is encoded by a converter that Temporal loads by path, so that the path exists', () => {
    expect(failureConverterPath).toBe(
      fileURLToPath(new URL('../../codec/failure-converter.cjs', import.meta.url)),
    );
  });
});

test.each([
  ['', 'nothing'],
  [randomBytes(31).toString('base64'), 'a byte too few'],
  [randomBytes(33).toString('base64'), 'a byte too many'],
  ['not base64 at all!', 'words'],
])('the key %j is refused: it is %s', (text) => {
  expect(() => readCodecKey(text)).toThrow(
    'TIEOUT_CODEC_KEY must be 32 bytes in base64: openssl rand -base64 32',
  );
});

test('a key of 32 bytes is read', () => {
  expect(readCodecKey(key.toString('base64')).equals(key)).toBe(true);
});

// How a file is fetched from an address that opens it for anybody: bounded in bytes and time, without any sign-in, and never named.
import { Agent, request } from 'undici';
import { classifyTransportError } from './http-request.ts';

/** What came of it. The address is in none of these: it is a secret for as long as it lasts. */
export type Downloaded =
  | { readonly got: 'file'; readonly content: Buffer }
  | { readonly got: 'refusal'; readonly status: number }
  | { readonly got: 'tooLarge' }
  /** It is none that may be called, or points on too often. */
  | { readonly got: 'badAddress' };

export interface DownloadLimits {
  /** From the call to the last byte. */
  readonly totalMs: number;
  readonly bytesMax: number;
  /** An address of this origin may be plain http; every other must be https. */
  readonly trustedOrigin: string;
}

/** A storage is reached over one or two others. */
const redirectsMax = 3;
const redirects = [301, 302, 303, 307, 308];

/** Throws NoAnswerError where no whole answer came. */
export async function download(address: string, limits: DownloadLimits): Promise<Downloaded> {
  const { totalMs } = limits;
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), totalMs);
  const dispatcher = new Agent({
    connect: { timeout: Math.min(10_000, totalMs) },
    headersTimeout: totalMs,
    bodyTimeout: totalMs,
  });
  try {
    return await follow(address, limits, { dispatcher, signal: deadline.signal });
  } catch (error) {
    // A new error: undici's own may name the host and the path.
    throw classifyTransportError({
      error,
      timedOut: deadline.signal.aborted,
      headersArrived: false,
    });
  } finally {
    clearTimeout(timer);
    await dispatcher.destroy();
  }
}

type Way = { dispatcher: Agent; signal: AbortSignal };

async function follow(first: string, limits: DownloadLimits, way: Way): Promise<Downloaded> {
  let address = parsed(first);
  for (let count = 0; count <= redirectsMax; count += 1) {
    if (address === null || !mayBeCalled(address, limits)) return { got: 'badAddress' };
    const answer = await request(address, { method: 'GET', ...way });
    if (!redirects.includes(answer.statusCode)) return read(answer, limits);
    await answer.body.dump({ limit: 10_000 });
    const { location } = answer.headers;
    address = typeof location === 'string' ? parsed(location, address) : null;
  }
  return { got: 'badAddress' };
}

function parsed(address: string, base?: URL): URL | null {
  return URL.canParse(address, base?.href) ? new URL(address, base) : null;
}

function mayBeCalled({ protocol, origin }: URL, { trustedOrigin }: DownloadLimits): boolean {
  return protocol === 'https:' || origin === trustedOrigin;
}

async function read(
  { statusCode, headers, body }: Awaited<ReturnType<typeof request>>,
  { bytesMax }: DownloadLimits,
): Promise<Downloaded> {
  if (statusCode < 200 || statusCode > 299) {
    await body.dump({ limit: 10_000 });
    return { got: 'refusal', status: statusCode };
  }
  const tooLarge = { got: 'tooLarge' } as const;
  if (Number(headers['content-length'] ?? 0) > bytesMax) return tooLarge;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    const buffer = chunk as Buffer;
    bytes += buffer.length;
    // Leaving the loop destroys the stream, so that the rest is never read.
    if (bytes > bytesMax) return tooLarge;
    chunks.push(buffer);
  }
  return { got: 'file', content: Buffer.concat(chunks) };
}

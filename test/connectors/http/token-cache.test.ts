// Proves that a token is fetched once for all who ask, renewed before it ends, and renewed once for all who were refused.
import { expect, it, vi } from 'vitest';
import { createTokenCache } from '../../../connectors/http/token-cache.ts';

function cacheOf(lifetimeMs = 1_800_000) {
  let clock = 0;
  let count = 0;
  const fetchToken = vi.fn(async () => {
    await Promise.resolve();
    count += 1;
    return { value: `token ${count}`, expiresAt: clock + lifetimeMs };
  });
  const cache = createTokenCache({ fetchToken, now: () => clock });
  return { cache, fetchToken, advance: (ms: number) => (clock += ms) };
}

it('fetches one token for callers at the same time', async () => {
  const { cache, fetchToken } = cacheOf();
  const tokens = await Promise.all([cache.current(), cache.current(), cache.current()]);
  expect(tokens).toEqual(['token 1', 'token 1', 'token 1']);
  expect(await cache.current()).toBe('token 1');
  expect(fetchToken).toHaveBeenCalledTimes(1);
});

it('fetches a new one when less than a minute is left', async () => {
  const { cache, advance } = cacheOf();
  await cache.current();
  advance(1_800_000 - 60_000);
  expect(await cache.current()).toBe('token 1');
  advance(1);
  expect(await cache.current()).toBe('token 2');
});

it('renews once for several callers whose token was refused', async () => {
  const { cache, fetchToken } = cacheOf();
  const refused = await cache.current();
  const renewed = await Promise.all([cache.renewed(refused), cache.renewed(refused)]);
  expect(renewed).toEqual(['token 2', 'token 2']);
  expect(await cache.renewed(refused)).toBe('token 2');
  expect(fetchToken).toHaveBeenCalledTimes(2);
});

it('asks again after a failure', async () => {
  const { cache, fetchToken } = cacheOf();
  fetchToken.mockRejectedValueOnce(new Error('down'));
  await expect(cache.current()).rejects.toThrow('down');
  expect(await cache.current()).toBe('token 1');
});

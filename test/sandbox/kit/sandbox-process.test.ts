// Proves that a sandbox's settings are read from the environment and a wrong one is named with its fix.
import { describe, expect, test } from 'vitest';
import { optionsFrom } from '../../../sandbox/kit/sandbox-process.ts';

describe('the environment', () => {
  test('gives the options, with defaults where it is silent', () => {
    expect(optionsFrom({})).toEqual({ port: 0, limits: 'vendor' });
    expect(
      optionsFrom({
        SANDBOX_PORT: '4402',
        SANDBOX_DATA: 'd',
        SANDBOX_LIMITS: 'fast',
        SANDBOX_LATENCY_MS: '5',
      }),
    ).toEqual({ port: 4402, limits: 'fast', dataDir: 'd', latencyMs: 5 });
  });

  test.each([
    ['SANDBOX_PORT', 'http'],
    ['SANDBOX_PORT', '70000'],
    ['SANDBOX_LIMITS', 'none'],
    ['SANDBOX_LATENCY_MS', '-1'],
  ])('%s=%s is refused by name', (name, value) => {
    expect(() => optionsFrom({ [name]: value })).toThrow(name);
  });
});

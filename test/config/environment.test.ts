// Proves that every setting that is missing or cannot be used is named with what to write, and that no value is ever shown.
import { describe, expect, it, test } from 'vitest';
import { ConfigurationError } from '../../config/configuration-error.ts';
import { readEnvironment } from '../../config/environment.ts';
import { completeEnvironment } from './complete-environment.ts';

function problemsOf(env: Record<string, string | undefined>): readonly string[] {
  try {
    readEnvironment(env);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

describe('a complete environment', () => {
  it('is read with its defaults: a sweep every quarter of an hour, sixty Xero calls a minute', () => {
    const env = readEnvironment(completeEnvironment);
    expect(env.TIEOUT_SWEEP_EVERY_MS).toBe(900_000);
    expect([env.TIEOUT_XERO_MINUTE_CALLS, env.TIEOUT_XERO_MINUTE_MS]).toEqual([60, 60_000]);
    expect([env.TIEOUT_CONNECTION, env.TIEOUT_CONFIG]).toEqual(['demo', 'tieout.config.ts']);
    expect(env.TIEOUT_PORT_BASE).toBe(4400);
  });

  it('loses the slash at the end of its URLs, since paths are put behind them', () => {
    const env = readEnvironment(completeEnvironment);
    expect(env.PROCORE_API_URL).toBe('https://api.procore.test');
    expect(env.TIEOUT_PUBLIC_URL).toBe('https://tieout.example.com');
  });
});

test.each(Object.keys(completeEnvironment))('%s is named when it is missing or empty', (name) => {
  for (const value of [undefined, '']) {
    const problems = problemsOf({ ...completeEnvironment, [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name}: set it to .{8}`));
  }
});

test('all that is missing is named at once', () => {
  const problems = problemsOf({});
  expect(problems.map((problem) => problem.split(':')[0]).sort()).toEqual(
    Object.keys(completeEnvironment).sort(),
  );
});

const unusable: [string, string, RegExp][] = [
  ['PROCORE_API_URL', 'leaked value', /must be a URL, such as https:\/\/api\.procore\.com/],
  ['XERO_IDENTITY_URL', 'leaked-value', /must be a URL/],
  ['PROCORE_COMPANY_ID', 'leaked-value', /must be digits only/],
  ['TIEOUT_PUBLIC_URL', 'https://leaked-value.Xero.example.com', /must not contain "xero"/],
  ['TIEOUT_CODEC_KEY', 'leaked-value', /32 random bytes in base64: openssl rand -base64 32/],
  ['TIEOUT_SWEEP_EVERY_MS', 'leaked-value', /must be a whole number/],
  ['TIEOUT_SWEEP_EVERY_MS', '0', /must be a whole number above 0/],
  ['TIEOUT_XERO_MINUTE_CALLS', '0', /must be a whole number above 0/],
  ['TIEOUT_PROCORE_SPIKE_MS', '1e3', /must be a whole number/],
  ['TIEOUT_PORT_BASE', '-4400', /must be a whole number/],
];
test.each(unusable)('%s = "%s" is refused with the fix, without the value', (name, value, fix) => {
  const problems = problemsOf({ ...completeEnvironment, [name]: value });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(new RegExp(`^${name}: `));
  expect(problems[0]).toMatch(fix);
  expect(problems.join()).not.toContain('leaked');
});

test('the message holds every problem and no value of a secret', () => {
  const env = { ...completeEnvironment, TIEOUT_CODEC_KEY: 'secret-codec', XERO_API_URL: 'secret' };
  expect(() => readEnvironment(env)).toThrow(
    expect.objectContaining({
      message: expect.not.stringContaining('secret-') as string,
      problems: [
        expect.stringMatching(/^XERO_API_URL: /) as string,
        expect.stringMatching(/^TIEOUT_CODEC_KEY: /) as string,
      ],
    }) as Error,
  );
});

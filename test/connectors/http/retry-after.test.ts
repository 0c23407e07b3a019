// Proves that every header form in which a vendor says how long to wait is read, and none can ask for for ever.
import { expect, it } from 'vitest';
import { retryAfterMs } from '../../../connectors/http/retry-after.ts';

const now = Date.parse('2026-11-24T10:00:00Z');
const date = 'Tue, 24 Nov 2026 09:00:00 GMT';

it.each([
  ['seconds', { 'retry-after': '22' }, 22_000],
  ['a fraction of a second is still a second', { 'retry-after': '0.4' }, 1_000],
  ['nought is still a second', { 'retry-after': '0' }, 1_000],
  ['an HTTP date', { 'retry-after': 'Tue, 24 Nov 2026 10:00:30 GMT' }, 30_000],
  [
    'an HTTP date by the clock of the server',
    { 'retry-after': 'Tue, 24 Nov 2026 09:00:30 GMT', date },
    30_000,
  ],
  ['a date in the past', { 'retry-after': 'Tue, 24 Nov 2026 09:59:00 GMT' }, 1_000],
  ['unix seconds of Procore', { 'x-rate-limit-reset': String(now / 1_000 + 9) }, 9_000],
  [
    'Retry-After before the reset',
    { 'retry-after': '3', 'x-rate-limit-reset': String(now / 1_000 + 9) },
    3_000,
  ],
  [
    'an unreadable Retry-After falls back to the reset',
    { 'retry-after': 'soon', 'x-rate-limit-reset': String(now / 1_000 + 9) },
    9_000,
  ],
  ['a broken wish is cut to about a day', { 'retry-after': '99999999' }, 90_000_000],
  ['nothing said', {}, null],
  ['nothing readable', { 'retry-after': 'soon' }, null],
])('%s', (_, headers, ms) => {
  expect(retryAfterMs(headers, now)).toBe(ms);
});

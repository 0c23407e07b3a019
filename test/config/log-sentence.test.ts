// Proves that what a process logs of a failure is our own sentence: a vendor's words, which may name a person, stay out.
import { ApplicationFailure } from '@temporalio/common';
import { describe, expect, test } from 'vitest';
import { VendorError } from '../../connectors/http/vendor-error.ts';
import { sentenceOfError, withoutVendorWords } from '../../workers/process.ts';

const refused = new VendorError({
  vendor: 'xero',
  kind: 'refused',
  status: 400,
  messages: ['The contact Jane Doe is archived', 'jane@example.com is no address'],
  mayHaveHappened: false,
});
const ours = 'xero: refused (HTTP 400): the request was refused.';

describe('the sentence of a failure for the log', () => {
  test.each<[string, unknown, string]>([
    ["a vendor's refusal", refused, ours],
    ['a failure made from one', ApplicationFailure.nonRetryable(refused.message), ours],
    ['one wrapped in other words', new Error(`step 2: ${refused.message}`), `step 2: ${ours}`],
    ['a refusal thrown as text', refused.message, ours],
    ['a failure of our own', new Error('the worker ended'), 'the worker ended'],
    [
      'a failed query',
      Object.assign(new Error('select … Jane Doe'), { query: 'select', params: ['Jane Doe'] }),
      'a database query failed',
    ],
  ])('of %s holds nothing of what the vendor said', (_what, error, sentence) => {
    expect(sentenceOfError(error)).toBe(sentence);
  });

  test('is cut where the vendor begins to speak, however often it does', () => {
    expect(withoutVendorWords('ours. It said: theirs. It said: more')).toBe('ours.');
  });
});

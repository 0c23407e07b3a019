// Proves that a pay app left because Xero had the same bill does not take that bill's place unasked when it is gone.
import { expect, test } from 'vitest';
import { planObservation } from '../../../domain/objects/objects.ts';
import { leftAsItIs } from '../../support/answered.ts';
import { payAppObservation } from '../../support/domain-builders.ts';
import { strangersBill } from '../../support/posted-documents.ts';

test('a look-alike that was left stays silent while it stands, and is asked about when it is gone', () => {
  const left = leftAsItIs(payAppObservation({ lookAlikes: [strangersBill()] }));
  expect(planObservation(left).gated).toMatchObject({ going: [], questions: [] });
  const { going, questions } = planObservation({ ...left, lookAlikes: [] }).gated;
  expect(going).toEqual([]);
  expect(questions).toMatchObject([{ subject: 'bill', kind: 'lookAlike', fix: null }]);
  expect(questions[0]?.sentence).toContain('is not there any more');
});

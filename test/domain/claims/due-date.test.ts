// Proves when a bill is due that Procore does not date: by the contact's terms (M14), and never before it is dated.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dueDateByTerms } from '../../../domain/claims/due-date.ts';
import { planObservation } from '../../../domain/objects/objects.ts';
import { payAppObservation } from '../../support/domain-builders.ts';

const types = [
  'DAYSAFTERBILLDATE',
  'DAYSAFTERBILLMONTH',
  'OFCURRENTMONTH',
  'OFFOLLOWINGMONTH',
] as const;

describe("the contact's terms", () => {
  test.each<[string, string, string, number, string | null]>([
    ['20 days after the bill', '2026-05-31', 'DAYSAFTERBILLDATE', 20, '2026-06-20'],
    ['at once', '2026-05-31', 'DAYSAFTERBILLDATE', 0, '2026-05-31'],
    ['over a year’s end', '2026-12-31', 'DAYSAFTERBILLDATE', 20, '2027-01-20'],
    ['20 days after the month', '2026-05-10', 'DAYSAFTERBILLMONTH', 20, '2026-06-20'],
    ['the 20th of the next month', '2026-05-31', 'OFFOLLOWINGMONTH', 20, '2026-06-20'],
    ['the 31st of a shorter month', '2026-05-10', 'OFFOLLOWINGMONTH', 31, '2026-06-30'],
    ['the next year', '2026-12-10', 'OFFOLLOWINGMONTH', 20, '2027-01-20'],
    ['the 20th of this month', '2026-05-10', 'OFCURRENTMONTH', 20, '2026-05-20'],
    ['a day of this month that is past', '2026-05-31', 'OFCURRENTMONTH', 20, '2026-05-31'],
    ['in a leap year', '2028-02-10', 'OFCURRENTMONTH', 31, '2028-02-29'],
    ['a kind that Xero added', '2026-05-31', 'AFTERTHEHARVEST', 20, null],
  ])('%s: %s, %s %i', (_name, date, type, day, due) => {
    expect(dueDateByTerms(date, { type, day })).toBe(due);
  });

  test('are none where there are none', () => {
    expect(dueDateByTerms('2026-05-31', null)).toBeNull();
  });

  test('never make a bill due before it is dated, nor on a day that no calendar has', () => {
    const dates = fc
      .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    fc.assert(
      fc.property(
        dates,
        fc.constantFrom(...types),
        fc.integer({ min: 0, max: 999 }),
        (date, type, day) => {
          const due = dueDateByTerms(date, { type, day }) ?? '';
          expect(due >= date).toBe(true);
          expect(new Date(due).toISOString().slice(0, 10)).toBe(due);
        },
      ),
    );
  });
});

describe('a new bill is due', () => {
  const terms = { day: 15, type: 'DAYSAFTERBILLDATE' };
  test.each<[string, Parameters<typeof payAppObservation>[0], string]>([
    ['when its billing period says', { dueDate: '2026-06-20', billTerms: terms }, '2026-06-20'],
    ['under the contact’s terms', { dueDate: null, billTerms: terms }, '2026-06-15'],
    ['at once where nobody says', { dueDate: null, billTerms: null }, '2026-05-31'],
  ])('%s, and the page shows it', (_name, over, due) => {
    const [verdict] = planObservation(payAppObservation(over)).verdicts;
    const write = verdict && 'write' in verdict ? verdict.write : null;
    expect(write?.body).toMatchObject({ kind: 'xeroBill', date: '2026-05-31', dueDate: due });
    expect(verdict?.changes).toContainEqual({
      ...{ path: 'dueDate', base: null, xero: null },
      ...{ procore: due, proposed: due },
    });
  });
});

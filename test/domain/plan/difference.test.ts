// Proves what money a question is about: by kind, the part that differs or moves, and the whole only where it is about the whole.
import { describe, expect, it } from 'vitest';
import { differenceOf } from '../../../domain/plan/difference.ts';
import { planObservation } from '../../../domain/objects/objects.ts';
import type { Observation } from '../../../domain/objects/objects.ts';
import {
  brokenPayApp,
  editedPayApp,
  lookAlikePayApp,
  removedPayments,
  suggestedContact,
} from '../../api/observations.ts';
import { longPayApp, postedPayApp } from '../../api/posted-bills.ts';

/** Of the one question the plan asks. */
function differenceIn(observation: Observation): string | null {
  const { gated, standing } = planObservation(observation);
  const [question, another] = gated.questions;
  if (!question || another) throw new Error('the plan does not ask one question');
  return differenceOf(question.verdicts, standing.amount);
}

describe('a question is about', () => {
  it('the amount by which a line was edited', () => {
    expect(differenceIn(editedPayApp())).toBe('250.00');
  });

  it('the amount of a line that was removed in Xero', () => {
    const removed = postedPayApp(longPayApp(12), ({ lines }) => ({
      lines: lines.filter((_, index) => index !== 4),
    }));
    expect(differenceIn(removed)).toBe('500.00');
  });

  it('nothing where an amount was only moved from one line to another', () => {
    const moved = postedPayApp(longPayApp(3), ({ lines: [first, second, ...others] }) => ({
      lines: [
        { ...first!, unitAmount: '50.00', lineAmount: '50.00', taxAmount: '7.50' },
        { ...second!, unitAmount: '250.00', lineAmount: '250.00', taxAmount: '37.50' },
        ...others,
      ],
    }));
    expect(differenceIn(moved)).toBe('0.00');
  });

  it('nothing where only the number was changed', () => {
    const renamed = postedPayApp(longPayApp(2), () => ({ number: 'ANOTHER' }));
    expect(differenceIn(renamed)).toBe('0.00');
  });

  it('the whole where the bill is void, or is of another contact', () => {
    const whole = '270.00';
    expect(differenceIn(postedPayApp(longPayApp(2), () => ({ status: 'VOIDED' })))).toBe(whole);
    const other = 'c0000000-0000-4000-8000-000000000099';
    expect(differenceIn(postedPayApp(longPayApp(2), () => ({ contactId: other })))).toBe(whole);
  });

  it('the whole where a bill would be posted beside another', () => {
    expect(differenceIn(lookAlikePayApp())).toBe('13950.45');
  });

  it('what lines and summary say differently', () => {
    expect(differenceIn(brokenPayApp())).toBe('100.00');
  });

  it('the whole where a line’s amount is not known to the cent', () => {
    const inclusive = postedPayApp(longPayApp(2), () => ({ lineAmountTypes: 'Inclusive' }));
    expect(differenceIn(inclusive)).toBe('270.00');
  });

  it('the payment that was removed, each its own', () => {
    const { gated, standing } = planObservation(removedPayments(3));
    const each = gated.questions.map(({ verdicts }) => differenceOf(verdicts, standing.amount));
    expect(each.sort()).toEqual(['100.00', '200.00', '300.00']);
  });

  it('no money where it is a contact', () => {
    expect(differenceIn(suggestedContact())).toBeNull();
  });
});

// Every outcome and every kind of exception of the planner, told in tables: what was seen → outcome, what it waits for, and why.
import { describe, expect, test } from 'vitest';
import { exceptionKinds } from '../../../domain/plan/exception-kinds.ts';
import type { ExceptionKind } from '../../../domain/plan/exception-kinds.ts';
import { planDocument } from '../../../domain/plan/plan-document.ts';
import type { Plan } from '../../../domain/plan/plan.ts';
import { exceptionKindOf, outcomes } from '../../../domain/plan/plan.ts';
import type { Row } from '../../support/plan-rows.ts';
import { commitmentRows } from './commitment-rows.ts';
import { contactRows } from './contact-rows.ts';
import { payAppRows } from './pay-app-rows.ts';
import { paymentRows } from './payment-rows.ts';

/** What a plan says of itself, in one text. */
function saysOf(plan: Plan): string {
  if (plan.outcome === 'unchanged') return plan.final ? `${plan.state}, final` : plan.state;
  if (plan.outcome !== 'blocked') return plan.detail;
  return plan.reason.why === 'exception'
    ? plan.reason.detail
    : `waits for ${plan.reason.workflowId}`;
}

const tables: [string, Row[]][] = [
  ['a contact', contactRows],
  ['a commitment', commitmentRows],
  ['a pay app', payAppRows],
  ['the payments of a bill', paymentRows],
];

describe.each(tables)('the plan of %s', (_what, rows) => {
  test.each(rows)('%s', (_case, seen, outcome, kind, says) => {
    const plan = planDocument(seen);
    expect([plan.outcome, exceptionKindOf(plan), saysOf(plan)]).toEqual([outcome, kind, says]);
    expect(plan.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test('is told in the order of the outcomes, and blocked in the order of the kinds', () => {
    const rank = ([, , outcome, kind]: Row): number =>
      100 * outcomes.indexOf(outcome) +
      (outcome === 'blocked' && kind !== null ? exceptionKinds.indexOf(kind) + 1 : 0);
    const ranks = rows.map(rank);
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
  });
});

describe('the tables', () => {
  const rows = tables.flatMap(([, table]) => table);

  test.each(outcomes)('have a row for the outcome %s', (outcome) => {
    expect(rows.some((row) => row[2] === outcome)).toBe(true);
  });

  /** Not the planner's to say. */
  const elsewhere: Partial<Record<ExceptionKind, string>> = {
    tooLarge: 'said by the lifecycle when an observation does not fit a history',
  };

  test.each(exceptionKinds.filter((kind) => !(kind in elsewhere)))(
    'have a row for the exception %s',
    (kind) => {
      expect(rows.some((row) => row[3] === kind)).toBe(true);
    },
  );

  test('cover every document type in every outcome it can have', () => {
    const seen = (table: Row[]) =>
      outcomes.filter((outcome) => table.some((row) => row[2] === outcome));
    expect(seen(contactRows)).toEqual(outcomes.filter((outcome) => outcome !== 'void'));
    expect(seen(commitmentRows)).toEqual([...outcomes]);
    expect(seen(payAppRows)).toEqual([...outcomes]);
  });
});

// Every outcome and every kind of exception of the planner, told in tables: what was seen → outcome, what it waits for, and why.
import { describe, expect, test } from 'vitest';
import { planObservation } from '../../../domain/objects/objects.ts';
import { questionKinds } from '../../../domain/plan/question-kinds.ts';
import type { QuestionKind } from '../../../domain/plan/question-kinds.ts';
import { outcomes } from '../../../domain/plan/verdict.ts';
import type { Row } from '../../support/plan-rows.ts';
import { toldOf } from '../../support/plan-rows.ts';
import { commitmentRows } from './commitment-rows.ts';
import { contactRows } from './contact-rows.ts';
import { directCostRows } from './direct-cost-rows.ts';
import { payAppRows } from './pay-app-rows.ts';
import { paymentRows } from './payment-rows.ts';

const tables: [string, Row[]][] = [
  ['a contact', contactRows],
  ['a commitment', commitmentRows],
  ['a pay app', payAppRows],
  ['the payments of a bill', paymentRows],
  ['a direct cost', directCostRows],
];

describe.each(tables)('the plan of %s', (_what, rows) => {
  test.each(rows)('%s', (_case, seen, outcome, kind, says) => {
    expect(toldOf(seen)).toEqual([outcome, kind, says]);
    expect(planObservation(seen).hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test('is told in the order of the outcomes, and blocked in the order of the kinds', () => {
    const rank = ([, , outcome, kind]: Row): number =>
      100 * outcomes.indexOf(outcome) +
      (outcome === 'blocked' && kind !== null ? questionKinds.indexOf(kind) + 1 : 0);
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
  const elsewhere: Partial<Record<QuestionKind, string>> = {
    stuck: 'said by the database step that keeps failing',
    unreadable: 'said by the engine for any object, of what the observation names',
    tooLarge: 'said by the lifecycle when an observation does not fit a history',
    leftBefore: 'test/domain/claims/credits-and-releases.test.ts',
    contactDiffers: 'test/domain/contacts/two-ways.test.ts',
    currencyNotKept: 'test/domain/currency/foreign.test.ts',
    rateOfOne: 'test/domain/currency/foreign.test.ts',
    cisDeduction: 'test/domain/claims/held-for-cis.test.ts',
    openingUnsigned: 'test/domain/take-on/openings.test.ts',
    openingDiffers: 'test/domain/take-on/openings.test.ts',
    heldRateUnknown: 'test/domain/currency/held-rate.test.ts',
    releaseBeyondHeld: 'test/domain/claims/credits-and-releases.test.ts',
    creditBeyondDue: 'test/domain/claims/credits-and-releases.test.ts',
    allocationRemoved: 'test/domain/claims/credits-and-releases.test.ts',
    creditToTakeBack: 'test/domain/claims/corrections.test.ts',
    copiedFromOrder: 'test/domain/claims/credits-and-releases.test.ts',
    optionArchived: 'test/domain/objects/project-budget.test.ts',
    optionsLimit: 'test/domain/objects/project-budget.test.ts',
    optionToArchive: 'test/domain/objects/project-budget.test.ts',
    projectsNotAvailable: 'test/e2e/labour.slow.test.ts',
    xeroProjectUnclear: 'test/domain/objects/project-labour.test.ts',
    workerUnmapped: 'test/domain/objects/project-labour.test.ts',
    taskChargeable: 'test/domain/objects/project-labour.test.ts',
    taskLocked: 'test/domain/objects/budget-tasks.test.ts',
    taskDeletedInXero: 'test/domain/objects/budget-tasks.test.ts',
    timeLocked: 'test/domain/objects/project-labour-time.test.ts',
    timeTypedInXero: 'test/domain/objects/project-labour-time.test.ts',
    timeDeletedInXero: 'test/domain/objects/project-labour-time.test.ts',
    paymentGoneFromProcore: 'test/domain/claims/xero-payments.test.ts',
    paymentDeletedInXero: 'test/domain/claims/xero-payments.test.ts',
    paymentTypedInXero: 'test/domain/claims/xero-payments.test.ts',
    paymentOnlyInXero: 'test/domain/claims/xero-payments.test.ts',
    paymentBeyondDue: 'test/domain/claims/xero-payments.test.ts',
    paymentBeforeApproval: 'test/domain/claims/xero-payments.test.ts',
    paymentWithoutClaim: 'test/domain/claims/xero-payments.test.ts',
  };

  test.each(questionKinds.filter((kind) => !(kind in elsewhere)))(
    'have a row for a question of kind %s',
    (kind) => {
      expect(rows.some((row) => row[3] === kind)).toBe(true);
    },
  );

  test('cover every document type in every outcome it can have', () => {
    const seen = (table: Row[]) =>
      outcomes.filter((outcome) => table.some((row) => row[2] === outcome));
    expect(seen(contactRows)).toEqual(
      outcomes.filter((outcome) => outcome !== 'void' && outcome !== 'delete'),
    );
    expect(seen(commitmentRows)).toEqual([...outcomes]);
    expect(seen(directCostRows)).toEqual(outcomes.filter((outcome) => outcome !== 'void'));
    // A bill is voided, never deleted as a role of its own; its payments are taken away.
    expect(seen([...payAppRows, ...paymentRows])).toEqual([...outcomes]);
  });
});

// Proves on random worlds: bodies say only what was shown, answers reach one subject, payments sum to what stands, lines keep apart.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planDocument, planObservation } from '../../../domain/objects/objects.ts';
import type { PayAppObservation } from '../../../domain/objects/pay-app/observation.ts';
import { ownedBody, ownedDocument } from '../../../domain/plan/owned.ts';
import { compareDocuments } from '../../../domain/plan/three-way.ts';
import {
  cents,
  chartExcerpt,
  commitment,
  item,
  mapping,
  payment,
  postedPayment,
  requisition,
  sovLine,
  summary,
  text,
} from '../../support/domain-builders.ts';
import {
  postedCommitment,
  postedPayApp,
  strangersBill,
  writesOf,
} from '../../support/posted-documents.ts';

type Posted = ReturnType<typeof postedPayApp> | ReturnType<typeof postedCommitment>;

/** Random edits of what Xero holds. */
const edits = fc.record({
  number: fc.constantFrom('same', 'typed over'),
  date: fc.constantFrom('same', '2026-06-30'),
  contactId: fc.constantFrom('same', 'contact-9'),
  drop: fc.option(fc.nat({ max: 1 })),
  add: fc.boolean(),
  line: fc.nat({ max: 1 }),
  over: fc.record(
    {
      description: fc.constant('typed'),
      unitAmount: fc.constantFrom('1.00', '9999.99'),
      accountCode: fc.constantFrom('312', '400'),
      taxType: fc.constant('NONE'),
      tracking: fc.constant([]),
    },
    { requiredKeys: [] },
  ),
  reverse: fc.boolean(),
});

function edited<T extends NonNullable<Posted['target']>>(
  target: T,
  edit: typeof edits extends fc.Arbitrary<infer E> ? E : never,
): T {
  const lines = target.lines
    .map((line, index) => (index === edit.line ? { ...line, ...edit.over } : line))
    .filter((_line, index) => index !== edit.drop);
  const added = edit.add
    ? [...lines, { ...target.lines[0]!, lineId: 'line-9', description: 'hers', unitAmount: '7.00' }]
    : lines;
  return {
    ...target,
    ...(edit.number === 'same' ? {} : { number: edit.number }),
    ...(edit.date === 'same' ? {} : { date: edit.date }),
    ...(edit.contactId === 'same' ? {} : { contactId: edit.contactId }),
    lines: edit.reverse ? [...added].reverse() : added,
  };
}

const anyBill = fc
  .record({
    edit: edits,
    work: fc.constantFrom('10000.00', '12000.00', '0.00'),
    number: fc.constantFrom('INV-1042', 'INV-9'),
  })
  .map(({ edit, work, number }): Posted => {
    const seen = postedPayApp();
    const held = text(cents(work) / 10n);
    return {
      ...seen,
      claim: requisition({
        invoiceNumber: number,
        items: [item('1', { work, held })],
        summary: summary(work, held, '0.00', { contractSumToDate: work }),
      }),
      target: edited(seen.target!, edit),
    };
  });
const anyOrder = fc
  .record({
    edit: edits,
    amount: fc.constantFrom('30000.00', '31000.00'),
    second: fc.boolean(),
    third: fc.boolean(),
    description: fc.constantFrom('Line 1', 'Reworded'),
  })
  .map(({ edit, amount, second, third, description }): Posted => {
    const seen = postedCommitment();
    const lines = [
      sovLine('1', amount, { description }),
      ...(second ? [sovLine('2', '20000.00')] : []),
      ...(third ? [sovLine('3', '500.00')] : []),
    ];
    const revisedSum = text(lines.reduce((sum, line) => sum + cents(line.amount), 0n));
    return {
      ...seen,
      commitment: commitment({ lines, revisedSum }),
      target: edited(seen.target!, edit),
    };
  });
const runs = { numRuns: 300 };

describe('invariant 3: an update', () => {
  test('says of every field what Xero has, except where its change was shown', () => {
    fc.assert(
      fc.property(fc.oneof(anyBill, anyOrder), (seen) => {
        for (const verdict of planObservation(seen).verdicts) {
          if (!('write' in verdict) || verdict.write?.operation !== 'update') continue;
          const { body } = verdict.write;
          if (body.kind !== 'xeroBill' && body.kind !== 'xeroPurchaseOrder')
            throw new Error(body.kind);
          const target = ownedDocument(seen.target!);
          const agreed = {
            projection: target,
            target,
            mappingVersion: 'm',
            plannerVersion: 1,
            source: null,
            twins: null,
            together: null,
            closed: false,
          };
          const said = { ...ownedBody(body), ...('url' in body ? {} : { url: target.url }) };
          const shown = new Map(verdict.changes.map((change) => [change.path, change.proposed]));
          // What the body would move of the target, path by path, was shown with exactly this value.
          const { changes } = compareDocuments(agreed, target, said, chartExcerpt.codes);
          for (const { path, xero } of changes) {
            if (path.startsWith('lines[')) continue;
            expect([path, shown.get(path)]).toEqual([path, xero]);
          }
          for (const line of body.lines) {
            const held = seen.target!.lines.find(({ lineId }) => lineId === line.lineId);
            const about = [...shown.keys()].filter((path) =>
              path.startsWith(`lines[${line.lineId}]`),
            );
            if (!held) {
              expect([...shown.values()]).toContain(`${line.description}: ${line.unitAmount}`);
              continue;
            }
            const moved = (field: string) => about.includes(`lines[${line.lineId}].${field}`);
            if (!moved('description')) expect(line.description).toBe(held.description);
            if (!moved('amount')) expect(line.unitAmount).toBe(held.unitAmount);
            if (!moved('account')) expect(line.accountCode).toBe(held.accountCode);
            if (!moved('taxType')) expect(line.taxType).toBe(held.taxType);
            if (!moved('amount') && !moved('taxType') && !moved('tax'))
              expect(line.taxAmount).toBe(held.taxAmount);
          }
          // A line that is left out is a line deleted: only where that was shown.
          for (const held of seen.target!.lines) {
            if (body.lines.some(({ lineId }) => lineId === held.lineId)) continue;
            expect(shown.get(`lines[${held.lineId}]`)).toBeNull();
          }
        }
      }),
      runs,
    );
  });
});

/** A pay app with a question about its bill, a removed payment, a new payment and a second bill. */
function busy(number: string): PayAppObservation {
  const seen = postedPayApp(
    {
      payments: [
        payment('p1', '100.00', { status: 'DELETED' }),
        payment('p2', '100.00', { status: 'DELETED' }),
        payment('p3', '200.00'),
      ],
      postedPayments: [postedPayment('p1', '86.96'), postedPayment('p2', '86.96')],
      doubles: [strangersBill({ id: 'bill-2' })],
      lookAlikes: [strangersBill({ id: 'theirs' })],
    },
    { number },
  );
  return seen;
}

describe('invariant 11: an answer', () => {
  const seen = busy('X');
  const questions = planDocument('payApp', seen).gated.questions;

  test('has five subjects to reach here', () => {
    expect(questions.map(({ subject }) => subject)).toEqual([
      'bill',
      'payment/p1',
      'payment/p2',
      'double/bill-2',
      'twin/theirs',
    ]);
  });

  test('to one subject never changes what happens to another, in whatever combination they are given', () => {
    const answer = fc.constantFrom(
      'none',
      'approve',
      'reject',
      'left',
      'inFlight',
      'stale' as const,
    );
    const all = fc.tuple(answer, answer, answer, answer, answer);
    const withAnswers = (given: readonly string[]): PayAppObservation => {
      const answers = {
        ...seen.answers,
        accepted: [...seen.answers.accepted],
        decisions: [...seen.answers.decisions],
        inFlight: [...seen.answers.inFlight],
      };
      questions.forEach(({ subject, kind, seenHash, hash }, index) => {
        const said = given[index];
        if (said === 'left') answers.accepted.push({ subject, kind, seenHash });
        if (said === 'inFlight') answers.inFlight.push(subject);
        if (said === 'approve' || said === 'reject')
          answers.decisions.push({ id: `d${index}`, subject, questionHash: hash, verdict: said });
        if (said === 'stale')
          answers.decisions.push({
            id: `d${index}`,
            subject,
            questionHash: 'another',
            verdict: 'approve',
          });
      });
      return { ...seen, answers };
    };
    const fates = (given: readonly string[]) => {
      const { gated } = planDocument('payApp', withAnswers(given));
      return ['bill', 'payment/p1', 'payment/p2', 'payment/p3', 'double/bill-2', 'twin/theirs'].map(
        (subject) =>
          JSON.stringify([
            gated.going
              .filter(({ verdict }) => verdict.subject === subject)
              .map(({ verdict, decisionId }) => [verdict.hash, decisionId]),
            gated.questions.filter((one) => one.subject === subject).map(({ hash }) => hash),
            gated.left.filter(({ question }) => question.subject === subject).length,
            gated.inFlight.filter((one) => one === subject).length,
          ]),
      );
    };
    fc.assert(
      fc.property(all, fc.nat({ max: 4 }), answer, (given, at, other) => {
        const changed = given.map((said, index) => (index === at ? other : said));
        const [before, after] = [fates(given), fates(changed)];
        const places = [0, 1, 2, 4, 5];
        before.forEach((fate, index) => {
          if (index !== places[at]) expect(after[index]).toBe(fate);
        });
      }),
      runs,
    );
  });
});

describe('an accepted difference', () => {
  test('keeps what was seen under any new key of the mapping', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z]{2,6}$/), fc.constantFrom('X', 'Y'), (key, number) => {
        const seen = busy(number);
        const added = {
          ...mapping,
          taxTypes: { ...mapping.taxTypes, [`${key}9`]: 'INPUT9' },
          accounts: {
            ...mapping.accounts,
            byCostType: { ...mapping.accounts.byCostType, [key + '9']: '312' },
          },
        };
        const [one, other] = [seen, { ...seen, mapping: added, mappingVersion: key }].map((each) =>
          planDocument('payApp', each).gated.questions.map(({ seenHash }) => seenHash),
        );
        expect(other).toEqual(one);
      }),
    );
  });
});

describe('invariant 2: payments, removals and payments again', () => {
  const net = 900000n;
  const gross = 1035000n;
  type Act = { pays: bigint } | { removes: number };
  const act: fc.Arbitrary<Act> = fc.oneof(
    { weight: 3, arbitrary: fc.bigInt({ min: 1n, max: 200000n }).map((pays) => ({ pays })) },
    { weight: 1, arbitrary: fc.constantFrom(1n, 2n, 3n).map((pays) => ({ pays })) },
    { weight: 2, arbitrary: fc.nat({ max: 9 }).map((removes) => ({ removes })) },
  );

  test('leave contract payments that come to the net of what stands, each above nothing, once all is carried out', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 12 }), fc.boolean(), (acts, isPaidInFull) => {
        let seen = postedPayApp();
        const standing = () => seen.payments.filter(({ status }) => status === 'AUTHORISED');
        const paidSoFar = () => standing().reduce((sum, one) => sum + cents(one.amount), 0n);
        const pay = (amount: bigint) => {
          const id = `p${String(seen.payments.length).padStart(2, '0')}`;
          seen = { ...seen, payments: [...seen.payments, payment(id, text(amount))] };
        };
        const carryOut = () => {
          const { verdicts } = planDocument('payApp', seen);
          let posted = [...seen.postedPayments];
          for (const verdict of verdicts) {
            if (!('write' in verdict) || !verdict.write) continue;
            const { body } = verdict.write;
            if (body.kind === 'procoreContractPayment') {
              expect(cents(body.amount)).toBeGreaterThan(0n);
              posted.push(postedPayment(verdict.role.slice('payment/'.length), body.amount));
            } else if (body.kind === 'procoreContractPaymentDelete') {
              posted = posted.filter(
                ({ contractPaymentId }) => contractPaymentId !== body.paymentId,
              );
            } else throw new Error(body.kind);
          }
          seen = { ...seen, postedPayments: posted };
        };
        for (const one of acts) {
          if ('pays' in one) {
            if (paidSoFar() + one.pays < gross) pay(one.pays);
          } else {
            const which = standing()[one.removes];
            seen = {
              ...seen,
              payments: seen.payments.map((each) =>
                each === which ? { ...each, status: 'DELETED' as const } : each,
              ),
            };
          }
          carryOut();
        }
        if (isPaidInFull && paidSoFar() < gross) pay(gross - paidSoFar());
        carryOut();
        carryOut();
        const inProcore = seen.postedPayments.reduce((sum, { amount }) => sum + cents(amount), 0n);
        const due = (2n * paidSoFar() * net + gross) / (2n * gross);
        if (isPaidInFull) expect(inProcore).toBe(net);
        // Between full payments each one that stands may keep the half cent it was rounded by.
        const apart = inProcore > due ? inProcore - due : due - inProcore;
        expect(apart).toBeLessThanOrEqual(BigInt(Math.ceil(seen.postedPayments.length / 2)));
      }),
      { numRuns: 300 },
    );
  });
});

test('what a plan writes is of bodies its endpoint takes', () => {
  expect(writesOf(planDocument('payApp', busy('X'))).length).toBeGreaterThan(3);
});

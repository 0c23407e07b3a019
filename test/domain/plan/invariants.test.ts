// Proves design's invariants on random worlds: whatever was edited, lost, locked or linked, what the planner writes stays within them.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Observation } from '../../../domain/objects/objects.ts';
import type { PayAppObservation } from '../../../domain/objects/pay-app/observation.ts';
import { planObservation } from '../../../domain/objects/objects.ts';
import type { XeroBill } from '../../../domain/records/xero/bill.ts';
import { isStanding } from '../../../domain/records/xero/standing.ts';
import {
  account,
  billOf,
  cents,
  chartExcerpt,
  commitment,
  contact,
  item,
  organisation,
  payment,
  postedPayment,
  requisition,
  sovLine,
  summary,
  text,
  vendor,
} from '../../support/domain-builders.ts';
import {
  linkedContact,
  postedCommitment,
  postedPayApp,
  strangersBill,
  agreedAfter,
  goingOf,
  writesOf,
} from '../../support/posted-documents.ts';

/** What has one record of its own on each side. */
type Seen = Observation<'contact' | 'commitment' | 'payApp'>;

const postedOnce = postedPayApp();
const payAppTarget = postedOnce.target!;
const orderOnce = postedCommitment();
const orderTarget = orderOnce.target!;

const day = fc.constantFrom('2026-02-28', '2026-03-31', '2026-04-01', '2026-05-31', '2026-06-30');
const linkState = fc.constantFrom('new', 'linked', 'linkedUnseen', 'linkedNoBase');
const links = fc.constantFrom(
  { workflowId: 'contact/demo/17', contactId: 'contact-1', archived: false },
  { workflowId: 'contact/demo/17', contactId: 'contact-1', archived: true },
  { workflowId: 'contact/demo/17', contactId: null, archived: false },
  null,
);

/** Mostly as it should be, now and then not. */
const often = <T>(usual: T, ...rare: T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(usual) }, fc.constantFrom(usual, ...rare));

function linkedAs<O extends PayAppObservation | ReturnType<typeof postedCommitment>>(
  seen: O,
  state: string,
): O {
  if (state === 'new') return { ...seen, target: null, base: null, linkedTargetId: null };
  if (state === 'linkedUnseen') return { ...seen, target: null };
  return state === 'linkedNoBase' ? { ...seen, base: null } : seen;
}

const anyPayApp: fc.Arbitrary<PayAppObservation> = fc
  .record({
    state: linkState,
    status: often('approved', 'draft', 'approved_as_noted'),
    billingDate: day,
    invoiceNumber: fc.constantFrom('INV-1042', 'INV-9', null),
    work: fc.constantFrom('10000.00', '12000.00', '0.00'),
    off: often('0.00', '100.00'),
    line: often(null, 'rejected'),
    seenInProcore: often(true, false),
    contact: fc.oneof(
      {
        weight: 3,
        arbitrary: fc.constant({
          workflowId: 'contact/demo/17',
          contactId: 'contact-1',
          archived: false,
        }),
      },
      links,
    ),
    commitment: often<ReturnType<typeof commitment> | null>(
      commitment(),
      null,
      commitment({ approvedChangeOrders: '1.00' }),
    ),
    lock: fc.constantFrom(null, '2026-03-31', '2026-05-31'),
    yearLock: fc.constantFrom(null, '2026-02-28', '2026-06-30'),
    accounts: often(chartExcerpt.accounts, [account('310', { status: 'ARCHIVED' })]),
    bill: fc.record({
      status: often<XeroBill['status']>('AUTHORISED', 'DRAFT', 'PAID', 'VOIDED', 'DELETED'),
      number: often('INV-1042', 'typed over'),
      date: often('2026-05-31', '2026-03-31', '2026-06-30'),
      amountPaid: fc.constantFrom('0.00', '10350.00'),
      lineAmountTypes: often<XeroBill['lineAmountTypes']>('Exclusive', 'Inclusive'),
    }),
    marked: fc.boolean(),
    lookAlikes: fc.constantFrom([], [strangersBill()]),
    payments: fc.constantFrom(
      [],
      [payment('p1', '10350.00')],
      [payment('p1', '1.00', { status: 'DELETED' })],
    ),
    postedPayments: fc.constantFrom([], [postedPayment('p1', '9000.00')]),
  })
  .map((made): PayAppObservation => {
    const completed = text(cents(made.work) + cents(made.off));
    const held = text(cents(made.work) / 10n);
    const now = requisition({
      status: made.status,
      billingDate: made.billingDate,
      invoiceNumber: made.invoiceNumber,
      items: [item('1', { work: made.work, held }, { status: made.line })],
      summary: summary(completed, held),
    });
    const target = { ...payAppTarget, ...made.bill } as XeroBill;
    return {
      ...linkedAs({ ...postedOnce, target }, made.state),
      claim: made.seenInProcore ? now : null,
      sourceUnseen: !made.seenInProcore,
      contact: made.contact,
      contract: made.commitment,
      organisation: {
        ...organisation,
        periodLockDate: made.lock,
        endOfYearLockDate: made.yearLock,
      },
      chart: { ...chartExcerpt, accounts: made.accounts },
      marked: made.marked ? target : null,
      lookAlikes: [...made.lookAlikes],
      payments: [...made.payments],
      postedPayments: [...made.postedPayments],
    };
  });

const anyCommitment: fc.Arbitrary<Seen> = fc
  .record({
    state: linkState,
    status: often('Approved', 'Draft'),
    amount: fc.constantFrom('50000.00', '60000.00'),
    vendorId: often<string | null>('17', null),
    seenInProcore: often(true, false),
    contact: links,
    orderStatus: often<'AUTHORISED' | 'DRAFT' | 'BILLED' | 'DELETED'>(
      'AUTHORISED',
      'DRAFT',
      'BILLED',
      'DELETED',
    ),
    number: often('26-001-SC-001', 'typed over'),
    marked: fc.boolean(),
  })
  .map((made) => {
    const { status, amount, vendorId } = made;
    const now = commitment({ status, vendorId, revisedSum: amount, lines: [sovLine('1', amount)] });
    const { orderStatus, number } = made;
    const target = { ...orderTarget, status: orderStatus, number };
    const posted = { ...orderOnce, target };
    return {
      ...linkedAs(posted, made.state),
      commitment: made.seenInProcore ? now : null,
      sourceUnseen: !made.seenInProcore,
      contact: made.contact,
      marked: made.marked ? posted.target : null,
    };
  });

const anyContact: fc.Arbitrary<Seen> = fc
  .record({
    state: linkState,
    name: fc.constantFrom('Kauri Concrete Ltd', 'Kauri Concrete Limited', 'KC Ltd'),
    nameInXero: fc.constantFrom('Kauri Concrete Ltd', 'Kauri Concrete Limited', 'Other'),
    status: often<'ACTIVE' | 'ARCHIVED'>('ACTIVE', 'ARCHIVED'),
    seenInProcore: often(true, false),
  })
  .map((made) => {
    const linked = linkedContact({}, { name: made.nameInXero, status: made.status });
    const isNew = made.state === 'new';
    return {
      ...linked,
      vendor: made.seenInProcore ? vendor({ name: made.name }) : null,
      sourceUnseen: !made.seenInProcore,
      linkedTargetId: isNew ? null : 'contact-1',
      target: isNew || made.state === 'linkedUnseen' ? null : linked.target,
      base: made.state === 'linked' ? linked.base : null,
      candidates: isNew ? [contact({ name: made.nameInXero, status: made.status })] : [],
    };
  });

const anything = fc.oneof({ weight: 3, arbitrary: anyPayApp }, anyCommitment, anyContact);
const runs = { numRuns: 400 };

describe('invariant 1: one source document, at most one live target', () => {
  test('a linked document never creates a record in Xero, seen or not', () => {
    fc.assert(
      fc.property(anything, (seen) => {
        fc.pre(seen.linkedTargetId !== null);
        for (const write of writesOf(planObservation(seen))) {
          if (write.endpoint === 'procore/contract_payments') continue;
          const ended = seen.target && !isStanding({ status: seen.target.status });
          // What was ended in Xero is posted again only where a person says so.
          if (ended && write.operation === 'create') continue;
          expect(['update', 'void', 'delete']).toContain(write.operation);
          expect(write.targetId).toBe(seen.linkedTargetId);
        }
      }),
      runs,
    );
  });

  test('a target that is linked and not shown is written to in no way', () => {
    fc.assert(
      fc.property(anything, (seen) => {
        fc.pre(seen.linkedTargetId !== null && seen.target === null);
        const plan = planObservation(seen);
        expect(writesOf(plan)).toEqual([]);
        for (const { outcome } of plan.verdicts) {
          // What left its posted status is told so, and nothing is written of it.
          expect(['unchanged', 'blocked', 'void']).toContain(outcome);
        }
      }),
      runs,
    );
  });

  test('a record that bears our marker is adopted and never written beside', () => {
    fc.assert(
      fc.property(anyPayApp, (seen) => {
        fc.pre(seen.linkedTargetId === null && seen.marked !== null);
        fc.pre(seen.marked?.status !== 'VOIDED' && seen.marked?.status !== 'DELETED');
        expect(writesOf(planObservation(seen))).toEqual([]);
      }),
      runs,
    );
  });
});

describe('invariant 3: nothing in Xero is changed without a decision', () => {
  test('whatever writes to a record that is there waits for a person, and names it and its version', () => {
    fc.assert(
      fc.property(anything, (seen) => {
        const plan = planObservation(seen);
        for (const verdict of plan.verdicts) {
          if (!('write' in verdict) || verdict.write?.operation !== 'update') continue;
          const question = plan.gated.questions.find(({ subject }) => subject === verdict.subject);
          expect(question?.kind).toMatch(/^edited(InXero|AfterPosting)$/);
          expect(verdict.write.targetVersion).toBe(seen.target?.updatedAt);
        }
      }),
      runs,
    );
  });

  test('what goes by itself creates where nothing was linked, or gives payments back to Procore', () => {
    fc.assert(
      fc.property(anything, (seen) => {
        const plan = planObservation(seen);
        for (const write of goingOf(plan)) {
          expect(write.operation).toBe('create');
          const isOurs = seen.linkedTargetId === null || write.endpoint.startsWith('procore/');
          expect(isOurs).toBe(true);
        }
      }),
      runs,
    );
  });
});

describe('invariant 5: nothing dated in a locked period is written', () => {
  test('no bill goes into it or out of it, approved or not', () => {
    fc.assert(
      fc.property(anyPayApp, (seen) => {
        const { periodLockDate, endOfYearLockDate } = seen.organisation;
        const plan = planObservation(seen);
        for (const { role, ...verdict } of plan.verdicts) {
          const body = 'write' in verdict ? verdict.write?.body : undefined;
          if (body?.kind !== 'xeroBill') continue;
          const dates = [body.date, ...(seen.target ? [seen.target.date] : [])];
          const isLocked = dates.some(
            (date) =>
              (periodLockDate !== null && date <= periodLockDate) ||
              (endOfYearLockDate !== null && date <= endOfYearLockDate),
          );
          if (!isLocked) continue;
          const question = plan.gated.questions.find(({ subject }) => subject === role);
          expect(question?.fix).toEqual(expect.any(String));
        }
      }),
      runs,
    );
  });
});

describe('invariant 7: a missing answer is not a fact', () => {
  test('a source that is not shown writes nothing and voids nothing, and is a question where something of it stands in Xero', () => {
    fc.assert(
      fc.property(anything, (seen) => {
        fc.pre(seen.sourceUnseen);
        const plan = planObservation(seen);
        // A person may have it voided; nothing goes by itself.
        expect(plan.gated.going).toEqual([]);
        const isLive = seen.target === null || !['VOIDED', 'DELETED'].includes(seen.target.status);
        // A vendor is nobody's loss, and what was never posted leaves nothing behind.
        const isMissed = seen.type !== 'contact' && seen.linkedTargetId !== null && isLive;
        const kinds = plan.gated.questions.map(({ kind }) => kind);
        // A stranger beside what stands in Xero is asked about whatever became of the source.
        expect(kinds.filter((kind) => kind !== 'twinAppeared')).toEqual(
          isMissed ? ['sourceGone'] : [],
        );
      }),
      runs,
    );
  });
});

describe('invariant 6: our own echo is no change', () => {
  test('what was approved and written leaves nothing to write', () => {
    fc.assert(
      fc.property(anyPayApp, (seen) => {
        const { gated, verdicts } = planObservation(seen);
        const [bill] = verdicts;
        if (!bill || !('write' in bill) || bill.write?.body.kind !== 'xeroBill') return;
        if (gated.questions.some(({ subject, fix }) => subject === 'bill' && fix !== null)) return;
        const { write } = bill;
        if (write.body.kind !== 'xeroBill') return;
        const answer = billOf(write.body, {
          id: 'bill-1',
          url: write.body.url ?? seen.target?.url ?? null,
        });
        const next: PayAppObservation = {
          ...seen,
          target: answer,
          linkedTargetId: 'bill-1',
          base: agreedAfter(write, seen.mappingVersion, answer),
          lookAlikes: [],
          payments: [],
          postedPayments: [],
        };
        expect(planObservation(next).verdicts.map(({ outcome }) => outcome)).toEqual(['unchanged']);
      }),
      runs,
    );
  });
});

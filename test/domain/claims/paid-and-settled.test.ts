// Proves which cash and which credit count as paid, of claims that were posted as two documents and of those that deduct tax.
import { describe, expect, test } from 'vitest';
import { planObservation } from '../../../domain/objects/objects.ts';
import { creditNoteOf, posted, releaseOf, second } from '../../support/claims.ts';
import { payment } from '../../support/domain-builders.ts';
import { bodyOf, goingOf, postedPayApp } from '../../support/posted-documents.ts';

const held = (amount: string) => ({ heldInXero: [{ taxType: 'INPUT2', amount }] });

describe('payments of a claim that was posted as two documents', () => {
  const mixed = posted(
    second({ work: '5000.00', held: '500.00', released: '400.00' }, held('1000.00')),
  );
  const release = posted(releaseOf(mixed));

  test('come back to the one requisition, each under the document it paid', () => {
    const paidBill = { ...mixed, payments: [payment('p1', '5175.00')] };
    const paidRelease = {
      ...release,
      payments: [payment('p2', '460.00', { invoiceId: 'release-1' })],
    };
    const bodies = [paidBill, paidRelease].map((seen) => bodyOf(seen, 'procoreContractPayment'));
    expect(
      bodies.map(({ requisitionId, amount, invoiceNumber }) => [
        ...[requisitionId, amount, invoiceNumber],
      ]),
    ).toEqual([
      ['34', '4500.00', 'INV-1043'],
      ['34', '400.00', 'INV-1043-R'],
    ]);
    expect(bodies[1]?.notes).toContain('tieout:demo/retainageRelease/payApp-34/payment-p2');
  });

  test('a release is paid, and final, by payments on the release alone', () => {
    const paid = { status: 'PAID', amountPaid: '460.00', amountDue: '0.00' };
    const whole = { ...release, target: release.target && { ...release.target, ...paid } };
    const standing = (isReconciled: boolean) =>
      planObservation({ ...whole, payments: [payment('p2', '460.00', { isReconciled })] }).standing;
    expect(standing(false)).toMatchObject({ state: 'paid', final: false, amount: '400.00' });
    expect(standing(true)).toMatchObject({ state: 'paid', final: true });
    expect(planObservation(release).standing.state).toBe('posted');
  });

  test('what our own credit takes off a release never was to be paid: 253.00 of cash is 220.00', () => {
    const claim = second({ work: '-200.00', held: '-20.00', released: '400.00' }, held('1000.00'));
    const credited = posted(claim);
    const body = bodyOf(claim, 'xeroCreditNote');
    const allocations = [
      { allocationId: 'a', invoiceId: 'release-1', amount: '207.00', date: null },
    ];
    const seen = {
      ...posted(releaseOf(credited)),
      creditNote: {
        ...credited.creditNote,
        target: creditNoteOf(body, { allocations, remainingCredit: '0.00', status: 'PAID' }),
      },
      payments: [payment('p2', '253.00', { invoiceId: 'release-1' })],
    };
    expect(bodyOf(seen, 'procoreContractPayment').amount).toBe('220.00');
  });
});

describe('what settles a bill beside its own cash', () => {
  const sharesOf = (bill: Parameters<typeof postedPayApp>[1], paid: string[]) =>
    goingOf(
      planObservation(
        postedPayApp({ payments: paid.map((amount, at) => payment(`p${at}`, amount)) }, bill),
      ),
    ).map(({ body }) => ('amount' in body ? body.amount : body.kind));

  test.each<[string, Parameters<typeof postedPayApp>[1], string[], string[]]>([
    // 9,000.00 and 1,350.00 of tax.
    ['cash alone', {}, ['10350.00'], ['9000.00']],
    ['1,800.00 withheld for the tax office', { deducted: '1800.00' }, ['8550.00'], ['9000.00']],
    [
      '1,800.00 withheld, and the rest in two',
      { deducted: '1800.00' },
      ['4275.00', '4275.00'],
      ['4500.00', '4500.00'],
    ],
    [
      'half of it by the credit of another claim: Procore gets the cash only',
      { amountCredited: '5175.00' },
      ['5175.00'],
      ['4500.00'],
    ],
  ])('%s', (_what, bill, paid, shares) => {
    expect(sharesOf(bill, paid)).toEqual(shares);
  });
});

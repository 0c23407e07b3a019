// Proves on which document, and on which side of the books, what was paid in Procore is recorded in Xero.
import { describe, expect, test } from 'vitest';
import { noPaymentsSent } from '../../../domain/claims/claim-observation.ts';
import type { OwnerInvoiceObservation } from '../../../domain/objects/owner-invoice/observation.ts';
import type { PayAppObservation } from '../../../domain/objects/pay-app/observation.ts';
import type { Mapping } from '../../../domain/mapping/mapping.ts';
import type { ProcoreContractPayment } from '../../../domain/records/procore/contract-payment.ts';
import { ownerInvoiceObservation, posted, releaseOf, second } from '../../support/claims.ts';
import { mapping } from '../../support/domain-builders.ts';

import {
  amountsOf,
  asked,
  inProcore,
  paidBy,
  sentAs,
  typed,
} from '../../support/recorded-payments.ts';

describe('what an owner paid', () => {
  const payments: Mapping['payments'] = { ...inProcore.payments, receivedInto: '091' };
  const seen = (over: Partial<ProcoreContractPayment>): OwnerInvoiceObservation => ({
    ...posted(ownerInvoiceObservation()),
    mapping: { ...mapping, payments },
    typedPayments: [typed('7', '20900.00', { requisitionId: null, ...over })],
  });

  test('is received into its own account, on the sales invoice that its number names', () => {
    expect(paidBy(seen({ claimNumber: 1 }))).toMatchObject([
      { invoiceId: 'bill-1', accountCode: '091', amount: '24035.00' },
    ]);
  });

  test('and names no claim is never taken for this one’s', () => {
    expect([paidBy(seen({ claimNumber: null })), asked(seen({ claimNumber: null }))]).toEqual([
      [],
      [],
    ]);
  });

  test('and names another claim afterwards is a question', () => {
    const source = typed('7', '20900.00', { requisitionId: null, claimNumber: 2 });
    const sent = [sentAs('7', { paid: '24035.00', part: '20900.00' }, { source })];
    const typedPayments: ProcoreContractPayment[] = [];
    const moved = { ...seen({}), typedPayments, paymentsSent: { ...noPaymentsSent, sent } };
    expect(asked(moved)).toEqual([['xeroPayment/7', 'paymentGoneFromProcore', true]]);
  });
});

describe('a claim that also lets retainage go', () => {
  // 2,000.00 of work less 200.00 held, and 500.00 let go: 1,800.00 on the bill, 500.00 on the release.
  const mixed = (payments: ProcoreContractPayment[]) => {
    const own = posted({
      ...second({ work: '2000.00', held: '200.00', released: '500.00' }),
      heldInXero: [{ taxType: 'INPUT2', amount: '1000.00' }],
    });
    const release = posted(releaseOf(own));
    const common = { mapping: inProcore, typedPayments: payments };
    return {
      own: { ...own, ...common, sibling: siblingOf(release) },
      release: { ...release, ...common },
    };
  };
  const siblingOf = (release: ReturnType<typeof releaseOf>): PayAppObservation['sibling'] => ({
    workflowId: 'retainageRelease/demo/payApp-34',
    linkedTargetId: release.linkedTargetId,
    target: release.target,
    base: release.base,
    wasLeft: false,
  });
  const paidWith = (...payments: [id: string, amount: string][]) => {
    const all = payments.map(([id, amount]) => typed(id, amount, { requisitionId: '34' }));
    const { own, release } = mixed(all);
    return { bill: amountsOf(paidBy(own)), release: amountsOf(paidBy(release)) };
  };

  test('one payment of all is split between its two documents', () => {
    expect(paidWith(['1', '2300.00'])).toEqual({ bill: ['2070.00'], release: ['575.00'] });
  });

  test('what is paid first goes to the bill, what is paid last to the release', () => {
    expect(paidWith(['1', '1000.00'], ['2', '900.00'], ['3', '400.00'])).toEqual({
      bill: ['1150.00', '920.00'],
      release: ['115.00', '460.00'],
    });
  });
});

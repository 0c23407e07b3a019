// Proves that of what is off no list is read that nothing else needs.
import { describe, expect, it } from 'vitest';
import { fedKinds } from '../../activities/feeds.ts';
import { isNeeded } from '../../activities/needed-feeds.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { mapping } from '../support/domain-builders.ts';

type Off = (keyof Mapping['directions'] | 'payments' | 'actuals')[];

function notRead(off: Off, on: 'report' | 'directCosts' = 'directCosts'): string[] {
  const directions = Object.fromEntries(
    Object.entries(mapping.directions).map(([type, direction]) => [
      type,
      off.some((one) => one === type) ? 'off' : direction === 'off' ? 'procoreToXero' : direction,
    ]),
  ) as Mapping['directions'];
  const { payments } = mapping;
  const direction = off.includes('payments') ? 'off' : payments.direction;
  const actuals = { direction: off.includes('actuals') ? 'off' : on } as const;
  const directed = { directions, payments: { ...payments, direction }, actuals } as const;
  return fedKinds.filter((kind) => !isNeeded(kind, directed)).sort();
}

const claims = ['payApp', 'ownerInvoice', 'retainageRelease', 'payments'] as const;
const paid = ['procoreContractPayments', 'xeroAdvance', 'xeroPayment'];
/** What direct costs are written to. */
const directCosts = ['procoreBudgetCodes', 'procoreDirectCost'];
const actuals = [
  ...directCosts,
  ...['xeroBalanceSheet', 'xeroBankTransaction'],
  ...['xeroManualJournal', 'xeroProfitAndLoss'],
];
// Whom a project in Xero Projects is made for is on the prime contract.
const owners = ['procorePaymentApplication', 'xeroSalesInvoice'];
const labour = ['procoreTimecard', 'xeroProject'];

describe('the lists that are not read', () => {
  it.each<[Off, string[]]>([
    [[], []],
    [['contact'], []],
    [['commitment'], ['xeroPurchaseOrder']],
    [['payApp'], ['procoreRequisition']],
    [['ownerInvoice', 'actuals'], [...owners, ...actuals].sort()],
    // Costs may stand on any document of Xero.
    [['ownerInvoice'], owners.filter((kind) => kind !== 'xeroSalesInvoice')],
    [
      ['commitment', 'payApp', 'retainageRelease'],
      ['procoreCommitment', 'procoreRequisition', 'xeroPurchaseOrder'],
    ],
    [['retainageRelease'], []],
    [['projectBudget'], ['procoreBudget']],
    [['projectLabour'], labour],
    [
      ['ownerInvoice', 'projectLabour'],
      ['procorePaymentApplication', 'procorePrimeContract', ...labour].sort(),
    ],
    [['payments'], paid],
    [['actuals'], actuals],
    [
      ['commitment', 'payApp', 'retainageRelease', 'actuals'],
      [
        ...['procoreCommitment', 'procoreRequisition', 'xeroBill', 'xeroPurchaseOrder'],
        ...actuals,
      ].sort(),
    ],
    [
      [...claims, 'actuals'],
      [
        ...['procoreBillingPeriod', 'procoreRequisition', 'xeroCreditNote'],
        ...[...owners, ...paid, ...actuals],
      ].sort(),
    ],
    [
      ['contact', 'commitment', 'projectBudget', 'projectLabour', 'actuals', ...claims],
      fedKinds
        .filter((kind) => !['xeroOrganisation', 'xeroChart', 'procoreTaxCode'].includes(kind))
        .sort(),
    ],
  ])('with %j off', (off, kinds) => {
    expect(notRead(off)).toEqual(kinds);
  });

  it('are those of direct costs alone where actuals go to a report', () => {
    expect(notRead([], 'report')).toEqual(directCosts);
  });

  it('are those of actuals and labour alone, which must be asked for, where nobody says which way anything goes', () => {
    expect(fedKinds.filter((kind) => !isNeeded(kind, undefined)).sort()).toEqual(
      [...actuals, ...labour].sort(),
    );
  });
});

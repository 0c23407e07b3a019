// Proves what keeps an owner invoice from being posted: each a question of its own kind with its figures, and nothing written.
import { describe, expect, test } from 'vitest';
import type { OwnerInvoiceObservation } from '../../../domain/objects/owner-invoice/observation.ts';
import type { QuestionKind } from '../../../domain/plan/question-kinds.ts';
import {
  bothSides,
  documentsOf,
  output2,
  ownerInvoiceObservation,
  paymentApplication,
  primeContract,
} from '../../support/claims.ts';
import { mapping, summary } from '../../support/domain-builders.ts';
import { toldOf } from '../../support/plan-rows.ts';
import { strangersBill } from '../../support/posted-documents.ts';

const accounts = (over: Partial<typeof mapping.accounts>) => ({
  mapping: { ...mapping, accounts: { ...mapping.accounts, ...over } },
});

describe('what stands in the way of one', () => {
  test.each<[string, Partial<OwnerInvoiceObservation>, QuestionKind, string]>([
    [
      'no account for revenue',
      accounts({ revenue: null }),
      'unmappedCode',
      'cost type S has no Xero account for revenue (line "Line 1")',
    ],
    [
      'no account for markup',
      accounts({ revenueMarkup: null }),
      'unmappedCode',
      'accounts.revenueMarkup in tieout.config.ts names no account for markup (line "Margin")',
    ],
    [
      'no account for what is retained',
      accounts({ retentionReceivable: null }),
      'unmappedCode',
      'accounts.retentionReceivable in tieout.config.ts names no account',
    ],
    [
      'a retention account that is revenue',
      accounts({ retentionReceivable: '200' }),
      'unmappedCode',
      'the retention account 200 "Account 200" is not an asset or deferred income',
    ],
    [
      'a sales tax type that is not mapped',
      { mapping: { ...mapping, salesTaxTypes: { GST15: 'OUTPUT2' } } },
      'unmappedTax',
      'a line has no tax code (line "Line 1")',
    ],
    [
      'a sales tax type that its account does not take',
      {
        chart: {
          ...bothSides,
          taxRates: [{ ...output2, appliesTo: ['EXPENSE'] }],
        },
      },
      'unmappedTax',
      'tax type OUTPUT2 "15% GST on Income" cannot be used with account 200, which is of class revenue (line "Line 1")',
    ],
    [
      'no owner on the contract',
      { contact: null, contract: primeContract({ vendorId: null }) },
      'vendorMissing',
      'the contract has no owner',
    ],
    [
      'amounts carried forward from an owner invoice that is not to be seen',
      {
        claim: paymentApplication({
          number: 2,
          summary: summary('22000.00', '1100.00', '9500.00'),
        }),
      },
      'incomplete',
      'it carries 9,500.00 forward from claims that Procore does not have',
    ],
    [
      'lines that are not the whole',
      { claim: paymentApplication({ summary: summary('22000.01', '1100.00') }) },
      'partsNotWhole',
      'completed and stored: the lines say 22,000.00, the summary says 22,000.01',
    ],
    [
      'a unit of account, which nobody pays in',
      { claim: paymentApplication({ currency: 'CLF' }) },
      'notYetHandled',
      'the owner invoice is in CLF',
    ],
  ])('%s', (_what, over, kind, says) => {
    const observation = ownerInvoiceObservation(over);
    expect(toldOf(observation)).toEqual(['blocked', kind, says]);
    expect(documentsOf(observation)).toEqual([]);
  });

  test.each(['draft', 'under_review', 'revise_and_resubmit'])(
    'nothing is posted of one that is %s',
    (status) => {
      const observation = ownerInvoiceObservation({ claim: paymentApplication({ status }) });
      expect(toldOf(observation)).toEqual(['unchanged', null, 'notPosted']);
    },
  );

  test('a sales invoice that looks like it is asked about in its own words', () => {
    const theirs = {
      ...strangersBill({ number: 'HR 1', total: '24035.00', subTotal: '20900.00' }),
    };
    const lookAlikes = [{ ...theirs, kind: 'xeroSalesInvoice' as const }];
    expect(toldOf(ownerInvoiceObservation({ lookAlikes }))).toEqual([
      'create',
      'lookAlike',
      'Xero already has sales invoice HR 1 of 2026-05-30 for 24,035.00 (with tax) to this contact, with the same total, 1 day apart',
    ]);
  });
});

describe('tax up front on what owners retain', () => {
  const upFront = { ...mapping.retainage, tax: 'upFront' } as const;

  test('leaves the retention line without tax, whatever lines without a tax code carry', () => {
    const observation = ownerInvoiceObservation({ mapping: { ...mapping, retainage: upFront } });
    expect(documentsOf(observation)).toEqual([
      'salesInvoice | HR-0001 | AUTHORISED | 200 OUTPUT2 20000.00 | 205 OUTPUT2 2000.00 | 826 NONE -1100.00',
    ]);
  });

  test('is a question where the type for lines without tax has a rate', () => {
    const taxTypes = { ...mapping.taxTypes, none: 'INPUT2' };
    const observation = ownerInvoiceObservation({
      mapping: { ...mapping, taxTypes, retainage: upFront },
    });
    expect(toldOf(observation)).toEqual([
      'blocked',
      'unmappedTax',
      'tax on what is held is due up front, and taxTypes.none in tieout.config.ts is INPUT2, which has a rate of 15 %',
    ]);
  });
});

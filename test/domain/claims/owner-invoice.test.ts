// Proves what an owner invoice is posted as: the certified lines, markup and change orders on revenue, what the owner retains with the full price beside it, and its receipts.
import { describe, expect, test } from 'vitest';
import { planObservation } from '../../../domain/objects/objects.ts';
import type { OwnerInvoiceObservation } from '../../../domain/objects/owner-invoice/observation.ts';
import { subjectsOf } from '../../support/answered.ts';
import {
  bothSides,
  documentsOf,
  markup,
  output2,
  ownerInvoiceObservation,
  ownerItem,
  paymentApplication,
  posted,
  releaseOf,
} from '../../support/claims.ts';
import {
  account,
  changeOrder,
  contractPayment,
  mapping,
  payment,
  postedPayment,
  sovLine,
  summary,
} from '../../support/domain-builders.ts';
import { toldOf } from '../../support/plan-rows.ts';
import { bodyOf, goingOf, writesOf } from '../../support/posted-documents.ts';

const seen = ownerInvoiceObservation();
const accounts = (over: Partial<typeof mapping.accounts>) => ({
  mapping: { ...mapping, accounts: { ...mapping.accounts, ...over } },
});
const claimed = (...items: ReturnType<typeof ownerItem>[]) => ({
  claim: paymentApplication({ items, summary: summary('22000.00', '1100.00') }),
});
const work = ownerItem('1', { work: '20000.00', held: '1000.00' });

describe('an approved owner invoice', () => {
  test('is a sales invoice of its own number, date and owner, that links back to its document', () => {
    const [write] = writesOf(planObservation(seen));
    const marker = 'tieout:demo/ownerInvoice/77/salesInvoice';
    expect(write).toMatchObject({
      endpoint: 'xero/salesinvoices',
      operation: 'create',
      marker,
      body: {
        kind: 'xeroSalesInvoice',
        invoiceId: null,
        contactId: 'contact-18',
        number: 'HR-0001',
        date: '2026-05-31',
        dueDate: '2026-06-20',
        currency: 'NZD',
        status: 'AUTHORISED',
        url: `http://127.0.0.1:4400/documents/ownerInvoice/demo/77#${marker}`,
      },
    });
  });

  test('has its work on revenue, its markup on its own account, and what is retained as an asset', () => {
    expect(documentsOf(seen)).toEqual([
      'salesInvoice | HR-0001 | AUTHORISED | 200 OUTPUT2 20000.00 | 205 OUTPUT2 2000.00 | 826 OUTPUT2 -1100.00',
    ]);
    expect(posted(seen).target).toMatchObject({ subTotal: '20900.00', totalTax: '3135.00' });
  });

  test('tracks work by project and cost code, markup by project alone, and marks what is retained', () => {
    const tracking = bodyOf(seen, 'xeroSalesInvoice').lines.map((line) =>
      line.tracking.map(({ option }) => option),
    );
    expect(tracking).toEqual([
      ['26-001 Ferry Terminal', '02-200 Earthworks'],
      ['26-001 Ferry Terminal'],
      ['26-001 Ferry Terminal', 'Retention held'],
    ]);
  });

  test('says the full price beside what is retained, as a tax invoice must; a bill does not', () => {
    const words = bodyOf(seen, 'xeroSalesInvoice').lines.map(({ description }) => description);
    expect(words).toEqual([
      'Line 1',
      'Margin',
      'Retainage held, contract PC-001; full price 22,000.00',
    ]);
  });

  test('says the full price of today once it was edited', () => {
    const items = [
      ownerItem('1', { work: '30000.00', held: '1500.00' }),
      ownerItem('9', { work: '2000.00', held: '100.00' }, { ...markup, description: 'Margin' }),
    ];
    const claim = paymentApplication({ items, summary: summary('32000.00', '1600.00') });
    const now = { ...posted(seen), claim };
    const words = bodyOf(now, 'xeroSalesInvoice').lines.map(({ description }) => description);
    expect(words.at(-1)).toBe('Retainage held, contract PC-001; full price 32,000.00');
  });

  test('that claims nothing is posted at 0.00', () => {
    const claim = paymentApplication({
      items: [ownerItem('1', { work: '0.00', held: '0.00' })],
      summary: summary('0.00', '0.00'),
    });
    expect(documentsOf({ ...seen, claim })).toEqual([
      'salesInvoice | HR-0001 | AUTHORISED | 200 OUTPUT2 0.00',
    ]);
  });
});

describe('what it bills', () => {
  test.each<[string, Partial<OwnerInvoiceObservation>, string]>([
    [
      'a change order line goes where that change order’s line goes, a deductive one below zero',
      {
        ...claimed(
          ownerItem('1', { work: '24500.00', held: '1225.00' }),
          ownerItem(
            '81',
            { work: '-2500.00', held: '-125.00' },
            { itemType: 'change_order_item', changeOrderId: '801' },
          ),
        ),
        changeOrders: [
          changeOrder({
            contractId: '3',
            lines: [sovLine('81', '-2500.00', { costType: { code: 'V', name: 'Variation' } })],
          }),
        ],
        ...accounts({ revenue: { byCostType: { S: '200', V: '201' }, fallback: null } }),
        chart: {
          ...bothSides,
          accounts: [...bothSides.accounts, account('201', { accountClass: 'REVENUE' })],
        },
      },
      '200 OUTPUT2 24500.00 | 201 OUTPUT2 -2500.00 | 826 OUTPUT2 -1100.00',
    ],
    [
      'stored materials are claimed when they are stored',
      {
        claim: paymentApplication({
          items: [
            ownerItem(
              '1',
              { work: '20000.00', held: '1000.00' },
              {
                materialsPresentlyStored: '2000.00',
                totalCompletedAndStoredToDate: '22000.00',
                materialsRetainageBalance: '100.00',
              },
            ),
          ],
          summary: summary('22000.00', '1100.00'),
        }),
      },
      '200 OUTPUT2 22000.00 | 826 OUTPUT2 -1100.00',
    ],
    [
      'stored materials built in are not claimed again, and their retainage moves with them',
      {
        previous: paymentApplication({
          id: '76',
          items: [
            ownerItem(
              '1',
              { work: '0.00', held: '0.00' },
              {
                materialsPresentlyStored: '2000.00',
                totalCompletedAndStoredToDate: '2000.00',
                materialsRetainageBalance: '100.00',
              },
            ),
          ],
          summary: summary('2000.00', '100.00'),
        }),
        claim: paymentApplication({
          number: 2,
          items: [
            // 1,200.00 of the 2,000.00 are built in, with 60.00 of the 100.00 held on them.
            ownerItem(
              '1',
              { before: '1200.00', work: '5000.00', heldBefore: '0.00', held: '310.00' },
              {
                materialsPresentlyStored: '800.00',
                totalCompletedAndStoredToDate: '7000.00',
                materialsRetainageBalance: '40.00',
                materialsRetainageMoved: '60.00',
              },
            ),
          ],
          summary: summary('7000.00', '350.00', '1900.00'),
        }),
      },
      '200 OUTPUT2 5000.00 | 826 OUTPUT2 -250.00',
    ],
    [
      'what is certified is posted, whatever was claimed: 15,000.00 of the 20,000.00',
      {
        claim: paymentApplication({
          items: [
            ownerItem(
              '1',
              { work: '15000.00', held: '750.00' },
              { scheduledValue: '30000.00', status: 'approved' },
            ),
          ],
          summary: summary('15000.00', '750.00'),
        }),
      },
      '200 OUTPUT2 15000.00 | 826 OUTPUT2 -750.00',
    ],
    [
      'a line with a tax code takes the sales tax type of that',
      {
        ...claimed({ ...work, tax: { taxCodeId: 't15', rate: '15' } }, marginOf('2000.00')),
        mapping: { ...mapping, salesTaxTypes: { GST15: 'OUTPUT2', none: 'ZERO' } },
        chart: {
          ...bothSides,
          taxRates: [...bothSides.taxRates, { ...output2, taxType: 'ZERO', rate: '0' }],
        },
      },
      '200 OUTPUT2 20000.00 | 205 ZERO 2000.00 | 826 OUTPUT2 -1000.00 | 826 ZERO -100.00',
    ],
    [
      'retention as deferred income, where the accountant wants that',
      {
        ...accounts({ retentionReceivable: '825' }),
      },
      '200 OUTPUT2 20000.00 | 205 OUTPUT2 2000.00 | 825 OUTPUT2 -1100.00',
    ],
  ])('%s', (_what, over, lines) => {
    const observation = ownerInvoiceObservation(over);
    expect(toldOf(observation)).toEqual(['create', null, 'salesInvoice']);
    expect(documentsOf(observation)).toEqual([`salesInvoice | HR-0001 | AUTHORISED | ${lines}`]);
  });

  function marginOf(amount: string) {
    return ownerItem('9', { work: amount, held: '100.00' }, { ...markup, description: 'Margin' });
  }
});

describe('retainage that an owner lets go', () => {
  const before = paymentApplication({ id: '76' });
  const claim = paymentApplication({
    number: 2,
    invoiceNumber: 'HR-0002',
    items: [
      ownerItem(
        '1',
        { before: '20000.00', work: '0.00', heldBefore: '1000.00', held: '0.00' },
        { workRetainageReleasedThisPeriod: '500.00' },
      ),
      ownerItem(
        '9',
        { before: '2000.00', work: '0.00', heldBefore: '100.00', held: '0.00' },
        { ...markup, description: 'Margin' },
      ),
    ],
    summary: summary('22000.00', '600.00', '20900.00'),
  });
  const release = releaseOf(ownerInvoiceObservation({ claim, previous: before }), {
    heldInXero: [{ taxType: 'OUTPUT2', amount: '1100.00' }],
  });

  test('is a sales invoice of its own on the retention account', () => {
    expect(documentsOf(release)).toEqual(['release | HR-0002 | AUTHORISED | 826 OUTPUT2 500.00']);
    expect(writesOf(planObservation(release))[0]).toMatchObject({
      endpoint: 'xero/salesinvoices',
      marker: 'tieout:demo/retainageRelease/ownerInvoice-77/release',
    });
  });

  test('and waits where more is let go than is held', () => {
    const held = [{ taxType: 'OUTPUT2', amount: '499.99' }];
    expect(subjectsOf({ ...release, heldInXero: held })).toEqual(['release releaseBeyondHeld']);
  });
});

describe('what the owner pays', () => {
  const invoice = posted(seen);

  test('is a payment received on the contract, net of tax, under the number of the owner invoice', () => {
    const paid = { ...invoice, payments: [payment('p1', '12017.50')] };
    expect(bodyOf(paid, 'procoreContractPayment')).toMatchObject({
      contractId: '3',
      requisitionId: null,
      claimNumber: 1,
      amount: '10450.00',
      invoiceNumber: 'HR-0001',
      notes: 'Received in Xero p1 tieout:demo/ownerInvoice/77/payment-p1',
    });
  });

  test('that was typed in Procore is adopted, and one that was reversed is a question', () => {
    const payments = [payment('p1', '24035.00')];
    const typed = contractPayment({
      ...{ contractId: '3', requisitionId: null, claimNumber: 1 },
      amount: '20900.00',
    });
    const adopted = { ...invoice, payments, typedPayments: [typed] };
    expect(toldOf(adopted)).toEqual(['adopt', null, 'payment/p1']);
    const reversed = {
      ...invoice,
      payments: [payment('p1', '24035.00', { status: 'DELETED' })],
      postedPayments: [postedPayment('p1', '20900.00')],
    };
    expect(subjectsOf(reversed)).toEqual(['payment/p1 paymentRemoved']);
    expect(goingOf(planObservation(reversed))).toEqual([]);
  });
});

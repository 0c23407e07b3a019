// Small worlds for take-ons: claims billed before a project's start and what Xero has of their contact, with every figure by hand.
import type { ClaimBefore, ContractTakenOn, TakeOnFacts } from '../../domain/take-on/facts.ts';
import type { XeroBill } from '../../domain/records/xero/bill.ts';
import type { XeroPurchaseOrder } from '../../domain/records/xero/purchase-order.ts';
import {
  billOf,
  cents,
  orderOf,
  payAppObservation,
  commitmentObservation,
} from './domain-builders.ts';
import { bodyOf } from './posted-documents.ts';

/** 1,000.00 of work of which 100.00 is held, in INPUT2: INV-1 of 31 May. */
export function claimBefore(over: Partial<ClaimBefore> = {}): ClaimBefore {
  const claimId = over.claimId ?? '1';
  return {
    workflowId: `payApp/demo/${claimId}`,
    role: 'bill',
    side: 'payable',
    claimId,
    place: Number(claimId),
    contractId: 'wo-9',
    name: `pay app INV-${claimId}`,
    number: `INV-${claimId}`,
    date: '2026-05-31',
    currency: 'NZD',
    contactId: 'contact-1',
    due: '900.00',
    certified: [{ taxType: 'INPUT2', billed: '1000.00', held: '100.00' }],
    figures: moneyOf('900.00'),
    linked: null,
    isLost: false,
    ...over,
  };
}

/** Net of what is held, and with 15 % on it. */
export function moneyOf(net: string): NonNullable<ClaimBefore['figures']> {
  const [minor, gross] = [cents(net), cents(net) + 10_000n];
  const withTax = (of: bigint): bigint => of + (of * 15n) / 100n;
  return { net: minor, total: withTax(minor), gross, grossTotal: withTax(gross) };
}

/** A bookkeeper's bill of `net` without tax. */
export function typedBill(id: string, net: string, over: Partial<XeroBill> = {}): XeroBill {
  const minor = cents(net);
  const total = `${(minor + (minor * 15n) / 100n).toString().slice(0, -2)}.00`;
  const lines = billOf(bodyOf(payAppObservation(), 'xeroBill')).lines.slice(0, 1);
  return billOf(bodyOf(payAppObservation(), 'xeroBill'), {
    ...{ id, number: id, url: null, date: '2026-05-31', subTotal: net, total },
    lines: lines.map((line) => ({ ...line, unitAmount: net, lineAmount: net })),
    ...over,
  });
}

/** What holds `amount` on the retention account, as a line of a bill. */
export function heldLine(amount: string, taxType = 'INPUT2'): XeroBill['lines'][number] {
  const [line] = billOf(bodyOf(payAppObservation(), 'xeroBill')).lines.slice(-1);
  if (!line) throw new Error('the bill holds nothing');
  return { ...line, unitAmount: `-${amount}`, lineAmount: `-${amount}`, taxType };
}

export function typedOrder(id: string, over: Partial<XeroPurchaseOrder> = {}): XeroPurchaseOrder {
  return orderOf(bodyOf(commitmentObservation(), 'xeroPurchaseOrder'), {
    ...{ id, number: id, reference: null },
    ...over,
  });
}

export function contractTakenOn(over: Partial<ContractTakenOn> = {}): ContractTakenOn {
  return {
    contractId: 'wo-9',
    side: 'payable',
    number: 'SC-001',
    title: 'Structure',
    party: 'Kauri Concrete Ltd',
    currency: 'NZD',
    contactId: 'contact-1',
    order: {
      workflowId: 'commitment/demo/wo-9',
      numbers: ['26-001-SC-001', 'SC-001'],
      sum: '50000.00',
      linked: null,
    },
    ...over,
  };
}

export function takeOnFacts(over: Partial<TakeOnFacts> = {}): TakeOnFacts {
  return {
    project: { id: '5', name: '26-001 Ferry Terminal' },
    from: '2026-07-01',
    baseCurrency: 'NZD',
    wouldPost: { count: 0, totals: {} },
    contracts: [contractTakenOn()],
    claims: [],
    undated: [],
    strangers: { invoices: [], creditNotes: [], orders: [] },
    payments: [],
    retentionAccounts: { payable: '825', receivable: '826' },
    ...over,
  };
}

// Proves that the books stay double-entry: what each document posts, that undoing undoes, and that nothing ever fails to balance.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import fc from 'fast-check';
import type { Client, Json } from './xero-sandbox.ts';
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import { elements, line, newBill, newCreditNote, only, openSandbox } from './xero-sandbox.ts';

let sandbox: RunningSandbox;
let client: Client;

beforeEach(async () => {
  ({ sandbox, client } = await openSandbox());
  await client.control('POST', '/_sandbox/seed', { company: 'twenty' });
  for (const invoice of elements(await client.call('GET', '/Invoices'), 'Invoices')) {
    await client.call('POST', `/Invoices/${String(invoice['InvoiceID'])}`, { Status: 'VOIDED' });
  }
});
afterEach(() => sandbox.close());

type Ledger = {
  accounts: { code: string; balance: string }[];
  journals: Json[];
  trialBalance: string;
};

async function ledger(): Promise<Ledger> {
  return (await client.control('GET', '/_sandbox/ledger')).body as unknown as Ledger;
}

async function balances(): Promise<Record<string, string>> {
  const { accounts, trialBalance } = await ledger();
  expect(trialBalance).toBe('0.00');
  const moved = accounts.filter(({ balance }) => balance !== '0.00');
  return Object.fromEntries(moved.map(({ code, balance }) => [code, balance]));
}

const pay = (bill: Json, Amount: number): ReturnType<Client['call']> =>
  client.call('PUT', '/Payments', {
    Invoice: { InvoiceID: bill['InvoiceID'] },
    Account: { Code: '090' },
    Date: '2026-06-20',
    Amount,
  });
const post = (bill: Json, body: Json): ReturnType<Client['call']> =>
  client.call('POST', `/Invoices/${String(bill['InvoiceID'])}`, body);

const withRetention = {
  LineItems: [
    line({ UnitAmount: 1000 }),
    line({ UnitAmount: 200, AccountCode: '312', TaxType: 'NONE' }),
    line({ UnitAmount: -100, AccountCode: '825', Description: 'Retention held' }),
  ],
};

describe('a bill', () => {
  test('debits cost and GST, credits payables, and its retention line credits 825', async () => {
    await newBill(client, withRetention);
    expect(await balances()).toEqual({
      '310': '1000.00',
      '312': '200.00',
      '825': '-100.00',
      '820': '135.00',
      '800': '-1235.00',
    });
    const own = (await ledger()).journals.at(-1);
    expect(own).toMatchObject({ sourceType: 'ACCPAY', date: '2026-05-31' });
  });

  test('posts nothing as a draft or submitted, and all of it when approved', async () => {
    const draft = await newBill(client, { ...withRetention, Status: 'DRAFT' });
    expect(await balances()).toEqual({});
    await post(draft, { Status: 'SUBMITTED' });
    expect(await balances()).toEqual({});
    await post(draft, { Status: 'AUTHORISED' });
    expect((await balances())['800']).toBe('-1235.00');
  });

  test('that is edited is reversed and posted again; that is voided is reversed', async () => {
    const bill = await newBill(client, withRetention);
    await post(bill, { LineItems: [line({ UnitAmount: 10, TaxType: 'NONE' })] });
    expect(await balances()).toEqual({ '310': '10.00', '800': '-10.00' });
    await post(bill, { Status: 'VOIDED' });
    expect(await balances()).toEqual({});
  });

  test('with inclusive amounts posts cost without its tax', async () => {
    await newBill(client, { LineAmountTypes: 'Inclusive', LineItems: [line({ UnitAmount: 115 })] });
    expect(await balances()).toEqual({ '310': '100.00', '820': '15.00', '800': '-115.00' });
  });
});

test('a payment moves from payables to the bank, and its deletion takes that back', async () => {
  const bill = await newBill(client, withRetention);
  const before = await balances();
  const made = only(await pay(bill, 235), 'Payments');
  expect(await balances()).toEqual({ ...before, '800': '-1000.00', '090': '-235.00' });
  await client.call('POST', `/Payments/${String(made['PaymentID'])}`, { Status: 'DELETED' });
  expect(await balances()).toEqual(before);
});

test('a sales invoice mirrors it', async () => {
  await newBill(client, {
    Type: 'ACCREC',
    InvoiceNumber: 'S-1',
    LineItems: [line({ UnitAmount: 100, AccountCode: '200', TaxType: 'OUTPUT2' })],
  });
  expect(await balances()).toEqual({ '610': '115.00', '200': '-100.00', '820': '-15.00' });
});

test('whatever is done in any order, the books balance and payables are what is due', async () => {
  const steps = fc.array(
    fc.record({
      kind: fc.constantFrom(
        ...(['bill', 'edit', 'pay', 'unpay', 'void', 'approve'] as const),
        ...(['credit', 'allocate', 'takeBack', 'refund', 'voidCredit'] as const),
      ),
      at: fc.nat(20),
      cents: fc.integer({ min: 1, max: 500_000 }),
    }),
    { minLength: 5, maxLength: 25 },
  );
  await fc.assert(fc.asyncProperty(steps, runAll), { numRuns: 8, endOnFailure: true });
});

type CreditKind = 'credit' | 'allocate' | 'takeBack' | 'refund' | 'voidCredit';
type Step = {
  kind: 'bill' | 'edit' | 'pay' | 'unpay' | 'void' | 'approve' | CreditKind;
  at: number;
  cents: number;
};

async function runAll(steps: Step[]): Promise<void> {
  for (const step of steps) await runStep(step);
  const list = elements(await client.call('GET', '/Invoices?pageSize=1000&page=1'), 'Invoices');
  const notes = elements(await client.call('GET', '/CreditNotes'), 'CreditNotes');
  const approved = (all: Json[], field: string): number =>
    all
      .filter((one) => one['Status'] === 'AUTHORISED')
      .reduce((sum, one) => sum + Math.round(Number(one[field]) * 100), 0);
  const payables = Math.round(Number((await balances())['800'] ?? '0') * 100);
  expect(payables + approved(list, 'AmountDue') - approved(notes, 'RemainingCredit')).toBe(0);
}

/** Many steps are refused; a refusal must leave the books as they were just the same. */
async function runStep({ kind, at, cents }: Step): Promise<void> {
  const UnitAmount = cents / 100;
  const bills = elements(await client.call('GET', '/Invoices?order=InvoiceID'), 'Invoices');
  const payments = elements(await client.call('GET', '/Payments'), 'Payments');
  const bill = bills[at % Math.max(1, bills.length)] ?? {};
  const payment = payments[at % Math.max(1, payments.length)] ?? {};
  switch (kind) {
    case 'bill':
      await newBill(client, {
        Status: at % 2 === 0 ? 'AUTHORISED' : 'DRAFT',
        LineItems: [line({ UnitAmount })],
      });
      return;
    case 'edit':
      await post(bill, { LineItems: [line({ UnitAmount })] });
      return;
    case 'approve':
      await post(bill, { Status: 'AUTHORISED' });
      return;
    case 'void':
      await post(bill, { Status: 'VOIDED' });
      return;
    case 'pay':
      await pay(bill, UnitAmount);
      return;
    case 'credit':
    case 'allocate':
    case 'takeBack':
    case 'refund':
    case 'voidCredit':
      await runCreditStep(kind, bill, at, UnitAmount);
      return;
    case 'unpay':
      await client.call('POST', `/Payments/${String(payment['PaymentID'])}`, { Status: 'DELETED' });
  }
}

async function runCreditStep(
  kind: CreditKind,
  bill: Json,
  at: number,
  UnitAmount: number,
): Promise<void> {
  const notes = elements(await client.call('GET', '/CreditNotes'), 'CreditNotes');
  const note = notes[at % Math.max(1, notes.length)] ?? {};
  const CreditNoteID = String(note['CreditNoteID']);
  const target = `/CreditNotes/${CreditNoteID}`;
  const [allocation] = (note['Allocations'] ?? []) as Json[];
  switch (kind) {
    case 'credit': {
      const { ContactID } = (bill['Contact'] ?? {}) as { ContactID?: string };
      const change = { LineItems: [line({ UnitAmount })] };
      if (ContactID !== undefined) await newCreditNote(client, ContactID, change);
      return;
    }
    case 'allocate': {
      const body = { Amount: UnitAmount, Invoice: { InvoiceID: bill['InvoiceID'] } };
      await client.call('PUT', `${target}/Allocations`, body);
      return;
    }
    case 'takeBack':
      await client.call('DELETE', `${target}/Allocations/${String(allocation?.['AllocationID'])}`);
      return;
    case 'refund': {
      const refund = { CreditNote: { CreditNoteID }, Account: { Code: '090' }, Amount: UnitAmount };
      await client.call('PUT', '/Payments', { ...refund, Date: '2026-06-20' });
      return;
    }
    case 'voidCredit':
      await client.call('POST', target, { Status: 'VOIDED' });
  }
}

// Proves over random work at swinging rates that the books always balance, and that settling everything leaves nothing of it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import fc from 'fast-check';
import type { ForeignBooks } from './currency-books.ts';
import type { Json, Reply } from './xero-sandbox.ts';
import { creditNote, elements, line } from './xero-sandbox.ts';
import { foreignOf, movesOf } from './currency-sums.ts';
import { journals, made, openForeignBooks } from './currency-books.ts';

let books: ForeignBooks;

beforeAll(async () => {
  books = await openForeignBooks();
});
afterAll(() => books.sandbox.close());

const CURRENCIES = ['EUR', 'USD', 'JPY', 'KWD', 'NZD'];
const KINDS = [
  'bill',
  'sale',
  'note',
  'edit',
  'pay',
  'unpay',
  'allocate',
  'takeBack',
  'void',
] as const;
type Step = { kind: (typeof KINDS)[number]; at: number; cents: number; day: number };

test('whatever is done in any order, at whatever rates', async () => {
  const steps = fc.array(
    fc.record({
      kind: fc.constantFrom(...KINDS),
      at: fc.nat(50),
      cents: fc.integer({ min: 1, max: 900_000 }),
      day: fc.integer({ min: 1, max: 28 }),
    }),
    { minLength: 10, maxLength: 30 },
  );
  await fc.assert(fc.asyncProperty(steps, runAll), { numRuns: 8, endOnFailure: true });
}, 60_000);

async function runAll(steps: Step[]): Promise<void> {
  for (const step of steps) await runStep(step);
  await settleAll();
  const all = await journals(books);
  const moved = movesOf(all);
  expect([moved['800'], moved['610']]).toEqual([undefined, undefined]);
  for (const code of CURRENCIES.filter((one) => one !== 'NZD')) {
    const left = foreignOf(all, code);
    expect([code, left['800'], left['610']]).toEqual([code, undefined, undefined]);
  }
}

const call = (method: string, path: string, body?: unknown): Promise<Reply> =>
  books.client.call(method, path, body);
const act = (name: string, body: Json): Promise<Reply> =>
  books.client.control('POST', `/_sandbox/acts/${name}`, body);
const own = async (plural: string): Promise<Json[]> => {
  const all = elements(await call('GET', `/${plural}?page=1&pageSize=1000`), plural);
  return all.filter((one) => (one['Contact'] as Json)['ContactID'] === books.contactId);
};
const picked = (all: Json[], at: number): Json => all[at % Math.max(1, all.length)] ?? {};

/** Many steps are refused; a refusal must leave the books as they were just the same. */
async function runStep(step: Step): Promise<void> {
  const { kind, at, cents, day } = step;
  const amount = (cents / 100).toFixed(2);
  const date = `2026-06-${String(day).padStart(2, '0')}`;
  const content = {
    CurrencyCode: CURRENCIES[at % CURRENCIES.length],
    Date: date,
    LineItems: [1, 3, 7].map((by) => line({ UnitAmount: ((cents * by) / 1_000).toFixed(2) })),
  };
  switch (kind) {
    case 'bill':
      await made(books, content);
      return;
    case 'sale': {
      const LineItems = [line({ UnitAmount: amount, AccountCode: '200', TaxType: 'OUTPUT2' })];
      await made(books, { ...content, Type: 'ACCREC', InvoiceNumber: undefined, LineItems });
      return;
    }
    case 'note':
      await call('PUT', '/CreditNotes', creditNote(books.contactId, content));
      return;
    default:
      await changeOne(step, amount, date);
  }
}

async function changeOne({ kind, at }: Step, amount: string, date: string): Promise<void> {
  const document = picked(await own('Invoices'), at);
  const note = picked(await own('CreditNotes'), at);
  const invoiceId = document['InvoiceID'];
  const creditId = note['CreditNoteID'];
  if (kind === 'edit') await call('POST', `/Invoices/${String(invoiceId)}`, { Date: date });
  if (kind === 'pay') await act('pay', { invoiceId, amount, date });
  if (kind === 'void') await act('void', { id: at % 2 === 0 ? invoiceId : creditId });
  if (kind === 'allocate') await act('allocate', { creditId, invoiceId, amount });
  if (kind === 'takeBack') {
    const [allocation] = (note['Allocations'] ?? []) as Json[];
    await act('take-back', { allocationId: allocation?.['AllocationID'] });
  }
  if (kind === 'unpay') {
    const [payment] = (document['Payments'] ?? []) as Json[];
    await call('POST', `/Payments/${String(payment?.['PaymentID'])}`, { Status: 'DELETED' });
  }
  await journals(books);
}

/** In three parts each, so that the last one meets what rounding made of the others. */
async function settleAll(): Promise<void> {
  for (const { InvoiceID, Status, AmountDue } of await own('Invoices')) {
    const pay = { invoiceId: InvoiceID, date: '2026-07-15' };
    if (Status === 'AUTHORISED') await inThree('pay', pay, Number(AmountDue));
  }
  for (const { CreditNoteID, Status, RemainingCredit } of await own('CreditNotes')) {
    const refund = { creditId: CreditNoteID, date: '2026-07-15' };
    if (Status === 'AUTHORISED') await inThree('refund', refund, Number(RemainingCredit));
  }
}

async function inThree(name: string, body: Json, whole: number): Promise<void> {
  const third = (whole / 3).toFixed(2);
  if (whole > 0.02) {
    await act(name, { ...body, amount: third });
    await act(name, { ...body, amount: third, date: '2026-07-16' });
  }
  await act(name, { ...body, date: '2026-07-17' });
}

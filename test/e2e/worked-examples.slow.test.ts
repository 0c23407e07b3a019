// Proves that every worked example of docs/understand/posting.md comes out on the running stack as it is written, to the cent.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mappingSchema } from '../../domain/mapping/mapping.ts';
import { config as australian } from '../../tieout.config.au.ts';
import { config as british } from '../../tieout.config.uk.ts';
import { asAdmin } from '../support/contracts.ts';
import type { ContractOnStack } from '../support/contract-on-stack.ts';
import { contractOnStack } from '../support/contract-on-stack.ts';
import { patienceMs } from '../support/people.ts';
import { asBookkeeper } from '../support/sandbox-views.ts';
import type { Stack, StackOptions } from '../support/stack.ts';
import { control, startStack } from '../support/stack.ts';
import type { Example, Row } from '../support/worked-examples.ts';
import { workedExamples } from '../support/worked-examples.ts';

type Line = {
  Description: string;
  AccountCode: string;
  LineAmount: number;
  TaxType: string;
  TaxAmount: number;
};
type Document = {
  InvoiceID?: string;
  InvoiceNumber?: string;
  CreditNoteNumber?: string;
  Reference?: string;
  SubTotal: number;
  TotalTax: number;
  AmountDue?: number;
  Total: number;
  LineItems: Line[];
};

const examples = workedExamples();
const country = (title: string): 'au' | 'uk' | 'nz' =>
  title.includes('Australia') ? 'au' : title.includes('United Kingdom') ? 'uk' : 'nz';
const stacks: Record<'au' | 'uk' | 'nz', StackOptions> = {
  nz: { company: 'twenty' },
  au: { company: 'au', mapping: mappingSchema.parse(australian) },
  uk: { company: 'uk', mapping: mappingSchema.parse(british) },
};

it('there are the examples that are promised', () => {
  expect(examples.map(({ title }) => title.split('.')[0])).toEqual(
    [1, 2, 3, 4, 5, 6, 7].map(String),
  );
});

describe.each(['nz', 'au', 'uk'] as const)('in %s', { timeout: 3 * patienceMs }, (where) => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ ...stacks[where], readsOften: true });
    await stack.settle(2 * patienceMs);
  }, 3 * patienceMs);
  afterAll(() => stack.close(), 60_000);

  const own = examples.filter(({ title }) => country(title) === where);
  it.each(own)('$title', async (example) => {
    const contract = await enter(stack, example);
    const documents = await documentsOf(stack, contract);
    for (const [name, rows] of example.documents) {
      expect([name, shown(documents.get(name), rows)]).toEqual([name, rows.map(bare)]);
    }
    // The documents of the contract's claims are those of the example and no others.
    const claimed = [...documents.keys()].filter((name) => /\bWE\d/.test(name));
    const numbers = example.title.slice(0, 1);
    expect(claimed.filter((name) => name.includes(` WE${numbers}-`)).sort()).toEqual(
      [...example.documents.keys()].filter((name) => name !== 'order').sort(),
    );
    if (example.payments.length > 0) await payAll(stack, { example, contract, documents });
  });
});

async function enter(stack: Stack, { title, steps }: Example): Promise<ContractOnStack> {
  let contract: ContractOnStack | null = null;
  const made = (): ContractOnStack => {
    if (!contract) throw new Error(`${title} begins without a contract`);
    return contract;
  };
  for (const step of steps) {
    if (step.do === 'contract') {
      const vendor = `Worked Example ${title.slice(0, 1)} Ltd`;
      contract = await contractOnStack(stack, { ...step, vendor });
    } else if (step.do === 'percent') await made().changePercent(step.percent);
    else if (step.do === 'changeOrder') await made().changeOrder(step.line);
    else {
      await made().claim(step);
      await stack.settle(patienceMs);
    }
  }
  return made();
}

/** What of the contract stands in Xero, by the name the examples use. */
async function documentsOf(
  stack: Stack,
  contract: ContractOnStack,
): Promise<Map<string, Document>> {
  const list = async (path: string, member: string): Promise<Document[]> => {
    const separator = path.includes('?') ? '&' : '?';
    const page = `${path}${separator}page=1&pageSize=1000&unitdp=4`;
    const answer = (await asBookkeeper(stack.xero, 'GET', page)) as Record<string, Document[]>;
    return answer[member] ?? [];
  };
  const where = encodeURIComponent('Type=="ACCPAY"');
  const bills = await list(`Invoices?where=${where}`, 'Invoices');
  const notes = await list('CreditNotes', 'CreditNotes');
  const orders = await list('PurchaseOrders', 'PurchaseOrders');
  const order = orders.filter(({ Reference }) => Reference?.includes(`/wo-${contract.id}/`));
  expect(order).toHaveLength(1);
  return new Map([
    ...bills.map((one) => [`bill ${one.InvoiceNumber ?? ''}`, one] as const),
    ...notes.map((one) => [`credit note ${one.CreditNoteNumber ?? ''}`, one] as const),
    ...order.map((one) => ['order', one] as const),
  ]);
}

/** A document's rows as the example has them; a line is known by the words its description has. */
function shown(document: Document | undefined, expected: readonly Row[]): object[] | null {
  if (!document) return null;
  const lines = document.LineItems.map((line) => ({
    line: nameOf(line, expected),
    account: line.AccountCode,
    net: line.LineAmount.toFixed(2),
    taxType: line.TaxType,
    tax: line.TaxAmount.toFixed(2),
  }));
  const sums = expected.flatMap(({ line }): object[] => {
    if (line === 'in all') return [sum(line, document.SubTotal, document.TotalTax)];
    // Xero pays a document as a whole: what is left of it is told with tax.
    return line === 'still to pay' ? [{ line, withTax: (document.AmountDue ?? 0).toFixed(2) }] : [];
  });
  return [...lines, ...sums];
}

const sum = (line: string, net: number, tax: number) => ({
  ...{ line, account: '', net: net.toFixed(2), taxType: '', tax: tax.toFixed(2) },
});

function nameOf({ Description, AccountCode }: Line, expected: readonly Row[]): string {
  const named = expected.find(({ line }) => Description.includes(line));
  return named?.line ?? (AccountCode === '825' ? 'retention' : Description);
}

function bare(row: Row): object {
  if (row.line !== 'still to pay') return row;
  return { line: row.line, withTax: (Number(row.net) + Number(row.tax)).toFixed(2) };
}

type Paid = { example: Example; contract: ContractOnStack; documents: Map<string, Document> };

/** Pays as the example says, and compares what Procore is told of it. */
async function payAll(stack: Stack, { example, contract, documents }: Paid): Promise<void> {
  for (const { document, date, withTax } of example.payments) {
    const { InvoiceID: invoiceId } = documents.get(document) ?? {};
    await control(stack.xero, 'POST', 'acts/pay', { invoiceId, amount: withTax, date });
  }
  await stack.settle(patienceMs);
  const path = `/rest/v1.0/contract_payments?project_id=${contract.projectId}&contract_id=${contract.id}`;
  const payments = await asAdmin<{ amount: string; date: string }[]>(stack, 'GET', path);
  const told = payments.map(({ amount, date }) => [date, amount]).sort();
  expect(told).toEqual(example.payments.map(({ date, inProcore }) => [date, inProcore]));
}

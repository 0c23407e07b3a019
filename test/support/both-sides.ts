// A contract whose second claim is a credit note set off against a release, and a head contract's first claim: entered, and looked at afterwards.
import { expect } from 'vitest';
import { readReadiness } from '../../db/queries/settled.ts';
import { contractOnStack } from './contract-on-stack.ts';
import type { ContractOnStack } from './contract-on-stack.ts';
import { asAdmin, newVendor } from './contracts.ts';
import { allAsked } from './people.ts';
import { asBookkeeper } from './sandbox-views.ts';
import type { Stack } from './stack.ts';
import { control } from './stack.ts';

type Made = { id: number };

export type BothSides = {
  /** The claim that takes 300.00 off the work and lets 400.00 of retainage go, and the owner's of 1,000.00. */
  claimBoth(): Promise<void>;
  /** Each document once, in full: the credit note set off to the cent, and nothing on its way. */
  expectOnce(): Promise<void>;
  /** The owner pays in two parts. */
  receive(): Promise<void>;
  expectReceivedOnce(): Promise<void>;
  /** Where payments are recorded in Procore: what is due of the second claim, and what the owner paid. */
  record(): Promise<void>;
  expectRecordedOnce(): Promise<void>;
};

/** The contract with its first claim of 5,000.00, of which 500.00 is held; it is to be settled before `claimBoth`. */
export async function bothSides(stack: Stack): Promise<BothSides> {
  const contract = await contractOnStack(stack, {
    ...{ vendor: 'Both Sides Ltd', percent: '10.00', movesMaterials: false },
    lines: [{ line: 'Walls', amount: '10000.00', taxCode: 'GST15' }],
  });
  await contract.changeOrder({ line: 'Facade omitted', amount: '-300.00', taxCode: 'GST15' });
  const claims: number[] = [];
  const first = await contract.claim({
    ...{ number: 'BS-1', date: '2026-08-31' },
    billed: [{ line: 'Walls', fields: { work_completed_this_period: '5000.00' } }],
  });
  claims.push(first);
  const prime = await headContract(stack, contract);
  return {
    claimBoth: async () => {
      const second = await contract.claim({
        ...{ number: 'BS-2', date: '2026-09-30' },
        billed: [
          { line: 'Facade omitted', fields: { work_completed_this_period: '-300.00' } },
          { line: 'Walls', fields: { work_completed_retainage_released_this_period: '400.00' } },
        ],
      });
      claims.push(second);
      await ownerClaim(stack, { projectId: contract.projectId, prime });
    },
    expectOnce: () => expectOnce(stack, claims),
    receive: async () => {
      const [invoice] = await documentsOf(stack, 'Invoices', ['BS-O']);
      for (const amount of ['300.01', '792.49']) {
        const invoiceId = invoice?.InvoiceID;
        await control(stack.xero, 'POST', 'acts/pay', { invoiceId, amount });
      }
    },
    record: async () => {
      const { id, projectId } = contract;
      await recordPayment(
        stack,
        { projectId, contractId: id },
        {
          ...{ requisition_id: claims[1], amount: '130.00' },
        },
      );
      await recordPayment(
        stack,
        { projectId, contractId: prime },
        {
          ...{ draw_request_number: 1, amount: '950.00' },
        },
      );
    },
    expectRecordedOnce: async () => {
      const numbers = ['BS-1', 'BS-2-R', 'BS-O'];
      const documents = await documentsOf(stack, 'Invoices', numbers);
      const told = documents.map(({ InvoiceNumber: number, Status, AmountDue, Payments = [] }) =>
        [number, Status, AmountDue, ...Payments.map(({ Amount }) => Amount)].join(' '),
      );
      // 130.00 and its tax on what the credit leaves of the release, 950.00 and its tax on the sales invoice.
      expect(told.sort()).toEqual([
        'BS-1 AUTHORISED 5175',
        'BS-2-R PAID 0 149.5',
        'BS-O PAID 0 1092.5',
      ]);
    },
    expectReceivedOnce: async () => {
      const path = `contract_payments?project_id=${contract.projectId}&contract_id=${prime}`;
      const received = await asAdmin<{ amount: string }[]>(stack, 'GET', `/rest/v1.0/${path}`);
      // 950.00 without tax, in the parts that 1,092.50 was paid in.
      expect(received.map(({ amount }) => amount).sort()).toEqual(['260.88', '689.12']);
    },
  };
}

async function recordPayment(
  stack: Stack,
  { projectId, contractId }: { projectId: number; contractId: number },
  payment: object,
): Promise<void> {
  await asAdmin(stack, 'POST', '/rest/v1.0/contract_payments', {
    ...{ project_id: projectId, contract_id: contractId },
    contract_payment: { date: '2026-11-20', ...payment },
  });
}

/** A head contract of one line, coded as the first line of the subcontract. */
async function headContract(stack: Stack, { id, projectId }: ContractOnStack): Promise<number> {
  const owner = await newVendor(stack, 'Other Side Developments Ltd');
  const { line_items: lines } = await asAdmin<{
    line_items: { cost_code: Made; line_item_type: Made }[];
  }>(stack, 'GET', `/rest/v1.0/work_order_contracts/${id}?project_id=${projectId}`);
  const prime = await asAdmin<Made>(stack, 'POST', '/rest/v1.0/prime_contract', {
    project_id: projectId,
    prime_contract: { vendor_id: owner, title: 'Head contract', retainage_percent: '5.00' },
  });
  await asAdmin(stack, 'POST', `/rest/v1.0/prime_contracts/${prime.id}/line_items`, {
    project_id: projectId,
    line_item: {
      cost_code_id: lines[0]?.cost_code.id,
      line_item_type_id: lines[0]?.line_item_type.id,
      ...{ amount: '5000.00', description: 'Structure' },
    },
  });
  await asAdmin(stack, 'PATCH', `/rest/v1.0/prime_contract/${prime.id}`, {
    project_id: projectId,
    prime_contract: { status: 'Approved' },
  });
  return prime.id;
}

async function ownerClaim(
  stack: Stack,
  { projectId, prime }: { projectId: number; prime: number },
): Promise<void> {
  const many = `/rest/v1.0/prime_contracts/${prime}`;
  const claim = await asAdmin<Made & { g703: (Made & { type: string })[] }>(
    stack,
    'POST',
    `${many}/payment_applications`,
    {
      project_id: projectId,
      payment_application: { invoice_number: 'BS-O', billing_date: '2026-09-30' },
    },
  );
  for (const { id, type } of claim.g703) {
    await asAdmin(stack, 'PATCH', `${many}/${type}s/${id}`, {
      project_id: projectId,
      [type]: { work_completed_this_period: '1000.00' },
    });
  }
  await asAdmin(stack, 'PATCH', `${many}/payment_applications/${claim.id}`, {
    project_id: projectId,
    payment_application: { status: 'approved' },
  });
}

type Document = {
  InvoiceID?: string;
  InvoiceNumber?: string;
  CreditNoteNumber?: string;
  Status: string;
  Total: number;
  AmountDue?: number;
  Payments?: { Amount: number }[];
  RemainingCredit?: number;
  Allocations?: { Amount: number; Invoice: { InvoiceNumber: string } }[];
};

/** Those of the numbers, but for what is void. */
async function documentsOf(
  stack: Stack,
  list: 'Invoices' | 'CreditNotes',
  numbers: readonly string[],
): Promise<Document[]> {
  const answer = await asBookkeeper(stack.xero, 'GET', `${list}?page=1&pageSize=1000`);
  const all = (answer as Record<string, Document[]>)[list] ?? [];
  return all
    .filter(({ Status }) => !['VOIDED', 'DELETED'].includes(Status))
    .filter((one) => numbers.includes(one.InvoiceNumber ?? one.CreditNoteNumber ?? ''));
}

async function expectOnce(stack: Stack, claims: readonly number[]): Promise<void> {
  const invoices = await documentsOf(stack, 'Invoices', ['BS-1', 'BS-2', 'BS-2-R', 'BS-O']);
  const told = invoices.map(({ InvoiceNumber: number, Status, Total, AmountDue }) =>
    [number, Status, Total, AmountDue].join(' '),
  );
  expect(told.sort()).toEqual([
    'BS-1 AUTHORISED 5175 5175',
    'BS-2-R AUTHORISED 460 149.5',
    'BS-O AUTHORISED 1092.5 1092.5',
  ]);
  const notes = await documentsOf(stack, 'CreditNotes', ['BS-2']);
  expect(notes).toMatchObject([
    {
      ...{ Status: 'PAID', Total: 310.5, RemainingCredit: 0 },
      Allocations: [{ Amount: 310.5, Invoice: { InvoiceNumber: 'BS-2-R' } }],
    },
  ]);
  const { connection } = stack;
  const workflows = claims.flatMap((id) => [
    `payApp/${connection}/${id}`,
    `retainageRelease/${connection}/payApp-${id}`,
  ]);
  const links = await stack.database.sql<{ role: string }[]>`
    select role from link where ended_at is null and workflow_id in ${stack.database.sql(workflows)}`;
  expect(links.map(({ role }) => role.split('/')[0]).sort()).toEqual([
    ...['allocation', 'bill', 'creditNote', 'release'],
  ]);
  expect(await allAsked(stack)).toEqual([]);
  const { wake, intents, waiting } = await readReadiness(stack.database.db, stack.connection);
  expect({ wake, intents, waiting }).toEqual({ wake: 0, intents: 0, waiting: 0 });
  const ledger = await control<{ trialBalance: string }>(stack.xero, 'GET', 'ledger');
  expect(ledger.trialBalance).toBe('0.00');
}

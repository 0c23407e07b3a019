// Proves a contract's life on the running stack, on both sides: a change order, stored work, retainage let go, a claim below
// zero, and an owner invoice with its receipts; every amount of every document to the cent.
import { expect, beforeAll, describe, it } from 'vitest';
import { readRegister } from '../../db/queries/retention-register.ts';
import { asAdmin, newContract, newVendor } from '../support/contracts.ts';
import { demoMapping } from '../support/demo-mapping.ts';
import { addFaults, faultsFired } from '../support/once-each.ts';
import { allAsked, answerAll, askedAbout, patienceMs } from '../support/people.ts';
import { asBookkeeper, billsInXero } from '../support/sandbox-views.ts';
import type { Stack } from '../support/stack.ts';
import { control } from '../support/stack.ts';
import type { Trial } from '../support/trial.ts';
import { trialForAll } from '../support/trial.ts';

const companyId = '5629494500123';

type Json = Record<string, unknown>;
type Made = { id: number };
type Item = { id: number; item_type: string; description_of_work: string };
type Line = { AccountCode: string; TaxType: string; LineAmount: number };
type Posted = {
  InvoiceNumber: string;
  Status: string;
  Total: number;
  AmountDue: number;
  LineItems: Line[];
};

describe('the whole contract', { timeout: 3 * patienceMs }, () => {
  let stack: Stack;
  let trial: Trial;
  trialForAll((opened) => {
    trial = opened;
    stack = opened.stack;
  });

  let projectId: number;
  let periodId: number;
  let contractId: number;
  let costCode: { cost_code_id: number; line_item_type_id: number };
  let wbsCodeId: string;
  let taxCodeId: number;
  let belowZero: number;
  beforeAll(async () => {
    const like = trial.lastOf(0);
    projectId = like.projectId;
    periodId = like.period_id;
    const vendorId = await newVendor(stack, 'Tui Foundations Ltd');
    contractId = await newContract(stack, { like, vendorId });
    const { line_items: lines } = await asAdmin<{
      line_items: {
        cost_code: Made;
        line_item_type: Made;
        wbs_code: Made;
        tax_code_id: number | null;
      }[];
    }>(
      stack,
      'GET',
      `/rest/v1.0/work_order_contracts/${like.commitment_id}?project_id=${projectId}`,
    );
    const [line] = lines;
    if (!line) throw new Error('a contract without lines');
    costCode = { cost_code_id: line.cost_code.id, line_item_type_id: line.line_item_type.id };
    wbsCodeId = String(line.wbs_code.id);
    taxCodeId = line.tax_code_id ?? 0;
    await asAdmin(stack, 'PATCH', `/rest/v1.0/work_order_contracts/${contractId}`, {
      project_id: projectId,
      work_order_contract: { retainage_percent: '10' },
    });
    await asAdmin(
      stack,
      'PATCH',
      `/rest/v1.0/work_order_contracts/${contractId}/line_items/${await firstLineOf(contractId)}`,
      { project_id: projectId, line_item: { tax_code_id: taxCodeId } },
    ).catch(() => undefined);
    await stack.settle(patienceMs);
  }, 2 * patienceMs);

  async function firstLineOf(contract: number): Promise<number> {
    const { line_items: lines } = await asAdmin<{ line_items: Made[] }>(
      stack,
      'GET',
      `/rest/v1.0/work_order_contracts/${contract}?project_id=${projectId}`,
    );
    return lines[0]?.id ?? 0;
  }

  async function payApp(
    number: string,
    fill: (item: Item) => Json,
    over: Json = {},
  ): Promise<number> {
    const made = await asAdmin<Made & { items: Item[] }>(stack, 'POST', '/rest/v1.1/requisitions', {
      project_id: projectId,
      commitment_id: contractId,
      requisition: {
        ...{ period_id: periodId, status: 'under_review', invoice_number: number },
        billing_date: '2026-10-31',
        ...over,
      },
    });
    const items = made.items
      .filter(({ item_type: type }) => type !== 'whole_change_order_item')
      .map((item) => ({ id: item.id, ...fill(item) }))
      .filter((item) => Object.keys(item).length > 1);
    const path = `/rest/v1.0/requisitions/${made.id}/bulk_item_update?project_id=${projectId}`;
    await asAdmin(stack, 'PATCH', path, { requisition_items: items });
    await asAdmin(stack, 'PATCH', `/rest/v1.1/requisitions/${made.id}`, {
      project_id: projectId,
      requisition: { status: 'approved' },
    });
    return made.id;
  }

  async function changeOrder(amount: string, title: string): Promise<void> {
    const made = await asAdmin<Made>(stack, 'POST', '/rest/v1.0/change_order_packages', {
      project_id: projectId,
      contract_id: contractId,
      change_order: { title },
    });
    const orders = `/rest/v1.0/projects/${projectId}/commitment_change_orders`;
    const [order] = await asAdmin<Made[]>(
      stack,
      'GET',
      `${orders}?filters[legacy_package_id]=${made.id}`,
    );
    const lines = `/rest/v2.0/companies/${companyId}/projects/${projectId}/commitment_change_orders/${order?.id}/line_items`;
    await asAdmin(stack, 'POST', lines, {
      ...{ wbs_code_id: wbsCodeId, description: title, amount, tax_code_id: String(taxCodeId) },
    });
    await asAdmin(stack, 'PATCH', `${orders}/${order?.id}`, {
      change_order: { status: 'approved' },
    });
  }

  async function posted(number: string, path = 'bills'): Promise<Posted | undefined> {
    const all = path === 'bills' ? await billsInXero(stack.xero) : await salesInXero();
    return all.find((one) => one.InvoiceNumber === number);
  }

  async function salesInXero(): Promise<Posted[]> {
    const where = encodeURIComponent('Type=="ACCREC"');
    const answer = await asBookkeeper(
      stack.xero,
      'GET',
      `Invoices?where=${where}&page=1&pageSize=100&unitdp=4`,
    );
    return (answer as { Invoices: Posted[] }).Invoices;
  }

  const shown = (document: Posted | undefined) =>
    document && [
      document.Status,
      document.Total,
      ...document.LineItems.map((line) => [line.AccountCode, line.LineAmount]),
    ];

  async function creditNotes(): Promise<{ CreditNoteNumber: string; Status: string }[]> {
    const answer = await asBookkeeper(stack.xero, 'GET', 'CreditNotes?page=1&pageSize=100');
    return (answer as { CreditNotes: { CreditNoteNumber: string; Status: string }[] }).CreditNotes;
  }

  const work = (amount: string): Json => ({ work_completed_this_period: amount });

  it('adds an approved change order to its order, in place and unasked', async () => {
    await changeOrder('200.00', 'Deeper footings');
    await stack.settle(patienceMs);
    expect(await allAsked(stack)).toEqual([]);
    const { PurchaseOrders } = (await asBookkeeper(
      stack.xero,
      'GET',
      'PurchaseOrders?page=1&pageSize=100',
    )) as { PurchaseOrders: { LineItems: { Description: string; LineAmount: number }[] }[] };
    const order = PurchaseOrders.find(({ LineItems }) =>
      LineItems.some(({ Description }) => Description.includes('Deeper footings')),
    );
    expect(order?.LineItems.map(({ LineAmount }) => LineAmount)).toEqual([1000, 200]);
  });

  it('bills contract and change order, each on its own line, with what is held', async () => {
    await payApp('TF-1', ({ item_type: type }) =>
      work(type === 'change_order_item' ? '100.00' : '600.00'),
    );
    await stack.settle(patienceMs);
    expect(await allAsked(stack)).toEqual([]);
    const bill = await posted('TF-1');
    const amounts = bill?.LineItems.map(({ LineAmount }) => LineAmount) ?? [];
    expect(amounts).toEqual([600, 100, -70]);
  });

  it('posts a mixed claim as its bill and a release of its own', async () => {
    await payApp(
      'TF-2',
      ({ item_type: type }) =>
        type === 'change_order_item'
          ? {}
          : { ...work('200.00'), work_completed_retainage_released_this_period: '50.00' },
      { invoice_type: 'progress_and_retainage_release', billing_date: '2026-11-10' },
    );
    await stack.settle(patienceMs);
    expect(await allAsked(stack)).toEqual([]);
    expect((await posted('TF-2'))?.LineItems.map(({ LineAmount }) => LineAmount)).toEqual([
      200, -20,
    ]);
    expect(shown(await posted('TF-2-R'))?.slice(2)).toEqual([['825', 50]]);
  });

  it('asks before it posts a claim below zero, and sets its credit off against what is unpaid', async () => {
    await changeOrder('-150.00', 'Footings left out');
    await stack.settle(patienceMs);
    belowZero = await payApp(
      'TF-3',
      ({ description_of_work: words }) => (words.includes('left out') ? work('-150.00') : {}),
      { billing_date: '2026-11-20' },
    );
    await stack.settle(patienceMs);
    const [asked] = await allAsked(stack);
    expect(asked?.[0]).toBe('belowZero');
    const document = (asked?.[1] ?? '').replace(`${stack.connection}/`, '');
    await answerAll(stack, [document], 'approve');
    expect(await allAsked(stack)).toEqual([]);
    expect(await creditNotes()).toMatchObject([{ CreditNoteNumber: 'TF-3', RemainingCredit: 0 }]);
  });

  it('posts an owner invoice with its markup and retention, and its receipt back to Procore', async () => {
    const owner = await newVendor(stack, 'Quayside Developments Ltd');
    const { id: prime } = await asAdmin<Made>(stack, 'POST', '/rest/v1.0/prime_contract', {
      project_id: projectId,
      prime_contract: { vendor_id: owner, title: 'Head contract', retainage_percent: '5.00' },
    });
    const many = `/rest/v1.0/prime_contracts/${prime}`;
    await asAdmin(stack, 'POST', `${many}/line_items`, {
      project_id: projectId,
      line_item: { ...costCode, amount: '1000.00', description: 'Structure' },
    });
    await control(stack.procore, 'PUT', `prime-contracts/${prime}`, {
      markups: [{ name: 'Margin', percentage: '10.00' }],
    });
    await asAdmin(stack, 'PATCH', `/rest/v1.0/prime_contract/${prime}`, {
      project_id: projectId,
      prime_contract: { status: 'Approved' },
    });
    const claim = await asAdmin<Made & { g703: (Made & { type: string })[] }>(
      stack,
      'POST',
      `${many}/payment_applications`,
      {
        project_id: projectId,
        payment_application: { invoice_number: 'HR-0001', billing_date: '2026-10-31' },
      },
    );
    for (const line of claim.g703) {
      const kind = line.type.replace('payment_application_', '');
      const path = `${many}/payment_application_${kind.replace('_item', '_items')}/${line.id}`;
      await asAdmin(stack, 'PATCH', path, {
        project_id: projectId,
        [line.type]: work(kind.startsWith('markup') ? '40.00' : '400.00'),
      });
    }
    await asAdmin(stack, 'PATCH', `${many}/payment_applications/${claim.id}`, {
      project_id: projectId,
      payment_application: { status: 'approved' },
    });
    await stack.settle(patienceMs);
    expect(await trial.sentences()).toEqual([]);
    const invoice = await posted('HR-0001', 'sales');
    expect(shown(invoice)).toEqual(['AUTHORISED', 480.7, ['200', 400], ['205', 40], ['826', -22]]);
    const { InvoiceID } = invoice as unknown as { InvoiceID: string };
    await control(stack.xero, 'POST', 'acts/pay', { invoiceId: InvoiceID, amount: '240.35' });
    await stack.settle(patienceMs);
    const received = await asAdmin<{ amount: string; draw_request_number: number }[]>(
      stack,
      'GET',
      `/rest/v1.0/contract_payments?project_id=${projectId}&contract_id=${prime}`,
    );
    expect(received).toMatchObject([{ amount: '209.00', draw_request_number: 1 }]);
  });

  it('has kept a ledger of all that was held and let go, which ties on both sides', async () => {
    const { database, connection } = stack;
    const mapping = { ...demoMapping, connection };
    const register = await readRegister(database.db, { connection, mapping, asOf: null });
    // 10 % of 700.00, 200.00 and −150.00 less the 50.00 let go; 5 % of 440.00.
    const [held, retained] = [`wo-${contractId}`, 'pc-'].map((id) =>
      register.contracts.find((one) => one.contractId.startsWith(id)),
    );
    expect(held?.total).toMatchObject({ certified: '25.00', posted: '25.00' });
    expect(held?.total.documents).toMatchObject({ released: '65.00', paid: '0.00' });
    expect(retained?.total).toMatchObject({ certified: '22.00', posted: '22.00' });
    const differing = register.contracts.flatMap((one) => [
      ...one.differences,
      ...one.outstanding.differences,
    ]);
    const ofAccounts = register.accounts.flatMap((one) => one.differences);
    expect([...differing, ...ofAccounts]).toEqual([]);
  });

  it('takes a credit back from the bill it was set off against, and voids it, each by a decision', async () => {
    const before = (await posted('TF-1'))?.AmountDue ?? 0;
    await asAdmin(stack, 'PATCH', `/rest/v1.1/requisitions/${belowZero}`, {
      project_id: projectId,
      requisition: { status: 'revise_and_resubmit' },
    });
    await stack.settle(patienceMs);
    const name = `payApp/${belowZero}`;
    const kindsAsked = async () => (await askedAbout(stack, name)).map(([, kind]) => kind);
    expect(await kindsAsked()).toEqual(['creditToTakeBack', 'leftPostedStatus']);
    // Its answer is lost: what was taken back is looked up, and nothing is taken back twice.
    await addFaults(stack.xero, [
      { method: 'DELETE', path: '/api.xro/2.0/CreditNotes/*', kind: 'dropAfter', times: 1 },
    ]);
    await answerAll(stack, [name], 'approve', 'creditToTakeBack');
    expect(await faultsFired(stack.xero)).toEqual([1]);
    expect(await kindsAsked()).toEqual(['leftPostedStatus']);
    // 135.00 of work less retainage, and its tax.
    expect((await posted('TF-1'))?.AmountDue).toBe(before + 155.25);
    await answerAll(stack, [name], 'approve');
    expect(await kindsAsked()).toEqual([]);
    expect(await creditNotes()).toMatchObject([{ CreditNoteNumber: 'TF-3', Status: 'VOIDED' }]);
  });
});

// Proves the take-on of a half-finished project: what a person had typed is taken over and not doubled, the opening is signed, and its retainage is let go once both systems agree on it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTakeOn, signTakeOn } from '../../db/queries/sign-take-on.ts';
import type { TakeOnView } from '../../db/queries/sign-take-on.ts';
import { readRegister } from '../../db/queries/retention-register.ts';
import type { ContractOnStack } from '../support/contract-on-stack.ts';
import { contractOnStack } from '../support/contract-on-stack.ts';
import { asAdmin } from '../support/contracts.ts';
import { demoMapping } from '../support/demo-mapping.ts';
import { xeroList } from '../support/once-each.ts';
import { allAsked, pay, patienceMs, typeBill } from '../support/people.ts';
import type { BillView } from '../support/sandbox-views.ts';
import { asBookkeeper, billsInXero } from '../support/sandbox-views.ts';
import type { Stack } from '../support/stack.ts';
import { startStack } from '../support/stack.ts';

const from = '2026-09-01';
const vendor = 'Half Way Ltd';
const work = (amount: string) => ({
  ...{ Description: 'Progress claim', Quantity: 1, UnitAmount: amount },
  ...{ AccountCode: '310', TaxType: 'INPUT2' },
});
const held = (amount: string) => ({
  ...{ Description: 'Retention', Quantity: 1, UnitAmount: `-${amount}` },
  ...{ AccountCode: '825', TaxType: 'INPUT2' },
});

describe('a half-finished project', { timeout: 4 * patienceMs }, () => {
  let stack: Stack;
  let contract: ContractOnStack;
  let typed: BillView;
  const claims: number[] = [];
  const mapping = () => ({ ...demoMapping, connection: stack.connection });
  const ask = () => ({
    ...{ connection: stack.connection, mapping: mapping(), from },
    projectId: String(contract.projectId),
  });
  const look = async (): Promise<TakeOnView> => {
    const view = await readTakeOn(stack.database.db, ask());
    if (!view) throw new Error('the project is not there');
    return view;
  };
  const sign = async (amount: string) => {
    const { proposal } = await look();
    const stated = [{ contract: `wo-${contract.id}`, taxType: null, amount }];
    return signTakeOn(stack.database.db, {
      ...{ ...ask(), hash: proposal.hash, stated, person: 'local:controller', now: new Date() },
    });
  };
  const billed = async (number: string, date: string, fields: Record<string, string>) => {
    claims.push(await contract.claim({ number, date, billed: [{ line: 'Walls', fields }] }));
  };
  /** Number, status and total of every bill of the subcontractor that stands. */
  const bills = async (): Promise<string[]> =>
    (await billsInXero(stack.xero))
      .filter(({ Contact, Status }) => Contact.Name === vendor && Status !== 'VOIDED')
      .map(({ InvoiceNumber, Status, Total }) => `${InvoiceNumber} ${Status} ${Total}`)
      .sort();
  const orders = async () =>
    xeroList<{ PurchaseOrderNumber: string }>(stack, 'PurchaseOrders', 'PurchaseOrders');
  const adopted = async (): Promise<string[]> => {
    const rows = await stack.database.sql<{ role: string; how: string }[]>`
      select role, how from link where ended_at is null and role <> 'contact' order by role, how`;
    return rows.map(({ role, how }) => `${role.split('/')[0] ?? ''} ${how}`);
  };

  beforeAll(async () => {
    stack = await startStack({
      ...{ company: 'empty', readsOften: true },
      env: { TIEOUT_POST_FROM: '' },
    });
    contract = await contractOnStack(stack, {
      ...{ vendor, percent: '10.00', movesMaterials: false },
      lines: [{ line: 'Walls', amount: '50000.00', taxCode: 'GST15' }],
    });
    await billed('HW-1', '2026-07-31', { work_completed_this_period: '5000.00' });
    await billed('HW-2', '2026-08-31', { work_completed_this_period: '3000.00' });
    await stack.settle(patienceMs);
    const contacts = await xeroList<{ ContactID: string; Name: string }>(
      stack,
      'Contacts',
      'Contacts',
    );
    const ContactID = contacts.find(({ Name }) => Name === vendor)?.ContactID ?? '';
    const bill = { Contact: { ContactID }, Status: 'AUTHORISED' };
    typed = await typeBill(stack, {
      ...{ ...bill, InvoiceNumber: 'HW-1', Date: '2026-07-31' },
      LineItems: [work('5000.00'), held('500.00')],
    });
    // One claim in two bills is nobody's one bill.
    const half = { ...bill, Date: '2026-08-31' };
    await typeBill(stack, { ...half, InvoiceNumber: 'A', LineItems: [work('1000.00')] });
    const rest = [work('2000.00'), held('300.00')];
    await typeBill(stack, { ...half, InvoiceNumber: 'B', LineItems: rest });
    await pay(stack, { bill: typed, amount: 1000, date: '2026-08-20' });
    await asBookkeeper(stack.xero, 'PUT', 'PurchaseOrders', {
      PurchaseOrders: [
        {
          ...{ Contact: { ContactID }, Date: '2026-06-01', PurchaseOrderNumber: 'PO-HALF-WAY' },
          ...{ Status: 'AUTHORISED', LineAmountTypes: 'Exclusive', LineItems: [work('50000.00')] },
        },
      ],
    });
    await stack.settle(patienceMs);
  }, 3 * patienceMs);
  afterAll(async () => {
    await stack.close();
  }, 60_000);

  it('is proposed with what fits, each claim once, and nothing is written', async () => {
    const { proposal, signed } = await look();
    expect(signed).toBeNull();
    expect(proposal.positions).toMatchObject([
      { taxType: 'INPUT2', billed: '8000.00', paid: '0.00', held: '800.00', inDocuments: '500.00' },
    ]);
    expect(proposal.matched).toMatchObject([
      { record: { id: typed.InvoiceID }, why: 'the same number' },
    ]);
    expect(proposal.opened).toMatchObject([{ due: '2700.00', why: 'no bill in Xero fits it' }]);
    expect(proposal.orders).toMatchObject([{ why: 'the same sum without tax' }]);
    expect(proposal.leftOver.map(({ number }) => number).sort()).toEqual(['A', 'B']);
    expect(await bills()).toEqual([
      'A AUTHORISED 1150',
      'B AUTHORISED 1955',
      'HW-1 AUTHORISED 5175',
    ]);
  });

  it('is signed once, and what was matched is taken over with nothing doubled and nothing asked', async () => {
    expect((await sign('700.00')).answer).toBe('signed');
    expect((await sign('700.00')).answer).toBe('signedBefore');
    await stack.settle(patienceMs);
    expect(await adopted()).toEqual(['bill adopted', 'order adopted']);
    expect(await orders()).toHaveLength(1);
    expect(await bills()).toHaveLength(3);
    expect(await allAsked(stack)).toEqual([]);
    const path = `contract_payments?project_id=${contract.projectId}&contract_id=${contract.id}`;
    expect(await asAdmin(stack, 'GET', `/rest/v1.0/${path}`)).toEqual([]);
  });

  it('posts its next claim, and holds its release until the opening is what is in Xero', async () => {
    await billed('HW-3', '2026-09-30', { work_completed_this_period: '2000.00' });
    await billed('HW-4', '2026-10-31', { work_completed_retainage_released_this_period: '400.00' });
    await stack.settle(patienceMs);
    expect(await bills()).toContain('HW-3 AUTHORISED 2070');
    const release = `retainageRelease/${stack.connection}/payApp-${claims[3]}`;
    expect(await allAsked(stack)).toEqual([['openingDiffers', release]]);
    expect((await sign('800.00')).answer).toBe('signed');
    await stack.settle(patienceMs);
    expect(await allAsked(stack)).toEqual([]);
    expect(await bills()).toEqual([
      ...['A AUTHORISED 1150', 'B AUTHORISED 1955', 'HW-1 AUTHORISED 5175'],
      ...['HW-3 AUTHORISED 2070', 'HW-4 AUTHORISED 460'],
    ]);
  });

  it('ties: what is certified is what Xero and the opening hold, and what is paid from now on reaches Procore', async () => {
    const register = await readRegister(stack.database.db, {
      ...{ connection: stack.connection, mapping: mapping(), asOf: null },
    });
    expect(register.unexplained).toBe(0);
    expect(register.contracts.map(({ total }) => [total.certified, total.posted])).toEqual([
      ['600.00', '600.00'],
    ]);
    const [bill] = (await billsInXero(stack.xero)).filter(({ InvoiceID }) => {
      return InvoiceID === typed.InvoiceID;
    });
    if (bill) await pay(stack, { bill, amount: 1150, date: '2026-10-05' });
    await stack.settle(patienceMs);
    const path = `contract_payments?project_id=${contract.projectId}&contract_id=${contract.id}`;
    const paid = await asAdmin<{ amount: string }[]>(stack, 'GET', `/rest/v1.0/${path}`);
    expect(paid.map(({ amount }) => amount)).toEqual(['1000.00']);
    expect(await allAsked(stack)).toEqual([]);
  });
});

// Proves on the running stack that the British company's CIS subcontractor is billed by a person: held with its deduction, taken over by a decision, paid, and paid for in Procore.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mappingSchema } from '../../domain/mapping/mapping.ts';
import { config as british } from '../../tieout.config.uk.ts';
import type { PayApp } from '../support/people.ts';
import {
  answerAll,
  askedAbout,
  billsBearing,
  contractPaymentsOf,
  patienceMs,
  typeBill,
} from '../support/people.ts';
import type { BillView } from '../support/sandbox-views.ts';
import { asBookkeeper, billsInXero, payAppsInProcore } from '../support/sandbox-views.ts';
import type { Stack } from '../support/stack.ts';
import { control, startStack } from '../support/stack.ts';

const subcontractor = 'D. Thackray Bricklaying';
const [labourAccount, retentionAccount] = ['326', '825'];

describe('a subcontractor under CIS', { timeout: 3 * patienceMs }, () => {
  let stack: Stack;
  let september: PayApp;
  let october: PayApp;
  beforeAll(async () => {
    stack = await startStack({ company: 'uk', mapping: mappingSchema.parse(british) });
    await stack.settle(2 * patienceMs);
    const { payApps } = await payAppsInProcore(stack.procore);
    const numbered = (number: string): PayApp =>
      payApps.find(({ invoice_number: own }) => own === number) as PayApp;
    [september, october] = [numbered('01101'), numbered('01102')];
  }, 3 * patienceMs);
  afterAll(() => stack.close(), 60_000);

  const nameOf = ({ id }: PayApp): string => `payApp/${id}`;
  const toldOf = async (payApp: PayApp) => {
    const [row] = await stack.database.sql<{ sentence: string; fix: string | null }[]>`
      select sentence, fix from exception
      where workflow_id = ${`payApp/${stack.connection}/${payApp.id}`} and state = 'open'`;
    return row;
  };
  const contactId = async (): Promise<string> => {
    const where = encodeURIComponent(`Name=="${subcontractor}"`);
    const answer = await asBookkeeper(stack.xero, 'GET', `Contacts?where=${where}`);
    return (answer as { Contacts: { ContactID: string }[] }).Contacts[0]?.ContactID ?? '';
  };
  /** As the bookkeeper enters it; what is retained stands on the account that is named. */
  const enter = async (
    payApp: PayApp,
    { labour, held, account }: { labour: string; held: string; account: string },
  ): Promise<BillView> => {
    const line = { Quantity: 1, TaxType: 'DRCHARGESUPPLY20' };
    return typeBill(stack, {
      Contact: { ContactID: await contactId() },
      ...{ InvoiceNumber: payApp.invoice_number, Date: payApp.billing_date, Status: 'AUTHORISED' },
      LineItems: [
        { ...line, Description: 'Brickwork', UnitAmount: labour, AccountCode: labourAccount },
        { ...line, Description: 'Retention', UnitAmount: `-${held}`, AccountCode: account },
      ],
    });
  };
  const paidFor = async (payApp: PayApp): Promise<string[]> =>
    (await contractPaymentsOf(stack, payApp)).map(({ amount }) => amount);

  it('is not billed by Tieout: each pay app is held with what is deducted of it', async () => {
    expect(await askedAbout(stack, nameOf(september))).toEqual([['bill', 'cisDeduction']]);
    expect(await toldOf(september)).toMatchObject({
      sentence: expect.stringContaining(
        `${subcontractor} is under CIS at 20 %: of 49,009.00 for labour less 4,900.90 retention 8,821.62 is deducted, and 35,286.48 is due; enter the bill in Xero by hand, with the number 01101`,
      ) as string,
      fix: expect.stringMatching(/^Enter it in Xero by hand/) as string,
    });
    expect(await askedAbout(stack, nameOf(october))).toEqual([['bill', 'cisDeduction']]);
    const bills = await billsInXero(stack.xero);
    expect(bills.filter(({ Contact }) => Contact.Name === subcontractor)).toEqual([]);
  });

  it('is asked of the scheme once, and so is every other contact that is billed', async () => {
    const rows = await stack.database.sql<{ standing: string; count: string }[]>`
      select snapshot.body->>'standing' as standing, count(*) from mirror
      join snapshot on snapshot.hash = mirror.snapshot_hash
      where mirror.kind = 'xeroCisSettings' group by 1 order by 1`;
    expect(rows.map(({ standing }) => standing)).toEqual(['never', 'on']);
    expect(Number(rows[1]?.count)).toBe(1);
  });

  it('entered by hand with the same deduction it is taken over, and its payment is all that was due', async () => {
    const amounts = { labour: '49009.00', held: '4900.90', account: labourAccount };
    const bill = await enter(september, amounts);
    expect(bill).toMatchObject({ CISDeduction: 8821.62, AmountDue: 35286.48 });
    await stack.settle(patienceMs);
    expect(await toldOf(september)).toMatchObject({
      sentence: expect.stringMatching(
        /which a person entered, with the same deduction\.$/,
      ) as string,
      fix: null,
    });
    await answerAll(stack, [nameOf(september)], 'approve');
    expect(await askedAbout(stack, nameOf(september))).toEqual([]);

    await control(stack.xero, 'POST', 'acts/pay', { invoiceId: bill.InvoiceID });
    await stack.settle(patienceMs);
    expect(await paidFor(september)).toEqual(['44108.10']);
    expect(await askedAbout(stack, nameOf(september))).toEqual([]);
    expect(await billsBearing(stack, september.id)).toEqual([]);
  });

  it('with retention on its own account Xero deducts more: that is said, and what Xero deducted counts', async () => {
    const amounts = { labour: '35679.00', held: '3567.90', account: retentionAccount };
    const bill = await enter(october, amounts);
    expect(bill).toMatchObject({ CISDeduction: 7135.8, Total: 32111.1 });
    await stack.settle(patienceMs);
    const told = await toldOf(october);
    expect(told?.sentence).toContain('6,422.22 is deducted');
    expect(told?.sentence).toContain('where 7,135.80 is deducted: correct it there first');
    expect(told?.fix).toBeNull();
    await answerAll(stack, [nameOf(october)], 'approve');

    const part = { invoiceId: bill.InvoiceID, amount: '10000.00' };
    await control(stack.xero, 'POST', 'acts/pay', part);
    await stack.settle(patienceMs);
    // 10,000.00 of the 24,975.30 that are due settles that share of 32,111.10: each payment bears its part of the deduction.
    expect(await paidFor(october)).toEqual(['12857.14']);
    await control(stack.xero, 'POST', 'acts/pay', { invoiceId: bill.InvoiceID });
    await stack.settle(patienceMs);
    expect((await paidFor(october)).sort()).toEqual(['12857.14', '19253.96']);
    expect(await askedAbout(stack, nameOf(october))).toEqual([]);
  });
});

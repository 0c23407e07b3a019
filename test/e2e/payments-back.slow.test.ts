// Proves that every payment of a bill comes back to Procore once, whatever people pay, remove, type or change by hand on either side.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromMinor, toMinor } from '../../domain/money/amount.ts';
import type { PayApp } from '../support/people.ts';
import {
  answerAll,
  askedAbout,
  billOf,
  changeContractPayment,
  contractPaymentsOf,
  deleteContractPayment,
  patienceMs,
  pay,
  payBatch,
  removePayment,
  typePayment,
} from '../support/people.ts';
import type { BillView } from '../support/sandbox-views.ts';
import { asBookkeeper, payAppsInProcore } from '../support/sandbox-views.ts';
import type { Stack } from '../support/stack.ts';
import { control, startStack } from '../support/stack.ts';

const day = '2026-11-20';
const later = '2026-11-24';

describe('payments back to Procore', { timeout: 3 * patienceMs }, () => {
  let stack: Stack;
  let payApps: PayApp[];
  const payAppAt = (index: number): PayApp => {
    const payApp = payApps[index];
    if (!payApp) throw new Error(`there is no pay app ${index}`);
    return payApp;
  };
  const nameOf = ({ id }: PayApp): string => `payApp/${id}`;
  const dueOf = (payApp: PayApp): string => payApp.summary.current_payment_due;
  const amountsOf = async (payApp: PayApp): Promise<string[]> =>
    (await contractPaymentsOf(stack, payApp)).map(({ amount }) => amount).sort();
  const inAllOf = async (payApp: PayApp): Promise<string> =>
    fromMinor((await amountsOf(payApp)).reduce((sum, amount) => sum + toMinor(amount), 0n));
  const idsOf = async (payApp: PayApp): Promise<number[]> =>
    (await contractPaymentsOf(stack, payApp)).map(({ id }) => id);

  const payPart = async (
    index: number,
    amountOf: (bill: BillView) => number,
    date = day,
  ): Promise<string> => {
    const bill = await billOf(stack, payAppAt(index).id);
    return pay(stack, { bill, amount: amountOf(bill), date });
  };
  const whole = ({ Total }: BillView): number => Total;
  const third = ({ Total }: BillView): number => Math.floor(Total / 3);

  /** What both offices did before the rows begin, by the index of its pay app; one settling serves them all. */
  const begin = async () => {
    const bills = await Promise.all(payApps.slice(2, 7).map(({ id }) => billOf(stack, id)));
    const typed = {
      7: await typePayment(stack, payAppAt(7), { amount: dueOf(payAppAt(7)), date: day }),
      8: await typePayment(stack, payAppAt(8), {
        amount: (await billOf(stack, payAppAt(8).id)).Total.toFixed(2),
        date: '2026-10-20',
      }),
    };
    const paid = {
      0: await payPart(0, third),
      1: await payPart(1, third),
      8: await payPart(8, whole),
      9: await payPart(9, whole),
      10: await payPart(10, whole),
    };
    await payPart(0, third);
    await payPart(7, whole);
    await payPart(11, () => 0.03, '2026-11-18');
    await payPart(11, () => 0.01, '2026-11-19');
    await payPart(12, whole);
    return { bills, batch: await payBatch(stack, { bills, date: day }), paid, typed };
  };
  let begun: Awaited<ReturnType<typeof begin>>;

  beforeAll(async () => {
    stack = await startStack({ company: 'twenty', readsOften: true });
    await stack.settle(patienceMs);
    ({ payApps } = await payAppsInProcore(stack.procore));
    begun = await begin();
    await stack.settle(patienceMs);
  }, 2 * patienceMs);
  afterAll(async () => {
    await stack.close();
  }, 60_000);

  it('a payment removed and paid again is a question about the removed one, and later payments flow past it', async () => {
    const payApp = payAppAt(0);
    const removed = begun.paid[0];
    expect(await amountsOf(payApp)).toHaveLength(2);
    await removePayment(stack, removed);
    await payPart(0, third, later);
    await stack.settle(patienceMs);
    expect(await askedAbout(stack, nameOf(payApp))).toEqual([
      [`payment/${removed}`, 'paymentRemoved'],
    ]);
    expect(await amountsOf(payApp)).toHaveLength(3);

    await payPart(0, ({ AmountDue }) => AmountDue, later);
    await answerAll(stack, [nameOf(payApp)], 'approve');
    expect(await askedAbout(stack, nameOf(payApp))).toEqual([]);
    expect(await amountsOf(payApp)).toHaveLength(3);
    expect(await inAllOf(payApp)).toBe(dueOf(payApp));
    expect((await billOf(stack, payApp.id)).Status).toBe('PAID');
  });

  it('a removed payment that is left in Procore does not silence the payments after it', async () => {
    const payApp = payAppAt(1);
    await removePayment(stack, begun.paid[1]);
    await stack.settle(patienceMs);
    await answerAll(stack, [nameOf(payApp)], 'reject');
    await payPart(1, whole, later);
    await stack.settle(patienceMs);
    const amounts = await amountsOf(payApp);
    expect(amounts).toHaveLength(2);
    expect(amounts).toContain(dueOf(payApp));
    expect(await askedAbout(stack, nameOf(payApp))).toEqual([]);
  });

  it('a batch deleted and entered again with another date is as many questions, and each bill is paid in full', async () => {
    const five = payApps.slice(2, 7);
    const { bills, batch } = begun;
    const firstIds = await Promise.all(five.map(idsOf));
    expect(firstIds.map((ids) => ids.length)).toEqual([1, 1, 1, 1, 1]);

    await asBookkeeper(stack.xero, 'POST', `BatchPayments/${batch}`, { Status: 'DELETED' });
    await payBatch(stack, { bills, date: later });
    await stack.settle(patienceMs);
    for (const payApp of five) {
      const asked = await askedAbout(stack, nameOf(payApp));
      expect(asked.map(([, kind]) => kind)).toEqual(['paymentRemoved']);
    }
    await answerAll(stack, five.map(nameOf), 'approve');
    for (const [index, payApp] of five.entries()) {
      const now = await contractPaymentsOf(stack, payApp);
      expect(now.map(({ amount, date }) => [amount, date])).toEqual([[dueOf(payApp), later]]);
      expect(firstIds[index]).not.toContain(now[0]?.id);
      expect(await askedAbout(stack, nameOf(payApp))).toEqual([]);
    }
  });

  it('a payment that a project manager typed first is taken for the one in Xero, where both say the same', async () => {
    const payApp = payAppAt(7);
    expect(await idsOf(payApp)).toEqual([begun.typed[7].id]);
    expect(await askedAbout(stack, nameOf(payApp))).toEqual([]);
  });

  it('a payment that a project manager typed otherwise is a question, and approving doubles nothing', async () => {
    const payApp = payAppAt(8);
    const { paid, typed } = begun;
    expect(await askedAbout(stack, nameOf(payApp))).toEqual([
      [`payment/${paid[8]}`, 'paymentTypedInProcore'],
    ]);
    expect(await idsOf(payApp)).toEqual([typed[8].id]);
    await answerAll(stack, [nameOf(payApp)], 'approve');
    expect(await idsOf(payApp)).toEqual([typed[8].id]);
    expect(await askedAbout(stack, nameOf(payApp))).toEqual([]);
  });

  it('a contract payment of ours that is changed or deleted in Procore is a question', async () => {
    const [changed, deleted] = [payAppAt(9), payAppAt(10)];
    const { paid } = begun;
    const [first] = await idsOf(changed);
    const [second] = await idsOf(deleted);
    await changeContractPayment(stack, changed, { id: first, fields: { amount: '1.00' } });
    await deleteContractPayment(stack, deleted, second);
    await stack.settle(patienceMs);
    expect(await askedAbout(stack, nameOf(changed))).toEqual([
      [`payment/${paid[9]}`, 'paymentChangedInProcore'],
    ]);
    expect(await amountsOf(changed)).toEqual(['1.00']);
    expect(await askedAbout(stack, nameOf(deleted))).toEqual([
      [`payment/${paid[10]}`, 'paymentChangedInProcore'],
    ]);
    expect(await amountsOf(deleted)).toEqual([]);

    await answerAll(stack, [nameOf(changed), nameOf(deleted)], 'approve');
    expect(await amountsOf(changed)).toEqual([dueOf(changed)]);
    expect(await amountsOf(deleted)).toEqual([dueOf(deleted)]);
    expect(await askedAbout(stack, nameOf(changed))).toEqual([]);
    expect(await askedAbout(stack, nameOf(deleted))).toEqual([]);
  });

  it('a payment worth nothing without its tax is carried into the next, and the last closes to the cent', async () => {
    const payApp = payAppAt(11);
    expect(await amountsOf(payApp)).toEqual(['0.03']);
    await payPart(11, ({ AmountDue }) => AmountDue);
    await stack.settle(patienceMs);
    expect(await amountsOf(payApp)).toHaveLength(2);
    expect(await inAllOf(payApp)).toBe(dueOf(payApp));
    expect(await askedAbout(stack, nameOf(payApp))).toEqual([]);
  });

  it('a second live contract payment of one payment is a question, and approving takes back the one not linked', async () => {
    const payApp = payAppAt(12);
    const [ours] = await contractPaymentsOf(stack, payApp);
    const { amount = '', notes } = ours ?? {};
    const double = await typePayment(stack, payApp, { amount, date: day, notes: notes ?? '' });
    await stack.settle(patienceMs);
    expect(await askedAbout(stack, nameOf(payApp))).toEqual([
      [`doublePayment/${double.id}`, 'doubleTarget'],
    ]);
    expect(await idsOf(payApp)).toEqual([ours?.id, double.id]);
    await answerAll(stack, [nameOf(payApp)], 'approve');
    expect(await idsOf(payApp)).toEqual([ours?.id]);
    expect(await askedAbout(stack, nameOf(payApp))).toEqual([]);
  });

  it('nothing else waits, and the pay apps that nobody paid have no contract payment', async () => {
    const { payments } = await payAppsInProcore(stack.procore);
    const untouched = new Set(payApps.slice(13).map(({ id }) => id));
    expect(payments.filter(({ requisition_id: of }) => untouched.has(of))).toEqual([]);
    const open = await stack.database.sql<{ kind: string; workflow_id: string }[]>`
      select kind, workflow_id from exception where state <> 'closed'`;
    expect([...open]).toEqual([]);
    expect(await control(stack.xero, 'GET', 'ledger')).toMatchObject({ trialBalance: '0.00' });
  });
});

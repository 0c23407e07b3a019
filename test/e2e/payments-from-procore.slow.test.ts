// Proves that a firm which records its payments in Procore has each of them in Xero once, whatever people type, change or delete on either side.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sumMinor, toMinor } from '../../domain/money/amount.ts';
import { bothSides } from '../support/both-sides.ts';
import { demoMapping } from '../support/demo-mapping.ts';
import type { PayApp } from '../support/people.ts';
import {
  answerAll,
  askedAbout,
  billOf,
  changeContractPayment,
  deleteContractPayment,
  inProcore,
  patienceMs,
  pay,
  removePayment,
  typePayment,
} from '../support/people.ts';
import { addFaults, faultsFired } from '../support/once-each.ts';
import { asBookkeeper, payAppsInProcore } from '../support/sandbox-views.ts';
import type { Stack } from '../support/stack.ts';
import { control, startStack } from '../support/stack.ts';

const day = '2026-11-20';

type XeroPaymentView = {
  PaymentID: string;
  Amount: number;
  Date: string;
  Reference: string;
  Status: string;
  Invoice: { InvoiceID: string };
};

describe('payments recorded in Procore', { timeout: 3 * patienceMs }, () => {
  let stack: Stack;
  let payApps: PayApp[];
  const at = (index: number): PayApp => {
    const payApp = payApps[index];
    if (!payApp) throw new Error(`there is no pay app ${index}`);
    return payApp;
  };
  const nameOf = ({ id }: PayApp): string => `payApp/${id}`;
  const dueOf = (payApp: PayApp): string => payApp.summary.current_payment_due;

  const allInXero = async (): Promise<XeroPaymentView[]> => {
    const answer = await asBookkeeper(stack.xero, 'GET', 'Payments?pageSize=1000&page=1');
    return (answer as { Payments: XeroPaymentView[] }).Payments;
  };
  const inXero = async (payApp: PayApp): Promise<XeroPaymentView[]> => {
    const { InvoiceID } = await billOf(stack, payApp.id);
    return (await allInXero()).filter(
      ({ Status, Invoice }) => Status === 'AUTHORISED' && Invoice.InvoiceID === InvoiceID,
    );
  };
  /** What both offices did before the rows begin, by the index of its pay app; one settling serves them all. */
  const begin = async () => {
    const part = (index: number): string =>
      (Math.floor(Number(dueOf(at(index))) * 100 * 0.37) / 100).toFixed(2);
    const rest = (index: number): string =>
      (Number(dueOf(at(index))) - Number(part(index))).toFixed(2);
    const type = (index: number, amount: string, date = day) =>
      typePayment(stack, at(index), { amount, date });
    const whole = async (index: number, date = day): Promise<string> => {
      const bill = await billOf(stack, at(index).id);
      return pay(stack, { bill, amount: bill.Total, date });
    };
    const typedInXero = { 4: await whole(4), 5: await whole(5, '2026-09-01'), 6: await whole(6) };
    await type(0, dueOf(at(0)));
    await type(1, part(1));
    await type(1, rest(1), '2026-11-24');
    const typed = {
      2: await type(2, dueOf(at(2))),
      3: await type(3, dueOf(at(3))),
      7: await type(7, dueOf(at(7))),
    };
    await type(4, dueOf(at(4)));
    await type(5, dueOf(at(5)));
    await type(8, '99999999.00');
    return { typed, typedInXero };
  };
  let begun: Awaited<ReturnType<typeof begin>>;

  beforeAll(async () => {
    const payments = { ...demoMapping.payments, paidFrom: '090', receivedInto: '090' };
    stack = await startStack({
      company: 'twenty',
      readsOften: true,
      mapping: { payments: { ...payments, direction: 'procoreToXero' } },
    });
    await stack.settle(patienceMs);
    ({ payApps } = await payAppsInProcore(stack.procore));
    begun = await begin();
    await stack.settle(patienceMs);
  }, 2 * patienceMs);
  afterAll(async () => {
    await stack.close();
  }, 60_000);

  it('each is one payment in Xero, with its tax, on the bill of its pay app', async () => {
    const bill = await billOf(stack, at(0).id);
    expect(bill.Status).toBe('PAID');
    const [payment, ...more] = await inXero(at(0));
    expect(more).toEqual([]);
    expect(payment).toMatchObject({ Amount: bill.Total });
    expect(payment?.Reference).toMatch(/tieout:.*\/payApp\/.*\/xeroPayment-\d+$/);
  });

  it('parts close to the cent', async () => {
    const bill = await billOf(stack, at(1).id);
    const amounts = (await inXero(at(1))).map(({ Amount }) => toMinor(Amount.toFixed(2)));
    expect(amounts).toHaveLength(2);
    expect(sumMinor(amounts)).toBe(toMinor(bill.Total.toFixed(2)));
    expect(bill.Status).toBe('PAID');
  });

  it('one that is deleted, or changed, in Procore is a question, and approving deletes it in Xero', async () => {
    await deleteContractPayment(stack, at(2), begun.typed[2].id);
    await changeContractPayment(stack, at(3), {
      ...{ id: begun.typed[3].id, fields: { amount: '100.00' } },
    });
    await stack.settle(patienceMs);
    for (const index of [2, 3]) {
      const asked = await askedAbout(stack, nameOf(at(index)));
      expect(asked.map(([, kind]) => kind)).toEqual(['paymentGoneFromProcore']);
      expect(await inXero(at(index))).toHaveLength(1);
    }
    await answerAll(stack, [nameOf(at(2)), nameOf(at(3))], 'approve');
    expect(await inXero(at(2))).toEqual([]);
    expect((await inXero(at(3))).map(({ Amount }) => Amount)).toEqual([115]);
    for (const index of [2, 3]) expect(await askedAbout(stack, nameOf(at(index)))).toEqual([]);
  });

  it('one that a bookkeeper typed first is taken, or asked about where it says something else', async () => {
    expect((await inXero(at(4))).map(({ PaymentID }) => PaymentID)).toEqual([begun.typedInXero[4]]);
    expect(await askedAbout(stack, nameOf(at(4)))).toEqual([]);
    const asked = await askedAbout(stack, nameOf(at(5)));
    expect(asked.map(([, kind]) => kind)).toEqual(['paymentTypedInXero']);
    await answerAll(stack, [nameOf(at(5))], 'approve');
    expect((await inXero(at(5))).map(({ PaymentID }) => PaymentID)).toEqual([begun.typedInXero[5]]);
    expect(await askedAbout(stack, nameOf(at(5)))).toEqual([]);
  });

  it('one that only Xero has is a question, and ends when Procore has it too', async () => {
    const payApp = at(6);
    const asked = await askedAbout(stack, nameOf(payApp));
    expect(asked).toEqual([[`payment/${begun.typedInXero[6]}`, 'paymentOnlyInXero']]);
    await typePayment(stack, payApp, { amount: dueOf(payApp), date: day });
    await stack.settle(patienceMs);
    expect(await askedAbout(stack, nameOf(payApp))).toEqual([]);
    expect(await inXero(payApp)).toHaveLength(1);
  });

  it('one that is deleted in Xero is a question, and approving records it again', async () => {
    const payApp = at(7);
    const [first] = await inXero(payApp);
    await removePayment(stack, first?.PaymentID ?? '');
    await stack.settle(patienceMs);
    expect(await askedAbout(stack, nameOf(payApp))).toEqual([
      [`xeroPayment/${begun.typed[7].id}`, 'paymentDeletedInXero'],
    ]);
    await answerAll(stack, [nameOf(payApp)], 'approve');
    const [again, ...more] = await inXero(payApp);
    expect(more).toEqual([]);
    expect(again?.PaymentID).not.toBe(first?.PaymentID);
    expect(await askedAbout(stack, nameOf(payApp))).toEqual([]);
  });

  it('one that is more than is due is a question, and nothing of it is written', async () => {
    const asked = await askedAbout(stack, nameOf(at(8)));
    expect(asked.map(([, kind]) => kind)).toEqual(['paymentBeyondDue']);
    expect(await inXero(at(8))).toEqual([]);
  });

  it('an answer that is lost doubles nothing', async () => {
    await addFaults(stack.xero, [
      { method: 'PUT', path: '/api.xro/2.0/Payments', kind: 'dropAfter', times: 1 },
    ]);
    const some = [9, 10, 11];
    for (const index of some) {
      await typePayment(stack, at(index), { amount: dueOf(at(index)), date: day });
    }
    await stack.settle(patienceMs);
    expect(await faultsFired(stack.xero)).toEqual([1]);
    for (const index of some) {
      expect(await inXero(at(index))).toHaveLength(1);
      expect((await billOf(stack, at(index).id)).Status).toBe('PAID');
      expect(await askedAbout(stack, nameOf(at(index)))).toEqual([]);
    }
  });

  it('one that is given to another pay app is asked about where it was, and follows once that is approved', async () => {
    const untouched = payApps.slice(13);
    const [from, to] = untouched.flatMap((one, index) => {
      const next = untouched
        .slice(index + 1)
        .find((two) => two.commitment_id === one.commitment_id);
      return next ? [one, next] : [];
    });
    if (!from || !to) throw new Error('no two pay apps of one contract are left');
    const typed = await typePayment(stack, from, { amount: '10.00', date: day });
    await stack.settle(patienceMs);
    expect(await inXero(from)).toHaveLength(1);
    await changeContractPayment(stack, from, {
      ...{ id: typed.id, fields: { requisition_id: to.id } },
    });
    await stack.settle(patienceMs);
    expect(await askedAbout(stack, nameOf(from))).toEqual([
      [`xeroPayment/${typed.id}`, 'paymentGoneFromProcore'],
    ]);
    expect(await inXero(to)).toEqual([]);
    await answerAll(stack, [nameOf(from)], 'approve');
    expect(await inXero(from)).toEqual([]);
    expect((await inXero(to)).map(({ Amount }) => Amount)).toEqual([11.5]);
    for (const one of [from, to]) expect(await askedAbout(stack, nameOf(one))).toEqual([]);
  });

  it('one that names no pay app is asked about once, by the latest of its contract', async () => {
    const payApp = at(13);
    await inProcore(stack.procore, {
      ...{ as: 'pm', method: 'POST', path: '/rest/v1.0/contract_payments' },
      body: {
        project_id: payApp.projectId,
        contract_id: payApp.commitment_id,
        contract_payment: { amount: '5.00', date: day },
      },
    });
    await stack.settle(patienceMs);
    const rows = await stack.database.sql<{ n: number }[]>`
      select count(*)::int as n from exception where state <> 'closed' and kind = 'paymentWithoutClaim'`;
    expect(rows[0]?.n).toBe(1);
  });

  it('of a claim with a credit note and a release, and of an owner, each goes to its own document', async () => {
    const sides = await bothSides(stack);
    await stack.settle(patienceMs);
    await sides.claimBoth();
    await stack.settle(patienceMs);
    await sides.record();
    await stack.settle(patienceMs);
    await sides.expectRecordedOnce();
  });

  it('turned round, what was carried over stays, and what is new goes the other way', async () => {
    await stack.useMapping({ payments: demoMapping.payments });
    const { payments: before } = await payAppsInProcore(stack.procore);
    const bill = await billOf(stack, at(12).id);
    await pay(stack, { bill, amount: bill.Total, date: day });
    await stack.settle(patienceMs);
    const { payments: now } = await payAppsInProcore(stack.procore);
    const added = now.filter(({ id }) => !before.some((one) => one.id === id));
    expect(added.map((one) => [one.requisition_id, one.amount])).toEqual([
      [at(12).id, dueOf(at(12))],
    ]);
    expect(await inXero(at(0))).toHaveLength(1);
  });

  it('nothing was written twice: each contract payment has one live payment of its mark', async () => {
    const marks = (await allInXero())
      .filter(({ Status, Reference }) => Status === 'AUTHORISED' && /tieout:/.test(Reference))
      .map(({ Reference }) => Reference.split(' ').at(-1));
    expect(new Set(marks).size).toBe(marks.length);
    expect(await control(stack.xero, 'GET', 'ledger')).toMatchObject({ trialBalance: '0.00' });
  });
});

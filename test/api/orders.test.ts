// The page of a question about a purchase order: its sums, what differs, and the ways to contract and order.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Observation } from '../../domain/objects/objects.ts';
import { planObservation } from '../../domain/objects/objects.ts';
import { documentBaseSchema } from '../../domain/plan/owned.ts';
import { settledAgreement } from '../../domain/plan/settled-agreement.ts';
import type { XeroPurchaseOrder } from '../../domain/records/xero/purchase-order.ts';
import { commitmentObservation, orderOf } from '../support/domain-builders.ts';
import type { TestApi } from './api-fixture.ts';
import { openExceptionOf, startTestApi } from './api-fixture.ts';
import { rowsOf, textOf } from './page-rows.ts';

let test: TestApi;
beforeAll(async () => {
  test = await startTestApi();
});
afterAll(() => test.close());
beforeEach(() => test.clear());

/** A contract whose order was posted, and then edited in Xero. */
function edited(edit: (order: XeroPurchaseOrder) => Partial<XeroPurchaseOrder>): Observation {
  const clean = commitmentObservation();
  const asked = { ...clean, type: 'commitment' } as Observation<'commitment'>;
  const verdict = planObservation(asked).verdicts.find(({ role }) => role === 'order');
  const write = verdict && 'write' in verdict ? verdict.write : null;
  if (write?.body.kind !== 'xeroPurchaseOrder') throw new Error('the plan writes no order');
  const { body, agreed } = write;
  const answer = orderOf(body);
  const { mappingVersion } = clean;
  const base = documentBaseSchema.parse(settledAgreement({ body, agreed, mappingVersion, answer }));
  return {
    ...asked,
    base,
    target: { ...answer, ...edit(answer) },
    linkedTargetId: answer.id,
  };
}

async function pageOf(observation: Observation): Promise<string> {
  const { id } = await openExceptionOf(test, observation);
  return (await fetch(`${test.api.url}/exceptions/${id}`)).text();
}

it('an order with another number shows its sums on every side, and leads to contract and order', async () => {
  const observation = edited(() => ({ number: 'PO-ANOTHER' }));
  const page = await pageOf(observation);
  const { commitment, target } = observation as Observation<'commitment'>;
  const { id, contractKind, projectId } = commitment!;
  const [subTotal, tax, total] = [target!.subTotal, target!.totalTax, target!.total].map((amount) =>
    amount.replace(/\B(?=(\d{3})+\.)/g, ','),
  );
  const cells = (label: string) => rowsOf(page).find((row) => row.label === label)?.cells;
  expect(cells('Sub-total without tax')).toEqual([subTotal, subTotal, subTotal, subTotal]);
  expect(cells('Tax')).toEqual([tax, '–', tax, tax]);
  expect(cells('Total with tax')).toEqual([total, '–', total, total]);
  expect(cells('Still to pay')).toBeUndefined();
  expect(textOf(page)).toContain(`Difference, without tax 0.00 NZD of ${subTotal} NZD`);
  const kind = contractKind === 'wo' ? 'work_order_contracts' : 'purchase_order_contracts';
  expect(page).toContain(`app.procore.test/${projectId}/project/commitments/${kind}/${id}"`);
  expect(page).toContain('go.xero.test/Accounts/Payable/PurchaseOrders/View/order-1/"');
});

it('an order that was deleted in Xero says so, and nothing is written', async () => {
  const page = await pageOf(edited(() => ({ status: 'DELETED' })));
  expect(page).toContain('Xero now: deleted');
  expect(page).not.toContain('Will be written');
});

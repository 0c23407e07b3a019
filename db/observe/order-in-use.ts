// What keeps an order from being changed: lines that pay apps have billed, and bills that were made from it by hand.
import { sameAmount } from '../../domain/money/amount.ts';
import type { XeroBill } from '../../domain/records/xero/bill.ts';
import type { XeroPurchaseOrder } from '../../domain/records/xero/purchase-order.ts';
import { isStanding } from '../../domain/records/xero/standing.ts';
import { normalNumber } from '../../domain/claims/look-alikes.ts';
import type { Queryable } from '../database.ts';
import { recordsOf } from '../queries/mirror.ts';

/** Lines of a contract, and of its change orders, on which some pay app has billed anything. */
export async function billedLinesOf(
  db: Queryable,
  connection: string,
  contractId: string,
): Promise<string[]> {
  const payApps = await recordsOf(db, connection, 'procoreRequisition', { belongsTo: contractId });
  const billed = payApps.flatMap(({ items }) =>
    items.filter((item) => !sameAmount(item.totalCompletedAndStoredToDate, '0.00')),
  );
  return [...new Set(billed.flatMap(({ sovLineId }) => sovLineId ?? []))].sort();
}

/** Bills without a marker of ours that bear the order's number, or exactly its lines. */
export async function copiesOf(
  db: Queryable,
  connection: string,
  order: XeroPurchaseOrder,
): Promise<XeroBill[]> {
  const bills = await recordsOf(db, connection, 'xeroBill', {
    belongsTo: order.contactId,
    marker: null,
  });
  return bills.filter((bill) => isStanding(bill) && isCopy(bill, order));
}

function isCopy(bill: XeroBill, order: XeroPurchaseOrder): boolean {
  if (normalNumber(bill.number) === normalNumber(order.number)) return true;
  if (bill.lines.length !== order.lines.length || order.lines.length < 2) return false;
  return order.lines.every((line, index) => {
    const copied = bill.lines[index];
    return (
      copied?.description === line.description && sameAmount(copied.unitAmount, line.unitAmount)
    );
  });
}

// What keeps an order from being changed: lines that pay apps have billed, and bills that were made from it by hand.
import { sameAmount } from '../../domain/money/amount.ts';
import type { XeroBill } from '../../domain/records/xero/bill.ts';
import type { XeroPurchaseOrder } from '../../domain/records/xero/purchase-order.ts';
import { isStanding } from '../../domain/records/xero/standing.ts';
import { normalNumber } from '../../domain/claims/look-alikes.ts';
import type { Queryable } from '../database.ts';
import { linkedAmong } from '../queries/links.ts';
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

/**
 * Bills without a marker of ours that bear the order's number, or exactly its lines. What was billed before the project's
 * start was signed for when it was taken on, and a bill that is some claim's own copies nothing.
 */
export async function copiesOf(
  db: Queryable,
  connection: string,
  { order, postFrom }: { order: XeroPurchaseOrder; postFrom: string | null },
): Promise<XeroBill[]> {
  const bills = await recordsOf(db, connection, 'xeroBill', {
    belongsTo: order.contactId,
    marker: null,
  });
  const copies = bills
    .filter((bill) => isStanding(bill) && isCopy(bill, order))
    .filter(({ date }) => postFrom === null || date >= postFrom);
  const targetIds = copies.map(({ id }) => id);
  const linked = await linkedAmong(db, connection, { kind: 'xeroBill', targetIds });
  return copies.filter(({ id }) => !linked.has(id));
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

// What went wrong, if anything, after violence: records of ours that exist twice on the other side, and payments that never got there.
import { billsInXero, payAppsInProcore } from './sandbox-views.ts';
import type { World } from './once-each.ts';
import { paymentsInXero } from './once-each.ts';

export type Damage = {
  doubled: string[];
  lost: string[];
  counted: { bills: number; payments: number };
};

/** From both sandboxes' own words. A bill that is void or deleted is none. */
export async function damageIn(world: World): Promise<Damage> {
  const bills = (await billsInXero(world.xero)).filter(
    ({ Url, Status }) => Url?.includes('tieout:') && Status !== 'VOIDED' && Status !== 'DELETED',
  );
  const doubledBills = repeated(bills.map(({ Url }) => Url?.split('#').at(-1) ?? ''));
  const ours = new Set(bills.map(({ InvoiceID }) => InvoiceID));
  const inXero = (await paymentsInXero(world)).filter(
    ({ Status, Invoice }) => Status === 'AUTHORISED' && ours.has(Invoice.InvoiceID),
  );
  const { payments } = await payAppsInProcore(world.procore);
  const carrying = (id: string) => payments.filter(({ notes }) => notes?.includes(id)).length;
  const ids = inXero.map(({ PaymentID }) => PaymentID);
  return {
    doubled: [...doubledBills, ...ids.filter((id) => carrying(id) > 1)],
    lost: ids.filter((id) => carrying(id) === 0),
    counted: { bills: bills.length, payments: payments.length },
  };
}

function repeated(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

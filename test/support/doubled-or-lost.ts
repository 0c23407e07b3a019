// What went wrong, if anything, after violence: records of ours that exist twice on the other side, payments that never got there, credits set off in part.
import { markerIn } from '../../domain/identity/markers.ts';
import { markerOfCreditNote } from '../../domain/records/xero/credit-note.ts';
import { payAppsInProcore, receiptsInProcore } from './sandbox-views.ts';
import type { World } from './once-each.ts';
import { paymentsInXero, xeroList } from './once-each.ts';

export type Damage = {
  doubled: string[];
  lost: string[];
  counted: { bills: number; salesInvoices: number; creditNotes: number; payments: number };
};

type Invoice = { InvoiceID: string; Type: 'ACCPAY' | 'ACCREC'; Url?: string; Status: string };
type CreditNote = {
  CreditNoteID: string;
  Reference?: string;
  LineItems?: { Description?: string }[];
  Status: string;
  Allocations?: { AllocationID: string; Invoice: { InvoiceID: string } }[];
};

const isLive = ({ Status }: { Status: string }): boolean =>
  Status !== 'VOIDED' && Status !== 'DELETED';
/** From both sandboxes' own words. A record that is void or deleted is none. */
export async function damageIn(world: World): Promise<Damage> {
  const page = '?page=1&pageSize=1000';
  const invoices = (await xeroList<Invoice>(world, `Invoices${page}`, 'Invoices'))
    .filter(isLive)
    .filter(({ Url }) => markerIn(Url) !== null);
  const notes = (await xeroList<CreditNote>(world, `CreditNotes${page}`, 'CreditNotes'))
    .filter(isLive)
    .filter((note) => markerOfNote(note) !== null);
  const markers = [
    ...invoices.map(({ Url }) => markerIn(Url) ?? ''),
    ...notes.map((note) => markerOfNote(note) ?? ''),
  ];
  const ours = new Set(invoices.map(({ InvoiceID }) => InvoiceID));
  const paid = (await paymentsInXero(world)).filter(
    ({ Status, Invoice: of }) => Status === 'AUTHORISED' && ours.has(of?.InvoiceID ?? ''),
  );
  const told = [
    ...(await payAppsInProcore(world.procore)).payments,
    ...(await receiptsInProcore(world.procore)),
  ];
  const carrying = (id: string) => told.filter(({ notes: words }) => words?.includes(id)).length;
  const ids = paid.map(({ PaymentID }) => PaymentID);
  const setOff = await allocationDamage(world, notes);
  const count = (type: Invoice['Type']) => invoices.filter(({ Type }) => Type === type).length;
  return {
    doubled: [
      ...repeated(markers),
      ...ids.filter((id) => carrying(id) > 1),
      ...repeated(notes.flatMap(pairs)),
    ],
    lost: [...ids.filter((id) => carrying(id) === 0), ...setOff],
    counted: {
      ...{ bills: count('ACCPAY'), salesInvoices: count('ACCREC') },
      ...{ creditNotes: notes.length, payments: told.length },
    },
  };
}

function markerOfNote({ Reference, LineItems = [] }: CreditNote): string | null {
  const lines = LineItems.map(({ Description = '' }) => ({ description: Description }));
  return markerOfCreditNote({
    reference: Reference ?? null,
    lines,
  });
}

/** A credit note is set off against one invoice at most once. */
function pairs({ CreditNoteID, Allocations = [] }: CreditNote): string[] {
  return Allocations.map(({ Invoice: { InvoiceID } }) => `${CreditNoteID} against ${InvoiceID}`);
}

/** What is kept as set off and is not, and the other way round; the moment between a write and its keeping is no damage once all is settled. */
async function allocationDamage(world: World, notes: readonly CreditNote[]): Promise<string[]> {
  const rows = await world.database.sql<{ target_id: string }[]>`
    select target_id from link where ended_at is null and role like 'allocation/%'`;
  const kept = new Set(rows.map(({ target_id: id }) => id));
  const made = new Set(
    notes.flatMap(({ Allocations = [] }) => Allocations.map(({ AllocationID: id }) => id)),
  );
  return [
    ...[...kept].filter((id) => !made.has(id)).map((id) => `allocation ${id} is not in Xero`),
    ...[...made].filter((id) => !kept.has(id)).map((id) => `allocation ${id} is not kept`),
  ];
}

function repeated(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

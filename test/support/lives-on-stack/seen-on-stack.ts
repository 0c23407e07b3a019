// What both vendors hold of one life's contract, as Tieout last read it, and what Tieout says each record is.
import type { ProcoreClaim, XeroInvoice } from '../../../domain/claims/claim-observation.ts';
import type { ProcoreContractPayment } from '../../../domain/records/procore/contract-payment.ts';
import type { KeptRecord } from '../../../domain/records/records.ts';
import { parseRecord } from '../../../domain/records/records.ts';
import type { RecordKind } from '../../../domain/records/records.ts';
import type { XeroCreditNote } from '../../../domain/records/xero/credit-note.ts';
import type { XeroPurchaseOrder } from '../../../domain/records/xero/purchase-order.ts';
import type { Seen } from '../../domain/claims/lives/compare.ts';
import type { Stack } from '../stack.ts';
import type { LifeOnStack } from './life-on-stack.ts';

const kinds = [
  ...['xeroBill', 'xeroSalesInvoice', 'xeroCreditNote', 'xeroPurchaseOrder'],
  ...['procoreRequisition', 'procorePaymentApplication', 'procoreContractPayment'],
] as const;

type Link = { workflow_id: string; role: string; target_id: string };
export type Everything = { records: KeptRecord[]; links: Link[] };

/** Of the whole stack, read once for all lives. What a vendor shows no more is not there. */
export async function everythingOn({ database, connection }: Stack): Promise<Everything> {
  const rows = await database.sql<{ kind: RecordKind; body: unknown }[]>`
    select mirror.kind, snapshot.body from mirror join snapshot on snapshot.hash = snapshot_hash
    where connection = ${connection} and not unseen and mirror.kind in ${database.sql(kinds)}`;
  const links = await database.sql<Link[]>`
    select workflow_id, role, target_id from link
    where connection = ${connection} and ended_at is null`;
  return {
    records: rows.map(({ kind, body }) => parseRecord(kind, body)),
    links: [...links],
  };
}

export function seenOf({ records, links }: Everything, life: LifeOnStack): Seen {
  const { model, contract, claimIds } = life;
  const [contactLink] = links.filter(({ workflow_id: id }) => id === life.workflowIds[0]);
  const byId = <R extends { id: string }>(found: R[]) => new Map(found.map((one) => [one.id, one]));
  const ofContact = ({ contactId }: { contactId: string | null }) =>
    contactId === contactLink?.target_id;
  const names = new Map([...claimIds].map(([name, id]) => [id, name]));
  const claims = records.filter(isClaim).flatMap((claim): [string, ProcoreClaim][] => {
    const name = names.get(claim.id);
    return name === undefined ? [] : [[name, claim]];
  });
  return {
    ...{ setup: life.life.setup, model, claims: new Map(claims) },
    xero: {
      invoices: byId(records.filter(isInvoice).filter(ofContact)),
      notes: byId(records.filter(isNote).filter(ofContact)),
      orders: byId(records.filter(isOrder).filter(ofContact)),
    },
    contractPayments: byId(
      records.filter(isPayment).filter(({ contractId }) => contractId === String(contract.id)),
    ),
    links: linksOf(links, life.workflowIds),
    claimNamed: (id) => names.get(id) ?? `stranger ${id}`,
  };
}

export const isInvoice = (record: KeptRecord): record is XeroInvoice =>
  record.kind === 'xeroBill' || record.kind === 'xeroSalesInvoice';
export const isNote = (record: KeptRecord): record is XeroCreditNote =>
  record.kind === 'xeroCreditNote';
export const isOrder = (record: KeptRecord): record is XeroPurchaseOrder =>
  record.kind === 'xeroPurchaseOrder';
const isPayment = (record: KeptRecord): record is ProcoreContractPayment =>
  record.kind === 'procoreContractPayment';
const isClaim = (record: KeptRecord): record is ProcoreClaim =>
  record.kind === 'procoreRequisition' || record.kind === 'procorePaymentApplication';

function linksOf(links: readonly Link[], workflowIds: readonly string[]): Seen['links'] {
  return new Map(
    workflowIds.map((id) => [
      id,
      new Map(
        links
          .filter(({ workflow_id: of }) => of === id)
          .map(({ role, target_id: targetId }) => [role, { targetId }]),
      ),
    ]),
  );
}

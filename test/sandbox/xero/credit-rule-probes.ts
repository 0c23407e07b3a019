// How each open rule about credits, sales numbers and deductions shows: a probe, and what it finds for each value.
import type { Client, Json, Reply } from './xero-sandbox.ts';
import type { OpenRules, RuleName } from '../../../sandbox/xero/open-rules.ts';
import { bill, line, newCreditNote, only } from './xero-sandbox.ts';

export type Probe<Name extends RuleName> = {
  probe: () => Promise<unknown>;
  outcomes: Record<OpenRules[Name], unknown>;
};

type World = {
  client: Client;
  contactId: string;
  eventsOf: (work: () => Promise<unknown>) => Promise<Json[]>;
};

type CreditRule =
  | 'allocatedUpdates'
  | 'allocationEvents'
  | 'bankCreditEvents'
  | 'allocationIds'
  | 'refundTarget'
  | 'payableCreditReference'
  | 'deletedSalesNumbers'
  | 'cisAmountDue';

/** The world is asked for when a probe runs, since it begins after the probes are listed. */
export function creditProbes(world: () => World): { [Name in CreditRule]: Probe<Name> } {
  return { ...useProbes(world), ...documentProbes(world) };
}

const put = ({ client, contactId }: World, change: Json = {}): Promise<Reply> =>
  client.call('PUT', '/Invoices', bill(contactId, change));
const made = async (world: World, change: Json = {}): Promise<Json> =>
  only(await put(world, change), 'Invoices');
const read = async ({ client }: World, { InvoiceID }: Json): Promise<Json> =>
  only(await client.call('GET', `/Invoices/${String(InvoiceID)}`), 'Invoices');
const instant = (one: Json): number =>
  Number(/\d+/.exec(String(one['UpdatedDateUTC']))?.[0] ?? Number.NaN);

async function credited(world: World): Promise<{ document: Json; reply: Reply }> {
  const { client, contactId } = world;
  const document = await made(world);
  const note = await newCreditNote(client, contactId);
  const target = `/CreditNotes/${String(note['CreditNoteID'])}/Allocations`;
  const body = { Amount: 1, Invoice: { InvoiceID: document['InvoiceID'] } };
  return { document, reply: await client.call('PUT', target, body) };
}

type UseRule =
  'allocatedUpdates' | 'allocationEvents' | 'bankCreditEvents' | 'allocationIds' | 'refundTarget';

function useProbes(world: () => World): { [Name in UseRule]: Probe<Name> } {
  return {
    allocatedUpdates: {
      probe: async () => {
        const { document } = await credited(world());
        return instant(await read(world(), document)) > instant(document);
      },
      outcomes: { moves: true, stays: false },
    },
    allocationEvents: {
      probe: async () =>
        (await world().eventsOf(() => credited(world())))
          .map(({ eventCategory, eventType }) => `${String(eventCategory)} ${String(eventType)}`)
          .filter((event) => event.endsWith('UPDATE'))
          .sort(),
      outcomes: { none: [], updates: ['CREDITNOTE UPDATE', 'INVOICE UPDATE'] },
    },
    bankCreditEvents: {
      probe: async () => {
        const { client, contactId, eventsOf } = world();
        const money = { type: 'SPEND-OVERPAYMENT', contactId, amount: '5' };
        const told = await eventsOf(() =>
          client.control('POST', '/_sandbox/acts/bank-transaction', money),
        );
        return told.map(({ eventCategory, data }) => [eventCategory, data]);
      },
      outcomes: {
        sent: [['OVERPAYMENT', { Type: 'SPEND-OVERPAYMENT', Status: 'AUTHORISED' }]],
        none: [],
      },
    },
    allocationIds: {
      probe: async () =>
        typeof only((await credited(world())).reply, 'Allocations')['AllocationID'],
      outcomes: { hidden: 'undefined', shown: 'string' },
    },
    refundTarget: {
      probe: async () => {
        const { client, contactId } = world();
        const CreditNoteID = (await newCreditNote(client, contactId))['CreditNoteID'];
        const refund = { CreditNote: { CreditNoteID }, Account: { Code: '090' }, Amount: 1 };
        const payment = only(await client.call('PUT', '/Payments', refund), 'Payments');
        const invoice = payment['Invoice'] as Json | undefined;
        const note = payment['CreditNote'] as Json | undefined;
        return [invoice?.['Type'], invoice?.['InvoiceID'] === CreditNoteID, typeof note];
      },
      outcomes: {
        asInvoice: ['ACCPAYCREDIT', true, 'undefined'],
        asItself: [undefined, false, 'object'],
      },
    },
  };
}

type DocumentRule = Exclude<CreditRule, UseRule>;

let numbers = 0;

function documentProbes(world: () => World): { [Name in DocumentRule]: Probe<Name> } {
  return {
    payableCreditReference: {
      probe: async () => {
        const { client, contactId } = world();
        return (await newCreditNote(client, contactId, { Reference: 'r' }))['Reference'];
      },
      outcomes: { dropped: '', kept: 'r' },
    },
    deletedSalesNumbers: {
      probe: async () => {
        const sale = {
          Type: 'ACCREC',
          Status: 'DRAFT',
          InvoiceNumber: `DELETED-${(numbers += 1)}`,
          LineItems: [line({ AccountCode: '200', TaxType: 'OUTPUT2' })],
        };
        const { InvoiceID } = await made(world(), sale);
        const path = `/Invoices/${String(InvoiceID)}`;
        await world().client.call('POST', path, { Status: 'DELETED' });
        return (await put(world(), sale)).status;
      },
      outcomes: { kept: 400, free: 200 },
    },
    cisAmountDue: {
      probe: async () => {
        const { client, contactId } = world();
        await client.control('PUT', '/_sandbox/organisation', { version: 'UK' });
        await client.control('PUT', `/_sandbox/contacts/${contactId}`, { cisRate: '20' });
        const one = await made(world(), { LineItems: [line({ AccountCode: '323' })] });
        await client.control('PUT', '/_sandbox/organisation', { version: 'NZ' });
        return [one['CISDeduction'], one['AmountDue']];
      },
      outcomes: { lessDeduction: [200, 950], whole: [200, 1150] },
    },
  };
}

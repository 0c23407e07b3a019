// The calls about credits and histories whose answers are held against Xero's OpenAPI file, and the records they are about.
import type { Client, Json } from './xero-sandbox.ts';
import { creditNote, newCreditNote, only } from './xero-sandbox.ts';

export type Call = [
  method: string,
  template: string,
  query: string,
  body: () => unknown,
  status: number,
];
export const none = (): undefined => undefined;

/** One of each kind of credit, each with an allocation to that document. */
export async function creditsFor(
  client: Client,
  contactId: string,
  InvoiceID: unknown,
): Promise<Record<string, string>> {
  const id = String((await newCreditNote(client, contactId))['CreditNoteID']);
  const body = { Amount: 1, Invoice: { InvoiceID } };
  await client.call('PUT', `/CreditNotes/${id}/Allocations`, body);
  const note = only(await client.call('GET', `/CreditNotes/${id}`), 'CreditNotes');
  const [own] = note['Allocations'] as Json[];
  return {
    CreditNoteID: id,
    AllocationID: String(own?.['AllocationID']),
    ...(await bankCreditOf(client, contactId, 'Prepayment', InvoiceID)),
    ...(await bankCreditOf(client, contactId, 'Overpayment', InvoiceID)),
  };
}

/** One that is allocated and refunded in part; its allocation under a name of its own. */
async function bankCreditOf(
  client: Client,
  contactId: string,
  name: string,
  InvoiceID: unknown,
): Promise<Record<string, string>> {
  const type = `SPEND-${name.toUpperCase()}`;
  const money = { type, contactId, amount: '50.00', accountCode: '310', reference: 'r' };
  const { body } = await client.control('POST', '/_sandbox/acts/bank-transaction', money);
  const creditId = String(body['creditId']);
  const put = { creditId, invoiceId: InvoiceID, amount: '1.00' };
  const allocated = await client.control('POST', '/_sandbox/acts/allocate', put);
  await client.control('POST', '/_sandbox/acts/refund', { creditId, amount: '1.00' });
  return {
    [`${name}ID`]: creditId,
    [`${name}AllocationID`]: String(allocated.body['allocationId']),
  };
}

function historyOf(owner: string): Call[] {
  const template = `/${owner}/History`;
  const records = (Details: string) => (): Json => ({ HistoryRecords: [{ Details }] });
  return [
    ['PUT', template, '', records('Hello World'), 200],
    ['PUT', template, '', records(''), 400],
    ['GET', template, '', none, 200],
  ];
}

function bankCreditCalls(name: string, allocation: () => Json): Call[] {
  const many = `/${name}s`;
  const one = `${many}/{${name}ID}`;
  return [
    ['GET', many, '', none, 200],
    ['GET', many, '?page=1&unitdp=4', none, 200],
    ['GET', one, '', none, 200],
    ['PUT', `${one}/Allocations`, '', allocation, 200],
    ['PUT', `${one}/Allocations`, '', () => ({ Amount: 0 }), 400],
    ['DELETE', `${one}/Allocations/{${name}AllocationID}`, '', none, 200],
    ...historyOf(`${name}s/{${name}ID}`),
  ];
}

/** The ids are asked for when a call is made, since they are made after the calls are listed. */
export function creditCalls({
  contactId,
  ids,
}: {
  contactId: () => string;
  ids: () => Record<string, string>;
}): Call[] {
  const credit = (): Json => creditNote(contactId());
  const allocation = (): Json => ({ Amount: 1, Invoice: { InvoiceID: ids()['InvoiceToPay'] } });
  return [
    ['GET', '/CreditNotes', '', none, 200],
    ['GET', '/CreditNotes', '?page=1&unitdp=4', none, 200],
    ['GET', '/CreditNotes/{CreditNoteID}', '', none, 200],
    ['PUT', '/CreditNotes', '?unitdp=4', credit, 200],
    ['PUT', '/CreditNotes', '', () => ({ ...credit(), LineItems: [] }), 400],
    ['PUT', '/CreditNotes', '?summarizeErrors=false', () => ({ ...credit(), LineItems: [] }), 200],
    ['POST', '/CreditNotes', '', credit, 200],
    ['POST', '/CreditNotes/{CreditNoteID}', '', () => ({ CreditNoteNumber: 'n' }), 200],
    ['POST', '/CreditNotes/{CreditNoteID}', '', () => ({ Status: 'PAID' }), 400],
    ['PUT', '/CreditNotes/{CreditNoteID}/Allocations', '', allocation, 200],
    ['PUT', '/CreditNotes/{CreditNoteID}/Allocations', '', () => ({ Amount: 0 }), 400],
    [
      'PUT',
      '/CreditNotes/{CreditNoteID}/Allocations',
      '?summarizeErrors=false',
      () => ({ Amount: 0 }),
      200,
    ],
    ['GET', '/CreditNotes/{CreditNoteID}', '?unitdp=4', none, 200],
    ['GET', '/Invoices/{InvoiceToPay}', '', none, 200],
    [
      'PUT',
      '/Payments',
      '',
      () => ({
        CreditNote: { CreditNoteID: ids()['CreditNoteID'] },
        Account: { Code: '090' },
        Amount: 1,
      }),
      200,
    ],
    ['DELETE', '/CreditNotes/{CreditNoteID}/Allocations/{AllocationID}', '', none, 200],
    ...['Invoices/{InvoiceID}', 'CreditNotes/{CreditNoteID}', 'Contacts/{ContactID}'].flatMap(
      historyOf,
    ),
    ...historyOf('PurchaseOrders/{PurchaseOrderID}'),
    ...bankCreditCalls('Prepayment', allocation),
    ...bankCreditCalls('Overpayment', allocation),
    ['GET', '/Contacts/{ContactID}/CISSettings', '', none, 200],
  ];
}

// Proves how bills are computed, read back, changed, approved, voided and frozen by payments.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client, Json } from './xero-sandbox.ts';
import type { RunningSandbox } from '../../../sandbox/kit/sandbox-spec.ts';
import { bill, line, messages, newBill, newContact, only, openSandbox } from './xero-sandbox.ts';

let sandbox: RunningSandbox;
let client: Client;

beforeAll(async () => {
  ({ sandbox, client } = await openSandbox());
});
afterAll(() => sandbox.close());

const idOf = (invoice: Json): string => String(invoice['InvoiceID']);
const linesOf = (invoice: Json): Json[] => invoice['LineItems'] as Json[];

async function change(id: string, body: Json): ReturnType<Client['call']> {
  return client.call('POST', `/Invoices/${id}?unitdp=4`, body);
}

describe('amounts', () => {
  // Each row: lines as [quantity, price, tax type], then SubTotal, TotalTax and Total.
  const rows: [string, string, [number, number, string][], [number, number, number]][] = [
    [
      'tax is rounded per line',
      'Exclusive',
      [
        [1, 33.33, 'INPUT2'],
        [1, 33.33, 'INPUT2'],
      ],
      [66.66, 10, 76.66],
    ],
    [
      'half a cent goes away from zero',
      'Exclusive',
      [
        [1, 0.1, 'INPUT2'],
        [1, 0.3, 'INPUT2'],
      ],
      [0.4, 0.07, 0.47],
    ],
    [
      'also below zero',
      'Exclusive',
      [
        [1, 1000.55, 'INPUT2'],
        [1, -100.1, 'INPUT2'],
      ],
      [900.45, 135.06, 1035.51],
    ],
    ['inclusive', 'Inclusive', [[1, 38.33, 'INPUT2']], [33.33, 5, 38.33]],
    ['no tax', 'NoTax', [[1, 100, 'INPUT2']], [100, 0, 100]],
    ['no GST', 'Exclusive', [[1, 100, 'NONE']], [100, 0, 100]],
    ['four-place price', 'Exclusive', [[3, 33.335, 'NONE']], [100.01, 0, 100.01]],
    [
      'large and small',
      'Exclusive',
      [
        [1, 9_999_999_999.99, 'NONE'],
        [1, 0.01, 'NONE'],
      ],
      [10_000_000_000, 0, 10_000_000_000],
    ],
  ];
  test.each(rows)('%s', async (_title, types, lines, [subTotal, totalTax, total]) => {
    const kept = await newBill(client, {
      LineAmountTypes: types,
      LineItems: lines.map(([Quantity, UnitAmount, TaxType]) =>
        line({ Quantity, UnitAmount, TaxType }),
      ),
    });
    expect([kept['SubTotal'], kept['TotalTax'], kept['Total']]).toEqual([
      subTotal,
      totalTax,
      total,
    ]);
    expect(kept['AmountDue']).toBe(total);
  });

  test('without unitdp=4 a price is rounded to two places, in and out', async () => {
    const body = bill(await newContact(client), {
      LineItems: [line({ Quantity: 3, UnitAmount: 33.335, TaxType: 'NONE' })],
    });
    const rounded = only(await client.call('PUT', '/Invoices', body), 'Invoices');
    expect(linesOf(rounded)[0]).toMatchObject({ UnitAmount: 33.34, LineAmount: 100.02 });
    const exact = only(await client.call('PUT', '/Invoices?unitdp=4', body), 'Invoices');
    expect(linesOf(exact)[0]).toMatchObject({ UnitAmount: 33.335, LineAmount: 100.01 });
    const read = only(await client.call('GET', `/Invoices/${idOf(exact)}`), 'Invoices');
    expect(linesOf(read)[0]).toMatchObject({ UnitAmount: 33.34, LineAmount: 100.01 });
  });

  test('a line amount alone is taken as the total of one', async () => {
    const kept = await newBill(client, {
      LineItems: [{ ...line(), UnitAmount: undefined, LineAmount: 12.34 }],
    });
    expect(linesOf(kept)[0]).toMatchObject({ Quantity: 1, UnitAmount: 12.34, LineAmount: 12.34 });
  });

  test('tax types default from the account, and tax may be overridden', async () => {
    const kept = await newBill(client, {
      LineItems: [
        { Description: 'x', UnitAmount: 100, AccountCode: '310' },
        line({ UnitAmount: 100, TaxAmount: 14.99 }),
      ],
    });
    expect(linesOf(kept).map((one) => [one['TaxType'], one['TaxAmount']])).toEqual([
      ['INPUT2', 15],
      ['INPUT2', 14.99],
    ]);
  });

  test('a bill of 0.00 is paid the moment it is approved', async () => {
    const kept = await newBill(client, {
      LineItems: [line({ UnitAmount: 10 }), line({ UnitAmount: -10, AccountCode: '825' })],
    });
    expect(kept).toMatchObject({ Total: 0, AmountDue: 0, Status: 'PAID' });
  });
});

describe('reading back', () => {
  test('what a write answers is what a read answers, dates in both forms', async () => {
    const kept = await newBill(client, {
      Url: 'http://127.0.0.1:4400/d#tieout:demo/payApp/1/bill',
    });
    const read = only(await client.call('GET', `/Invoices/${idOf(kept)}?unitdp=4`), 'Invoices');
    expect(read).toEqual(kept);
    expect(kept).toMatchObject({
      Date: '/Date(1780185600000+0000)/',
      DateString: '2026-05-31T00:00:00',
      DueDateString: '2026-06-20T00:00:00',
      CurrencyCode: 'NZD',
      LineAmountTypes: 'Exclusive',
      Url: 'http://127.0.0.1:4400/d#tieout:demo/payApp/1/bill',
    });
    const paged = await client.call('GET', `/Invoices?IDs=${idOf(kept)}&page=1&unitdp=4`);
    expect(only(paged, 'Invoices')).toEqual(kept);
  });

  test('an unpaged list has no lines and a stub of the contact', async () => {
    const kept = await newBill(client);
    const listed = only(await client.call('GET', `/Invoices?IDs=${idOf(kept)}`), 'Invoices');
    expect(linesOf(listed)).toEqual([]);
    expect((listed['Contact'] as Json)['ContactStatus']).toBeUndefined();
  });

  test('an unknown id is a 404 in plain text', async () => {
    const reply = await client.call('GET', '/Invoices/11111111-1111-4111-8111-111111111111');
    expect([reply.status, reply.raw]).toEqual([
      404,
      "The resource you're looking for cannot be found",
    ]);
  });
});

describe('line ids', () => {
  test('an id changes a line, none adds one, and an id left out deletes', async () => {
    const kept = await newBill(client, {
      LineItems: [line(), line({ Description: 'Second', UnitAmount: 5 })],
    });
    const [first] = linesOf(kept);
    const reply = await change(idOf(kept), {
      LineItems: [
        { LineItemID: first?.['LineItemID'], UnitAmount: 7 },
        line({ Description: 'Third', UnitAmount: 1 }),
      ],
    });
    const after = linesOf(only(reply, 'Invoices'));
    expect(after.map((one) => [one['Description'], one['LineAmount']])).toEqual([
      ['Earthworks', 7],
      ['Third', 1],
    ]);
    expect(after[0]?.['LineItemID']).toBe(first?.['LineItemID']);
    expect(only(reply, 'Invoices')['SubTotal']).toBe(8);
  });

  test('without LineItems the lines stay', async () => {
    const kept = await newBill(client);
    const after = only(await change(idOf(kept), { InvoiceNumber: 'Other' }), 'Invoices');
    expect([linesOf(after), after['InvoiceNumber']]).toEqual([linesOf(kept), 'Other']);
  });

  test("another document's line id is refused", async () => {
    const [one, other] = [await newBill(client), await newBill(client)];
    const reply = await change(idOf(one), {
      LineItems: [line({ LineItemID: linesOf(other)[0]?.['LineItemID'] })],
    });
    expect(messages(reply)[0]).toContain('does not belong to this document');
  });

  test('every change moves UpdatedDateUTC forward', async () => {
    const kept = await newBill(client);
    const stamps = [kept['UpdatedDateUTC']];
    for (const number of ['a', 'b', 'c']) {
      stamps.push(
        only(await change(idOf(kept), { InvoiceNumber: number }), 'Invoices')['UpdatedDateUTC'],
      );
    }
    const moments = stamps.map((one) => Number(/\d+/.exec(String(one))?.[0]));
    expect(moments).toEqual([...new Set(moments)].sort((one, other) => one - other));
  });
});

describe('statuses', () => {
  const table: [from: string, allowed: string[]][] = [
    ['DRAFT', ['DRAFT', 'SUBMITTED', 'AUTHORISED', 'DELETED']],
    ['SUBMITTED', ['DRAFT', 'SUBMITTED', 'AUTHORISED', 'DELETED']],
    ['AUTHORISED', ['AUTHORISED', 'VOIDED']],
  ];
  const all = ['DRAFT', 'SUBMITTED', 'AUTHORISED', 'PAID', 'VOIDED', 'DELETED'];
  test.each(table)('from %s', async (from, allowed) => {
    for (const to of all) {
      const kept = await newBill(client, { Status: from });
      const reply = await change(idOf(kept), { Status: to });
      expect([to, reply.status]).toEqual([to, allowed.includes(to) ? 200 : 400]);
      if (reply.status === 400) {
        expect(messages(reply)).toEqual(['Invoice not of valid status for modification']);
      }
    }
  });

  test.each(['VOIDED', 'DELETED'])('nothing leaves %s', async (status) => {
    const kept = await newBill(client, { Status: status === 'VOIDED' ? 'AUTHORISED' : 'DRAFT' });
    await change(idOf(kept), { Status: status });
    const reply = await change(idOf(kept), { InvoiceNumber: 'x' });
    expect(messages(reply)).toEqual(['Invoice not of valid status for modification']);
  });

  test('approving a draft asks for what a draft may lack', async () => {
    const draft = await newBill(client, {
      Status: 'DRAFT',
      DueDate: null,
      LineItems: [{ Description: 'x', UnitAmount: 5 }],
    });
    expect(messages(await change(idOf(draft), { Status: 'AUTHORISED' }))).toEqual([
      'Account code must be specified',
      'The document DueDate field must be specified.',
    ]);
  });
});

describe('a document with a payment', () => {
  async function partPaid(amount: number): Promise<Json> {
    const kept = await newBill(client, {
      LineItems: [line({ UnitAmount: 100 }), line({ UnitAmount: 50 })],
    });
    const body = {
      Invoice: { InvoiceID: idOf(kept) },
      Account: { Code: '090' },
      Date: '2026-06-20',
      Amount: amount,
    };
    expect((await client.call('PUT', '/Payments', body)).status).toBe(200);
    return kept;
  }
  const frozen =
    'This document cannot be edited as it has a payment or credit note allocated to it.';

  const edits: [title: string, body: (kept: Json) => Json, isAllowed: boolean][] = [
    ['its number', () => ({ InvoiceNumber: 'New' }), true],
    ['its due date', () => ({ DueDate: '2026-07-20' }), true],
    ['its link', () => ({ Url: 'http://127.0.0.1/x' }), true],
    [
      'the account and words of a line',
      (kept) => ({
        LineItems: [
          {
            LineItemID: linesOf(kept)[0]?.['LineItemID'],
            AccountCode: '312',
            Description: 'Other',
          },
          { LineItemID: linesOf(kept)[1]?.['LineItemID'] },
        ],
      }),
      true,
    ],
    [
      'the price of a line',
      (kept) => ({
        LineItems: [
          { LineItemID: linesOf(kept)[0]?.['LineItemID'], UnitAmount: 1 },
          { LineItemID: linesOf(kept)[1]?.['LineItemID'] },
        ],
      }),
      false,
    ],
    [
      'the number of lines',
      (kept) => ({ LineItems: [{ LineItemID: linesOf(kept)[0]?.['LineItemID'] }] }),
      false,
    ],
    ['its date', () => ({ Date: '2026-06-01' }), false],
    ['its tax basis', () => ({ LineAmountTypes: 'Inclusive' }), false],
  ];
  test.each(edits)('part-paid: %s', async (_title, body, isAllowed) => {
    const kept = await partPaid(10);
    const reply = await change(idOf(kept), body(kept));
    expect([reply.status, messages(reply)]).toEqual(isAllowed ? [200, []] : [400, [frozen]]);
  });
  test.each(edits)('paid: %s', async (_title, body, isAllowed) => {
    const kept = await partPaid(172.5);
    const reply = await change(idOf(kept), body(kept));
    expect([reply.status, messages(reply)]).toEqual(isAllowed ? [200, []] : [400, [frozen]]);
  });

  test('cannot be voided', async () => {
    for (const amount of [10, 172.5]) {
      const kept = await partPaid(amount);
      expect(messages(await change(idOf(kept), { Status: 'VOIDED' }))).toEqual([
        'The status VOIDED cannot be applied to the invoice because it has payments or credit notes allocated to it.',
      ]);
    }
  });

  test('does not count as changed when only its due date moves', async () => {
    const kept = await partPaid(10);
    const before = only(await client.call('GET', `/Invoices/${idOf(kept)}`), 'Invoices');
    const after = only(await change(idOf(kept), { DueDate: '2026-08-20' }), 'Invoices');
    expect(after['DueDateString']).toBe('2026-08-20T00:00:00');
    expect(after['UpdatedDateUTC']).toBe(before['UpdatedDateUTC']);
  });
});

describe('POST and the contact', () => {
  test('a bill is updated by id only; a sales invoice by its number too', async () => {
    const contactId = await newContact(client);
    const before = only(
      await client.call('POST', '/Invoices', bill(contactId, { InvoiceNumber: 'P-1' })),
      'Invoices',
    );
    const again = only(
      await client.call('POST', '/Invoices', bill(contactId, { InvoiceNumber: 'P-1' })),
      'Invoices',
    );
    expect(again['InvoiceID']).not.toBe(before['InvoiceID']);
    const sale = bill(contactId, {
      Type: 'ACCREC',
      InvoiceNumber: 'P-2',
      LineItems: [line({ AccountCode: '200', TaxType: 'OUTPUT2' })],
    });
    const one = only(await client.call('POST', '/Invoices', sale), 'Invoices');
    const two = only(await client.call('POST', '/Invoices', sale), 'Invoices');
    expect(two['InvoiceID']).toBe(one['InvoiceID']);
  });

  test('an id nobody has is refused in an element and not found in a path', async () => {
    const body = {
      ...bill(await newContact(client)),
      InvoiceID: '11111111-1111-4111-8111-111111111111',
    };
    expect(messages(await client.call('POST', '/Invoices', body))).toEqual([
      'An existing Invoice with the specified InvoiceID could not be found',
    ]);
    const reply = await client.call('POST', '/Invoices/11111111-1111-4111-8111-111111111111', {});
    expect(reply.status).toBe(404);
  });

  test('more than a ContactID changes the contact and drops its other persons', async () => {
    const contact = only(
      await client.call('PUT', '/Contacts', {
        Name: 'People Ltd',
        ContactPersons: [{ FirstName: 'Ana' }],
      }),
      'Contacts',
    );
    const id = String(contact['ContactID']);
    await client.call('PUT', '/Invoices', bill(id));
    const untouched = only(await client.call('GET', `/Contacts/${id}`), 'Contacts');
    expect(untouched['ContactPersons']).toHaveLength(1);
    const noisy = bill(id, { Contact: { ContactID: id, EmailAddress: 'new@example.com' } });
    await client.call('PUT', '/Invoices', noisy);
    const after = only(await client.call('GET', `/Contacts/${id}`), 'Contacts');
    expect([after['ContactPersons'], after['EmailAddress']]).toEqual([[], 'new@example.com']);
  });

  test('a name nobody has makes a contact', async () => {
    const kept = only(
      await client.call('PUT', '/Invoices', bill('', { Contact: { Name: 'By Name Ltd' } })),
      'Invoices',
    );
    expect(kept['Contact']).toMatchObject({ Name: 'By Name Ltd', ContactStatus: 'ACTIVE' });
  });
});

// Proves that a list read from Xero misses nothing, even when records change between two pages.
import { afterEach, expect, it } from 'vitest';
import type { StubCall } from '../support/vendor-stub.ts';
import { billElement, clientOf, failureOf, startXeroStub } from './xero-stub.ts';
import type { XeroStub } from './xero-stub.ts';

let stub: XeroStub;
afterEach(() => stub.close());

const start = Date.parse('2026-06-01T00:00:00Z');
interface Row {
  id: string;
  second: number;
}

/** Answers as Xero does: since (to the second, inclusive), UpdatedDateUTC ascending, by offset. */
function pageOf(rows: readonly Row[], { query, headers }: StubCall, order: 'asc' | 'desc' = 'asc') {
  const since = headers['if-modified-since'];
  const from = typeof since === 'string' ? Date.parse(`${since}Z`) : 0;
  const matching = rows
    .filter(({ second }) => start + second * 1_000 >= from)
    .sort((a, b) => (order === 'asc' ? a.second - b.second : b.second - a.second));
  const page = Number(query.get('page'));
  const pageSize = Number(query.get('pageSize'));
  return {
    body: {
      Invoices: matching.slice((page - 1) * pageSize, page * pageSize).map(({ id, second }) => ({
        ...billElement,
        InvoiceID: id,
        UpdatedDateUTC: `/Date(${start + second * 1_000}+0000)/`,
      })),
      pagination: {
        page,
        pageSize,
        pageCount: Math.ceil(matching.length / pageSize),
        itemCount: matching.length,
      },
    },
  };
}
const rowsOf = (count: number, gap: number): Row[] =>
  Array.from({ length: count }, (_, index) => ({ id: `bill-${index}`, second: index * gap }));
const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id).sort();

it('reads one page with one call', async () => {
  const rows = rowsOf(3, 60);
  stub = await startXeroStub((call) => pageOf(rows, call));
  const bills = await clientOf(stub, { pageSize: 5 }).listBills({ createdByMyApp: true });
  expect(idsOf(bills)).toEqual(idsOf(rows));
  expect(stub.apiCalls()).toHaveLength(1);
  expect(Object.fromEntries(stub.apiCalls()[0]?.query ?? [])).toEqual({
    where: 'Type=="ACCPAY"',
    order: 'UpdatedDateUTC ASC',
    page: '1',
    createdByMyApp: 'true',
    unitdp: '4',
    pageSize: '5',
  });
});

it('reads every record of a long list', async () => {
  const rows = rowsOf(23, 60);
  stub = await startXeroStub((call) => pageOf(rows, call));
  const bills = await clientOf(stub, { pageSize: 5 }).listBills();
  expect(idsOf(bills)).toEqual(idsOf(rows));
});

it('reads what changed since, from the bound on', async () => {
  const rows = rowsOf(12, 60);
  stub = await startXeroStub((call) => pageOf(rows, call));
  const modifiedSince = new Date(start + 360_000).toISOString();
  const bills = await clientOf(stub, { pageSize: 4 }).listBills({ modifiedSince });
  expect(idsOf(bills)).toEqual(idsOf(rows.slice(6)));
});

it('misses nothing when a record of the first page changes before the second is read', async () => {
  const rows = rowsOf(10, 60);
  stub = await startXeroStub((call) => {
    const answer = pageOf(rows, call);
    // Moves to the end: by offset, the first record of page two would now be the last of page one, unseen.
    if (stub.apiCalls().length === 1) rows[0] = { id: 'bill-0', second: 10_000 };
    return answer;
  });
  const bills = await clientOf(stub, { pageSize: 5 }).listBills();
  expect(idsOf(bills)).toEqual(idsOf(rows));
  expect(bills.find(({ id }) => id === 'bill-0')?.updatedAt).toBe('2026-06-01T02:46:40.000Z');
});

it('goes on by page number where more than a page changed in one second', async () => {
  const rows = rowsOf(17, 0);
  stub = await startXeroStub((call) => pageOf(rows, call));
  const bills = await clientOf(stub, { pageSize: 5 }).listBills();
  expect(idsOf(bills)).toEqual(idsOf(rows));
});

it('goes on by page number where the answer is in another order', async () => {
  const rows = rowsOf(12, 60);
  stub = await startXeroStub((call) => pageOf(rows, call, 'desc'));
  const bills = await clientOf(stub, { pageSize: 5 }).listBills();
  expect(idsOf(bills)).toEqual(idsOf(rows));
});

it('takes a 304 to a conditional read for "nothing changed", and to no other', async () => {
  stub = await startXeroStub(() => ({ status: 304 }));
  const client = clientOf(stub);
  expect(await client.listBills({ modifiedSince: '2026-06-01T00:00:00Z' })).toEqual([]);
  expect(await failureOf(client.listBills())).toMatchObject({ kind: 'malformedAnswer' });
});

it('refuses a bound that is no instant before anything is sent', async () => {
  stub = await startXeroStub(() => undefined);
  await expect(clientOf(stub).listBills({ modifiedSince: 'yesterday' })).rejects.toThrow(
    RangeError,
  );
  expect(stub.apiCalls()).toHaveLength(0);
});

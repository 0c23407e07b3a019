// Proves that a list read from Procore is whole: every page, and from the start again when it moved meanwhile.
import { afterEach, expect, it } from 'vitest';
import type { UnreadableRecord } from '../../../connectors/http/call-report.ts';
import type { StubCall } from '../support/vendor-stub.ts';
import { clientOf, failureOf, startProcoreStub } from './procore-stub.ts';
import type { ProcoreStub } from './procore-stub.ts';

let stub: ProcoreStub;
afterEach(() => stub.close());

const taxCode = (id: number) => ({ id, code: `T${id}`, rate1: 15 });

/** A page of a list as Procore gives it. */
function pageOf(rows: readonly unknown[], { query, path }: StubCall, headers = true) {
  const page = Number(query.get('page'));
  const perPage = Number(query.get('per_page'));
  const more = page * perPage < rows.length;
  return {
    body: rows.slice((page - 1) * perPage, page * perPage),
    headers: headers
      ? {
          total: String(rows.length),
          'per-page': String(perPage),
          ...(more ? { link: `<http://elsewhere.invalid${path}?page=9>; rel="next"` } : {}),
        }
      : {},
  };
}

it.each([
  ['with Link and Total', true],
  ['without either', false],
])('reads every page %s', async (_, headers) => {
  const rows = [1, 2, 3, 4, 5].map(taxCode);
  stub = await startProcoreStub((call) => pageOf(rows, call, headers));
  const codes = await clientOf(stub, { pageSize: 2 }).listTaxCodes();
  expect(codes.map(({ id }) => id)).toEqual(['1', '2', '3', '4', '5']);
  expect(stub.apiCalls().map(({ query }) => query.get('page'))).toEqual(['1', '2', '3']);
});

it('asks for tax codes by at most 100 and for other lists by 200', async () => {
  stub = await startProcoreStub((call) => pageOf([], call));
  const client = clientOf(stub);
  await client.listTaxCodes();
  await client.listProjects();
  expect(stub.apiCalls().map(({ query }) => query.get('per_page'))).toEqual(['100', '200']);
});

it('takes an endpoint that ignores paging for one page', async () => {
  stub = await startProcoreStub(() => ({ body: [1, 2, 3].map(taxCode) }));
  expect(await clientOf(stub, { pageSize: 2 }).listTaxCodes()).toHaveLength(3);
  expect(stub.apiCalls()).toHaveLength(1);
});

it('begins again when a record is added while pages are read', async () => {
  let rows = [10, 20, 30].map(taxCode);
  stub = await startProcoreStub((call) => {
    const answer = pageOf(rows, call);
    // A record with a lower id arrives after the first page: offsets shift and 20 would be seen twice.
    if (stub.apiCalls().length === 1) rows = [5, 10, 20, 30].map(taxCode);
    return answer;
  });
  const codes = await clientOf(stub, { pageSize: 2 }).listTaxCodes();
  expect(codes.map(({ id }) => id)).toEqual(['5', '10', '20', '30']);
});

it('begins again when one record leaves and another comes, which Total alone does not show', async () => {
  let rows = [10, 20, 30, 40].map(taxCode);
  stub = await startProcoreStub((call) => {
    const answer = pageOf(rows, call);
    if (stub.apiCalls().length === 1) rows = [5, 10, 20, 40].map(taxCode);
    return answer;
  });
  const codes = await clientOf(stub, { pageSize: 2 }).listTaxCodes();
  expect(codes.map(({ id }) => id)).toEqual(['5', '10', '20', '40']);
});

it('gives up on a list that never holds still, as unavailable and not as a list', async () => {
  let next = 10;
  const rows = [1, 2, 3].map(taxCode);
  stub = await startProcoreStub((call) => {
    rows.push(taxCode((next += 1)));
    return pageOf(rows, call);
  });
  const error = await failureOf(clientOf(stub, { pageSize: 2 }).listTaxCodes());
  expect(error).toMatchObject({ kind: 'unavailable', mayHaveHappened: false });
});

it('refuses an answer that is not a list', async () => {
  stub = await startProcoreStub(() => ({ body: { data: [] } }));
  const error = await failureOf(clientOf(stub).listTaxCodes());
  expect(error).toMatchObject({ kind: 'malformedAnswer' });
});

it('fails a list over one unreadable record, naming it and not its values', async () => {
  stub = await startProcoreStub(() => ({
    body: [taxCode(1), { id: 2, code: 'T2', rate1: 'secret' }],
  }));
  const error = await failureOf(clientOf(stub).listTaxCodes());
  expect(error).toMatchObject({ messages: ['tax code 2: rate1: not a percentage'] });
});

it('leaves an unreadable record out where somebody is told of it', async () => {
  stub = await startProcoreStub(() => ({ body: [taxCode(1), { id: 2, code: 'T2' }, 'odd'] }));
  const told: UnreadableRecord[] = [];
  const codes = await clientOf(stub, { onUnreadable: (one) => told.push(one) }).listTaxCodes();
  expect(codes.map(({ id }) => id)).toEqual(['1']);
  expect(told.map(({ resource, id }) => [resource, id])).toEqual([
    ['tax code', '2'],
    ['tax code', null],
  ]);
});

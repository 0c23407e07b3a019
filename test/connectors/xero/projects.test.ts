// Proves how Xero Projects is read and written: every page, exact minutes, whole entries, its own shape of refusals, and the scope only where labour is on.
import { afterEach, describe, expect, it } from 'vitest';
import { VendorError } from '../../../connectors/http/vendor-error.ts';
import type { StubCall } from '../support/vendor-stub.ts';
import { clientOf, failureOf, startXeroStub, tenantId } from './xero-stub.ts';
import type { XeroStub } from './xero-stub.ts';

let stub: XeroStub;
afterEach(() => stub.close());

const page = (items: object[], itemCount = items.length, number = 1) => ({
  body: { pagination: { page: number, pageSize: 500, pageCount: 1, itemCount }, items },
});
const entry = (timeEntryId: string, over: object = {}) => ({
  timeEntryId,
  ...{ userId: 'user-1', projectId: 'project-1', taskId: 'task-1', duration: 450 },
  ...{ dateUtc: '2026-06-02T00:00:00Z', dateEnteredUtc: '2026-06-03T03:24:29.2215641Z' },
  ...{ description: 'Boxing tieout:demo/projectLabour/5/time-700', status: 'ACTIVE' },
  ...over,
});
const body = {
  kind: 'xeroTimeEntry',
  ...{ projectId: 'project-1', entryId: null, userId: 'user-1', taskId: 'task-1' },
  ...{ at: '2026-06-02T00:00:00.000Z', minutes: 450, description: 'Boxing' },
} as const;

describe('what Xero Projects says', () => {
  it('is read by the right path, for the tenant', async () => {
    stub = await startXeroStub(() =>
      page([
        {
          ...{ projectId: 'project-1', contactId: 'contact-1', name: '26-001 Wharf' },
          ...{ currencyCode: 'NZD', minutesLogged: 180, status: 'INPROGRESS' },
          totalExpenseAmount: { currency: 'NZD', value: 499.1 },
        },
      ]),
    );
    expect(await clientOf(stub).listProjects()).toEqual([
      {
        ...{ kind: 'xeroProject', id: 'project-1', name: '26-001 Wharf', contactId: 'contact-1' },
        ...{ status: 'INPROGRESS', currency: 'NZD', minutesLogged: 180, expenseTotal: '499.10' },
      },
    ]);
    const [call] = stub.apiCalls();
    expect(call?.path).toBe('/projects.xro/2.0/Projects');
    expect(call?.headers['xero-tenant-id']).toBe(tenantId);
    expect(call?.query.get('pageSize')).toBe('500');
  });

  it('is read page by page until there are as many as it says', async () => {
    const pages = [[entry('a'), entry('b')], [entry('c')]];
    stub = await startXeroStub(({ query }) => {
      const number = Number(query.get('page'));
      return page(pages[number - 1] ?? [], 3, number);
    });
    const found = await clientOf(stub).listTimeEntries({ projectId: 'project-1' });
    expect(found.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(found[0]).toMatchObject({ minutes: 450, at: '2026-06-02T00:00:00.000Z' });
  });

  it('is read again from the start where it moved meanwhile, and given up where it never holds still', async () => {
    let total = 2;
    stub = await startXeroStub(({ query }) => {
      if (query.get('page') === '2') total = 3;
      return query.get('page') === '1'
        ? page([entry('a')], total, 1)
        : page([entry('b'), ...(total === 3 ? [entry('c')] : [])], total, 2);
    });
    const ask = { projectId: 'project-1' };
    const found = await clientOf(stub).listTimeEntries(ask);
    expect(found.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    await stub.close();
    let more = 1;
    stub = await startXeroStub(() => page([entry(String(more))], (more += 1) + 1));
    expect(await failureOf(clientOf(stub).listTimeEntries(ask))).toMatchObject({
      kind: 'unavailable',
    });
  });

  it('is asked for between two moments where only those matter', async () => {
    stub = await startXeroStub(() => page([]));
    const between = { from: '2026-06-01T00:00:00.000Z', to: '2026-06-03T00:00:00.000Z' };
    await clientOf(stub).listTimeEntries({ projectId: 'project-1', ...between });
    const [call] = stub.apiCalls();
    expect(call?.query.get('dateAfterUtc')).toBe(between.from);
    expect(call?.query.get('dateBeforeUtc')).toBe(between.to);
  });

  it('of one odd entry names that one, and the rest is read', async () => {
    stub = await startXeroStub(() => page([entry('a', { dateUtc: 'soon' }), entry('b')]));
    const odd: string[] = [];
    const client = clientOf(stub, {
      onUnreadable: ({ id, problems }) => odd.push(`${id}: ${problems.join()}`),
    });
    const found = await client.listTimeEntries({ projectId: 'project-1' });
    expect(found.map(({ id }) => id)).toEqual(['b']);
    expect(odd).toEqual(['a: dateUtc: not an instant']);
  });

  it('of one entry that is not there is nothing', async () => {
    stub = await startXeroStub(() => ({ status: 404, body: { message: 'Not found' } }));
    const ask = { projectId: 'project-1', id: 'gone' };
    expect(await clientOf(stub).readTimeEntry(ask)).toBeNull();
  });
});

describe('what is written there', () => {
  const written = (call: StubCall | undefined): unknown => JSON.parse(call?.body ?? 'null');

  it('is a whole entry, with its key', async () => {
    stub = await startXeroStub(() => ({ body: entry('new') }));
    const made = await clientOf(stub).createTimeEntry({ body, idempotencyKey: 'key-1' });
    expect(made).toMatchObject({ id: 'new', minutes: 450 });
    const [call] = stub.apiCalls();
    expect([call?.method, call?.path]).toEqual([
      'POST',
      '/projects.xro/2.0/Projects/project-1/Time',
    ]);
    expect(call?.headers['idempotency-key']).toBe('key-1');
    expect(written(call)).toEqual({
      ...{ userId: 'user-1', taskId: 'task-1', duration: 450, description: 'Boxing' },
      dateUtc: '2026-06-02T00:00:00.000Z',
    });
  });

  it('is changed and deleted under its own id, and an answer without a word is one', async () => {
    stub = await startXeroStub(() => ({ status: 204 }));
    const client = clientOf(stub);
    const changed = { ...body, entryId: 'entry-1' };
    await client.updateTimeEntry({ body: changed, idempotencyKey: 'key-2' });
    const gone = {
      kind: 'xeroTimeEntryDelete',
      projectId: 'project-1',
      entryId: 'entry-1',
    } as const;
    await client.deleteTimeEntry({ body: gone });
    expect(stub.apiCalls().map(({ method, path }) => `${method} ${path}`)).toEqual([
      'PUT /projects.xro/2.0/Projects/project-1/Time/entry-1',
      'DELETE /projects.xro/2.0/Projects/project-1/Time/entry-1',
    ]);
  });

  it('is a project for its owner, and a task that bills nobody', async () => {
    stub = await startXeroStub(({ path }) => ({
      status: 201,
      body: path.endsWith('/Tasks')
        ? { taskId: 'task-9', name: '03-300 Concrete', chargeType: 'NON_CHARGEABLE' }
        : { projectId: 'project-9', name: '26-001 Wharf', status: 'INPROGRESS' },
    }));
    const client = clientOf(stub);
    const project = { kind: 'xeroProject', contactId: 'contact-1', name: '26-001 Wharf' } as const;
    await client.createProject({ body: project, idempotencyKey: 'key-3' });
    const task = {
      kind: 'xeroProjectTask',
      ...{ projectId: 'project-9', name: '03-300 Concrete', currency: 'NZD' },
      chargeType: 'NON_CHARGEABLE',
    } as const;
    const made = await client.createProjectTask({ body: task, idempotencyKey: 'key-4' });
    expect(made).toMatchObject({ id: 'task-9', projectId: 'project-9' });
    const [first, second] = stub.apiCalls();
    expect(written(first)).toEqual({ contactId: 'contact-1', name: '26-001 Wharf' });
    expect(written(second)).toEqual({
      ...{ name: '03-300 Concrete', chargeType: 'NON_CHARGEABLE' },
      rate: { currency: 'NZD', value: 0 },
    });
  });

  it('is the estimate of a task alone: the rest is sent as it was read', async () => {
    const shown = {
      ...{ taskId: 'task-9', name: 'Slabs', chargeType: 'TIME', estimateMinutes: 600 },
      ...{ rate: { currency: 'NZD', value: 75.5 }, status: 'ACTIVE' },
    };
    stub = await startXeroStub(({ method }) =>
      method === 'GET' ? page([shown]) : { status: 204 },
    );
    const client = clientOf(stub);
    const [task] = await client.listProjectTasks({ projectId: 'project-9' });
    expect(task).toEqual({
      ...{ kind: 'xeroProjectTask', id: 'task-9', projectId: 'project-9', name: 'Slabs' },
      chargeType: 'TIME',
      terms: { estimateMinutes: 600, rate: { currency: 'NZD', value: '75.50' }, status: 'ACTIVE' },
    });
    const change = {
      kind: 'xeroProjectTaskChange',
      ...{ projectId: 'project-9', taskId: 'task-9' },
      ...{ name: 'Slabs', chargeType: 'TIME', rate: { currency: 'NZD', value: '75.50' } },
      estimateMinutes: 5400,
    } as const;
    await client.updateProjectTask({ body: change, idempotencyKey: 'key-6' });
    const [, call] = stub.apiCalls();
    expect([call?.method, call?.path, call?.headers['idempotency-key']]).toEqual([
      ...['PUT', '/projects.xro/2.0/Projects/project-9/Tasks/task-9', 'key-6'],
    ]);
    const { taskId: _taskId, status: _status, ...said } = shown;
    expect(written(call)).toEqual({ ...said, estimateMinutes: 5400 });
  });

  it('is a task with its estimate, where there is one', async () => {
    stub = await startXeroStub(() => ({
      status: 201,
      body: { taskId: 'task-9', name: 'Slabs', chargeType: 'NON_CHARGEABLE', estimateMinutes: 90 },
    }));
    const task = {
      kind: 'xeroProjectTask',
      ...{ projectId: 'project-9', name: 'Slabs', currency: 'NZD', estimateMinutes: 90 },
      chargeType: 'NON_CHARGEABLE',
    } as const;
    const made = await clientOf(stub).createProjectTask({ body: task, idempotencyKey: 'key-7' });
    // What Xero does not say of it is not guessed, but that it can be changed.
    expect(made.terms).toEqual({ estimateMinutes: 90, rate: null, status: 'ACTIVE' });
    expect(written(stub.apiCalls()[0])).toMatchObject({ estimateMinutes: 90 });
  });

  it('and refused says what is wrong with which field', async () => {
    stub = await startXeroStub(() => ({
      status: 400,
      body: {
        message: 'The request is invalid.',
        modelState: { taskId: ['The task is unknown.'] },
      },
    }));
    const error = await failureOf(
      clientOf(stub).createTimeEntry({ body, idempotencyKey: 'key-5' }),
    );
    expect(error).toBeInstanceOf(VendorError);
    expect(error).toMatchObject({
      kind: 'refused',
      messages: ['The request is invalid.', 'The task is unknown.'],
    });
  });
});

it('is signed in to with its scope only where labour is on, and a scope that is missing is named', async () => {
  stub = await startXeroStub(() => ({
    status: 401,
    headers: { 'www-authenticate': 'insufficent_scope' },
  }));
  const error = await failureOf(clientOf(stub, { writesProjects: true }).listProjects());
  expect(error).toMatchObject({
    kind: 'forbidden',
    messages: ['the connection lacks the scope projects.read'],
  });
  await failureOf(clientOf(stub).listProjects());
  const [on, off] = stub.tokenCalls().map((call) => call.body);
  expect(on?.endsWith('%20projects')).toBe(true);
  expect(off).not.toContain('projects');
});

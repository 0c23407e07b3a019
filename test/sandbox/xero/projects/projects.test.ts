// Proves what the Projects API does with projects, tasks and time: their life, their sums, their lists and every refusal.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client, Json, Reply } from '../xero-sandbox.ts';
import type { Projects, Site } from './project-caller.ts';
import type { RunningSandbox } from '../../../../sandbox/kit/sandbox-spec.ts';
import { items, newSite, newTime, projectsOf, task } from './project-caller.ts';
import { newContact, openSandbox } from '../xero-sandbox.ts';

let sandbox: RunningSandbox;
let client: Client;
let projects: Projects;
let call: Projects['call'];
let contactId: string;

beforeAll(async () => {
  ({ sandbox, client } = await openSandbox());
  contactId = await newContact(client);
  projects = await projectsOf(client);
  ({ call } = projects);
});
afterAll(() => sandbox.close());

const amount = (value: number): Json => ({ currency: 'NZD', value });
const NOBODY = '11111111-1111-4111-8111-111111111111';

/** The fields a refusal is about, or its sentence where it is about none. */
function refused(reply: Reply): unknown {
  expect([reply.status, reply.body['message'] !== undefined, reply.body['Elements']]).toEqual([
    400,
    true,
    undefined,
  ]);
  const fields = Object.keys(reply.body['modelState'] as Json);
  return fields.length === 0 ? reply.body['message'] : fields;
}

describe('a project', () => {
  test('is created with 201, read, replaced and closed with 204 and no body', async () => {
    const body = {
      ...{ name: 'New Kitchen', contactId, estimateAmount: 99.99 },
      deadlineUtc: '2027-03-03T15:00:00Z',
    };
    const made = await call('POST', '/Projects', body);
    const path = `/Projects/${String(made.body['projectId'])}`;
    expect([made.status, made.body]).toEqual([
      201,
      {
        projectId: made.body['projectId'],
        ...{ contactId, name: 'New Kitchen', currencyCode: 'NZD', minutesLogged: 0 },
        ...{ totalTaskAmount: amount(0), totalExpenseAmount: amount(0), minutesToBeInvoiced: 0 },
        ...{ taskAmountToBeInvoiced: amount(0), taskAmountInvoiced: amount(0) },
        ...{ expenseAmountToBeInvoiced: amount(0), expenseAmountInvoiced: amount(0) },
        ...{ projectAmountInvoiced: amount(0), deposit: amount(0), depositApplied: amount(0) },
        ...{ creditNoteAmount: amount(0), totalInvoiced: amount(0), totalToBeInvoiced: amount(0) },
        ...{ deadlineUtc: '2027-03-03T15:00:00Z', estimate: amount(99.99), status: 'INPROGRESS' },
      },
    ]);
    const changed = await call('PUT', path, { ...body, name: 'Old Kitchen' });
    const closed = await call('PATCH', path, { status: 'CLOSED' });
    expect([changed.status, changed.raw, closed.status, closed.raw]).toEqual([204, '', 204, '']);
    expect((await call('GET', path)).body).toEqual({
      ...made.body,
      ...{ name: 'Old Kitchen', status: 'CLOSED' },
    });
  });

  test.each<[string, unknown, string[]]>([
    ['without a name', { name: ' ' }, ['model.Name']],
    ['of an unknown contact', { name: 'X', contactId: NOBODY }, ['model.ContactId']],
    ['with a contact that is no GUID', { name: 'X', contactId: 'me' }, ['model.ContactId']],
    ['below zero', { name: 'X', estimateAmount: -1 }, ['model.EstimateAmount']],
    ['due at no time', { name: 'X', deadlineUtc: 'soon' }, ['model.DeadlineUtc']],
    ['with two faults', { estimateAmount: 'x' }, ['model.Name', 'model.EstimateAmount']],
    ['that is no object', [1], ['model']],
    ['that is no JSON', '{', ['model']],
  ])('%s is refused', async (_title, body, fields) => {
    expect(refused(await call('POST', '/Projects', body))).toEqual(fields);
  });

  test('takes no other status than the two', async () => {
    const { path } = await newSite(projects);
    expect(refused(await call('PATCH', path, { status: 'DONE' }))).toEqual(['model.Status']);
  });

  test('that is not there is 404', async () => {
    for (const [method, path] of [
      ['GET', `/Projects/${NOBODY}`],
      ['PUT', '/Projects/x'],
      ['GET', `/Projects/${NOBODY}/Tasks`],
      ['POST', `/Projects/${NOBODY}/Time`],
      ['GET', '/Nothing'],
    ] as const) {
      const reply = await call(method, path, method === 'GET' ? undefined : {});
      expect([path, reply.status, Object.keys(reply.body)]).toEqual([path, 404, ['message']]);
    }
  });
});

describe('a task', () => {
  let site: Site;
  beforeAll(async () => {
    site = await newSite(projects);
  });

  test('is created with 201, read, changed and deleted with 204', async () => {
    const { projectId } = site;
    const made = await call('POST', `${site.path}/Tasks`, task({ estimateMinutes: 600 }));
    const taskId = String(made.body['taskId']);
    const path = `${site.path}/Tasks/${taskId}`;
    expect([made.status, made.body]).toEqual([
      201,
      {
        ...{ name: 'Formwork', rate: amount(60), chargeType: 'TIME', status: 'ACTIVE' },
        ...{ estimateMinutes: 600, taskId, projectId, totalMinutes: 0, totalAmount: amount(0) },
        ...{ minutesToBeInvoiced: 0, minutesInvoiced: 0, nonChargeableMinutes: 0 },
        ...{ fixedMinutes: 0, amountToBeInvoiced: amount(0), amountInvoiced: amount(0) },
      },
    ]);
    expect((await call('PUT', path, task({ name: 'Boxing' }))).status).toBe(204);
    const { estimateMinutes: _gone, ...rest } = made.body;
    expect((await call('GET', path)).body).toEqual({ ...rest, name: 'Boxing' });
    expect((await call('DELETE', path)).status).toBe(204);
    expect((await call('GET', path)).status).toBe(404);
  });

  test.each<[string, Json, string[]]>([
    ['of 101 characters', { name: 'x'.repeat(101) }, ['model.Name']],
    ['without a name', { name: null }, ['model.Name']],
    ['without a rate', { rate: null }, ['model.Rate']],
    ['with a rate without value', { rate: { currency: 'NZD' } }, ['model.Rate']],
    ['in another currency', { rate: { currency: 'AUD', value: 1 } }, ['model.Rate']],
    ['with a rate below zero', { rate: { value: -1 } }, ['model.Rate']],
    ['without a charge type', { chargeType: null }, ['model.ChargeType']],
    ['of an unknown charge type', { chargeType: 'HOURLY' }, ['model.ChargeType']],
    ['of half a minute', { estimateMinutes: 0.5 }, ['model.EstimateMinutes']],
    ['below zero minutes', { estimateMinutes: -1 }, ['model.EstimateMinutes']],
  ])('%s is refused', async (_title, change, fields) => {
    expect(refused(await call('POST', `${site.path}/Tasks`, task(change)))).toEqual(fields);
  });

  test('of 100 characters is taken', async () => {
    const name = 'x'.repeat(100);
    expect((await call('POST', `${site.path}/Tasks`, task({ name }))).status).toBe(201);
  });

  test('with time on it is not deleted', async () => {
    await newTime(projects, site);
    const path = `${site.path}/Tasks/${site.taskId}`;
    expect(refused(await call('DELETE', path))).toContain('time entries');
    expect((await call('GET', path)).status).toBe(200);
  });

  test.each(['LOCKED', 'INVOICED'])('that is %s is neither changed nor deleted', async (status) => {
    const fixed = await call('POST', `${site.path}/Tasks`, task({ chargeType: 'FIXED' }));
    const taskId = String(fixed.body['taskId']);
    const path = `${site.path}/Tasks/${taskId}`;
    expect((await projects.act('task-status', { taskId, status })).status).toBe(200);
    expect(refused(await call('PUT', path, task()))).toContain(status);
    expect(refused(await call('DELETE', path))).toContain(status);
    expect((await call('GET', path)).body).toEqual({
      ...fixed.body,
      ...{ status, totalAmount: amount(60) },
      amountToBeInvoiced: amount(status === 'LOCKED' ? 60 : 0),
      amountInvoiced: amount(status === 'LOCKED' ? 0 : 60),
    });
  });

  test('of another project is not there', async () => {
    const other = await newSite(projects);
    expect((await call('GET', `${other.path}/Tasks/${site.taskId}`)).status).toBe(404);
    const time = other.time({ taskId: site.taskId });
    expect(refused(await call('POST', `${other.path}/Time`, time))).toEqual(['model.TaskId']);
  });
});

describe('time', () => {
  let site: Site;
  beforeAll(async () => {
    site = await newSite(projects);
  });

  test('is created with 200, read, changed and deleted with 204', async () => {
    const { projectId } = site;
    const dateUtc = '2026-11-02T12:30:00+13:00';
    const made = await call('POST', `${site.path}/Time`, site.time({ dateUtc, description: 'a' }));
    const timeEntryId = String(made.body['timeEntryId']);
    const path = `${site.path}/Time/${timeEntryId}`;
    const { dateEnteredUtc, ...told } = made.body;
    expect([made.status, told]).toEqual([
      200,
      {
        ...site.time(),
        ...{ timeEntryId, projectId, dateUtc: '2026-11-01T23:30:00Z', description: 'a' },
        status: 'ACTIVE',
      },
    ]);
    expect(dateEnteredUtc).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{7}Z$/);
    expect((await call('PUT', path, site.time({ duration: 5 }))).status).toBe(204);
    const { description: _gone, ...rest } = made.body;
    const dated = { duration: 5, dateUtc: '2026-11-02T00:00:00Z' };
    expect((await call('GET', path)).body).toEqual({ ...rest, ...dated });
    expect((await call('DELETE', path)).status).toBe(204);
    expect((await call('DELETE', path)).status).toBe(404);
  });

  test.each<[string, Json, string[]]>([
    ['without a user', { userId: null }, ['model.UserId']],
    ['of an unknown user', { userId: NOBODY }, ['model.UserId']],
    ['without a task', { taskId: null }, ['model.TaskId']],
    ['on an unknown task', { taskId: NOBODY }, ['model.TaskId']],
    ['without a date', { dateUtc: null }, ['model.DateUtc']],
    ['on no date', { dateUtc: '2 November' }, ['model.DateUtc']],
    ['of no minute', { duration: 0 }, ['model.Duration']],
    ['of 59,941 minutes', { duration: 59_941 }, ['model.Duration']],
    ['of half a minute', { duration: 1.5 }, ['model.Duration']],
  ])('%s is refused', async (_title, change, fields) => {
    const reply = await call('POST', `${site.path}/Time`, site.time(change));
    expect([...new Set(refused(reply) as string[])]).toEqual(fields);
  });

  test.each([1, 59_940])('of %i minutes is taken', async (duration) => {
    expect((await call('POST', `${site.path}/Time`, site.time({ duration }))).status).toBe(200);
  });

  test('is not logged by somebody who is not on Projects, nor on a task that is locked', async () => {
    const users = (await client.call('GET', '/Users')).body['Users'] as Json[];
    const userId = users.find((one) => one['OrganisationRole'] === 'FINANCIALADVISER')?.['UserID'];
    expect(site.userIds).not.toContain(userId);
    const reply = await call('POST', `${site.path}/Time`, site.time({ userId }));
    expect(refused(reply)).toEqual(['model.UserId']);
    const locked = await newSite(projects);
    await projects.act('task-status', { taskId: locked.taskId, status: 'LOCKED' });
    expect(refused(await call('POST', `${locked.path}/Time`, locked.time()))).toEqual([
      'model.TaskId',
    ]);
  });

  test.each(['LOCKED', 'INVOICED'])('that is %s is neither changed nor deleted', async (status) => {
    const timeEntryId = await newTime(projects, site);
    const path = `${site.path}/Time/${timeEntryId}`;
    await projects.act('time-status', { timeEntryId, status });
    expect(refused(await call('PUT', path, site.time()))).toContain(status);
    expect(refused(await call('DELETE', path))).toContain(status);
    expect((await call('GET', path)).body['status']).toBe(status);
  });

  test('is not logged on a closed project, nor changed there, until it is open again', async () => {
    const other = await newSite(projects);
    const path = `${other.path}/Time/${await newTime(projects, other)}`;
    await call('PATCH', other.path, { status: 'CLOSED' });
    expect(refused(await call('POST', `${other.path}/Time`, other.time()))).toContain('CLOSED');
    expect(refused(await call('PUT', path, other.time()))).toContain('CLOSED');
    expect(refused(await call('DELETE', path))).toContain('CLOSED');
    expect(refused(await call('POST', `${other.path}/Tasks`, task()))).toContain('CLOSED');
    await call('PATCH', other.path, { status: 'INPROGRESS' });
    expect((await call('DELETE', path)).status).toBe(204);
  });
});

test('sums of a task and of its project follow what is logged, charged and invoiced', async () => {
  const site = await newSite(projects);
  const add = async (change: Json): Promise<string> =>
    String((await call('POST', `${site.path}/Tasks`, task(change))).body['taskId']);
  const fixed = await add({ name: 'Survey', chargeType: 'FIXED', rate: { value: 250 } });
  const free = await add({ name: 'Tidying', chargeType: 'NON_CHARGEABLE' });
  // 60.00 an hour: 10 minutes are 10.00, 95 are 95.00.
  const invoiced = await newTime(projects, site, { duration: 10 });
  await newTime(projects, site, { duration: 95 });
  await newTime(projects, site, { taskId: fixed, duration: 30 });
  await newTime(projects, site, { taskId: free, duration: 7 });
  await projects.act('time-status', { timeEntryId: invoiced, status: 'INVOICED' });
  const { projectId } = site;
  await projects.act('change-project', { projectId, expenses: '499.00', expensesInvoiced: '99' });
  const taskSums = async (taskId: string): Promise<unknown[]> => {
    const { body } = await call('GET', `${site.path}/Tasks/${taskId}`);
    return [
      ...['totalMinutes', 'minutesToBeInvoiced', 'minutesInvoiced', 'fixedMinutes'],
      ...['nonChargeableMinutes', 'totalAmount', 'amountToBeInvoiced', 'amountInvoiced'],
    ].map((field) => (body[field] as Json)['value'] ?? body[field]);
  };
  expect(await taskSums(site.taskId)).toEqual([105, 95, 10, 0, 0, 105, 95, 10]);
  expect(await taskSums(fixed)).toEqual([30, 0, 0, 30, 0, 250, 250, 0]);
  expect(await taskSums(free)).toEqual([7, 0, 0, 0, 7, 0, 0, 0]);
  expect((await call('GET', site.path)).body).toMatchObject({
    ...{ minutesLogged: 142, minutesToBeInvoiced: 95, totalTaskAmount: amount(355) },
    ...{ taskAmountToBeInvoiced: amount(345), taskAmountInvoiced: amount(10) },
    ...{ totalExpenseAmount: amount(499), expenseAmountToBeInvoiced: amount(400) },
    ...{ expenseAmountInvoiced: amount(99), totalInvoiced: amount(109) },
    totalToBeInvoiced: amount(745),
  });
});

describe('a list', () => {
  test('comes 50 a page unless told otherwise, the oldest first, with what there is in all', async () => {
    const site = await newSite(projects);
    for (let count = 1; count <= 52; count += 1) await newTime(projects, site, { duration: count });
    const page = async (query: string): Promise<[unknown, unknown]> => {
      const reply = await call('GET', `${site.path}/Time${query}`);
      return [reply.body['pagination'], items(reply).length];
    };
    const all = { pageCount: 2, itemCount: 52 };
    expect(await page('')).toEqual([{ page: 1, pageSize: 50, ...all }, 50]);
    expect(await page('?page=2')).toEqual([{ page: 2, pageSize: 50, ...all }, 2]);
    expect(await page('?page=9&pageSize=50')).toEqual([{ page: 9, pageSize: 50, ...all }, 0]);
    const whole = await call('GET', `${site.path}/Time?pageSize=500`);
    expect(items(whole).map(({ duration }) => duration)).toEqual(
      Array.from({ length: 52 }, (_, index) => index + 1),
    );
  });

  test.each<[string, string]>([
    ['/Projects?page=0', 'page'],
    ['/Projects?page=x', 'page'],
    ['/Projects?pageSize=0', 'pageSize'],
    ['/ProjectsUsers?pageSize=501', 'pageSize'],
    ['/Projects?states=OPEN', 'states'],
    ['/Projects?projectIds=1,2', 'projectIds'],
  ])('%s is refused for its %s', async (path, parameter) => {
    expect(refused(await call('GET', path))).toEqual([parameter]);
  });

  test('of projects is filtered by id, contact and status', async () => {
    const [one, two] = [await newSite(projects), await newSite(projects)];
    await call('PATCH', two.path, { status: 'CLOSED' });
    const ofContact = await call('POST', '/Projects', { name: 'Theirs', contactId });
    const ids = async (query: string): Promise<unknown[]> =>
      items(await call('GET', `/Projects?pageSize=500&${query}`)).map(({ projectId }) => projectId);
    const both = `${one.projectId},${two.projectId.toUpperCase()}`;
    expect(await ids(`projectIds=${both}`)).toEqual([one.projectId, two.projectId]);
    expect(await ids(`projectIds=${both}&states=CLOSED`)).toEqual([two.projectId]);
    expect(await ids(`projectIds=${both}&states=CLOSED,INPROGRESS`)).toHaveLength(2);
    expect(await ids(`contactID=${contactId}`)).toContain(ofContact.body['projectId']);
    expect(await ids(`contactID=${contactId}`)).not.toContain(one.projectId);
  });

  test('of tasks is filtered by id and charge type', async () => {
    const site = await newSite(projects);
    const free = await call('POST', `${site.path}/Tasks`, task({ chargeType: 'NON_CHARGEABLE' }));
    const names = async (query: string): Promise<unknown[]> =>
      items(await call('GET', `${site.path}/Tasks?${query}`)).map(({ taskId }) => taskId);
    expect(await names('')).toEqual([site.taskId, free.body['taskId']]);
    expect(await names(`taskIds=${site.taskId}`)).toEqual([site.taskId]);
    expect(await names('chargeType=NON_CHARGEABLE')).toEqual([free.body['taskId']]);
  });

  test('of time is filtered by user, task, dates, status, invoice, contact and whether it is charged', async () => {
    const made = await call('POST', '/Projects', { name: 'Filtered', contactId });
    const path = `/Projects/${String(made.body['projectId'])}`;
    const { userIds } = await newSite(projects);
    const add = async (change: Json): Promise<string> =>
      String((await call('POST', `${path}/Tasks`, task(change))).body['taskId']);
    const [timed, free] = [await add({}), await add({ chargeType: 'NON_CHARGEABLE' })];
    const log = (minutes: number, date: string, taskId: string, userId = userIds[0]) =>
      projects.act('log-time', { minutes, date, taskId, userId });
    const first = await log(1, '2026-11-01', timed);
    await log(2, '2026-11-02', timed, userIds[1]);
    await log(3, '2026-11-03', free);
    const bill = await client.call('PUT', '/Invoices', {
      ...{ Type: 'ACCREC', Contact: { ContactID: contactId }, Date: '2026-11-30' },
      LineItems: [{ Description: 'x', UnitAmount: 1, AccountCode: '200' }],
    });
    const invoiceId = (bill.body['Invoices'] as Json[])[0]?.['InvoiceID'];
    await projects.act('time-status', { ...first.body, status: 'INVOICED', invoiceId });
    const minutes = async (query: string): Promise<unknown[]> =>
      items(await call('GET', `${path}/Time?${query}`)).map(({ duration }) => duration);
    expect(await minutes('')).toEqual([1, 2, 3]);
    expect(await minutes(`userId=${String(userIds[1])}`)).toEqual([2]);
    expect(await minutes(`taskId=${free}`)).toEqual([3]);
    expect(await minutes('dateAfterUtc=2026-11-02T00:00:00Z')).toEqual([2, 3]);
    expect(await minutes('dateBeforeUtc=2026-11-02T00:00:00')).toEqual([1, 2]);
    expect(await minutes('states=INVOICED')).toEqual([1]);
    expect(await minutes(`invoiceId=${String(invoiceId)}`)).toEqual([1]);
    expect(await minutes('isChargeable=true')).toEqual([1, 2]);
    expect(await minutes('isChargeable=false')).toEqual([3]);
    expect(await minutes(`contactId=${contactId}`)).toEqual([1, 2, 3]);
    expect(await minutes(`contactId=${NOBODY}`)).toEqual([]);
    expect(refused(await call('GET', `${path}/Time?isChargeable=maybe`))).toEqual(['isChargeable']);
  });
});

test('the users of Projects are those of the organisation who may log time', async () => {
  const listed = items(await call('GET', '/ProjectsUsers'));
  const users = (await client.call('GET', '/Users')).body['Users'] as Json[];
  const working = users.filter((one) => one['OrganisationRole'] === 'STANDARD');
  expect(listed.length).toBeGreaterThan(3);
  expect(listed.map(({ userId }) => userId).sort()).toEqual(
    working.map(({ UserID }) => UserID).sort(),
  );
  expect(Object.keys(listed[0] ?? {})).toEqual(['userId', 'name', 'email']);
});

// What a person decided on stays as it was shown: names and figures of that day, whatever is called or planned otherwise since.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { storeRecords } from '../../db/queries/mirror.ts';
import { exception } from '../../db/schema/document-tables.ts';
import { snapshot } from '../../db/schema/record-tables.ts';
import type { KeptRecord } from '../../domain/records/records.ts';
import type { TestApi } from './api-fixture.ts';
import { openExceptionOf, startTestApi } from './api-fixture.ts';
import { contactId, editedPayApp, payApp, suggestedContact } from './observations.ts';
import { textOf } from './page-rows.ts';

let test: TestApi;
beforeAll(async () => {
  test = await startTestApi();
});
afterAll(() => test.close());
beforeEach(() => test.clear());

async function pageOf(id: string): Promise<string> {
  const response = await fetch(`${test.api.url}/exceptions/${id}`, {
    headers: { accept: 'text/html' },
  });
  return response.text();
}

const hour = 3_600_000;
const ago = (hours: number): Date => new Date(Date.now() - hours * hour);

/** Contact, vendor and project by these names, read so many hours ago. */
async function read(hours: number, names: { contact: string; vendor: string; project: string }) {
  const { vendor, candidates } = suggestedContact();
  const updatedAt = ago(hours).toISOString();
  const records = [
    { ...candidates[0], id: contactId, name: names.contact, updatedAt },
    { ...vendor, name: names.vendor, updatedAt },
    { ...payApp().project, name: names.project, updatedAt },
  ] as KeptRecord[];
  await storeRecords(test.db, 'demo', records, ago(hours));
}

const before = {
  contact: 'Old Name Ltd',
  vendor: 'Old Vendor Ltd',
  project: 'Quay Street Apartments',
};
const since = { contact: 'New Name Ltd', vendor: 'New Vendor Ltd', project: 'New Project' };

async function close(id: string, hours: number): Promise<void> {
  await test.db
    .update(exception)
    .set({ state: 'closed', closedBecause: 'approved', closedAt: ago(hours) })
    .where(eq(exception.id, id));
}

describe('the page of a question that is closed', () => {
  it('shows what contact, subcontractor and project were called then', async () => {
    await read(9, before);
    const { id } = await openExceptionOf(test, editedPayApp());
    await close(id, 5);
    await read(1, since);
    const page = textOf(await pageOf(id));
    for (const name of Object.values(before)) expect(page).toContain(name);
    for (const name of Object.values(since)) expect(page).not.toContain(name);
  });

  it('shows the names kept with the question before any other', async () => {
    await read(9, before);
    const { id } = await openExceptionOf(
      test,
      editedPayApp({ contactNames: { [contactId]: 'As It Was Shown Ltd' } }),
    );
    await close(id, 5);
    expect(textOf(await pageOf(id))).toContain('As It Was Shown Ltd');
  });

  it('says of a name that only today knows that it is today’s', async () => {
    const { id } = await openExceptionOf(test, editedPayApp());
    await close(id, 5);
    await read(1, since);
    expect(textOf(await pageOf(id))).toContain('now “New Name Ltd”');
  });
});

it('the columns of a question that is over speak of then, and of nothing still to come', async () => {
  const { id } = await openExceptionOf(test, editedPayApp());
  const open = textOf(await pageOf(id));
  expect(open).toContain('Xero now');
  expect(open).toContain('Will be written');
  await close(id, 1);
  const closed = textOf(await pageOf(id));
  expect(closed).toContain('Xero then');
  expect(closed).toContain('What was proposed');
  expect(closed).not.toMatch(/Xero now|Will be written/);
});

it('an open question shows what things are called now', async () => {
  await read(9, before);
  const { id } = await openExceptionOf(test, editedPayApp());
  await read(1, since);
  const page = textOf(await pageOf(id));
  for (const name of Object.values(since)) expect(page).toContain(name);
});

describe('the plan of a question', () => {
  /** As another version of the planner would have left it: the same question, another figure to be written. */
  async function withOtherVerdicts(id: string): Promise<void> {
    const [row] = await test.db.select().from(exception).where(eq(exception.id, id));
    const hash = row?.shownHash ?? '';
    const [kept] = await test.db.select().from(snapshot).where(eq(snapshot.hash, hash));
    const text = JSON.stringify(kept?.body).replaceAll('10000.00', '9999.00');
    await test.db
      .update(snapshot)
      .set({ body: JSON.parse(text) as unknown })
      .where(eq(snapshot.hash, hash));
  }

  it.each(['open', 'closed'] as const)('is the one kept with it while it is %s', async (state) => {
    const { id } = await openExceptionOf(test, editedPayApp());
    await withOtherVerdicts(id);
    if (state === 'closed') await close(id, 1);
    const page = textOf(await pageOf(id));
    expect(page).toContain('9,999.00');
    expect(page).not.toContain('other rules');
    const response = await fetch(`${test.api.url}/api/exceptions/${id}`);
    expect(await response.json()).toMatchObject({ plan: { changes: [{ proposed: '9999.00' }] } });
  });

  it('of before plans were kept is derived again, and where that differs it says so', async () => {
    const { id } = await openExceptionOf(test, editedPayApp());
    await test.db.update(exception).set({ shownHash: null });
    expect(textOf(await pageOf(id))).not.toContain('other rules');
    await test.db.update(exception).set({ verdicts: [{ role: 'bill', hash: 'another' }] });
    expect(textOf(await pageOf(id))).toContain('Tieout has learnt other rules since');
  });

  it('is kept with each hash it has while it waits', async () => {
    const { id } = await openExceptionOf(test, editedPayApp());
    const [first] = await test.db.select().from(exception).where(eq(exception.id, id));
    await openExceptionOf(test, editedPayApp({ mappingVersion: 'another', context: 'moved' }));
    const [second] = await test.db.select().from(exception).where(eq(exception.id, id));
    expect(first?.shownHash).toEqual(expect.any(String));
    expect(second?.shownHash).toEqual(expect.any(String));
  });
});

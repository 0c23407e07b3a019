// Proves that the store gives back what was committed, undoes what was not, and survives a torn write.
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { JournalledStore } from '../../../sandbox/kit/store.ts';

const root = mkdtempSync(join(tmpdir(), 'sandbox-store-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let count = 0;
function fresh(): string {
  count += 1;
  return join(root, String(count));
}

type Thing = { amount: bigint; tags: string[] };

test('what is committed is there after a restart, bigints and deletions included', () => {
  const dir = fresh();
  const store = new JournalledStore(dir);
  const things = store.collection<Thing>('things');
  things.set('a', { amount: 12345678901234567890n, tags: ['x'] });
  things.set('b', { amount: -1n, tags: [] });
  store.commit();
  things.delete('b');
  store.commit();
  things.set('never', { amount: 0n, tags: [] });

  const again = new JournalledStore(dir).collection<Thing>('things');
  expect(again.entries()).toEqual([['a', { amount: 12345678901234567890n, tags: ['x'] }]]);
});

test('one commit is one line, whatever changed and how often', () => {
  const dir = fresh();
  const store = new JournalledStore(dir);
  const things = store.collection<number>('things');
  for (const value of [1, 2, 3]) things.set('a', value);
  store.collection<number>('others').set('b', 9);
  store.commit();
  expect(readFileSync(join(dir, 'journal.jsonl'), 'utf8')).toBe(
    '[["things","a",3],["others","b",9]]\n',
  );
});

test('a rollback undoes back to its savepoint and no further', () => {
  const store = new JournalledStore(null);
  const things = store.collection<number>('things');
  things.set('kept', 1);
  const savepoint = store.savepoint();
  things.set('kept', 2);
  things.set('new', 3);
  things.delete('kept');
  store.rollbackTo(savepoint);
  expect(things.entries()).toEqual([['kept', 1]]);
});

test('a torn last line is a request that was never answered', () => {
  const dir = fresh();
  const store = new JournalledStore(dir);
  store.collection<number>('things').set('a', 1);
  store.commit();
  appendFileSync(join(dir, 'journal.jsonl'), '[["things","b",');
  const again = new JournalledStore(dir);
  expect(again.collection<number>('things').entries()).toEqual([['a', 1]]);
  again.collection<number>('things').set('c', 3);
  again.commit();
  expect(new JournalledStore(dir).collection<number>('things').size).toBe(2);
});

test('the journal is compacted at start', () => {
  const dir = fresh();
  const store = new JournalledStore(dir);
  const things = store.collection<number>('things');
  for (let value = 0; value < 100; value += 1) {
    things.set('a', value);
    store.commit();
  }
  new JournalledStore(dir).close();
  expect(readFileSync(join(dir, 'journal.jsonl'), 'utf8')).toBe('[["things","a",99]]\n');
});

test('wipe empties only what it is told to', () => {
  const store = new JournalledStore(null);
  store.collection<number>('kit.tokens').set('t', 1);
  store.collection<number>('bills').set('b', 1);
  store.wipe((name) => !name.startsWith('kit.'));
  expect([store.collection('kit.tokens').size, store.collection('bills').size]).toEqual([1, 0]);
});

test('earlier versions can be read, and nothing of the present is lost by it', () => {
  const store = new JournalledStore(null);
  const things = store.collection<number>('things');
  const notes = store.collection<number>('kit.notes');
  const versions = [1, 2, 3].map((value) => {
    things.set('a', value);
    if (value === 2) things.set('b', value);
    if (value === 3) things.delete('b');
    store.commit();
    return store.version;
  });
  notes.set('n', 1);
  store.commit();
  expect(store.version).toBe(versions[2]);
  const at = (version: number): unknown => store.at(version, () => things.entries());
  expect(versions.map(at)).toEqual([
    [['a', 1]],
    [
      ['a', 2],
      ['b', 2],
    ],
    [['a', 3]],
  ]);
  expect(at(0)).toEqual([]);
  expect(() => store.at(0, () => expect.fail('inside'))).toThrow();
  expect([things.entries(), notes.get('n')]).toEqual([[['a', 3]], 1]);
});

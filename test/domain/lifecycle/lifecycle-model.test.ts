// Proves the lifecycle against a model: both sides, a person, the writer and crashes act in any order, and nothing is written that
// was not clean or decided on exactly, a rejection never writes, every decision has one end, and every pass comes to rest.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Act } from './lifecycle-world.ts';
import { act, World } from './lifecycle-world.ts';

const outside: [string, Act][] = [
  ['Procore renumbers', (world) => void (world.number = `INV-${1043 + world.number.length}`)],
  ['Procore renumbers again', (world) => void (world.number = `${world.number}1`.slice(-9))],
  ['Procore takes the approval back', (world) => void (world.status = 'draft')],
  ['Procore approves', (world) => void (world.status = 'approved')],
  ['a bookkeeper types over the bill', (world) => world.typeOver()],
  ['a bookkeeper types a bill of their own', (world) => void (world.stranger = true)],
  ['the person approves', (world) => world.decide('approve', 'shown')],
  ['the person rejects', (world) => world.decide('reject', 'shown')],
  ['an old approval arrives', (world) => world.decide('approve', 'another')],
  ['an old rejection arrives', (world) => world.decide('reject', 'another')],
];
const written: [string, Act] = ['the writer sends', (world) => world.send()];
const woken: [string, Act] = ['the document is woken', (world) => world.pass()];
const trouble: [string, Act][] = [
  ['the mirror is behind', (world) => void (world.stale = 2)],
  ['the mirror stays behind', (world) => void (world.stale = 9)],
  ['the planner is upgraded', (world) => void (world.upgrades += 1)],
  ['Xero is to refuse', (world) => void (world.refuses = true)],
  ['an answer is to be lost', (world) => void (world.losesTheAnswer = true)],
];

const anyAct = fc.oneof(
  { weight: 5, arbitrary: fc.constant(woken) },
  { weight: 3, arbitrary: fc.constant(written) },
  { weight: 8, arbitrary: fc.constantFrom(...outside) },
  { weight: 2, arbitrary: fc.constantFrom(...trouble) },
  fc
    .constantFrom(...outside, written)
    .map(([what, happens]): [string, Act] => [
      `meanwhile, ${what}`,
      (world) => void (world.meanwhile = happens),
    ]),
);

function live(acts: readonly [string, Act][]): World {
  const world = new World();
  act(world, () => undefined);
  for (const [, happens] of acts) {
    if (happens === woken[1]) happens(world);
    else act(world, happens);
  }
  // Then the world stands still, and what is left is done.
  Object.assign(world, { stale: 0, upgrades: 0, refuses: false, meanwhile: null });
  for (let left = 0; left < 3; left += 1) {
    world.pass();
    world.send();
  }
  world.pass();
  return world;
}

const anyLife = fc.array(anyAct, { maxLength: 25 });
const runs = { numRuns: 150 };

describe('invariant 4: over any order of events', () => {
  test('nothing is written that was neither clean nor approved as it stands, and every pass rests', () => {
    fc.assert(
      fc.property(anyLife, (acts) => {
        const world = live(acts);
        expect(world.state.at).toMatch(/^(resting|final)$/);
        expect([world.wakes.size, world.intent]).toEqual([0, null]);
      }),
      runs,
    );
  });

  test('a decision ends once, and one decision writes once', () => {
    fc.assert(
      fc.property(anyLife, (acts) => {
        const world = live(acts);
        const ids = world.ended.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(world.pending).toEqual([]);
        expect(ids).toHaveLength(world.decisions);
        const decided = world.written.flatMap((write) => write.decided ?? []);
        expect(new Set(decided).size).toBe(decided.length);
      }),
      runs,
    );
  });

  test('a rejection never writes', () => {
    fc.assert(
      fc.property(anyLife, (acts) => {
        const world = live(acts);
        for (const { decided } of world.written) {
          if (decided !== null) expect(world.verdictsOf.get(decided)).toBe('approve');
        }
      }),
      runs,
    );
  });

  test('without an approval no posted bill is ever written again', () => {
    fc.assert(
      fc.property(anyLife, (acts) => {
        const world = live(acts.filter(([what]) => !what.includes('the person approves')));
        expect(world.written.length).toBeLessThanOrEqual(1);
        for (const write of world.written) expect(write.decided).toBeNull();
      }),
      runs,
    );
  });

  test('an approval of another plan is refused', () => {
    fc.assert(
      fc.property(anyLife, (acts) => {
        const world = live(acts.filter(([what]) => !/the person (approves|rejects)/.test(what)));
        for (const { outcome } of world.ended) expect(outcome).not.toBe('applied');
      }),
      runs,
    );
  });

  test('a difference that was left is asked about again only when what was seen has moved', () => {
    fc.assert(
      fc.property(anyLife, (acts) => {
        const world = live(acts);
        const left = world.accepted.map(({ seenHash }) => seenHash);
        if (world.shown) expect(left).not.toContain(world.shown.question.seenHash);
        const before = [world.written.length, world.shown?.question.hash];
        act(world, () => undefined);
        world.pass();
        world.send();
        expect([world.written.length, world.shown?.question.hash]).toEqual(before);
      }),
      runs,
    );
  });
});

describe('the model reaches what it is about', () => {
  const by = (...names: string[]): World =>
    live(
      names.map((name) => {
        const found = [...outside, ...trouble, written, woken].find(([what]) => what === name);
        if (!found) throw new Error(name);
        return found;
      }),
    );
  const wakes = 'the document is woken';
  const posted = [wakes, 'the writer sends', wakes];
  const edited = [...posted, 'a bookkeeper types over the bill', wakes];

  test('a clean pay app is written by itself', () => {
    expect(by(wakes).written).toMatchObject([
      { operation: 'create', number: 'INV-1042', decided: null },
    ]);
  });

  test('an edit is written over once it is approved, and stays when it is rejected', () => {
    expect(by(...edited).written).toHaveLength(1);
    expect(by(...edited, 'the person approves').written).toMatchObject([
      {},
      { operation: 'update', number: 'INV-1042', decided: 'd1' },
    ]);
    const kept = by(...edited, 'the person rejects');
    expect([kept.written.length, kept.bill?.number, kept.shown]).toEqual([1, 'typed 2', null]);
    expect(kept.ended).toEqual([{ id: 'd1', outcome: 'applied' }]);
  });

  test('an edit that was left is silent, and another edit is asked about', () => {
    const left = [...edited, 'the person rejects', wakes];
    expect(by(...left, 'Procore approves', wakes).shown).toBeNull();
    expect(by(...left, 'a bookkeeper types over the bill', wakes).shown).not.toBeNull();
  });

  test('an approval that Procore overtakes is refused, and the person is asked again', () => {
    const world = by(...edited, 'the person approves', 'Procore renumbers', wakes);
    expect(world.written).toHaveLength(1);
    expect(world.ended).toEqual([{ id: 'd1', outcome: 'refused' }]);
    expect(world.shown).not.toBeNull();
  });

  test('an approved write before which the bill was edited again is not sent, and the person is asked again', () => {
    const approved = [...edited, 'the person approves', wakes];
    const world = by(...approved, 'a bookkeeper types over the bill', 'the writer sends', wakes);
    expect(world.written).toHaveLength(1);
    expect(world.shown?.decided).toBe(false);
  });

  test('a decision on what cannot be read again waits until it can be', () => {
    const world = by(...edited, 'the person approves', 'the mirror stays behind', wakes, wakes);
    expect(world.ended).toEqual([{ id: 'd1', outcome: 'applied' }]);
    expect(world.written).toMatchObject([{}, { decided: 'd1' }]);
  });

  test('a write that Xero refused waits for a person, and is not sent again', () => {
    const world = by('Xero is to refuse', wakes, 'the writer sends', wakes);
    expect(world.written).toEqual([]);
    expect(world.shown?.question.kind).toBe('vendorRefused');
  });

  test('a look-alike waits, and is posted beside once approved', () => {
    const typed = ['a bookkeeper types a bill of their own', wakes];
    expect(by(...typed).written).toEqual([]);
    expect(by(...typed, 'the person approves').written).toMatchObject([{ decided: 'd1' }]);
  });
});

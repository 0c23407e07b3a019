// Proves the life of a batch against a model: two attempts frozen and thawed in any order, before a vendor that loses, delays and
// refuses as it likes; at most one effect a member ever, and in the end exactly one, or a refusal that the vendor gave.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attempt, moods, procore, Retry, Superseded, World, xero } from './batch-world.ts';

type Act =
  | { act: 'run'; which: 0 | 1; steps: number }
  | { act: 'kill'; which: 0 | 1 }
  | { act: 'pass'; ms: number };

const acts: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      act: fc.constant('run' as const),
      which: fc.constantFrom(0 as const, 1 as const),
      steps: fc.integer({ min: 1, max: 9 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constant('kill' as const),
      which: fc.constantFrom(0 as const, 1 as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      act: fc.constant('pass' as const),
      ms: fc.constantFrom(200, 1_500, 3_100, 11_000, 44_000, 46_000, 310_000, 400_000),
    }),
  },
);

function expectOneEffect(world: World): void {
  for (const [member, count] of world.effects) {
    expect(count, `effects of ${member}`).toBe(1);
  }
}

function runSome(world: World, running: (Generator<void, void> | null)[], act: Act): void {
  if (act.act === 'pass') {
    world.pass(act.ms);
    return;
  }
  if (act.act === 'kill') {
    running[act.which] = null;
    return;
  }
  for (let steps = 0; steps < act.steps; steps += 1) {
    const one = (running[act.which] ??= attempt(world));
    try {
      if (one.next().done !== true) continue;
    } catch (error) {
      if (!(error instanceof Superseded) && !(error instanceof Retry)) throw error;
    }
    running[act.which] = null;
  }
}

/** One attempt after another, with all the time it takes, before a vendor that works. */
function settle(world: World): void {
  for (let tries = 0; tries < 60 && !world.isOver(); tries += 1) {
    world.pass(46_000);
    const running: (Generator<void, void> | null)[] = [null, null];
    runSome(world, running, { act: 'run', which: 0, steps: 60 });
  }
}

describe.each([
  ['Xero, one request under a key it remembers', xero],
  ['Procore, a request a member under keys it promises nothing for', procore],
])('a batch to %s', (_name, endpoint) => {
  test('has at most one effect a member whatever two attempts do, and loses none', () => {
    fc.assert(
      fc.property(
        fc.array(acts, { maxLength: 40 }),
        fc.array(fc.constantFrom(...moods), { maxLength: 12 }),
        fc.integer({ min: 1, max: 4 }),
        (story, tape, size) => {
          const members = Array.from({ length: size }, (_, index) => `m${index}`);
          const world = new World(endpoint, members);
          world.moods = [...tape];
          const running: (Generator<void, void> | null)[] = [null, null];
          for (const act of story) {
            runSome(world, running, act);
            expectOneEffect(world);
          }
          world.moods = [];
          settle(world);
          expectOneEffect(world);
          expect(world.isOver(), JSON.stringify(world.stored)).toBe(true);
          for (const member of members) {
            const isThere = world.effects.has(member);
            expect(world.ends.get(member), member).toBe(isThere ? 'done' : 'refused');
            if (!isThere) expect(world.refusals.size).toBeGreaterThan(0);
          }
        },
      ),
      { numRuns: 4_000 },
    );
  });
});

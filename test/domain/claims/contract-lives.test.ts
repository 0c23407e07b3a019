// Proves on hundreds of random lives of contracts that the domain posts, holds, lets go, credits and pays what a model of its own says, to the cent.
import { describe, expect, test } from 'vitest';
import { differences } from './lives/compare.ts';
import { live, settle, standsStill } from './lives/drive.ts';
import { randomLife } from './lives/random-life.ts';
import { World } from './lives/world.ts';

/** One seed alone, to look at a life that failed. */
const only = process.env['TIEOUT_LIFE_SEED'] ?? '';
const first = only === '' ? 1 : Number(only);
const seeds = only === '' ? 500 : 1;
const atOnce = 50;

/** What is wrong with a life, with what happened up to there; null where nothing is. */
function faultOf(seed: number): string | null {
  const { setup, events } = randomLife(seed);
  const world = new World(setup);
  const happened: string[] = [];
  const shown = (value: unknown): string =>
    JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? String(one) : one));
  const told = (why: string): string =>
    [
      `seed ${seed} (again: TIEOUT_LIFE_SEED=${seed} npx vitest run test/domain/claims/contract-lives.test.ts)`,
      ...[shown(setup), ...happened, why],
    ].join('\n');
  try {
    settle(world, []);
    for (const [at, event] of events.entries()) {
      happened.push(shown(event));
      live(world, event);
      if (at % 4 === 0 || at === events.length - 1) standsStill(world);
      const wrong = differences(world);
      if (wrong.length > 0) return told(wrong.join('\n'));
    }
    return null;
  } catch (error) {
    return told(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

describe('a random legal life of a contract comes to what the model says', () => {
  const batches = Array.from({ length: Math.ceil(seeds / atOnce) }, (_, at) => first + at * atOnce);
  test.each(batches)('from seed %i on', (from) => {
    for (let seed = from; seed < Math.min(from + atOnce, first + seeds); seed += 1) {
      expect(faultOf(seed)).toBeNull();
    }
  });
});

// Proves on random lives of contracts that the running stack posts, holds, lets go, credits and pays what the model says, to the cent.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readReadiness } from '../../db/queries/settled.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import { mappingSchema } from '../../domain/mapping/mapping.ts';
import { config as australian } from '../../tieout.config.au.ts';
import { config as newZealand } from '../../tieout.config.ts';
import { config as british } from '../../tieout.config.uk.ts';
import type { Life, LifeEvent, Range, Regime } from '../domain/claims/lives/life.ts';
import { taxes } from '../domain/claims/lives/life.ts';
import { randomLife } from '../domain/claims/lives/random-life.ts';
import { layGround } from '../support/lives-on-stack/ground.ts';
import { nameOf } from '../support/lives-on-stack/life-on-stack.ts';
import type { Outcome } from '../support/lives-on-stack/lockstep.ts';
import { liveOn } from '../support/lives-on-stack/lockstep.ts';
import { inMirror, inXero } from '../support/lives-on-stack/own-words.ts';
import { everythingOn } from '../support/lives-on-stack/seen-on-stack.ts';
import { patienceMs } from '../support/people.ts';
import type { Stack } from '../support/stack.ts';
import { control, startStack } from '../support/stack.ts';

/** One seed alone, or a few with commas between, to look at what failed. */
const only = process.env['TIEOUT_LIFE_SEED'] ?? '';
const seeds =
  only === '' ? Array.from({ length: 50 }, (_, index) => index + 1) : only.split(',').map(Number);
const regimes: readonly Regime[] = ['NZ', 'AU', 'UK'];
const regimeOf = (seed: number): Regime => regimes[seed % regimes.length] ?? 'NZ';

const firms = {
  NZ: { company: 'twenty', config: mappingSchema.parse(newZealand) },
  AU: { company: 'au', config: mappingSchema.parse(australian) },
  UK: { company: 'uk', config: mappingSchema.parse(british) },
} as const;

/** Where the shipped mapping of a firm puts what its lives bill and hold. */
function rangeOf(regime: Regime): Range {
  const { accounts } = firms[regime].config;
  const { byCostType, retentionPayable, retentionReceivable, revenue, revenueMarkup } = accounts;
  const sold = revenue?.fallback ?? '';
  return {
    ...{ regime, isOverTheWire: true, firstDay: '2026-10-01' },
    accounts: {
      payable: {
        ...{ S: byCostType['S'] ?? '', M: byCostType['M'] ?? '', markup: '' },
        held: retentionPayable ?? '',
      },
      receivable: {
        ...{ S: sold, M: sold, markup: revenueMarkup ?? '' },
        held: retentionReceivable ?? '',
      },
    },
  };
}

/**
 * The shipped mapping, with how each contract's retainage is posted, and with the sales tax types of the lives: a line
 * without a tax code is sold without tax, and a reverse charge may be sold too.
 */
function mappingOf(regime: Regime, lives: readonly Life[]): Mapping {
  const { config } = firms[regime];
  const { retainage } = config;
  const modes = lives.map(({ setup }) => [nameOf(setup.seed), setup.retainage]);
  const byContract = Object.fromEntries(modes) as Record<string, Life['setup']['retainage']>;
  const wire = taxes[regime].filter(({ code }) => code === null || code in config.taxTypes);
  return {
    ...config,
    salesTaxTypes: Object.fromEntries(wire.map((tax) => [tax.code ?? 'none', tax.receivable])),
    retainage: {
      ...retainage,
      payable: { ...retainage.payable, byContract },
      receivable: { ...retainage.receivable, byContract },
    },
  };
}

const shown = (value: unknown): string =>
  JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? String(one) : one));

function told(life: Life, happened: readonly LifeEvent[], fault: string): string {
  const { seed } = life.setup;
  const again = `TIEOUT_LIFE_SEED=${seed} npx vitest run --config vitest.slow.config.ts test/e2e/contract-lives.slow.test.ts`;
  return [`seed ${seed} (again: ${again})`, shown(life.setup), ...happened.map(shown), fault].join(
    '\n',
  );
}

const groups = regimes
  .map((regime) => ({ regime, own: seeds.filter((seed) => regimeOf(seed) === regime) }))
  .filter(({ own }) => own.length > 0);

describe.each(groups)('lives in $regime', ({ regime, own }) => {
  const lives = own.map((seed) => randomLife(seed, rangeOf(regime)));
  let stack: Stack;
  let outcomes: Map<number, Outcome>;
  beforeAll(async () => {
    stack = await startStack({
      ...{ company: firms[regime].company, mapping: mappingOf(regime, lives) },
      ...{ readsOften: true, env: { TIEOUT_SWEEP_EVERY_MS: '2000' }, running: false },
    });
    const ground = await layGround(stack);
    await stack.startWorker();
    outcomes = await liveOn(stack, ground, lives);
  }, 10 * patienceMs);
  afterAll(() => stack.close(), 60_000);

  it.each(lives.map((life) => ({ seed: life.setup.seed, life })))(
    'life $seed',
    ({ seed, life }) => {
      const { happened, fault } = outcomes.get(seed) ?? { happened: [], fault: 'it was not lived' };
      expect(fault === null ? null : told(life, happened, fault)).toBeNull();
    },
  );

  it('every record of theirs stands once, as Tieout has read it, and nothing is on its way', async () => {
    const { standing, markers } = await inXero(stack);
    expect(standing).toEqual(inMirror(await everythingOn(stack)));
    expect(markers.filter((one, at) => markers.indexOf(one) !== at)).toEqual([]);
    expect(markers.length).toBeGreaterThan(lives.length);
    const { wake, intents, retrying } = await readReadiness(stack.database.db, stack.connection);
    expect({ wake, intents, retrying }).toEqual({ wake: 0, intents: 0, retrying: 0 });
    expect(await control(stack.xero, 'GET', 'ledger')).toMatchObject({ trialBalance: '0.00' });
  });
});

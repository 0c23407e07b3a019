// What a random life starts with: the regime, the side and the lines of its contract.
import { randomOf } from '../../../support/random.ts';
import type { LifeLine, Range, Regime, Setup } from './life.ts';
import { share, sum, taxes } from './life.ts';

/** Choices drawn from one stream, so that a seed decides all of them. */
export class Dice {
  private readonly next: () => number;

  constructor(seed: number) {
    this.next = randomOf(seed);
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  one<T>(among: readonly T[]): T {
    const found = among[this.below(among.length)];
    if (found === undefined) throw new Error('nothing to choose from');
    return found;
  }

  /** From 0 to `most`, either sign; often a whole amount, more often an odd one. */
  upTo(most: bigint): bigint {
    const size = most < 0n ? -most : most;
    const part = share(size, BigInt(this.below(1_000_001)), 1_000_000n);
    const rounded = this.chance(25) ? (part / 10_000n) * 10_000n : part;
    return most < 0n ? -rounded : rounded;
  }
}

/** Zero-rated purchases and reduced rates are not in every chart. */
const rarer = ['ZERO', 'VAT5'];

export type Place = { regime: Regime; isOverTheWire: boolean };

export function lineOf(
  dice: Dice,
  place: Place,
  over: Partial<LifeLine> & { id: string },
): LifeLine {
  const { regime, isOverTheWire } = place;
  const own = taxes[regime].filter(({ code }) => !isOverTheWire || !rarer.includes(code ?? ''));
  const usual = own[0]?.code ?? null;
  return {
    description: `Line ${over.id}`,
    amount: 100_000n + dice.upTo(9_000_000n),
    costCode: dice.one(['02-200', '03-300']),
    costType: dice.one(['S', 'M']),
    taxCode: dice.chance(65) ? usual : dice.one(own).code,
    ...{ changeOrder: null, detailOf: null, isMarkup: false },
    ...over,
  };
}

function linesOf(dice: Dice, place: Place, isPrime: boolean): LifeLine[] {
  const count = 1 + dice.below(3);
  const lines = Array.from({ length: count }, (_, index) =>
    lineOf(dice, place, { id: String(index + 1) }),
  );
  if (place.isOverTheWire) return lines;
  const [first] = lines;
  if (isPrime && dice.chance(40)) {
    const margin = { id: 'mk', description: 'Margin', isMarkup: true, taxCode: null };
    return [...lines, lineOf(dice, place, margin)];
  }
  if (isPrime || !first || !dice.chance(25)) return lines;
  // Details of one line share its code and tax, and sometimes their words.
  const words = dice.chance(50) ? ['Pour', 'Pour'] : ['Formwork', 'Pour'];
  const details = words.map((description, index) =>
    lineOf(dice, place, {
      ...{ id: `1.${index + 1}`, description, detailOf: first.id },
      ...{ taxCode: first.taxCode, costCode: first.costCode, costType: first.costType },
    }),
  );
  const whole = { ...first, amount: sum(details.map(({ amount }) => amount)) };
  return [whole, ...lines.slice(1), ...details];
}

/** Lives in a currency without cents, told apart by the seed as well. */
export const isInYen = (seed: number, { isOverTheWire }: Range): boolean =>
  seed % 9 === 3 && !isOverTheWire;

export function setupOf(dice: Dice, seed: number, range: Range): Setup {
  const { isOverTheWire, accounts } = range;
  const regime = range.regime ?? dice.one(['NZ', 'AU', 'UK'] as const);
  const side = dice.one(['payable', 'receivable'] as const);
  const kind = side === 'receivable' ? 'pc' : dice.one(['wo', 'wo', 'po'] as const);
  return {
    ...{ seed, accounts: accounts[side], regime, side },
    kind: kind === 'po' && isOverTheWire ? 'wo' : kind,
    retainage: dice.one(['ledger', 'ledger', 'ledger', 'ledger', 'creditNote', 'manual']),
    heldTax: isOverTheWire || dice.chance(85) ? 'deferred' : 'upFront',
    taxOn: dice.one(['net', 'gross', null]),
    movedShownIn: dice.one(['fromPrevious', 'retained', 'onTop']),
    changeOrderItems: dice.one(['lines', 'both', 'whole']),
    hasTwins: !isOverTheWire && side === 'payable' && dice.chance(30),
    lines: linesOf(dice, { regime, isOverTheWire }, kind === 'pc'),
    // By the seed and not by the dice: a life in euro is the same life otherwise.
    ...(seed % 3 === 0 && !isInYen(seed, range) && !isOverTheWire ? { currency: 'EUR' } : {}),
  };
}

// A small model of a contract's life, made from what a site does and not from the code it tests: claims, stored materials,
// retainage held and let go, and the pay apps Procore would show for it.
import fc from 'fast-check';
import type { ClaimItem } from '../../domain/records/procore/claim-figures.ts';
import type { ProcoreRequisition } from '../../domain/records/procore/requisition.ts';
import { item, requisition, summary, text } from './domain-builders.ts';

/** Where Procore shows retainage that follows stored materials into the work. */
export const movedShownIn = ['fromPrevious', 'retained', 'onTop'] as const;
export type MovedShownIn = (typeof movedShownIn)[number];

/** What happens on one line in one period, in cents and percent. */
export type Happening = {
  claimed: bigint;
  stored: bigint;
  /** Percent of the materials stored before that is built in this period. */
  builtInPercent: bigint;
  /** Percent of the retainage on work, and on materials, that is let go. */
  workReleasedPercent: bigint;
  materialsReleasedPercent: bigint;
};

type Line = { work: bigint; stored: bigint; workHeld: bigint; materialsHeld: bigint };
const nothing: Line = { work: 0n, stored: 0n, workHeld: 0n, materialsHeld: 0n };

/** What a pay app must come to on one line, kept by the model itself. */
export type Expected = { gross: bigint; held: bigint; released: bigint };
export type Period = { payApp: ProcoreRequisition; expected: Expected[] };

const share = (amount: bigint, percent: bigint): bigint => (amount * percent) / 100n;

function live(before: Line, happening: Happening, ratePercent: bigint) {
  const builtIn = share(before.stored, happening.builtInPercent);
  const materialsReleased = share(before.materialsHeld, happening.materialsReleasedPercent);
  const moved = share(before.materialsHeld - materialsReleased, happening.builtInPercent);
  const workReleased = share(before.workHeld, happening.workReleasedPercent);
  const retained = share(happening.claimed, ratePercent);
  const after: Line = {
    work: before.work + happening.claimed + builtIn,
    stored: before.stored - builtIn + happening.stored,
    workHeld: before.workHeld + retained + moved - workReleased,
    materialsHeld:
      before.materialsHeld - materialsReleased - moved + share(happening.stored, ratePercent),
  };
  return { after, builtIn, moved, retained, workReleased, materialsReleased };
}

function shownItem(
  sovLineId: string,
  before: Line,
  happening: Happening,
  lived: ReturnType<typeof live>,
  shownIn: MovedShownIn,
): ClaimItem {
  const { after, builtIn, moved, retained, workReleased, materialsReleased } = lived;
  const none = item(sovLineId, { work: '0.00', held: '0.00' });
  return {
    ...none,
    workCompletedFromPrevious: text(before.work + builtIn),
    workCompletedThisPeriod: text(happening.claimed),
    materialsPresentlyStored: text(after.stored),
    totalCompletedAndStoredToDate: text(after.work + after.stored),
    workRetainageFromPrevious: text(before.workHeld + (shownIn === 'fromPrevious' ? moved : 0n)),
    workRetainageRetainedThisPeriod: text(retained + (shownIn === 'retained' ? moved : 0n)),
    workRetainageReleasedThisPeriod: text(workReleased),
    materialsRetainageBalance: text(after.materialsHeld),
    materialsRetainageReleasedThisPeriod: text(materialsReleased),
    materialsRetainageMoved: text(moved),
  };
}

const total = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, one) => sum + one, 0n);

/** The pay apps of a contract, one per period; each period says what happens on every line. */
export function payAppsOf(
  periods: readonly (readonly Happening[])[],
  rates: readonly bigint[],
  shownIn: MovedShownIn,
): Period[] {
  let lines: Line[] = rates.map(() => nothing);
  let certified = 0n;
  return periods.map((happenings, period) => {
    const lived = lines.map((line, index) => live(line, happenings[index]!, rates[index] ?? 0n));
    const items = lived.map((one, index) =>
      shownItem(String(index + 1), lines[index]!, happenings[index]!, one, shownIn),
    );
    const expected = lived.map(({ after, workReleased, materialsReleased }, index): Expected => {
      const before = lines[index]!;
      const released = workReleased + materialsReleased;
      const heldBefore = before.workHeld + before.materialsHeld;
      return {
        gross: after.work + after.stored - before.work - before.stored,
        held: after.workHeld + after.materialsHeld - heldBefore + released,
        released,
      };
    });
    lines = lived.map(({ after }) => after);
    const work = total(lines.map((line) => line.workHeld));
    const materials = total(lines.map((line) => line.materialsHeld));
    const completed = total(lines.map((line) => line.work + line.stored));
    const header = summary(text(completed), text(work + materials), text(certified), {
      completedWorkRetainage: text(work),
      storedMaterialsRetainage: text(materials),
      // Lives are random; billing beyond the contract is another matter.
      contractSumToDate: '999999999.99',
    });
    certified = completed - work - materials;
    const payApp = requisition({
      id: String(100 + period),
      number: period + 1,
      previousId: period === 0 ? null : String(99 + period),
      summary: header,
      items,
    });
    return { payApp, expected };
  });
}

const cent = fc.bigInt({ min: 0n, max: 5_000_000n });
const percent = fc.constantFrom(0n, 0n, 25n, 50n, 100n);

function happening(mayRelease: boolean): fc.Arbitrary<Happening> {
  const released = mayRelease ? percent : fc.constant(0n);
  return fc.record({
    claimed: fc.oneof({ weight: 5, arbitrary: cent }, fc.constantFrom(0n, -12_345n)),
    stored: fc.oneof(fc.constant(0n), cent),
    builtInPercent: percent,
    workReleasedPercent: released,
    materialsReleasedPercent: released,
  });
}

/** Random lives of one to four lines over one to five periods. */
export function anyLife(mayRelease = true): fc.Arbitrary<Period[]> {
  return fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 5 }))
    .chain(([lines, periods]) =>
      fc.tuple(
        fc.array(fc.array(happening(mayRelease), { minLength: lines, maxLength: lines }), {
          minLength: periods,
          maxLength: periods,
        }),
        fc.array(fc.constantFrom(0n, 5n, 10n), { minLength: lines, maxLength: lines }),
        fc.constantFrom(...movedShownIn),
      ),
    )
    .map(([periods, rates, shownIn]) => payAppsOf(periods, rates, shownIn));
}

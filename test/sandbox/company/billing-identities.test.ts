// Proves the identities of a G702 and its G703 on every seeded pay app, over many seeds, with arithmetic of its own: it adds up
// the shown decimal strings and never calls the generator's.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildCompany } from '../../../sandbox/company/build-company.ts';
import type {
  RequisitionItem,
  SeededCompany,
  SeededRequisition,
} from '../../../sandbox/company/seeded-company.ts';

const money = (text: string): bigint => {
  if (!/^-?\d+\.\d\d$/.test(text)) throw new Error(`Not a two-decimal amount: ${text}`);
  return BigInt(text.replace('.', ''));
};
const total = (amounts: bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n);

const balanceOf = (item: RequisitionItem | undefined): bigint =>
  item === undefined
    ? 0n
    : money(item.work_completed_retainage_from_previous_application) +
      money(item.work_completed_retainage_retained_this_period) -
      money(item.work_completed_retainage_released_this_period) +
      money(item.materials_stored_retainage_currently_retained);

/** The rate of each tax code, said here once more. A reverse charge leaves the tax to the customer. */
const percents: Record<string, bigint> = { GST15: 15n, GST10: 10n, VAT20: 20n, DRC20: 0n };

function checkHeader(requisition: SeededRequisition, previous: SeededRequisition | undefined) {
  const summary = requisition.summary;
  expect(money(summary.total_retainage)).toBe(
    money(summary.completed_work_retainage_amount) +
      money(summary.stored_materials_retainage_amount),
  );
  expect(money(summary.total_earned_less_retainage)).toBe(
    money(summary.total_completed_and_stored_to_date) - money(summary.total_retainage),
  );
  expect(money(summary.current_payment_due)).toBe(
    money(summary.total_earned_less_retainage) -
      money(summary.less_previous_certificates_for_payment),
  );
  expect(summary.less_previous_certificates_for_payment).toBe(
    previous?.summary.total_earned_less_retainage ?? '0.00',
  );
}

function checkLine(item: RequisitionItem, before: RequisitionItem | undefined) {
  expect(money(item.total_completed_and_stored_to_date)).toBe(
    money(item.work_completed_from_previous_application) +
      money(item.work_completed_this_period) +
      money(item.materials_presently_stored),
  );
  expect(item.total_completed_and_stored_to_date_from_previous).toBe(
    before?.total_completed_and_stored_to_date ?? '0.00',
  );
  const workBefore = before
    ? money(before.work_completed_from_previous_application) +
      money(before.work_completed_this_period)
    : 0n;
  expect(money(item.work_completed_from_previous_application)).toBe(
    workBefore + money(item.materials_moved),
  );
  const retainedBefore = before
    ? money(before.work_completed_retainage_from_previous_application) +
      money(before.work_completed_retainage_retained_this_period) -
      money(before.work_completed_retainage_released_this_period)
    : 0n;
  expect(money(item.work_completed_retainage_from_previous_application)).toBe(
    retainedBefore + money(item.materials_retainage_retained_moved),
  );
}

/** What each tax code says of the net under it, summed before rounding, then rounded once, halves away from zero. */
function taxDue(
  { taxCodes }: SeededCompany,
  { items }: SeededRequisition,
  before: (item: RequisitionItem) => RequisitionItem | undefined,
): bigint {
  const hundredths = leavesOf(items).map((item) => {
    const [tax, ...others] = item.taxes;
    expect(others).toEqual([]);
    const taxCode = taxCodes.find(({ id }) => id === tax?.tax_code_id);
    expect(tax).toMatchObject({ tax_code_name: taxCode?.code, tax_code_rate: taxCode?.rate });
    const gross =
      money(item.total_completed_and_stored_to_date) -
      money(before(item)?.total_completed_and_stored_to_date ?? '0.00');
    const net = gross - (balanceOf(item) - balanceOf(before(item)));
    return net * percents[taxCode?.code ?? '']!;
  });
  const sum = total(hundredths);
  return sum < 0n ? -((-sum + 50n) / 100n) : (sum + 50n) / 100n;
}

/** Each amount once: a change order that stands by its lines is no line itself. */
function leavesOf(items: readonly RequisitionItem[]): RequisitionItem[] {
  return items.filter(({ item_type }) => item_type !== 'whole_change_order_item');
}

/** What a claim of ordinary work keeps to; those of a written-out life have reasons not to. */
function checkOrdinary({ summary, items }: SeededRequisition) {
  expect(money(summary.current_payment_due)).toBeGreaterThan(0n);
  for (const item of items) {
    expect(money(item.total_completed_and_stored_to_date)).toBeLessThanOrEqual(
      money(item.scheduled_value),
    );
  }
}

/** A whole change order shows the sums of its lines. */
function checkWhole(whole: RequisitionItem, items: readonly RequisitionItem[]) {
  const parts = items.filter(
    ({ item_type, change_order_package_id: id }) =>
      item_type === 'change_order_item' && id === whole.change_order_package_id,
  );
  expect(parts.length).toBeGreaterThan(0);
  for (const name of [
    'scheduled_value',
    'work_completed_this_period',
    'total_completed_and_stored_to_date',
    'work_completed_retainage_retained_this_period',
    'work_completed_retainage_released_this_period',
    'net_amount',
  ] as const) {
    expect(money(whole[name])).toBe(total(parts.map((part) => money(part[name]))));
  }
}

function checkPayApp(company: SeededCompany, requisition: SeededRequisition, raisedBy: bigint) {
  const previous = company.requisitions.find(
    ({ id }) => id === requisition.previous_requisition_id,
  );
  const summary = requisition.summary;
  const before = (item: RequisitionItem) =>
    previous?.items.find(({ line_item_id }) => line_item_id === item.line_item_id);
  checkHeader(requisition, previous);
  const isWritten = (company.lives ?? []).some(({ claimIds }) => claimIds.includes(requisition.id));
  if (!isWritten) checkOrdinary(requisition);
  for (const item of requisition.items) checkLine(item, before(item));
  const leaves = leavesOf(requisition.items);
  for (const item of requisition.items) {
    if (!leaves.includes(item)) checkWhole(item, requisition.items);
  }
  expect(total(leaves.map((item) => money(item.total_completed_and_stored_to_date)))).toBe(
    money(summary.total_completed_and_stored_to_date) - raisedBy,
  );
  expect(total(leaves.map(balanceOf))).toBe(money(summary.total_retainage));
  expect(money(summary.contract_sum_to_date)).toBe(
    total(leaves.map(({ scheduled_value }) => money(scheduled_value))),
  );
  const gross = total(
    leaves.map(
      (item) =>
        money(item.total_completed_and_stored_to_date) -
        money(before(item)?.total_completed_and_stored_to_date ?? '0.00'),
    ),
  );
  const held = total(leaves.map((item) => balanceOf(item) - balanceOf(before(item))));
  expect(held).toBe(
    money(summary.total_retainage) - money(previous?.summary.total_retainage ?? '0.00'),
  );
  expect(gross - held).toBe(money(summary.current_payment_due) - raisedBy);
  expect(money(summary.tax_applicable_to_this_payment)).toBe(taxDue(company, requisition, before));
}

test.each([
  ['demo', 6],
  ['au', 15],
  ['uk', 15],
] as const)('every pay app of %s ties, except the one 100.00 too high', (name, numRuns) => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 12 }), (seed) => {
      const company = buildCompany(name, seed);
      const odd = company.traps.find(({ key }) => key === 'partsNotWhole')?.requisitionIds ?? [];
      expect(odd).toHaveLength(1);
      for (const requisition of company.requisitions) {
        const isOdd = odd.includes(requisition.id);
        checkPayApp(company, requisition, isOdd ? 10_000n : 0n);
        if (isOdd) {
          const follows = company.requisitions.some(
            (next) => next.previous_requisition_id === requisition.id,
          );
          expect(follows).toBe(false);
        }
      }
    }),
    { numRuns },
  );
});

test('every pay app of twenty ties', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 12 }), (seed) => {
      const company = buildCompany('twenty', seed);
      for (const requisition of company.requisitions) checkPayApp(company, requisition, 0n);
    }),
    { numRuns: 25 },
  );
});

test('every pay app of group ties', () => {
  const company = buildCompany('group');
  for (const requisition of company.requisitions) checkPayApp(company, requisition, 0n);
});

test('stored materials appear, move into work by hand and are moved by Procore itself', () => {
  const company = buildCompany('demo');
  const items = company.requisitions.flatMap((requisition) => requisition.items);
  expect(items.some((item) => money(item.materials_presently_stored) > 0n)).toBe(true);
  expect(items.some((item) => money(item.materials_moved) > 0n)).toBe(true);
  const movedByHand = company.requisitions.some((requisition) => {
    if (requisition.move_materials_to_previous_work_completed) return false;
    const previous = company.requisitions.find(
      ({ id }) => id === requisition.previous_requisition_id,
    );
    return requisition.items.some((item) => {
      const before = previous?.items.find(({ line_item_id }) => line_item_id === item.line_item_id);
      return (
        before !== undefined &&
        money(before.materials_presently_stored) >
          money(item.materials_presently_stored_from_previous_progress)
      );
    });
  });
  expect(movedByHand).toBe(true);
});

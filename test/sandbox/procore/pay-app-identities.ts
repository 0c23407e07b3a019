// What ties in every pay app as Procore shows it, worked out from the shown decimal strings alone: each amount counted once.
import { expect } from 'vitest';
import { at, cents, text } from './procore-caller.ts';
import type { Json } from './procore-caller.ts';

const of = (item: Json, name: string): bigint => cents(text(item, name));
const total = (amounts: bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n);
const itemsOf = (payApp: Json | null): Json[] => (payApp?.['items'] ?? []) as Json[];

/** Items that are not the sum of others; needs the rule payAppItemParents on "shown". */
function leaves(payApp: Json | null): Json[] {
  const items = itemsOf(payApp);
  const isPart = (whole: Json) => (item: Json) =>
    whole['item_type'] === 'contract_item'
      ? item['item_type'] === 'contract_detail_item' &&
        item['line_item_id'] === whole['line_item_id']
      : whole['item_type'] === 'whole_change_order_item' &&
        item['item_type'] === 'change_order_item' &&
        item['change_order_package_id'] === whole['change_order_package_id'];
  return items.filter((whole) => !items.some(isPart(whole)));
}

const workHeld = (item: Json): bigint =>
  of(item, 'work_completed_retainage_from_previous_application') +
  of(item, 'work_completed_retainage_retained_this_period') -
  of(item, 'work_completed_retainage_released_this_period');

function figures(payApp: Json | null) {
  const own = leaves(payApp);
  const sum = (read: (item: Json) => bigint): bigint => total(own.map(read));
  return {
    completed: sum((item) => of(item, 'total_completed_and_stored_to_date')),
    work: sum(workHeld),
    materials: sum((item) => of(item, 'materials_stored_retainage_currently_retained')),
  };
}

function expectLine(item: Json, before: Json | undefined): void {
  const place = text(item, 'description_of_work');
  const earlier = (name: string): bigint => (before === undefined ? 0n : of(before, name));
  expect(of(item, 'total_completed_and_stored_to_date'), place).toBe(
    of(item, 'work_completed_from_previous_application') +
      of(item, 'work_completed_this_period') +
      of(item, 'materials_presently_stored'),
  );
  expect(of(item, 'total_completed_and_stored_to_date_from_previous'), place).toBe(
    earlier('total_completed_and_stored_to_date'),
  );
  expect(of(item, 'work_completed_from_previous_application'), place).toBe(
    earlier('work_completed_from_previous_application') +
      earlier('work_completed_this_period') +
      of(item, 'materials_moved'),
  );
  expect(of(item, 'work_completed_retainage_from_previous_application'), place).toBe(
    (before === undefined ? 0n : workHeld(before)) + of(item, 'materials_retainage_retained_moved'),
  );
  expect(of(item, 'gross_amount'), place).toBe(
    of(item, 'total_completed_and_stored_to_date') - earlier('total_completed_and_stored_to_date'),
  );
}

const keyOf = (item: Json): string =>
  [
    item['item_type'],
    item['detail_line_item_id'] ?? item['line_item_id'] ?? item['change_order_package_id'],
  ].join('/');

/** Basis points of 100 %: "12.5" is 1250. */
const rateOf = (tax: unknown): bigint => {
  const [whole = '', fraction = ''] = text(tax, 'tax_code_rate').split('.');
  return BigInt(whole) * 100n + BigInt(fraction.padEnd(2, '0'));
};
const halfUp = (numerator: bigint, by: bigint): bigint => {
  const sign = numerator < 0n ? -1n : 1n;
  return (sign * (sign * numerator * 2n + by)) / (by * 2n);
};

export function expectIdentities(payApp: Json, previous: Json | null): void {
  const summary = (name: string): bigint => cents(text(payApp, 'summary', name));
  const own = leaves(payApp);
  for (const item of itemsOf(payApp)) {
    const before = itemsOf(previous).find((other) => keyOf(other) === keyOf(item));
    expectLine(item, before);
  }
  const [mine, earlier] = [figures(payApp), figures(previous)];
  const held = mine.work + mine.materials;
  const net = mine.completed - earlier.completed - held + earlier.work + earlier.materials;
  expect(summary('total_completed_and_stored_to_date')).toBe(mine.completed);
  expect(summary('completed_work_retainage_amount')).toBe(mine.work);
  expect(summary('stored_materials_retainage_amount')).toBe(mine.materials);
  expect(summary('total_retainage')).toBe(held);
  expect(summary('total_earned_less_retainage')).toBe(mine.completed - held);
  expect(summary('current_payment_due')).toBe(net);
  expect(total(own.map((item) => of(item, 'net_amount')))).toBe(net);
  const ofChangeOrders = own
    .filter((item) => String(item['item_type']).includes('change_order'))
    .map((item) => of(item, 'scheduled_value'));
  expect(summary('net_change_by_change_orders')).toBe(total(ofChangeOrders));
  expect(summary('contract_sum_to_date')).toBe(
    summary('original_contract_sum') + total(ofChangeOrders),
  );
  expect(summary('balance_to_finish_including_retainage')).toBe(
    summary('contract_sum_to_date') - mine.completed + held,
  );
  for (const [sign, amounts] of [
    ['positive', ofChangeOrders.filter((amount) => amount > 0n)],
    ['negative', ofChangeOrders.filter((amount) => amount < 0n)],
  ] as const) {
    expect(summary(`${sign}_change_order_item_total`)).toBe(total(amounts));
    expect(
      summary(`${sign}_new_change_order_item_total`) +
        summary(`${sign}_previous_change_order_item_total`),
    ).toBe(total(amounts));
  }
  const taxed = own.map((item) => {
    const rate = total((item['taxes'] as unknown[]).map(rateOf));
    return of(item, 'net_amount') * rate;
  });
  expect(summary('tax_applicable_to_this_payment')).toBe(halfUp(total(taxed), 10_000n));
  expect(at(payApp, 'total_claimed_amount')).toBe(
    String(mine.completed - earlier.completed).replace(
      /(-?)(\d*?)(\d\d?)$/,
      (_all, minus, whole, rest) => {
        return `${String(minus)}${String(whole) || '0'}.${String(rest).padStart(2, '0')}`;
      },
    ),
  );
}

// Proves every G702 from its G703, with arithmetic of its own, on payment applications worked out from any outline: work, stored
// materials that move whole, in part or by hand, a sliding percentage, releases, markups, and deductive lines and change orders.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { summaryOfLines } from '../../../sandbox/company/owner-arithmetic.ts';
import { paymentApplicationsOf } from '../../../sandbox/company/payment-applications.ts';
import type {
  LineEvents,
  OwnerBillingOutline,
} from '../../../sandbox/company/payment-applications.ts';
import type {
  PaymentApplicationLine,
  SeededPaymentApplication,
} from '../../../sandbox/company/owner-records.ts';

const money = (text: string): bigint => {
  if (!/^-?\d+\.\d\d$/.test(text)) throw new Error(`Not a two-decimal amount: ${text}`);
  return BigInt(text.replace('.', ''));
};
const written = (cents: number): string => {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};
const total = (amounts: bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n);

const stamp = '2026-05-01T00:00:00.000Z';
const codes = { cost_code_id: 1, line_item_type_id: 1, wbs_code_id: 1, tax_code_id: 1 };
const lineOf = (id: number, amount: string) => ({
  id,
  position: id,
  description: `Line ${id}`,
  amount,
  ...codes,
});

/** Lines 11, 12 and a deduction 13; markup 21 of 7.25 %; change orders 31 (an addition) and 32 (a deduction). */
function outlineOf(
  periods: { lines: Record<number, LineEvents>; percent: string }[],
): OwnerBillingOutline {
  const contract = {
    ...{ id: 1, project_id: 1, vendor_id: 1, number: 'PC-1', title: 'Main', description: '' },
    ...{ status: 'Approved', retainage_percent: '10.00', contract_date: null },
    ...{ allow_payment_applications: true, allow_payments: true, move_materials: false },
    lines: [lineOf(11, '100000.00'), lineOf(12, '33333.33'), lineOf(13, '-5000.01')],
    markups: [{ id: 21, name: 'Margin', percentage: '7.25' }],
    ...{ created_at: stamp, updated_at: stamp },
  };
  const changeOrders = [31, 32].map((id) => ({
    ...{ id: id + 100, legacy_package_id: id, project_id: 1, contract_id: 1 },
    ...{ number: String(id), title: 'Change', description: '', status: 'approved' },
    ...{ reviewed_at: stamp, created_at: stamp, updated_at: stamp },
    lines: [lineOf(id * 10, id === 31 ? '1234.56' : '-789.01')],
  }));
  return {
    contract,
    changeOrders,
    periods: periods.map(({ lines, percent }, index) => ({
      period: { id: index + 1, start_date: '2026-05-01', end_date: '2026-05-31' },
      billingDate: '2026-05-31',
      status: 'approved' as const,
      retainagePercent: percent,
      changeOrders: index === 1 ? [131, 132] : [],
      lines,
      updatedAt: stamp,
    })),
  };
}

const heldOn = (line: PaymentApplicationLine | undefined, kind: 'work' | 'materials'): bigint => {
  if (line === undefined) return 0n;
  return kind === 'work'
    ? money(line.work_completed_retainage_from_previous_application) +
        money(line.work_completed_retainage_retained_this_period) -
        money(line.work_completed_retainage_released_this_period)
    : money(line.materials_stored_retainage_from_previous_application) +
        money(line.materials_stored_retainage_retained_this_period) -
        money(line.materials_stored_retainage_released_this_period);
};
const workOn = (line: PaymentApplicationLine | undefined): bigint =>
  line === undefined
    ? 0n
    : money(line.work_completed_from_previous_application) + money(line.work_completed_this_period);
const storedOn = (line: PaymentApplicationLine | undefined): bigint =>
  line === undefined ? 0n : money(line.materials_presently_stored);

function checkLine(line: PaymentApplicationLine, before: PaymentApplicationLine | undefined) {
  const moved = money(line.materials_moved);
  const retainageMoved = money(line.materials_retainage_retained_moved);
  expect(money(line.work_completed_from_previous_application)).toBe(workOn(before) + moved);
  expect(money(line.stored_from_previous)).toBe(storedOn(before) - moved);
  expect(money(line.total_from_previous)).toBe(workOn(before) + storedOn(before));
  expect(money(line.work_completed_retainage_from_previous_application)).toBe(
    heldOn(before, 'work') + retainageMoved,
  );
  expect(money(line.materials_stored_retainage_from_previous_application)).toBe(
    heldOn(before, 'materials') - retainageMoved,
  );
}

function checkApplication(
  application: SeededPaymentApplication,
  previous: SeededPaymentApplication | undefined,
) {
  const { lines } = application;
  const g702 = summaryOfLines(lines, application.number);
  const before = (line: PaymentApplicationLine) =>
    previous?.lines.find(({ origin_id }) => origin_id === line.origin_id);
  for (const line of lines) checkLine(line, before(line));
  const over = (read: (line: PaymentApplicationLine) => bigint) => total(lines.map(read));
  const held = over((line) => heldOn(line, 'work')) + over((line) => heldOn(line, 'materials'));
  const completed = over((line) => workOn(line) + storedOn(line));
  const scheduled = over((line) => money(line.scheduled_value));
  const changes = over((line) =>
    line.origin_type === 'ChangeOrderPackage' ? money(line.scheduled_value) : 0n,
  );
  const certified = money(
    previous === undefined
      ? '0.00'
      : summaryOfLines(previous.lines, previous.number).total_earned_less_retainage,
  );
  expect({
    total: money(g702.total_completed_and_stored_to_date),
    work: money(g702.completed_work_retainage_amount),
    held: money(g702.total_retainage),
    earned: money(g702.total_earned_less_retainage),
    certified: money(g702.less_previous_certificates_for_payment),
    due: money(g702.current_payment_due),
    left: money(g702.balance_to_finish_including_retainage),
    original: money(g702.original_contract_sum),
    changes: money(g702.net_change_by_change_orders),
    sum: money(g702.contract_sum_to_date),
  }).toEqual({
    total: completed,
    work: over((line) => heldOn(line, 'work')),
    held,
    earned: completed - held,
    certified,
    due: completed - held - certified,
    left: scheduled - completed + held,
    original: scheduled - changes,
    changes,
    sum: scheduled,
  });
  expect(
    money(g702.positive_change_order_item_total) + money(g702.negative_change_order_item_total),
  ).toBe(changes);
}

const cents = (low: number, high: number) => fc.integer({ min: low, max: high }).map(written);
const events = fc.record(
  {
    work: cents(-5_000_00, 20_000_00),
    newMaterials: cents(0, 3_000_00),
    moved: fc.constantFrom('all' as const, '12.34', '0.00'),
    retainagePercent: fc.constantFrom('0.00', '3.33', '5.00', '10.00'),
    released: cents(0, 100_00),
    releasedMaterials: cents(0, 10_00),
  },
  { requiredKeys: [] },
);
const periods = fc.array(
  fc.record({
    lines: fc.dictionary(fc.constantFrom('11', '12', '13', '31', '32'), events),
    percent: fc.constantFrom('10.00', '5.00', '2.50'),
  }),
  { minLength: 1, maxLength: 6 },
);

test('every G702 follows from its G703, whatever happens on the lines', () => {
  fc.assert(
    fc.property(periods, (outline) => {
      const made = paymentApplicationsOf([outlineOf(outline)]);
      made.forEach((application, index) => checkApplication(application, made[index - 1]));
      const ids = made.flatMap(({ id, lines }) => [id, ...lines.map((line) => line.id)]);
      expect(new Set(ids).size).toBe(ids.length);
    }),
    { numRuns: 150 },
  );
});

const lineAt = (application: SeededPaymentApplication | undefined, origin: number) => {
  const line = application?.lines.find(({ origin_id }) => origin_id === origin);
  if (line === undefined) throw new Error(`No line ${origin}`);
  return line;
};

test('stored materials move in part, then whole, and take their retainage along to the last cent', () => {
  const made = paymentApplicationsOf([
    outlineOf([
      { percent: '10.00', lines: { 11: { newMaterials: '100.05' } } },
      { percent: '10.00', lines: { 11: { moved: '33.35' } } },
      { percent: '10.00', lines: { 11: { moved: 'all' } } },
    ]),
  ]);
  expect(made.map((application) => lineAt(application, 11))).toMatchObject([
    { materials_stored_retainage_retained_this_period: '10.01' },
    { materials_moved: '33.35', materials_retainage_retained_moved: '3.34' },
    { materials_moved: '66.70', materials_retainage_retained_moved: '6.67' },
  ]);
  expect(lineAt(made[2], 11)).toMatchObject({
    work_completed_from_previous_application: '100.05',
    work_completed_retainage_from_previous_application: '10.01',
    materials_presently_stored: '0.00',
    materials_stored_retainage_from_previous_application: '0.00',
  });
  // 90.04, and 7.25 % of 100.05 less 10 % is 6.52; moving changes nothing that is due.
  expect(made.map((row) => summaryOfLines(row.lines, row.number).current_payment_due)).toEqual([
    '96.56',
    '0.00',
    '0.00',
  ]);
});

test('materials used up by hand, a sliding percentage, a release alone and a deduction', () => {
  const made = paymentApplicationsOf([
    outlineOf([
      { percent: '10.00', lines: { 11: { work: '1000.00', newMaterials: '200.00' } } },
      { percent: '5.00', lines: { 11: { work: '150.00', newMaterials: '-150.00' } } },
      { percent: '5.00', lines: { 11: { released: '50.00' } } },
      { percent: '5.00', lines: { 13: { work: '-1000.00' } } },
    ]),
  ]);
  expect(lineAt(made[1], 11)).toMatchObject({
    materials_stored_retainage_retained_this_period: '-15.00',
    work_completed_retainage_retained_this_period: '7.50',
  });
  const due = made.map((row) => summaryOfLines(row.lines, row.number).current_payment_due);
  // 1,200.00 and 87.00 of markup less 10 %; 7.50 less held; the release; a deduction with its markup less 5 %.
  expect(due).toEqual(['1158.30', '7.50', '50.00', '-1018.87']);
});

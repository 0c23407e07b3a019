// The pay apps of a contract whose life is written out, worked out to the cent as Procore would from what was claimed.
import type {
  RequisitionItem,
  SeededChangeOrder,
  SeededCommitment,
  SeededLine,
  SeededRequisition,
} from './seeded-company.ts';
import type { OutlinedPayApp, SubcontractOutline } from './life-outlines.ts';
import type { Ground } from './life-contracts.ts';
import type { ItemFigures } from './billing-arithmetic.ts';
import type { LineEvents } from './payment-applications.ts';
import {
  addedUp,
  itemAmounts,
  movementOf,
  summaryOf,
  workRetainageBalance,
} from './billing-arithmetic.ts';
import { basisPointsOf, centsOf, percentOf, sum, textOf } from './cents.ts';
import { endOf, periodOf } from './life-contracts.ts';
import { percentComplete } from './pay-apps.ts';
import { twoDigits } from './project-records.ts';

/** A line that carries amounts, by the place an outline names it with. */
type Leaf = {
  place: string;
  line: SeededLine;
  changeOrder: SeededChangeOrder | null;
};
type Worked = { leaf: Leaf; figures: ItemFigures; percent: string };

type Contract = {
  outline: SubcontractOutline;
  commitment: SeededCommitment;
  changeOrders: readonly SeededChangeOrder[];
};

export type LifePayApp = Omit<SeededRequisition, 'id' | 'previous_requisition_id' | 'items'> & {
  items: Omit<RequisitionItem, 'id'>[];
};

/** In order; whoever gives the ids chains them. */
export function payAppsOfLife(ground: Ground, contract: Contract): LifePayApp[] {
  let before: readonly Worked[] = [];
  let previousCertificates = 0n;
  let percent = contract.commitment.retainage_percent;
  return contract.outline.payApps.map((payApp, index) => {
    percent = payApp.retainagePercent ?? percent;
    const worked = leavesIn(contract, payApp.month).map((leaf) => {
      const earlier = before.find(({ leaf: other }) => other.line.id === leaf.line.id);
      return workedOf(leaf, earlier?.figures ?? null, { payApp, percent });
    });
    const made = payAppOf(ground, contract, {
      payApp,
      number: index + 1,
      worked,
      percent,
      previousCertificates,
    });
    before = worked;
    previousCertificates = centsOf(made.summary.total_earned_less_retainage);
    return made;
  });
}

/** The contract's lines, then those of the change orders approved by then. */
function leavesIn({ outline, commitment, changeOrders }: Contract, month: number): Leaf[] {
  const own = commitment.lines.map((line, index) => ({
    place: String(index + 1),
    line,
    changeOrder: null,
  }));
  const changed = changeOrders.flatMap((changeOrder, index) =>
    (outline.changeOrders?.[index]?.approvedIn ?? 0) > month
      ? []
      : changeOrder.lines.map((line, at) => ({
          place: `CO${index + 1}.${at + 1}`,
          line,
          changeOrder,
        })),
  );
  return [...own, ...changed];
}

function workedOf(
  leaf: Leaf,
  before: ItemFigures | null,
  { payApp, percent }: { payApp: OutlinedPayApp; percent: string },
): Worked {
  const events: LineEvents = payApp.lines?.[leaf.place] ?? {};
  const scheduled = centsOf(leaf.line.amount);
  const share = leaf.changeOrder === null ? BigInt((payApp.done ?? 0) * 100) : 0n;
  const work = percentOf(scheduled, share) + centsOf(events.work ?? '0.00');
  const stored = before?.materialsStored ?? 0n;
  const held = before?.materialsRetainage ?? 0n;
  const added = centsOf(events.newMaterials ?? '0.00');
  const basisPoints = basisPointsOf(percent);
  const released = centsOf(events.releasedMaterials ?? '0.00');
  const figures: ItemFigures = {
    scheduledValue: scheduled,
    workFromPrevious: before === null ? 0n : before.workFromPrevious + before.workThisPeriod,
    workThisPeriod: work,
    materialsStored: stored + added,
    materialsFromPrevious: stored,
    materialsMoved: 0n,
    workRetainageFromPrevious: before === null ? 0n : workRetainageBalance(before),
    workRetained: percentOf(work, basisPoints),
    workReleased: centsOf(events.released ?? '0.00'),
    materialsRetainage: held + percentOf(added, basisPoints) - released,
    materialsReleased: released,
    materialsRetainageMoved: 0n,
    previousTotal: before === null ? 0n : movementOf(before).total,
    previousRetainage: before === null ? 0n : movementOf(before).retainage,
  };
  return { leaf, figures, percent };
}

type Input = {
  payApp: OutlinedPayApp;
  number: number;
  worked: readonly Worked[];
  percent: string;
  previousCertificates: bigint;
};

function payAppOf(ground: Ground, contract: Contract, input: Input): LifePayApp {
  const { payApp, number, worked, previousCertificates } = input;
  const { commitment } = contract;
  const period = periodOf(ground, commitment.project_id, payApp.month);
  const changed = worked.filter(({ leaf }) => leaf.changeOrder !== null);
  const summary = summaryOf({
    items: worked.map(({ figures, leaf }) => ({
      figures,
      taxRateBasisPoints: basisPointsOf(taxCodeOf(ground, leaf.line).rate),
    })),
    originalContractSum: sum(commitment.lines.map(({ amount }) => centsOf(amount))),
    changeOrders: sum(changed.map(({ figures }) => figures.scheduledValue)),
    // Procore's summary names the contract's, whatever the lines have.
    retainagePercent: commitment.retainage_percent,
    previousCertificates,
    formattedPeriod: `${period.start_date} to ${period.end_date}`,
  });
  const billingDate = endOf(payApp.month);
  const approvedOn = `2026-${twoDigits(payApp.month + 1)}-04`;
  return {
    project_id: commitment.project_id,
    commitment_id: commitment.id,
    kind: commitment.kind,
    vendor_id: commitment.vendor_id,
    number,
    invoice_number: payApp.invoiceNumber ?? null,
    invoice_type: typeOf(worked),
    period_id: period.id,
    requisition_start: period.start_date,
    requisition_end: period.end_date,
    billing_date: billingDate,
    submitted_at: billingDate,
    status: payApp.status ?? 'approved',
    percent_complete: percentComplete(summary),
    total_claimed_amount: textOf(sum(worked.map(({ figures }) => movementOf(figures).gross))),
    move_materials_to_previous_work_completed: false,
    summary,
    items: itemsOf(ground, contract, worked),
    created_at: `${billingDate}T03:20:00.000Z`,
    updated_at: `${approvedOn}T21:40:00.000Z`,
  };
}

function typeOf(worked: readonly Worked[]): SeededRequisition['invoice_type'] {
  const releases = worked.some(
    ({ figures }) => figures.workReleased + figures.materialsReleased !== 0n,
  );
  const bills = worked.some(({ figures }) => movementOf(figures).gross !== 0n);
  if (!releases) return 'progress';
  return bills ? 'progress_and_retainage_release' : 'retainage_release';
}

/** Each change order stands as a whole and by its lines, as the standard of the open rule "changeOrderItems" has it. */
function itemsOf(
  ground: Ground,
  { commitment }: Contract,
  worked: readonly Worked[],
): Omit<RequisitionItem, 'id'>[] {
  const own = worked.filter(({ leaf }) => leaf.changeOrder === null);
  const orders = [...new Set(worked.flatMap(({ leaf }) => leaf.changeOrder ?? []))];
  const ofContract = own.map((one) =>
    itemOf(ground, one, {
      item_type: 'contract_item',
      line_item_id: one.leaf.line.id,
      position: one.leaf.line.position,
      line_number: String(one.leaf.line.position),
    }),
  );
  const ofOrders = orders.flatMap((order, index) => {
    const parts = worked.filter(({ leaf }) => leaf.changeOrder === order);
    const place = commitment.lines.length + 1 + index;
    const named = { change_order_package_id: order.id } as const;
    const [first] = parts;
    if (first === undefined) return [];
    const whole = { ...first, figures: addedUp(parts.map(({ figures }) => figures)) };
    return [
      {
        ...itemOf(ground, whole, {
          ...named,
          ...{ item_type: 'whole_change_order_item', line_item_id: order.id },
          ...{ position: place, line_number: String(place) },
        }),
        description_of_work: order.title,
      },
      ...parts.map((part, at) =>
        itemOf(ground, part, {
          ...named,
          ...{ item_type: 'change_order_item', line_item_id: part.leaf.line.id },
          ...{ position: at + 1, line_number: `${place}.${at + 1}` },
        }),
      ),
    ];
  });
  return [...ofContract, ...ofOrders];
}

type Named = Pick<
  RequisitionItem,
  'item_type' | 'line_item_id' | 'change_order_package_id' | 'position' | 'line_number'
>;

function itemOf(
  ground: Ground,
  { leaf, figures, percent }: Worked,
  named: Named,
): Omit<RequisitionItem, 'id'> {
  const { line } = leaf;
  const wbsCode = ground.wbsCodes.find(({ id }) => id === line.wbs_code_id);
  if (wbsCode === undefined) throw new RangeError('A line lacks its WBS code');
  const { id, flat_code, description } = wbsCode;
  const taxCode = taxCodeOf(ground, line);
  return {
    ...named,
    cost_code_id: line.cost_code_id,
    wbs_code: { id, flat_code, description },
    description_of_work: line.description,
    ...itemAmounts(figures, basisPointsOf(percent)),
    work_completed_retainage_percent_this_period: percent,
    materials_stored_retainage_percent_this_period: percent,
    taxes: [{ tax_code_id: taxCode.id, tax_code_name: taxCode.code, tax_code_rate: taxCode.rate }],
    status: 'approved',
    comment: null,
    subcontractor_claimed_amount: textOf(movementOf(figures).gross),
  };
}

function taxCodeOf({ taxCodes }: Ground, line: SeededLine): Ground['taxCodes'][number] {
  const taxCode = taxCodes.find(({ id }) => id === line.tax_code_id);
  if (taxCode === undefined) throw new RangeError('A line lacks its tax code');
  return taxCode;
}

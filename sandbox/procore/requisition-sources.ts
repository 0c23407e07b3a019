// What a contract lets a pay app bill: its lines with their details, and its approved change orders, whole or by line.
import { nearestCentsOf } from '../company/cents.ts';
import type { Cents } from '../company/cents.ts';
import type { RequisitionItem } from '../company/seeded-company.ts';
import { worthOf } from './change-order-sums.ts';
import { ruleOf } from './open-rules.ts';
import type {
  ChangeOrderRow,
  CommitmentRow,
  LineRow,
  ProcoreState,
  RequisitionRow,
} from './procore-state.ts';

export type BillingSource = Pick<
  RequisitionItem,
  'item_type' | 'line_item_id' | 'detail_line_item_id' | 'change_order_package_id'
> & {
  /** Gives the code and the tax. */
  line: LineRow;
  description: string;
  scheduled: Cents;
  position: number;
  lineNumber: string;
};

export function sourcesOf(
  state: ProcoreState,
  commitment: CommitmentRow,
  previous: RequisitionRow | null,
): BillingSource[] {
  const changeOrders = state.changeOrders
    .values()
    .filter((row) => row.contract_id === commitment.id)
    .filter((row) => isInForce(row) || billedAs(row, previous) !== null);
  return [
    ...commitment.lines.flatMap((line) => lineSources(commitment, line)),
    ...changeOrders.flatMap((row) => changeOrderSources(state, commitment, row, previous)),
  ];
}

function lineSources({ details = [] }: CommitmentRow, line: LineRow): BillingSource[] {
  const own: BillingSource = {
    item_type: 'contract_item',
    line_item_id: line.id,
    line,
    description: line.description,
    scheduled: nearestCentsOf(line.amount),
    position: line.position,
    lineNumber: String(line.position),
  };
  const parts = details.filter(({ line_item_id }) => line_item_id === line.id);
  return [
    own,
    ...parts.map(({ id, description, amount }, index): BillingSource => {
      return {
        ...own,
        item_type: 'contract_detail_item',
        detail_line_item_id: id,
        description,
        scheduled: nearestCentsOf(amount),
        position: index + 1,
        lineNumber: `${line.position}.${index + 1}`,
      };
    }),
  ];
}

function isInForce({ status, deleted_at }: ChangeOrderRow): boolean {
  return status === 'approved' && deleted_at === null;
}

/** One change order as it was billed before, or as the rules have new ones. One that was undone is worth nothing more. */
export function changeOrderSources(
  state: ProcoreState,
  commitment: CommitmentRow,
  row: ChangeOrderRow,
  previous: RequisitionRow | null,
): BillingSource[] {
  const [first] = row.lines;
  if (first === undefined) return [];
  const form = billedAs(row, previous) ?? ruleOf(state, 'changeOrderItems');
  const place = placeOf(state, commitment, row);
  const whole: BillingSource = {
    item_type: 'whole_change_order_item',
    line_item_id: row.id,
    change_order_package_id: row.id,
    line: first,
    description: row.title,
    scheduled: isInForce(row) ? worthOf(row) : 0n,
    position: place,
    lineNumber: String(place),
  };
  const lines = row.lines.map((line, index): BillingSource => {
    return {
      ...whole,
      item_type: 'change_order_item',
      line_item_id: line.id,
      line,
      description: line.description,
      scheduled: isInForce(row) ? nearestCentsOf(line.amount) : 0n,
      position: index + 1,
      lineNumber: `${place}.${index + 1}`,
    };
  });
  return [...(form === 'lines' ? [] : [whole]), ...(form === 'whole' ? [] : lines)];
}

/** Change orders follow the contract's lines. */
function placeOf(state: ProcoreState, { id, lines }: CommitmentRow, row: ChangeOrderRow): number {
  const all = state.changeOrders.values().filter(({ contract_id }) => contract_id === id);
  const last = lines.reduce((highest, { position }) => Math.max(highest, position), 0);
  return last + 1 + all.findIndex((other) => other.id === row.id);
}

function billedAs(
  row: ChangeOrderRow,
  previous: RequisitionRow | null,
): 'both' | 'lines' | 'whole' | null {
  const items = (previous?.items ?? []).filter((item) => item.change_order_package_id === row.id);
  if (items.length === 0) return null;
  const isWhole = items.some(({ item_type }) => item_type === 'whole_change_order_item');
  const hasLines = items.some(({ item_type }) => item_type === 'change_order_item');
  return isWhole && hasLines ? 'both' : isWhole ? 'whole' : 'lines';
}

// Which columns of a budget view tell how much of which unit is budgeted, and what a row says in them.
import { z } from 'zod';
import type { BudgetLine } from '../../domain/records/procore/budget.ts';
import { optionalAmount, optionalText } from './procore-fields.ts';

/**
 * What such columns are called, in whatever case. That views can show them is UNCONFIRMED: a budget line item has `quantity` and
 * `uom` (Procore OpenAPI of 2024, budget line items), and rows one more key for every column of their view (REST reference of
 * 2026, detail rows; read 2026-11-28). Another name is one more word here.
 */
const quantityNames = ['quantity', 'qty', 'unit qty', 'unit quantity', 'budget quantity'];
const unitNames = ['uom', 'unit of measure', 'units of measure', 'unit'];

const columnSchema = z.looseObject({ id: z.string(), name: optionalText });
type Column = z.output<typeof columnSchema>;

/** The keys under which a row may say each: that it is the id of the column is documented of budget details alone. */
export type HourColumns = { quantity: readonly string[]; unit: readonly string[] };

/** Null where the view does not show both. */
export function hourColumnsOf(columns: unknown): HourColumns | null {
  const listed = z.array(z.unknown()).safeParse(columns).data ?? [];
  const read = listed.flatMap((one) => columnSchema.safeParse(one).data ?? []);
  const quantity = keysOf(read, quantityNames);
  const unit = keysOf(read, unitNames);
  return quantity.length === 0 || unit.length === 0 ? null : { quantity, unit };
}

function keysOf(columns: readonly Column[], names: readonly string[]): string[] {
  const isIt = (text: string | null): boolean =>
    text !== null && names.includes(text.trim().toLowerCase());
  return columns
    .filter(({ id, name }) => isIt(id) || isIt(name))
    .flatMap(({ id, name }) => (name === null ? [id] : [id, name]));
}

/** What the row says of its hours. One that cannot be read keeps no code from its place: it tells none. */
export function quantityIn(
  row: Readonly<Record<string, unknown>>,
  columns: HourColumns | null,
): Pick<BudgetLine, 'quantity' | 'unit'> {
  if (columns === null) return {};
  const first = (keys: readonly string[]): unknown =>
    keys.map((key) => row[key]).find((value) => value !== undefined && value !== null);
  const quantity = optionalAmount.safeParse(first(columns.quantity)).data ?? null;
  const unit = optionalText.safeParse(first(columns.unit)).data ?? null;
  return quantity === null || unit === null ? {} : { quantity, unit };
}

// Stored materials of one line: what is stored, and how much of last period's store moved into earlier work, retainage with it.
import type { ItemFigures } from '../company/billing-arithmetic.ts';
import { basisPointsOf, centsOf, divideRounded, percentOf, textOf } from '../company/cents.ts';
import { amountField, given } from './body-fields.ts';
import { unprocessable } from './procore-call.ts';
import type { Body } from './body-fields.ts';
import type { RequisitionItem } from '../company/seeded-company.ts';

export type LineChange = {
  item: RequisitionItem;
  previous: RequisitionItem | null;
  body: Body;
  /** Whether last period's materials move by themselves into earlier work. */
  movesMaterials: boolean;
};

export function withMaterials(change: LineChange, before: ItemFigures): ItemFigures {
  const { item, body } = change;
  if (given(body, 'materials_presently_stored_from_previous_progress')) {
    return movedInPart(change, before);
  }
  const materialsStored = centsOf(
    amountField(body, 'materials_presently_stored', item.materials_presently_stored),
  );
  const { materialsFromPrevious: earlier } = before;
  const materialsFromPrevious = earlier < materialsStored ? earlier : materialsStored;
  return { ...before, materialsStored, materialsFromPrevious };
}

/**
 * Where materials move by themselves, all of the store moves; saying what is still there of it moves the rest only.
 * Worked example: 1,000.00 stored holds 100.00; 400.00 still there moves 600.00 with 60.00 into earlier work.
 * Source: Procore OpenAPI 2024-10: materials_moved "will be non-zero only if move_materials_to_previous_work_completed is
 * true", and the write model's materials_presently_stored_from_previous_progress, read 2026-11-26; that the one sets the
 * other, and the share of the retainage, are UNCONFIRMED.
 */
function movedInPart(
  { item, previous, body, movesMaterials }: LineChange,
  before: ItemFigures,
): ItemFigures {
  const name = 'materials_presently_stored_from_previous_progress';
  if (!movesMaterials || previous === null) {
    throw unprocessable({ [name]: ["can't be set where stored materials do not move"] });
  }
  const store = centsOf(previous.materials_presently_stored);
  const kept = centsOf(amountField(body, name, item[name]));
  if (kept < 0n || kept > store) {
    throw unprocessable({ [name]: ['must be between zero and the materials stored before'] });
  }
  const retainage = centsOf(previous.materials_stored_retainage_currently_retained);
  const moved = store - kept;
  const retainageMoved = store === 0n ? 0n : divideRounded(retainage * moved, store);
  const fresh = before.materialsStored - before.materialsFromPrevious;
  const stored = centsOf(amountField(body, 'materials_presently_stored', textOf(kept + fresh)));
  if (stored < kept) {
    throw unprocessable({ materials_presently_stored: ['must not be less than what is kept'] });
  }
  const percent = basisPointsOf(item.materials_stored_retainage_percent_this_period);
  return {
    ...before,
    materialsStored: stored,
    materialsFromPrevious: kept,
    materialsMoved: moved,
    materialsRetainage: retainage - retainageMoved + percentOf(stored - kept, percent),
    materialsRetainageMoved: retainageMoved,
    workFromPrevious: before.workFromPrevious - before.materialsMoved + moved,
    workRetainageFromPrevious:
      before.workRetainageFromPrevious - before.materialsRetainageMoved + retainageMoved,
  };
}

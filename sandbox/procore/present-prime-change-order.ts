// How prime contract change orders look in Procore's answers: the header of v1, and the lines of v2 with ids as text.
import { textOf } from '../company/cents.ts';
import { linesTotal } from '../company/owner-lines.ts';
import { currencyOf } from './currency.ts';
import { presentLine } from './present-commitment.ts';
import { userIds, userNames } from './procore-call.ts';
import type { LineRow, PrimeChangeOrderRow, ProcoreState } from './procore-state.ts';

/** The header carries no origin_id. Source: Procore REST reference, prime change orders, read 2026-11-23. */
export function presentChangeOrder(state: ProcoreState, change: PrimeChangeOrderRow): object {
  const isReviewed = change.reviewed_at !== null;
  return {
    id: change.id,
    batch_id: null,
    contract_id: change.contract_id,
    legacy_package_id: change.legacy_package_id,
    legacy_request_id: null,
    location_id: null,
    number: change.number,
    title: change.title,
    description: change.description,
    type: 'PrimeContractChangeOrder',
    revision: change.revision,
    status: change.status,
    executed: change.executed,
    grand_total: textOf(linesTotal(change.lines)),
    schedule_impact_amount: change.schedule_impact_amount,
    ...nothingTyped,
    ...change.kept,
    reviewed_at: change.reviewed_at,
    reviewed_by: isReviewed ? { id: userIds.pm, name: userNames.pm } : null,
    created_by: { id: userIds.pm, name: userNames.pm },
    designated_reviewer: null,
    received_from: null,
    change_order_change_reason: null,
    custom_fields: {},
    change_events: [],
    currency_configuration: currencyOf(state, change),
    created_at: change.created_at,
    updated_at: change.updated_at,
  };
}

const nothingTyped = {
  due_date: null,
  invoiced_date: null,
  paid_date: null,
  revised_substantial_completion_date: null,
  signed_change_order_received_date: null,
  reference: null,
  field_change: false,
  paid: false,
  private: false,
  signature_required: false,
};

/** The single record has its attachments too. */
export function presentChangeOrderInFull(state: ProcoreState, change: PrimeChangeOrderRow): object {
  return { ...presentChangeOrder(state, change), attachments: [] };
}

/**
 * v2 shows ids as text, and the ERP's fields only in the extended view, as external_data. Source: Procore REST reference,
 * change order line items v2.0, read 2026-11-23; that lines otherwise look as those of v1 is an inference.
 */
export function presentChangeLine(
  state: ProcoreState,
  change: PrimeChangeOrderRow,
  line: LineRow,
  isExtended: boolean,
): object {
  const shown = presentLine(state, { ...change, kind: 'wo' }, line) as Record<string, unknown>;
  const { origin_id, origin_data, ...rest } = shown;
  return {
    ...rest,
    id: String(line.id),
    // Inherited from the contract, not from the change order that holds the line.
    currency_configuration: currencyOf(state, change),
    tax_code_id: line.tax_code_id === null ? null : String(line.tax_code_id),
    holder: { id: String(change.id), holder_type: 'PrimeContractChangeOrder' },
    ...(isExtended ? { external_data: { origin_id, origin_data } } : {}),
  };
}

// How change orders are read: change order packages, which every tier of Procore's change orders ends in.
import { z } from 'zod';
import type { ProcoreChangeOrder } from '../../domain/records/procore/change-order.ts';
import { readSovLine } from './commitments.ts';
import type { ChangeOrderHeader } from './procore-api.ts';
import { amount, idField, instant, optionalText, text } from './procore-fields.ts';

const headerSchema = z.looseObject({
  id: idField,
  contract_id: idField,
  status: text,
  updated_at: instant,
});

export function readChangeOrderHeader(element: unknown): ChangeOrderHeader {
  const header = headerSchema.parse(element);
  return {
    id: header.id,
    contractId: header.contract_id,
    status: header.status,
    updatedAt: header.updated_at,
  };
}

const schema = headerSchema.extend({
  number: optionalText,
  title: optionalText,
  grand_total: amount,
  line_items: z.array(z.unknown()).nullish(),
});

/** Only shown by itself does it hold its lines (Procore's OpenAPI of 2024, change_order_packages). */
export function changeOrderReader(projectId: string): (element: unknown) => ProcoreChangeOrder {
  return (element) => {
    const changeOrder = schema.parse(element);
    return {
      kind: 'procoreChangeOrder',
      id: changeOrder.id,
      projectId,
      contractId: changeOrder.contract_id,
      number: changeOrder.number ?? changeOrder.id,
      title: changeOrder.title ?? '',
      status: changeOrder.status,
      grandTotal: changeOrder.grand_total,
      lines: (changeOrder.line_items ?? []).map(readSovLine),
      updatedAt: changeOrder.updated_at,
    };
  };
}

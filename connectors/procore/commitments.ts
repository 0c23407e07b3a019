// How purchase order contracts and work order contracts are read, with the lines of their schedule of values.
import { z } from 'zod';
import type {
  ContractKind,
  ProcoreCommitment,
  SovLine,
  SubJob,
} from '../../domain/records/procore/commitment.ts';
import { UnreadableFieldError } from '../http/parsed-records.ts';
import type { CommitmentHeader } from './procore-api.ts';
import {
  amount,
  currency,
  idField,
  instant,
  optionalAmount,
  optionalDate,
  optionalId,
  optionalRate,
  optionalText,
  text,
  wholeNumber,
} from './procore-fields.ts';

export const contractPath: Record<ContractKind, string> = {
  po: 'purchase_order_contracts',
  wo: 'work_order_contracts',
};

const headerSchema = z.looseObject({ id: idField, status: text, updated_at: instant });

export function commitmentHeaderReader(
  contractKind: ContractKind,
): (element: unknown) => CommitmentHeader {
  return (element) => {
    const header = headerSchema.parse(element);
    return {
      id: header.id,
      contractKind,
      status: header.status,
      updatedAt: header.updated_at,
    };
  };
}

const sovLineSchema = z.looseObject({
  id: idField,
  position: wholeNumber.nullish(),
  description: optionalText,
  amount: optionalAmount,
  // Of a change order's line the models of 2024 have this alone.
  total_amount: optionalAmount,
  // `full_code` is what people see ("02-200"); `code` alone is the last part of a tiered code.
  cost_code: z
    .looseObject({
      full_code: optionalText,
      code: optionalText,
      name: optionalText,
      biller: optionalText.catch(null),
      biller_id: optionalId.catch(null),
      biller_type: optionalText.catch(null),
    })
    .nullish(),
  line_item_type: z.looseObject({ code: optionalText, name: optionalText }).nullish(),
  tax_code_id: optionalId,
});

export function readSovLine(element: unknown, index: number): SovLine {
  const line = sovLineSchema.parse(element);
  const costCode = line.cost_code?.full_code ?? line.cost_code?.code ?? null;
  const costType = line.line_item_type?.code ?? null;
  return {
    id: line.id,
    position: line.position ?? index + 1,
    description: line.description ?? '',
    amount: amountOf(line),
    costCode: costCode === null ? null : { code: costCode, name: line.cost_code?.name ?? '' },
    costType: costType === null ? null : { code: costType, name: line.line_item_type?.name ?? '' },
    taxCodeId: line.tax_code_id,
    ...subJobOf(line.cost_code),
  };
}

/**
 * A cost code says whose it is. Source: Procore ERP events, create_sub_job, cost codes of a sub job; read 2026-11-27.
 * What is odd about it keeps no line from being read: it is the project's then.
 */
function subJobOf(costCode: z.infer<typeof sovLineSchema>['cost_code']): { subJob?: SubJob } {
  if (costCode?.biller_type !== 'SubJob' || costCode.biller_id === null) return {};
  return { subJob: { id: costCode.biller_id, name: costCode.biller ?? costCode.biller_id } };
}

function amountOf({ amount: own, total_amount: total }: z.infer<typeof sovLineSchema>): string {
  const said = own ?? total;
  if (said === null) throw new UnreadableFieldError('amount', 'it is missing');
  return said;
}

const commitmentSchema = z.looseObject({
  id: idField,
  number: optionalText,
  title: optionalText,
  status: text,
  vendor: z.looseObject({ id: optionalId }).nullish(),
  currency_configuration: currency,
  contract_date: optionalDate,
  retainage_percent: optionalRate,
  grand_total: amount,
  approved_change_orders: optionalAmount,
  revised_contract: amount,
  line_items: z.array(z.unknown()).nullish(),
  updated_at: instant,
});

/** Whether a commitment as shown holds its lines; where not, they are listed apart. */
export function holdsLines(element: unknown): boolean {
  return z.looseObject({ line_items: z.array(z.unknown()) }).safeParse(element).success;
}

export function commitmentReader({
  projectId,
  contractKind,
  lines,
}: {
  projectId: string;
  contractKind: ContractKind;
  /** Lines listed apart, or null to take those the record holds. */
  lines: readonly unknown[] | null;
}): (element: unknown) => ProcoreCommitment {
  return (element) => {
    const contract = commitmentSchema.parse(element);
    return {
      kind: 'procoreCommitment',
      id: contract.id,
      contractKind,
      projectId,
      number: contract.number ?? contract.id,
      title: contract.title ?? '',
      status: contract.status,
      vendorId: contract.vendor?.id ?? null,
      currency: contract.currency_configuration,
      date: contract.contract_date,
      retainagePercent: contract.retainage_percent,
      originalSum: contract.grand_total,
      approvedChangeOrders: contract.approved_change_orders ?? '0.00',
      revisedSum: contract.revised_contract,
      lines: (lines ?? contract.line_items ?? []).map(readSovLine),
      updatedAt: contract.updated_at,
    };
  };
}

// How prime contracts are read, with the lines of their schedule of values.
import { z } from 'zod';
import type { ProcorePrimeContract } from '../../domain/records/procore/prime-contract.ts';
import { readSovLine } from './commitments.ts';
import type { PrimeContractHeader } from './procore-api.ts';
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
} from './procore-fields.ts';

const headerSchema = z.looseObject({ id: idField, updated_at: instant });

export function readPrimeContractHeader(element: unknown): PrimeContractHeader {
  const header = headerSchema.parse(element);
  return { id: header.id, updatedAt: header.updated_at };
}

const schema = z.looseObject({
  id: idField,
  number: optionalText,
  title: optionalText,
  status: text,
  // Procore calls the owner the contract's vendor.
  vendor: z.looseObject({ id: optionalId }).nullish(),
  currency_configuration: currency,
  contract_date: optionalDate,
  retainage_percent: optionalRate,
  grand_total: amount,
  approved_change_orders: optionalAmount,
  revised_contract_amount: optionalAmount,
  line_items: z.array(z.unknown()).nullish(),
  updated_at: instant,
});

export function primeContractReader({
  projectId,
  lines,
}: {
  projectId: string;
  /** Lines listed apart, or null to take those the record holds. */
  lines: readonly unknown[] | null;
}): (element: unknown) => ProcorePrimeContract {
  return (element) => {
    const contract = schema.parse(element);
    return {
      kind: 'procorePrimeContract',
      id: contract.id,
      contractKind: 'pc',
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
      revisedSum: contract.revised_contract_amount ?? contract.grand_total,
      lines: (lines ?? contract.line_items ?? []).map(readSovLine),
      updatedAt: contract.updated_at,
    };
  };
}

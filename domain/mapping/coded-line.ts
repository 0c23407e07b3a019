// How one Procore line is coded in Xero: account, tax type and tracking, or the code that has no place there.
import type { ProcoreProject, ProcoreTaxCode, SovLine } from '../records/procore-records.ts';
import type { Tracking } from '../records/xero-records.ts';
import type { ChartExcerpt } from '../plan/observation.ts';
import type { Mapping } from './mapping.ts';
import { accountFor, costCodeOptionOf, projectOptionOf, taxTypeFor } from './mapping.ts';

export type LineCoding = {
  accountCode: string;
  taxType: string;
  /** Percent as exact text. */
  taxRate: string;
  tracking: Tracking[];
};

export type CodingProblem = { kind: 'unmappedCode' | 'unmappedTax'; detail: string };
export type CodingResult = { ok: true; coding: LineCoding } | { ok: false; problem: CodingProblem };

export type CodingContext = {
  mapping: Mapping;
  project: ProcoreProject;
  taxCodes: readonly ProcoreTaxCode[];
  chart: ChartExcerpt;
};

type Coded = {
  costCode: SovLine['costCode'];
  costType: SovLine['costType'];
  taxCodeId: string | null;
};

function unmappedCode(detail: string): CodingResult {
  return { ok: false, problem: { kind: 'unmappedCode', detail } };
}

function hasOption(chart: ChartExcerpt, wanted: Tracking): boolean {
  return chart.options.some(
    ({ category, option }) => category === wanted.category && option === wanted.option,
  );
}

function activeAccount(chart: ChartExcerpt, code: string): boolean {
  return chart.accounts.some((account) => account.code === code && account.status === 'ACTIVE');
}

function taxOf(
  context: CodingContext,
  taxCodeId: string | null,
): { ok: true; taxType: string; taxRate: string } | { ok: false; problem: CodingProblem } {
  const known = context.taxCodes.find((code) => code.id === taxCodeId);
  const refuse = (detail: string) => ({
    ok: false as const,
    problem: { kind: 'unmappedTax' as const, detail },
  });
  if (taxCodeId !== null && !known) return refuse(`Procore's tax code ${taxCodeId} is not known`);
  const taxType = taxTypeFor(context.mapping, known?.code ?? null);
  if (taxType === null) {
    return refuse(known ? `tax code ${known.code} has no Xero tax type` : 'a line has no tax code');
  }
  const rate = context.chart.taxRates.find((candidate) => candidate.taxType === taxType);
  if (rate?.status !== 'ACTIVE') return refuse(`Xero has no active tax type ${taxType}`);
  return { ok: true, taxType, taxRate: rate.rate };
}

/** Codes a cost line: account by cost type, tracking by project and cost code. */
export function codeCostLine(context: CodingContext, line: Coded): CodingResult {
  const { mapping, project, chart } = context;
  const account = accountFor(mapping, line.costType?.code ?? null);
  if (account === null) {
    return unmappedCode(`cost type ${line.costType?.code ?? '(none)'} has no Xero account`);
  }
  if (!activeAccount(chart, account)) {
    return unmappedCode(`Xero has no active account ${account}`);
  }
  if (line.costCode === null) return unmappedCode('a line has no cost code');
  const tracking = [
    { category: mapping.tracking.projectCategory, option: projectOptionOf(mapping, project) },
    {
      category: mapping.tracking.costCodeCategory,
      option: costCodeOptionOf(mapping, line.costCode),
    },
  ];
  const missing = tracking.find((wanted) => !hasOption(chart, wanted));
  if (missing) {
    return unmappedCode(`Xero's ${missing.category} tracking has no option "${missing.option}"`);
  }
  const tax = taxOf(context, line.taxCodeId);
  if (!tax.ok) return tax;
  return {
    ok: true,
    coding: { accountCode: account, taxType: tax.taxType, taxRate: tax.taxRate, tracking },
  };
}

/** Codes a retention line: the retention-payable account, this project, and the held-back option. */
export function codeRetentionLine(
  context: CodingContext,
  tax: { taxType: string; taxRate: string },
): CodingResult {
  const { mapping, project, chart } = context;
  const account = mapping.accounts.retentionPayable;
  if (!activeAccount(chart, account)) return unmappedCode(`Xero has no active account ${account}`);
  const tracking = [
    { category: mapping.tracking.projectCategory, option: projectOptionOf(mapping, project) },
    { category: mapping.tracking.costCodeCategory, option: mapping.tracking.retentionOption },
  ];
  const missing = tracking.find((wanted) => !hasOption(chart, wanted));
  if (missing) {
    return unmappedCode(`Xero's ${missing.category} tracking has no option "${missing.option}"`);
  }
  return { ok: true, coding: { accountCode: account, ...tax, tracking } };
}

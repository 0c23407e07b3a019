// How one Procore line is coded in Xero: account, tax type and tracking, or the code that has no place there.
import type { ProcoreProject } from '../records/procore/project.ts';
import type { ProcoreTaxCode } from '../records/procore/tax-code.ts';
import type { SovLine } from '../records/procore/commitment.ts';
import type { OwnedTracking } from '../plan/owned.ts';
import type { ChartExcerpt } from './chart-excerpt.ts';
import type { Mapping } from './mapping.ts';
import { accountFor, costCodeOptionOf, projectOptionOf, taxTypeFor } from './mapping.ts';

export type LineCoding = {
  accountCode: string;
  taxType: string;
  /** Percent as exact text. */
  taxRate: string;
  tracking: OwnedTracking[];
};

export type CodingProblem = {
  kind: 'unmappedCode' | 'unmappedTax';
  detail: string;
  /** What the line is called that cannot be coded, where it is one of a document's. */
  line?: string;
};

/** The problem with the line it is about: of hundreds, the one that is meant. */
export function wordsOfProblem({ detail, line }: CodingProblem): string {
  return line === undefined ? detail : `${detail} (line "${line}")`;
}

export type CodingResult = { ok: true; coding: LineCoding } | { ok: false; problem: CodingProblem };

export type CodingGround = {
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

/** An option wanted: what it stands for in Procore, and the name it is first looked for under. */
export type WantedOption = { source: string; category: string; option: string };

export function projectOptionWanted(
  mapping: Mapping,
  project: Pick<ProcoreProject, 'id' | 'number' | 'name'>,
): WantedOption {
  return {
    source: `project/${project.id}`,
    category: mapping.tracking.projectCategory,
    option: projectOptionOf(mapping, project),
  };
}

/** A code means what its own project calls it: two projects may use one code for two things. */
export function costCodeOptionWanted(
  mapping: Mapping,
  project: Pick<ProcoreProject, 'id'>,
  costCode: NonNullable<SovLine['costCode']>,
): WantedOption {
  return {
    source: `costCode/${project.id}/${costCode.code}`,
    category: mapping.tracking.costCodeCategory,
    option: costCodeOptionOf(mapping, costCode),
  };
}

export function retentionOptionWanted(mapping: Mapping): WantedOption {
  return {
    source: 'retention',
    category: mapping.tracking.costCodeCategory,
    option: mapping.tracking.retentionOption,
  };
}

function unmappedCode(detail: string): CodingResult {
  return { ok: false, problem: { kind: 'unmappedCode', detail } };
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/**
 * The active option for what is wanted: the one of that name, else the one it was linked to once, whatever both are
 * called by now. Names are matched as Xero matches them, without regard to case.
 */
export function optionFor(chart: ChartExcerpt, wanted: WantedOption): OwnedTracking | null {
  const active = chart.codes.filter(
    ({ category, status }) => status === 'ACTIVE' && sameName(category, wanted.category),
  );
  const linked = chart.links.find(
    ({ source, categoryId }) =>
      source === wanted.source && active.some((code) => code.categoryId === categoryId),
  );
  const code =
    active.find(({ option }) => sameName(option, wanted.option)) ??
    active.find(({ optionId }) => optionId === linked?.optionId);
  if (!code) return null;
  const { category, option, categoryId, optionId } = code;
  return { category, option, categoryId, optionId };
}

/** Why an account cannot be posted to; null where it can. */
function whyNotAccount(chart: ChartExcerpt, code: string): string | null {
  const account = chart.accounts.find((candidate) => candidate.code === code);
  if (!account) return `Xero has no account ${code}`;
  if (account.status === 'ACTIVE') return null;
  return `account ${code} "${account.name}" is ${account.status.toLowerCase()} in Xero`;
}

function taxOf(
  ground: CodingGround,
  taxCodeId: string | null,
): { ok: true; taxType: string; taxRate: string } | { ok: false; problem: CodingProblem } {
  const known = ground.taxCodes.find((code) => code.id === taxCodeId);
  const refuse = (detail: string) => ({
    ok: false as const,
    problem: { kind: 'unmappedTax' as const, detail },
  });
  if (taxCodeId !== null && !known) return refuse(`Procore's tax code ${taxCodeId} is not known`);
  const taxType = taxTypeFor(ground.mapping, known?.code ?? null);
  if (taxType === null) {
    return refuse(known ? `tax code ${known.code} has no Xero tax type` : 'a line has no tax code');
  }
  const rate = ground.chart.taxRates.find((candidate) => candidate.taxType === taxType);
  if (!rate) return refuse(`Xero has no tax type ${taxType}`);
  if (rate.status !== 'ACTIVE') {
    return refuse(`tax type ${taxType} "${rate.name}" is ${rate.status.toLowerCase()} in Xero`);
  }
  return { ok: true, taxType, taxRate: rate.rate };
}

function trackingFor(
  chart: ChartExcerpt,
  wanted: readonly WantedOption[],
): { ok: true; tracking: OwnedTracking[] } | { ok: false; missing: WantedOption } {
  const tracking: OwnedTracking[] = [];
  for (const one of wanted) {
    const found = optionFor(chart, one);
    if (!found) return { ok: false, missing: one };
    tracking.push(found);
  }
  return { ok: true, tracking };
}

/** One that is archived is another thing to put right than one that never was. */
function missingOption(chart: ChartExcerpt, { category, option }: WantedOption): CodingResult {
  const there = chart.codes.find(
    (code) => sameName(code.category, category) && sameName(code.option, option),
  );
  return unmappedCode(
    there
      ? `the option "${there.option}" of Xero's ${category} tracking is ${there.status.toLowerCase()}`
      : `Xero's ${category} tracking has no option "${option}"`,
  );
}

/** Codes a cost line: account by cost type, tracking by project and cost code. */
export function codeCostLine(ground: CodingGround, line: Coded): CodingResult {
  const { mapping, project, chart } = ground;
  const account = accountFor(mapping, line.costType?.code ?? null);
  if (account === null) {
    return unmappedCode(`cost type ${line.costType?.code ?? '(none)'} has no Xero account`);
  }
  const noAccount = whyNotAccount(chart, account);
  if (noAccount !== null) return unmappedCode(noAccount);
  if (line.costCode === null) return unmappedCode('a line has no cost code');
  const found = trackingFor(chart, [
    projectOptionWanted(mapping, project),
    costCodeOptionWanted(mapping, project, line.costCode),
  ]);
  if (!found.ok) return missingOption(chart, found.missing);
  const tax = taxOf(ground, line.taxCodeId);
  if (!tax.ok) return tax;
  const { taxType, taxRate } = tax;
  return { ok: true, coding: { accountCode: account, taxType, taxRate, tracking: found.tracking } };
}

/** Codes a retention line: the retention-payable account, this project, and the held-back option. */
export function codeRetentionLine(
  ground: CodingGround,
  tax: { taxType: string; taxRate: string },
): CodingResult {
  const { mapping, project, chart } = ground;
  const account = mapping.accounts.retentionPayable;
  const noAccount = whyNotAccount(chart, account);
  if (noAccount !== null) return unmappedCode(noAccount);
  const found = trackingFor(chart, [
    projectOptionWanted(mapping, project),
    retentionOptionWanted(mapping),
  ]);
  if (!found.ok) return missingOption(chart, found.missing);
  return { ok: true, coding: { accountCode: account, ...tax, tracking: found.tracking } };
}

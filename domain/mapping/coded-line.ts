// How one Procore line is coded in Xero: account, tax type and tracking, or the code that has no place there.
import type { ProcoreProject } from '../records/procore/project.ts';
import type { ProcoreTaxCode } from '../records/procore/tax-code.ts';
import type { SovLine, SubJob } from '../records/procore/commitment.ts';
import type { OwnedTracking } from '../plan/owned.ts';
import { isZeroRate } from '../tax/tax-tie.ts';
import type { ChartExcerpt } from './chart-excerpt.ts';
import type { BooksSide, Mapping } from './mapping.ts';
import { accountFor, retentionAccountOf, taxTypeFor } from './mapping.ts';
import {
  costCodeOptionOf,
  divisionOf,
  divisionOptionOf,
  projectOptionOf,
  subJobOptionOf,
} from './option-names.ts';

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
  side: BooksSide;
  mapping: Mapping;
  project: ProcoreProject;
  taxCodes: readonly ProcoreTaxCode[];
  chart: ChartExcerpt;
};

type Coded = {
  costCode: SovLine['costCode'];
  costType: SovLine['costType'];
  taxCodeId: string | null;
  /** The sub job of its cost code, where it has one. */
  subJob?: SubJob | undefined;
};

/** An option wanted: what it stands for in Procore, and the name it is first looked for under. */
export type WantedOption = { source: string; category: string; option: string };

/** A sub job has an option of its own in its project's place, where the mapping says so. */
export function projectOptionWanted(
  mapping: Mapping,
  project: Pick<ProcoreProject, 'id' | 'number' | 'name'>,
  subJob?: SubJob,
): WantedOption {
  if (subJob && mapping.tracking.subJobs === 'options') {
    return {
      source: `subJob/${project.id}/${subJob.id}`,
      category: mapping.tracking.projectCategory,
      option: subJobOptionOf(mapping, project, subJob),
    };
  }
  return {
    source: `project/${project.id}`,
    category: mapping.tracking.projectCategory,
    option: projectOptionOf(mapping, project),
  };
}

/**
 * A code means what its own project calls it: two projects may use one code for two things. A division, which is its code
 * alone, is the same for all.
 */
export function costCodeOptionWanted(
  mapping: Mapping,
  project: Pick<ProcoreProject, 'id'>,
  costCode: NonNullable<SovLine['costCode']>,
): WantedOption {
  const category = mapping.tracking.costCodeCategory;
  const division = divisionOf(mapping, costCode.code);
  if (division !== null) {
    const option = divisionOptionOf(mapping, division);
    return { source: `division/${division}`, category, option };
  }
  return {
    source: `costCode/${project.id}/${costCode.code}`,
    category,
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

/** Several codes of one line are joined by "+", as its reader joins them. */
function taxOf(
  ground: CodingGround,
  taxCodeId: string | null,
): { ok: true; taxType: string; taxRate: string } | { ok: false; problem: CodingProblem } {
  const refuse = (detail: string) => ({
    ok: false as const,
    problem: { kind: 'unmappedTax' as const, detail },
  });
  const codes: string[] = [];
  for (const id of taxCodeId?.split('+') ?? []) {
    const known = ground.taxCodes.find((code) => code.id === id);
    if (!known) return refuse(`Procore's tax code ${id} is not known`);
    codes.push(known.code);
  }
  const taxType = taxTypeFor(ground.mapping, ground.side, codes);
  if (taxType === null) {
    const [only, ...more] = codes;
    if (only === undefined) return refuse('a line has no tax code');
    const words =
      more.length > 0 ? `tax codes ${codes.sort().join('+')} have` : `tax code ${only} has`;
    return refuse(`${words} no Xero tax type`);
  }
  return taxTypeIn(ground.chart, taxType);
}

/** A tax type that Xero has and that can be used. */
function taxTypeIn(
  chart: ChartExcerpt,
  taxType: string,
): { ok: true; taxType: string; taxRate: string } | { ok: false; problem: CodingProblem } {
  const refuse = (detail: string) => ({
    ok: false as const,
    problem: { kind: 'unmappedTax' as const, detail },
  });
  const rate = chart.taxRates.find((candidate) => candidate.taxType === taxType);
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

/** Codes a line of the work itself: account by cost type, tracking by project and cost code. */
export function codeWorkLine(ground: CodingGround, line: Coded): CodingResult {
  const { mapping, project, side } = ground;
  const account = accountFor(mapping, side, line.costType?.code ?? null);
  if (account === null) {
    const books = side === 'payable' ? 'Xero account' : 'Xero account for revenue';
    return unmappedCode(`cost type ${line.costType?.code ?? '(none)'} has no ${books}`);
  }
  // What an owner is billed need not be broken down by cost code; what the work costs must be.
  if (line.costCode === null && side === 'payable') return unmappedCode('a line has no cost code');
  const options = line.costCode ? [costCodeOptionWanted(mapping, project, line.costCode)] : [];
  return codedAt(ground, {
    account,
    wanted: [projectOptionWanted(mapping, project, line.subJob), ...options],
    tax: taxOf(ground, line.taxCodeId),
  });
}

/** Codes an owner invoice's markup, which has no cost code: its own account, and the project. */
export function codeMarkupLine(ground: CodingGround, taxCodeId: string | null): CodingResult {
  const { mapping, project } = ground;
  const account = mapping.accounts.revenueMarkup;
  if (account === null) {
    return unmappedCode('accounts.revenueMarkup in tieout.config.ts names no account for markup');
  }
  return codedAt(ground, {
    account,
    wanted: [projectOptionWanted(mapping, project)],
    tax: taxOf(ground, taxCodeId),
  });
}

/** Codes a retention line: the retention account of its side, this project, and the held-back option. */
export function codeRetentionLine(
  ground: CodingGround,
  tax: { taxType: string; taxRate: string },
): CodingResult {
  const { mapping, project, chart, side } = ground;
  const account = retentionAccountOf(mapping, side);
  if (account === null) {
    return unmappedCode('accounts.retentionReceivable in tieout.config.ts names no account');
  }
  const wrong = whyNotRetentionAccount(chart, account, side);
  if (wrong !== null) return unmappedCode(wrong);
  return codedAt(ground, {
    account,
    wanted: [projectOptionWanted(mapping, project), retentionOptionWanted(mapping)],
    tax: { ok: true, ...tax },
  });
}

/** What is withheld is owed, or due to the firm, until it is released: an account of another class would say it is not. */
function whyNotRetentionAccount(chart: ChartExcerpt, code: string, side: BooksSide): string | null {
  const account = chart.accounts.find((candidate) => candidate.code === code);
  if (!account) return null;
  const classes = side === 'payable' ? ['LIABILITY'] : ['ASSET', 'LIABILITY'];
  if (account.type !== 'BANK' && classes.includes(account.accountClass)) return null;
  const wanted = side === 'payable' ? 'a liability' : 'an asset or deferred income';
  return `the retention account ${code} "${account.name}" is not ${wanted}`;
}

/**
 * The tax type for lines without tax, which retention lines carry where tax is due up front. It is the same on both
 * sides: an owner's lines without a tax code may well be taxed.
 */
export function noTaxTypeOf({
  mapping,
  chart,
}: CodingGround):
  { ok: true; taxType: string; taxRate: string } | { ok: false; problem: CodingProblem } {
  const refuse = (what: string) => {
    const detail = `tax on what is held is due up front, and taxTypes.none in tieout.config.ts ${what}`;
    return { ok: false as const, problem: { kind: 'unmappedTax' as const, detail } };
  };
  const taxType = taxTypeFor(mapping, 'payable', []);
  if (taxType === null) return refuse('names no tax type for lines without tax');
  const found = taxTypeIn(chart, taxType);
  if (!found.ok || isZeroRate(found.taxRate)) return found;
  return refuse(`is ${taxType}, which has a rate of ${found.taxRate} %`);
}

/** Whether Xero takes a tax type on an account of that class: it refuses the line, and with it the document. */
function whyNotTogether(chart: ChartExcerpt, account: string, taxType: string): string | null {
  const accountClass = chart.accounts.find(({ code }) => code === account)?.accountClass;
  const rate = chart.taxRates.find((candidate) => candidate.taxType === taxType);
  if (accountClass === undefined || !rate || rate.appliesTo.length === 0) return null;
  if (rate.appliesTo.some((one) => one === accountClass)) return null;
  return `tax type ${taxType} "${rate.name}" cannot be used with account ${account}, which is of class ${accountClass.toLowerCase()}`;
}

function codedAt(
  ground: CodingGround,
  coded: {
    account: string;
    wanted: readonly WantedOption[];
    tax: ReturnType<typeof taxOf>;
  },
): CodingResult {
  const { chart } = ground;
  const { account, wanted, tax } = coded;
  const noAccount = whyNotAccount(chart, account);
  if (noAccount !== null) return unmappedCode(noAccount);
  const found = trackingFor(chart, wanted);
  if (!found.ok) return missingOption(chart, found.missing);
  if (!tax.ok) return tax;
  const { taxType, taxRate } = tax;
  const apart = whyNotTogether(chart, account, taxType);
  if (apart !== null) return { ok: false, problem: { kind: 'unmappedTax', detail: apart } };
  return { ok: true, coding: { accountCode: account, taxType, taxRate, tracking: found.tracking } };
}

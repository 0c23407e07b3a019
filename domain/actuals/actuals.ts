// What a project has cost by Xero: each line once, by code and account, with all that is no project's beside it, so that the parts are the whole.
import type { OptionCode } from '../mapping/option-codes.ts';
import { optionIdOf, optionNameNow } from '../mapping/option-codes.ts';
import type { Amount } from '../money/amount.ts';
import { fromMinor, sumMinor } from '../money/amount.ts';
import type { XeroAccount } from '../records/xero/chart.ts';
import type { CostDocument, CostLine, LineGround, NamedOption, Treatment } from './cost-lines.ts';
import { costLinesOf, isPosted } from './cost-lines.ts';

export type ActualsFacts = {
  baseCurrency: string;
  /** A line names its account by its code, which not every account has. */
  accounts: readonly XeroAccount[];
  /** Every account that is or was the firm's retention account. */
  retentionAccounts: readonly string[];
  categories: { project: string; code: string };
  /** Every option of Xero's chart, under every name it had. */
  options: readonly OptionCode[];
  /** With the options that stand for each; no option stands for two. */
  projects: readonly { id: string; name: string; optionIds: readonly string[] }[];
  /** The codes of Procore that an option stands for in this project, where that is known. */
  codesOf: ReadonlyMap<string, readonly string[]>;
  documents: readonly CostDocument[];
  /** Ids of Xero's documents that were posted from a claim on a commitment, or taken over as one. */
  onCommitments: ReadonlySet<string>;
};

export type Split = { total: Amount; againstCommitments: Amount; direct: Amount };

export type CodeCost = Split & {
  /** The option's name today; null = lines without a code. */
  option: string | null;
  optionId: string | null;
  codes: readonly string[];
  accounts: (Split & { code: string; name: string })[];
};

/** Why lines are no project's, or not counted. */
export type Reason = 'noProject' | 'notAProject' | 'noCode' | 'unknownCode' | 'unknownAccount';

export type PartOf = {
  document: CostLine['document'];
  amount: Amount;
  treatment: Treatment;
  /** The option or account that it names. */
  names: string | null;
  reason: Reason;
};

export type Actuals = {
  project: { id: string; name: string; options: string[] };
  asOf: string | null;
  currency: string;
  cost: Split;
  byCode: CodeCost[];
  /** Held and let go by account, debits above zero: it is on the balance sheet and no cost. */
  retention: { code: string; name: string; amount: Amount; documents: PartOf['document'][] }[];
  /** On other accounts of the balance sheet, such as work in progress, debits above zero. */
  elsewhere: { code: string; name: string; amount: Amount }[];
  notAssigned: {
    /** Part of the project's cost, and of no code. */
    toCode: { total: Amount; documents: PartOf[] };
    /** Cost of the company that is no project's. */
    toProject: { total: Amount; documents: PartOf[] };
    /** On an account that Xero's chart does not tell; in no total. */
    toAccount: { total: Amount; documents: PartOf[] };
  };
  company: { whole: Amount; projects: { id: string; name: string; total: Amount }[] };
  /** In another currency, and Xero told no rate: in no total. */
  unvalued: { kind: CostDocument['kind']; id: string; date: string }[];
  lines: readonly CostLine[];
};

type Asked = { projectId: string; asOf: string | null };

/** Lines of all that is posted up to that day, and what cannot be valued. */
export function linesUpTo(
  facts: ActualsFacts,
  asOf: string | null,
): { lines: CostLine[]; unvalued: CostDocument[] } {
  const ground = groundOf(facts);
  const posted = facts.documents.filter(
    (one) => isPosted(one) && (asOf === null || one.date <= asOf),
  );
  const read = posted.map((document) => ({ document, lines: costLinesOf(document, ground) }));
  return {
    lines: read.flatMap(({ lines }) => lines ?? []),
    unvalued: read.flatMap(({ document, lines }) => (lines === null ? [document] : [])),
  };
}

/** Null where there is no such project. */
export function actualsOf(facts: ActualsFacts, { projectId, asOf }: Asked): Actuals | null {
  const project = facts.projects.find(({ id }) => id === projectId);
  if (!project) return null;
  const { lines, unvalued } = linesUpTo(facts, asOf);
  const isOwn = ({ project: option }: CostLine): boolean => isOf(project, option);
  const costs = lines.filter(({ on }) => on === 'cost');
  const own = costs.filter(isOwn);
  const elsewhere = lines.filter((line) => isOwn(line) && line.on === 'balanceSheet');
  const options = facts.options.filter(({ optionId }) => project.optionIds.includes(optionId));
  return {
    project: { id: project.id, name: project.name, options: options.map(({ option }) => option) },
    ...{ asOf, currency: facts.baseCurrency },
    cost: splitOf(own),
    byCode: byCode(own, facts),
    retention: byAccount(lines.filter((line) => isOwn(line) && line.on === 'retention')).map(
      ({ account, lines: of }) => ({
        ...{ code: account.code, name: account.name, amount: totalOf(of) },
        documents: [...new Map(of.map(({ document }) => [document.id, document])).values()],
      }),
    ),
    elsewhere: byAccount(elsewhere).map(({ account: { code, name }, lines: of }) => ({
      ...{ code, name, amount: totalOf(of) },
    })),
    notAssigned: notAssigned(lines, own, facts),
    company: {
      whole: totalOf(costs),
      projects: facts.projects.map((one) => ({
        ...{ id: one.id, name: one.name },
        total: totalOf(costs.filter(({ project: option }) => isOf(one, option))),
      })),
    },
    unvalued: unvalued.map(({ kind, id, date }) => ({ kind, id, date })),
    lines: lines.filter((line) => isOwn(line) && line.on !== 'income'),
  };
}

/** Whether an option is one of the project's. */
export function isOf(
  { optionIds }: { optionIds: readonly string[] },
  option: NamedOption | null,
): boolean {
  const optionId = option?.optionId ?? null;
  return optionId !== null && optionIds.includes(optionId);
}

/** What a line is judged by. */
export function groundOf(
  facts: Omit<ActualsFacts, 'documents' | 'codesOf' | 'projects'>,
): LineGround {
  const { baseCurrency, accounts, options, categories, onCommitments } = facts;
  return {
    ...{ baseCurrency, categories },
    accounts: new Map(accounts.flatMap((one) => (one.code === null ? [] : [[one.code, one]]))),
    retentionAccounts: new Set(facts.retentionAccounts),
    optionOf: (category, named) => {
      const of = { category, option: named.option, optionId: named.optionId };
      return { optionId: optionIdOf(options, of), name: optionNameNow(options, of).option };
    },
    treatmentOf: ({ id }) => (onCommitments.has(id) ? 'againstCommitment' : 'direct'),
  };
}

function byCode(own: readonly CostLine[], { codesOf }: ActualsFacts): CodeCost[] {
  const groups = grouped(own, ({ code }) => code?.optionId ?? code?.name ?? '');
  return groups
    .map(({ lines }): CodeCost => {
      const code = lines[0]?.code ?? null;
      return {
        ...{ option: code?.name ?? null, optionId: code?.optionId ?? null },
        codes: codesOf.get(code?.optionId ?? '') ?? [],
        ...splitOf(lines),
        accounts: byAccount(lines).map(({ account, lines: of }) => ({
          ...{ code: account.code, name: account.name, ...splitOf(of) },
        })),
      };
    })
    .sort((a, b) => compare(a.option ?? '\uffff', b.option ?? '\uffff'));
}

function notAssigned(
  lines: readonly CostLine[],
  own: readonly CostLine[],
  { projects }: ActualsFacts,
): Actuals['notAssigned'] {
  const isProject = (option: NamedOption | null): boolean =>
    projects.some((project) => isOf(project, option));
  const withoutCode = own.filter(({ code }) => (code?.optionId ?? null) === null);
  const withoutProject = lines.filter(({ on, project }) => on === 'cost' && !isProject(project));
  const withoutAccount = lines.filter(({ on }) => on === 'unknownAccount');
  return {
    toCode: parts(withoutCode, ({ code }) => ({
      ...{ names: code?.name ?? null, reason: code === null ? 'noCode' : 'unknownCode' },
    })),
    toProject: parts(withoutProject, ({ project }) => ({
      ...{ names: project?.name ?? null, reason: project === null ? 'noProject' : 'notAProject' },
    })),
    toAccount: parts(withoutAccount, () => ({ names: null, reason: 'unknownAccount' })),
  };
}

/** One entry for a document and what it names. */
function parts(
  lines: readonly CostLine[],
  whyOf: (line: CostLine) => Pick<PartOf, 'names' | 'reason'>,
): { total: Amount; documents: PartOf[] } {
  const groups = grouped(lines, (line) => `${line.document.id} ${whyOf(line).names ?? ''}`);
  const documents = groups.flatMap(({ lines: of }): PartOf[] => {
    const [first] = of;
    if (!first) return [];
    const { document, treatment } = first;
    return [{ document, treatment, amount: totalOf(of), ...whyOf(first) }];
  });
  return { total: totalOf(lines), documents: documents.sort(byDate) };
}

function byDate(a: PartOf, b: PartOf): number {
  return compare(a.document.date, b.document.date) || compare(a.document.id, b.document.id);
}

function byAccount(lines: readonly CostLine[]) {
  return grouped(lines, ({ account }) => account?.code ?? '')
    .flatMap(({ lines: of }) => {
      const account = of[0]?.account;
      return account ? [{ account, lines: of }] : [];
    })
    .sort((a, b) => compare(a.account.code, b.account.code));
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): { lines: T[] }[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()].map((lines) => ({ lines }));
}

function totalOf(lines: readonly CostLine[]): Amount {
  return fromMinor(sumMinor(lines.map(({ minor }) => minor)));
}

function splitOf(lines: readonly CostLine[]): Split {
  const of = (treatment: Treatment) => lines.filter((line) => line.treatment === treatment);
  return {
    total: totalOf(lines),
    againstCommitments: totalOf(of('againstCommitment')),
    direct: totalOf(of('direct')),
  };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

// What each project bears of a document in Xero, and how that stands in Procore: its budget's codes, ours, and people's own.
import type { CostLine } from '../../domain/actuals/cost-lines.ts';
import type { DocumentId } from '../../domain/identity/workflow-ids.ts';
import type { ChartExcerpt } from '../../domain/mapping/chart-excerpt.ts';
import {
  costCodeOptionWanted,
  optionFor,
  projectOptionWanted,
} from '../../domain/mapping/coded-line.ts';
import { fromMinor, sumAmounts } from '../../domain/money/amount.ts';
import type {
  CodeWithOptions,
  CostOfProject,
  Share,
} from '../../domain/objects/direct-cost/observation.ts';
import { costMarkerOf } from '../../domain/objects/direct-cost/wanted-cost.ts';
import { directCostBaseSchema } from '../../domain/plan/direct-cost-base.ts';
import type { ProcoreBudgetCodes } from '../../domain/records/procore/budget-codes.ts';
import type { ProcoreDirectCost } from '../../domain/records/procore/direct-cost.ts';
import type { ProcoreProject } from '../../domain/records/procore/project.ts';
import type { XeroChart } from '../../domain/records/xero/chart.ts';
import type { Queryable } from '../database.ts';
import { nobodysAlike, originOfOthers, ofOtherSource } from '../queries/direct-costs.ts';
import type { Link } from '../queries/links.ts';
import { recordsOf, standingOf } from '../queries/mirror.ts';
import { excerptOf } from './ground.ts';
import { postFromOn, postFromWhileHere } from './post-from.ts';
import type { ObserverSettings } from './settings.ts';

/** What of a document a project bears. */
export type Borne = Pick<Share, 'projectId' | 'lines' | 'rates'>;

export type SharesAsk = {
  id: DocumentId<'directCost'>;
  document: { number: string | null; date: string } | null;
  /** When it came into sight; null where nobody knows. */
  inSightSince: Date | null;
  /** What each project bears now. */
  borne: readonly Borne[];
  /** What stands in Procore, by project. */
  links: readonly Link[];
  vendorId: string | null;
  /** The codes of a project's budget, each with what stands for it in Xero. */
  codesFor: (ask: CodesAsk) => Promise<CodeWithOptions[]>;
};

export type CodesAsk = {
  lines: readonly CostOfProject[];
  project: ProcoreProject;
  budget: ProcoreBudgetCodes;
};

/** Of every project that bears any of it, or has a direct cost of it still; in the order of their ids. */
export async function sharesOf(
  db: Queryable,
  settings: ObserverSettings,
  ask: SharesAsk,
): Promise<Share[]> {
  const linked = ask.links.map(({ role }) => role.slice('directCost/'.length));
  const ids = [...new Set([...ask.borne.map(({ projectId }) => projectId), ...linked])].sort();
  const shares: Share[] = [];
  for (const projectId of ids) shares.push(await shareOf(db, settings, { ...ask, projectId }));
  return shares;
}

type AskOfProject = SharesAsk & { projectId: string };

async function shareOf(
  db: Queryable,
  settings: ObserverSettings,
  ask: AskOfProject,
): Promise<Share> {
  const { connection, mapping } = settings;
  const { projectId, document, borne, links } = ask;
  const { lines = [], rates = {} } = borne.find((one) => one.projectId === projectId) ?? {};
  const held = links.find(({ role }) => role === `directCost/${projectId}`) ?? null;
  const [project, postFrom, budget] = await Promise.all([
    standingOf(db, connection, 'procoreProject', projectId),
    document
      ? postFromOn(db, connection, { projectId, date: document.date })
      : postFromWhileHere(db, connection, projectId),
    standingOf(db, connection, 'procoreBudgetCodes', projectId),
  ]);
  const isNew =
    document !== null &&
    lines.length > 0 &&
    held === null &&
    postFrom !== null &&
    document.date >= postFrom;
  const codes =
    budget.record && project.record && lines.length > 0
      ? await ask.codesFor({ lines, project: project.record, budget: budget.record })
      : [];
  const marker = costMarkerOf({ connection, sourceId: ask.id.sourceId }, { projectId });
  const marked = await recordsOf(db, connection, 'procoreDirectCost', { marker });
  return {
    projectId,
    project: project.record && { number: project.record.number, name: project.record.name },
    postFrom,
    ...{ lines, rates },
    budget: budget.record && { currency: budget.record.currency, codes },
    budgetIsDue: isNew && budget.seenAt === null,
    listIsDue: isNew && (await isListDue(db, connection, ask)),
    link: held && (await linkSeen(db, connection, held)),
    marked: marked.filter(({ id }) => id !== held?.targetId),
    alike:
      isNew && marked.length === 0
        ? await alikeTo(db, connection, { ...ask, document, lines })
        : [],
    supersedes: isNew ? await ofOtherSource(db, connection, ask.id.sourceId, projectId) : null,
    ownedBy:
      isNew && mapping.actuals.originId ? await originOfOthers(db, connection, projectId) : null,
  };
}

/** A line of the ledger, as it is costed. */
export function lineSeen({
  account,
  code,
  project,
  description,
  minor,
}: CostLine): Share['lines'][number] {
  return {
    account: { code: account?.code ?? '', name: account?.name ?? '' },
    code: code && { optionId: code.optionId, name: code.name },
    projectOptionId: project?.optionId ?? null,
    description,
    amount: fromMinor(minor),
    ...{ costType: null, lacks: null },
  };
}

/** The budget's codes that the lines may be on, each with the options that stand for it. */
export async function codesWithOptions(
  db: Queryable,
  { connection, mapping }: ObserverSettings,
  { chart, lines, project, budget }: CodesAsk & { chart: XeroChart },
): Promise<CodeWithOptions[]> {
  const costCodes = budget.codes.map(({ costCode }) => costCode);
  const subJobs = budget.codes.flatMap(({ subJob }) => subJob ?? []);
  const excerpt: ChartExcerpt = await excerptOf(db, chart, {
    ...{ connection, mapping, project, costCodes, subJobs, tracking: [] },
  });
  const named = new Set(lines.flatMap(({ code }) => code?.optionId ?? []));
  return budget.codes
    .map((code): CodeWithOptions => ({
      ...code,
      optionId:
        optionFor(excerpt, costCodeOptionWanted(mapping, project, code.costCode))?.optionId ?? null,
      projectOptionId:
        optionFor(excerpt, projectOptionWanted(mapping, project, code.subJob ?? undefined))
          ?.optionId ?? null,
    }))
    .filter(({ optionId }) => optionId !== null && named.has(optionId));
}

/** Into a list that people write too nothing is written before it was read: since the document came into sight. */
async function isListDue(
  db: Queryable,
  connection: string,
  { projectId, inSightSince }: AskOfProject,
): Promise<boolean> {
  const list = await standingOf(db, connection, 'procoreDirectCosts', projectId);
  if (list.seenAt === null) return true;
  return inSightSince !== null && list.seenAt < inSightSince;
}

async function linkSeen(
  db: Queryable,
  connection: string,
  { targetId, base }: Link,
): Promise<NonNullable<Share['link']>> {
  const standing = await standingOf(db, connection, 'procoreDirectCost', targetId);
  return {
    directCostId: targetId,
    base: directCostBaseSchema.parse(base),
    record: standing.record,
    isGone: standing.unseen,
  };
}

/** So many are carried into a plan. */
const alikeMaximum = 5;

/** Of the same vendor and number, or of the same day and amount. */
async function alikeTo(
  db: Queryable,
  connection: string,
  ask: AskOfProject & {
    document: NonNullable<SharesAsk['document']>;
    lines: readonly CostOfProject[];
  },
): Promise<ProcoreDirectCost[]> {
  const { projectId, document, vendorId, lines } = ask;
  const { number, date } = document;
  const found = await nobodysAlike(db, connection, { projectId, vendorId, number, date });
  const total = sumAmounts(lines.map(({ amount }) => amount));
  const isSameNumber = (one: ProcoreDirectCost): boolean =>
    number !== null && one.invoiceNumber === number && one.vendorId === vendorId;
  const isSameSum = (one: ProcoreDirectCost): boolean =>
    one.date === date && sumAmounts(one.lines.map(({ amount }) => amount)) === total;
  return found.filter((one) => isSameNumber(one) || isSameSum(one)).slice(0, alikeMaximum);
}

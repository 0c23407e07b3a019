// What the plan of a project's budget is made from.
import { contentHash } from '../../domain/identity/canonical-json.ts';
import type { DocumentId } from '../../domain/identity/workflow-ids.ts';
import { workflowIdOf } from '../../domain/identity/workflow-ids.ts';
import { makesTasks } from '../../domain/mapping/budgets.ts';
import type { Mapping } from '../../domain/mapping/mapping.ts';
import type { Observation } from '../../domain/objects/objects.ts';
import type { BudgetProjects } from '../../domain/objects/project-budget/observation.ts';
import { subJobOf } from '../../domain/objects/project-budget/wanted-options.ts';
import type { XeroChart } from '../../domain/records/xero/chart.ts';
import type { Queryable } from '../database.ts';
import { answersOf } from '../queries/answers.ts';
import { labourLinks } from '../queries/labour.ts';
import { standingOf } from '../queries/mirror.ts';
import { unsettledIn } from '../queries/project-over.ts';
import { budgetTaskLinks, labourTaskLinks } from '../queries/task-links.ts';
import { excerptOf, xeroGround } from './ground.ts';
import { linkedProject } from './project-labour.ts';
import { postFromWhileHere } from './post-from.ts';
import type { ObserverSettings } from './settings.ts';

export async function observeProjectBudget(
  db: Queryable,
  settings: ObserverSettings,
  id: DocumentId<'projectBudget'>,
): Promise<Observation<'projectBudget'>> {
  const { connection, mapping } = settings;
  const projectId = id.sourceId;
  const [source, answers, ground, project, postFrom] = await Promise.all([
    standingOf(db, connection, 'procoreBudget', projectId),
    answersOf(db, workflowIdOf(id)),
    xeroGround(db, connection),
    standingOf(db, connection, 'procoreProject', projectId),
    postFromWhileHere(db, connection, projectId),
  ]);
  const budget = source.record;
  const costCodes = (budget?.lines ?? []).map(({ costCode }) => costCode);
  const subJobs = (budget?.lines ?? []).flatMap((line) => subJobOf(line) ?? []);
  const ask = { connection, mapping, project: project.record, costCodes, subJobs, tracking: [] };
  const isOver = project.record?.isActive === false && postFrom !== null;
  const [{ codes, links }, unsettled, projects] = await Promise.all([
    excerptOf(db, ground.chart, ask),
    isOver ? unsettledIn(db, connection, projectId) : [],
    makesTasks(mapping) ? projectsOf(db, id, ground.organisation.baseCurrency) : null,
  ]);
  // Nothing of it is posted to an account.
  const chart = { accounts: [], taxRates: [], codes, links };
  const categories = categoriesOf(ground.chart, mapping);
  return {
    ...settings,
    type: 'projectBudget',
    answers,
    projectId,
    budget,
    sourceUnseen: source.unseen,
    project: project.record,
    postFrom,
    chart,
    categories,
    unsettled,
    projects,
    linkedTargetId: null,
    context: contentHash({ chart, categories, ...(projects ? { projects } : {}) }),
  };
}

/** Where its tasks go: the project in Xero Projects that the labour of the project is linked to. */
async function projectsOf(
  db: Queryable,
  id: DocumentId<'projectBudget'>,
  baseCurrency: string,
): Promise<BudgetProjects> {
  const { connection, sourceId } = id;
  const labour = workflowIdOf({ type: 'projectLabour', connection, sourceId });
  const [{ projectId: linkedProjectId }, taskLinks, ofLabour] = await Promise.all([
    labourLinks(db, labour),
    budgetTaskLinks(db, workflowIdOf(id)),
    labourTaskLinks(db, labour),
  ]);
  const linked = await linkedProject(db, connection, linkedProjectId);
  return { linkedProjectId, ...linked, baseCurrency, taskLinks, labourLinks: ofLabour };
}

/** The two that the mapping names. */
function categoriesOf({ trackingCategories }: XeroChart, { tracking }: Mapping) {
  const named = [tracking.projectCategory, tracking.costCodeCategory].map((name) =>
    name.toLowerCase(),
  );
  return trackingCategories
    .filter(({ name }) => named.includes(name.toLowerCase()))
    .map(({ id, name, status, options }) => ({
      ...{ id, name, status },
      used: options.filter((option) => option.status === 'ACTIVE').length,
    }));
}

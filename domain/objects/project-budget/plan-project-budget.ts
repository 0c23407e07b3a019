// The plan of a project's budget: the tracking options its bills will need, each made before the first of them, and the tasks its time goes on.
import { markerOf } from '../../identity/markers.ts';
import type { Role } from '../../identity/roles.ts';
import type { ObjectPlan, Verdict } from '../../plan/verdict.ts';
import { blocked, finding, proposal, unchanged } from '../../plan/verdicts.ts';
import { archiveVerdicts } from './archive-option.ts';
import type { ProjectBudgetObservation } from './observation.ts';
import type { OptionStanding } from './wanted-options.ts';
import { taskVerdicts } from './plan-tasks.ts';
import { forecastsOf, optionsOf, partOf } from './wanted-options.ts';

export function planProjectBudget(observation: ProjectBudgetObservation): ObjectPlan {
  const options = optionsOf(observation);
  const tasks = taskVerdicts(observation);
  const isWhole =
    options.length + tasks.length > 0 &&
    options.every(({ standing }) => standing.is === 'there') &&
    tasks.every(({ outcome }) => outcome === 'unchanged');
  return {
    verdicts: [
      withoutCategory(options),
      ...options.flatMap((option) => existing(option)),
      ...creations(observation, options),
      ...archiveVerdicts(observation),
      ...tasks,
    ],
    standing: {
      state: isWhole ? 'linked' : 'notPosted',
      final: false,
      amount: null,
      currency: null,
    },
  };
}

function roleOf({ source }: OptionStanding): Role {
  return `option/${source}`;
}

function existing(option: OptionStanding): Verdict[] {
  const { standing, category } = option;
  if (standing.is === 'there') return [unchanged(roleOf(option))];
  if (standing.is !== 'archived') return [];
  const detail = `the option "${standing.option}" of Xero's ${category} tracking`;
  return [blocked(roleOf(option), 'optionArchived', detail, { category, option: standing.option })];
}

/** One question for all that have no category to be in. */
function withoutCategory(options: readonly OptionStanding[]): Verdict {
  const names = options.flatMap(({ standing, category }) =>
    standing.is === 'withoutCategory' ? [category] : [],
  );
  if (names.length === 0) return unchanged('document');
  const categories = [...new Set(names)].join('", "');
  const detail = `Xero has no active tracking category "${categories}"`;
  return blocked('document', 'unmappedCode', detail, { categories });
}

/** By themselves up to the maximum of their category; beyond it all of them are one question. */
function creations(
  observation: ProjectBudgetObservation,
  options: readonly OptionStanding[],
): Verdict[] {
  return forecastsOf(observation).flatMap(({ category, used, wanted, maximum }) => {
    const own = options.filter(
      (option) => option.category.toLowerCase() === category.toLowerCase(),
    );
    const made = own.flatMap((option) => creation(observation, option));
    if (used + wanted <= maximum) return made;
    const figures = {
      ...{ category, used: String(used), wanted: String(wanted) },
      maximum: String(maximum),
    };
    const more = wanted === 1 ? '1 more is wanted' : `${wanted} more are wanted`;
    const detail = `${category} has ${used} options, ${more}, and ${maximum} is the most it shall have`;
    const why = finding('optionsLimit', detail, figures);
    const subject: Role = `options/${partOf(observation, category)}`;
    return made.map((verdict, index) => ({
      ...verdict,
      subject,
      // The first speaks for all of them.
      findings: index === 0 ? [why] : [],
    }));
  });
}

function creation(observation: ProjectBudgetObservation, option: OptionStanding): Verdict[] {
  const { standing, category, option: name, codes } = option;
  if (standing.is !== 'missing') return [];
  const { connection, projectId } = observation;
  const role = roleOf(option);
  const said = codes.length > 0 ? codes.join(', ') : name;
  return [
    proposal(role, {
      outcome: 'create',
      changes: [
        { path: 'category', base: null, procore: null, xero: category, proposed: null },
        { path: 'name', base: null, procore: said, xero: null, proposed: name },
      ],
      write: {
        endpoint: 'xero/trackingoptions',
        operation: 'create',
        marker: markerOf({ type: 'projectBudget', connection, sourceId: projectId }, role),
        body: { kind: 'xeroTrackingOption', categoryId: standing.categoryId, name },
        targetId: null,
        targetVersion: null,
        agreed: null,
      },
    }),
  ];
}

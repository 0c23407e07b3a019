// The option of a project that is over: offered to be archived once nothing of the project is unpaid, held or waiting.
import { markerOf } from '../../identity/markers.ts';
import { projectOptionWanted } from '../../mapping/coded-line.ts';
import type { OptionCode } from '../../mapping/option-codes.ts';
import type { Verdict } from '../../plan/verdict.ts';
import { finding, proposal } from '../../plan/verdicts.ts';
import type { ProjectBudgetObservation } from './observation.ts';

/**
 * The project's own option alone: those of cost codes and of retention are called the same in other projects, and are
 * theirs too. What is posted with it keeps it (help.xero.com, Settings_TrackingEdit, read 2026-11-23).
 */
export function archiveVerdicts(observation: ProjectBudgetObservation): Verdict[] {
  const { connection, project, projectId, postFrom, unsettled } = observation;
  if (observation.mapping.budgets.to === 'tasks') return [];
  if (!project || project.isActive || postFrom === null || unsettled.length > 0) return [];
  const code = ownOption(observation);
  if (!code) return [];
  const { categoryId, optionId, category, option } = code;
  const role = `option/project/${projectId}` as const;
  const detail = `project ${project.number} ${project.name} is no longer active in Procore, and nothing of it is unpaid, held or waiting`;
  return [
    proposal(role, {
      outcome: 'update',
      changes: [
        { path: 'category', base: null, procore: null, xero: category, proposed: null },
        { path: 'name', base: null, procore: null, xero: option, proposed: null },
        { path: 'status', base: null, procore: 'inactive', xero: 'ACTIVE', proposed: 'ARCHIVED' },
      ],
      findings: [finding('optionToArchive', detail, { project: projectId, option })],
      write: {
        endpoint: 'xero/trackingoptions',
        operation: 'update',
        marker: markerOf({ type: 'projectBudget', connection, sourceId: projectId }, role),
        body: { kind: 'xeroTrackingOptionArchive', categoryId, optionId, status: 'ARCHIVED' },
        targetId: optionId,
        // Options have no version: the name that the person saw stands for it.
        targetVersion: option,
        agreed: null,
      },
    }),
  ];
}

/** The one that stands for the project, whatever either is called by now. */
function ownOption({ chart, mapping, project }: ProjectBudgetObservation): OptionCode | null {
  if (!project) return null;
  const { source, category } = projectOptionWanted(mapping, project);
  const links = chart.links.filter((link) => link.source === source);
  const own = chart.codes.find(
    (code) =>
      code.status === 'ACTIVE' &&
      code.category.toLowerCase() === category.toLowerCase() &&
      links.some(({ optionId }) => optionId === code.optionId),
  );
  return own ?? null;
}

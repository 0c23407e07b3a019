// What of one document each project bears as a direct cost: the lines that the report counts as such, and no others.
import type { ActualsFacts } from './actuals.ts';
import { isOf } from './actuals.ts';
import type { CostDocument, CostLine, LineGround } from './cost-lines.ts';
import { costLinesOf, isPosted } from './cost-lines.ts';

export type ProjectShare = { projectId: string; lines: CostLine[] };

/** None of what is not in the books, cannot be valued, or stands for a commitment. */
export function directSharesOf(
  document: CostDocument,
  ground: LineGround,
  projects: ActualsFacts['projects'],
): ProjectShare[] {
  if (!isPosted(document) || ground.treatmentOf(document) !== 'direct') return [];
  const lines = costLinesOf(document, ground) ?? [];
  const costs = lines.filter(({ on }) => on === 'cost');
  return projects
    .map((project) => ({
      projectId: project.id,
      lines: costs.filter((line) => isOf(project, line.project)),
    }))
    .filter((share) => share.lines.length > 0);
}

/** Whether Xero told no rate of its currency, so that nothing is known of what it is worth. */
export function isUnvalued(document: CostDocument, ground: LineGround): boolean {
  return isPosted(document) && costLinesOf(document, ground) === null;
}

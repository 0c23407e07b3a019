// Which direct costs of a project stand in Procore, and which wait and for what: each document of the report once.
import { and, eq, isNull, like, ne } from 'drizzle-orm';
import type { Actuals } from '../../domain/actuals/actuals.ts';
import type { CostLine } from '../../domain/actuals/cost-lines.ts';
import { costDocumentOf } from '../../domain/identity/cost-documents.ts';
import { parseWorkflowId } from '../../domain/identity/workflow-ids.ts';
import { fromMinor, sumMinor } from '../../domain/money/amount.ts';
import type { Queryable } from '../database.ts';
import { exception, link } from '../schema/document-tables.ts';

export type CostStanding = {
  document: CostLine['document'];
  /** What of it the project bears. */
  amount: string;
  /** Procore's id; null while it has none. */
  directCostId: string | null;
  /** Why it waits, as a sentence; null where nobody is asked. */
  asked: string | null;
};

/** In the order of their days. */
export async function directCostStandings(
  db: Queryable,
  connection: string,
  { project, lines }: Actuals,
): Promise<CostStanding[]> {
  const role = `directCost/${project.id}`;
  const links = await db
    .select({ workflowId: link.workflowId, targetId: link.targetId })
    .from(link)
    .where(and(eq(link.connection, connection), eq(link.role, role), isNull(link.endedAt)));
  const asked = await db
    .select({ workflowId: exception.workflowId, sentence: exception.sentence })
    .from(exception)
    .where(
      and(
        like(exception.workflowId, `directCost/${connection}/%`),
        ...[eq(exception.subject, role), ne(exception.state, 'closed')],
      ),
    );
  const standing = new Map(links.map((row) => [recordOf(row.workflowId), row.targetId]));
  const sentences = new Map(asked.map((row) => [recordOf(row.workflowId), row.sentence]));
  return directDocuments(lines).map(({ document, amount }) => {
    const key = `${document.kind} ${document.id}`;
    return {
      ...{ document, amount },
      ...{ directCostId: standing.get(key) ?? null, asked: sentences.get(key) ?? null },
    };
  });
}

function recordOf(workflowId: string): string {
  const id = parseWorkflowId(workflowId);
  if (id?.type !== 'directCost') return workflowId;
  const { kind, id: recordId } = costDocumentOf(id.sourceId);
  return `${kind} ${recordId}`;
}

function directDocuments(
  lines: readonly CostLine[],
): { document: CostLine['document']; amount: string }[] {
  const byDocument = new Map<string, CostLine[]>();
  for (const line of lines) {
    if (line.on !== 'cost' || line.treatment !== 'direct') continue;
    const { id } = line.document;
    byDocument.set(id, [...(byDocument.get(id) ?? []), line]);
  }
  return [...byDocument.values()]
    .flatMap((of) => {
      const document = of[0]?.document;
      const amount = fromMinor(sumMinor(of.map(({ minor }) => minor)));
      return document ? [{ document, amount }] : [];
    })
    .sort((a, b) => (a.document.date < b.document.date ? -1 : 1));
}

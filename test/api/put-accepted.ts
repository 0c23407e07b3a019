// A question answered "leave it", carried out as the end of its pass does.
import { eq } from 'drizzle-orm';
import { acceptDifference } from '../../db/queries/questions.ts';
import { acceptedDifference, exception } from '../../db/schema/document-tables.ts';
import type { Observation } from '../../domain/objects/objects.ts';
import { nameOf, planObservation } from '../../domain/objects/objects.ts';
import type { TestApi } from './api-fixture.ts';
import { openExceptionOf } from './api-fixture.ts';

export async function putAccepted(
  test: TestApi,
  observation: Observation,
): Promise<{ id: string; exceptionId: string; workflowId: string }> {
  const opened = await openExceptionOf(test, observation);
  const response = await fetch(`${test.api.url}/api/exceptions/${opened.id}/decision`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      planHash: opened.planHash,
      decision: 'reject',
      reason: 'agreed on the phone',
    }),
  });
  const { decisionId } = (await response.json()) as { decisionId: string };
  const plan = planObservation(observation);
  const [question] = plan.gated.questions;
  const [row] = await test.db.select().from(exception).where(eq(exception.id, opened.id));
  if (!question || !row?.observationHash) throw new Error('there is no question');
  const { workflowId } = opened;
  const { amount, currency } = plan.standing;
  const of = { connection: 'demo', workflowId, documentName: nameOf(observation) };
  await acceptDifference(
    test.db,
    question,
    { ...of, amount, currency, observationHash: row.observationHash },
    decisionId,
  );
  await test.db
    .update(exception)
    .set({ state: 'closed', closedBecause: 'rejected', closedAt: new Date() })
    .where(eq(exception.id, opened.id));
  const [accepted] = await test.db
    .select()
    .from(acceptedDifference)
    .where(eq(acceptedDifference.exceptionId, opened.id));
  return { id: accepted?.id ?? '', exceptionId: opened.id, workflowId };
}

// Writes what a person decided: once, on exactly the plan that was shown, or says why not.
import { randomUUID } from 'node:crypto';
import { and, eq, ne, sql } from 'drizzle-orm';
import { parseWorkflowId } from '../../domain/identity/workflow-ids.ts';
import type { Database, Transaction } from '../database.ts';
import { decision, exception } from '../schema/document-tables.ts';
import type { DecisionRow, ExceptionRow } from './console-exceptions.ts';
import { addAudit } from './documents.ts';
import { addWakeRows } from './wake.ts';

export type DecisionAsk = {
  connection: string;
  exceptionId: string;
  planHash: string;
  verdict: 'approve' | 'reject';
  reason: string | null;
  person: string;
};

export type DecisionAnswer =
  | { answer: 'unknown' }
  | { answer: 'notApprovable'; exception: ExceptionRow; fix: string }
  /** `exception` is what waits now: the newer one of the same subject where there is one. */
  | {
      answer: 'refused';
      why: 'planMoved' | 'decidedOtherwise' | 'alreadyClosed';
      exception: ExceptionRow;
    }
  | { answer: 'stored' | 'storedBefore'; decisionId: string; exception: ExceptionRow };

/**
 * Exception, decision, audit and wake row in one transaction, which begins by locking the exception:
 * of any number of clicks one is stored, and a plan cannot move between the look and the decision.
 */
export async function decideException(db: Database, ask: DecisionAsk): Promise<DecisionAnswer> {
  return db.transaction(async (tx) => {
    const [asked] = await tx
      .select()
      .from(exception)
      .where(and(eq(exception.id, ask.exceptionId), eq(exception.connection, ask.connection)))
      .for('update');
    if (!asked) return { answer: 'unknown' };
    if (asked.planHash !== ask.planHash) return refused(tx, asked, 'planMoved');
    const made = await decisionOn(tx, asked);
    if (made) {
      if (made.verdict !== ask.verdict) return refused(tx, asked, 'decidedOtherwise');
      return { answer: 'storedBefore', decisionId: made.id, exception: asked };
    }
    if (asked.state !== 'open') {
      const why = asked.closedBecause === 'superseded' ? 'planMoved' : 'alreadyClosed';
      return refused(tx, asked, why);
    }
    if (ask.verdict === 'approve' && asked.fix !== null) {
      return { answer: 'notApprovable', exception: asked, fix: asked.fix };
    }
    const decisionId = await store(tx, ask, asked);
    return { answer: 'stored', decisionId, exception: { ...asked, state: 'decided' } };
  });
}

async function decisionOn(tx: Transaction, asked: ExceptionRow): Promise<DecisionRow | null> {
  const [row] = await tx
    .select()
    .from(decision)
    .where(and(eq(decision.exceptionId, asked.id), eq(decision.planHash, asked.planHash)));
  return row ?? null;
}

async function refused(
  tx: Transaction,
  asked: ExceptionRow,
  why: 'planMoved' | 'decidedOtherwise' | 'alreadyClosed',
): Promise<DecisionAnswer> {
  const [live] = await tx
    .select()
    .from(exception)
    .where(
      and(
        eq(exception.workflowId, asked.workflowId),
        eq(exception.subject, asked.subject),
        ne(exception.state, 'closed'),
      ),
    )
    .limit(1);
  return { answer: 'refused', why, exception: live ?? asked };
}

async function store(tx: Transaction, ask: DecisionAsk, asked: ExceptionRow): Promise<string> {
  const id = randomUUID();
  const { workflowId, connection } = asked;
  const { planHash, verdict, reason, person } = ask;
  // What is no document, such as a lost connection, has no workflow that could carry the decision out:
  // rejecting it means that it was seen, and it stays until what it says is no longer so.
  const hasWorkflow = parseWorkflowId(workflowId) !== null;
  await tx.insert(decision).values({
    id,
    exceptionId: asked.id,
    workflowId,
    planHash,
    verdict,
    reason,
    person,
    ...(hasWorkflow ? {} : { outcome: 'applied', outcomeAt: sql`clock_timestamp()` }),
  });
  await tx.update(exception).set({ state: 'decided' }).where(eq(exception.id, asked.id));
  await addAudit(tx, {
    connection,
    actor: person,
    action: verdict === 'approve' ? 'approved' : 'rejected',
    workflowId,
    decisionId: id,
    details: { exceptionId: asked.id, kind: asked.kind, subject: asked.subject, planHash, reason },
  });
  if (hasWorkflow) {
    const payload = { decisionId: id, planHash };
    await addWakeRows(tx, [{ workflowId, signal: 'decide', payload }]);
  }
  return id;
}

// What is asked about lives on a running stack, held against what their models say must be asked, and answered as they say.
import type { Asked } from '../../domain/claims/lives/model-records.ts';
import type { Stack } from '../stack.ts';
import type { LifeOnStack } from './life-on-stack.ts';

export type Question = {
  id: string;
  kind: string;
  workflowId: string;
  planHash: string;
  sentence: string;
};

export async function openQuestions(stack: Stack): Promise<Question[]> {
  const rows = await stack.database.sql<
    { id: string; kind: string; workflow_id: string; plan_hash: string; sentence: string }[]
  >`select id, kind, workflow_id, plan_hash, sentence from exception
    where connection = ${stack.connection} and state <> 'closed' order by workflow_id, subject`;
  return rows.map(({ id, kind, sentence, ...row }) => ({
    ...{ id, kind, sentence, workflowId: row.workflow_id, planHash: row.plan_hash },
  }));
}

/** What a life must be asked yet, and what it was asked and waits until somebody mends what it is about. */
export class QuestionsOfLife {
  private readonly life: LifeOnStack;
  private toCome: Asked[] = [];
  private lasting: Asked[] = [];

  constructor(life: LifeOnStack) {
    this.life = life;
  }

  expect(asked: readonly Asked[]): void {
    const { claims } = this.life.model;
    this.lasting = [
      ...this.lasting.filter(
        ({ of }) =>
          of !== 'order' && claims.some(({ id, rejected }) => id === of.claim && rejected !== null),
      ),
      ...asked.filter(({ answer }) => answer === 'wait'),
    ];
    this.toCome.push(...asked.filter(({ answer }) => answer !== 'wait'));
  }

  /** Nothing is left to be asked but what waits. */
  get isDone(): boolean {
    return this.toCome.length === 0;
  }

  /** Answers those of the questions that are to come; whatever else is asked is an error. */
  async answer(stack: Stack, questions: readonly Question[]): Promise<number> {
    let answered = 0;
    for (const question of questions) {
      if (this.lasting.some((one) => this.isIt(one, question))) continue;
      const at = this.toCome.findIndex((one) => this.isIt(one, question));
      const [found] = at < 0 ? [] : this.toCome.splice(at, 1);
      if (!found)
        throw new Error(
          `${question.workflowId} asks unexpectedly: ${question.kind}: ${question.sentence}`,
        );
      const { id: exceptionId, planHash } = question;
      const verdict = found.answer === 'approve' ? 'approve' : 'reject';
      const { answer } = await stack.decide({ exceptionId, planHash, verdict });
      if (answer !== 'stored') throw new Error(`${question.kind}: the answer was ${answer}`);
      answered += 1;
    }
    return answered;
  }

  private isIt({ of, kind }: Asked, question: Question): boolean {
    const about = of === 'order' ? this.life.orderId : this.life.workflowOf(of.claim, of.part);
    return about === question.workflowId && kind === question.kind;
  }

  /** What should be asked and is not. */
  missing(questions: readonly Question[]): string[] {
    const waiting = this.lasting.filter((one) => !questions.some((asked) => this.isIt(one, asked)));
    return [...this.toCome, ...waiting].map((one) => `never asked: ${JSON.stringify(one)}`);
  }
}

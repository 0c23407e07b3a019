// Takes many random lives through one running stack side by side: a step of each, one settling, the answers, and again.
import type { Life, LifeEvent } from '../../domain/claims/lives/life.ts';
import { differences } from '../../domain/claims/lives/compare.ts';
import { patienceMs } from '../people.ts';
import type { Stack } from '../stack.ts';
import type { Ground } from './ground.ts';
import { groundOf } from './ground.ts';
import { LifeOnStack } from './life-on-stack.ts';
import type { Question } from './questions.ts';
import { openQuestions, QuestionsOfLife } from './questions.ts';
import { everythingOn, seenOf } from './seen-on-stack.ts';

const roundsMaximum = 8;
/** What is deleted counts as gone once two readings of the whole list lacked it, so a question may come a settling late. */
const quietMaximum = 2;

export type Outcome = { happened: LifeEvent[]; fault: string | null };

type Lived = Outcome & { life: LifeOnStack; questions: QuestionsOfLife; steps: LifeEvent[][] };

/**
 * What can happen between two settlings: payments of different documents, and a change order with what follows on it. Nothing
 * of it needs to have been seen before the next comes.
 */
function stepsOf(events: readonly LifeEvent[]): LifeEvent[][] {
  const steps: LifeEvent[][] = [];
  for (const event of events) {
    const step = steps.at(-1);
    if (step && joins(step, event)) step.push(event);
    else steps.push([event]);
  }
  return steps;
}

function joins(step: readonly LifeEvent[], event: LifeEvent): boolean {
  if (step.every(({ does }) => does === 'changeOrder')) return event.does === 'claim';
  if (event.does !== 'pay') return false;
  return step.every(
    (one) => one.does === 'pay' && !(one.claim === event.claim && one.part === event.part),
  );
}

/** Every life to its end, or to where it went wrong; the others go on. By seed. */
export async function liveOn(stack: Stack, lives: readonly Life[]): Promise<Map<number, Outcome>> {
  const ground = await groundOf(stack);
  const all: Lived[] = [];
  for (const life of lives) all.push(await begun(stack, ground, life));
  await stack.settle(patienceMs);
  await compareAll(stack, all);
  const longest = Math.max(...all.map(({ steps }) => steps.length));
  for (let at = 0; at < longest; at += 1) {
    await Promise.all(all.map((lived) => stepOf(lived, at)));
    await settleAndAnswer(stack, all);
    await compareAll(stack, all);
  }
  return new Map(
    all.map(({ life, happened, fault }) => [life.life.setup.seed, { happened, fault }]),
  );
}

async function begun(stack: Stack, ground: Ground, life: Life): Promise<Lived> {
  const onStack = await LifeOnStack.begin(stack, ground, life);
  return {
    life: onStack,
    questions: new QuestionsOfLife(onStack),
    steps: stepsOf(life.events),
    ...{ happened: [], fault: null },
  };
}

/** Whatever goes wrong is the life's own: it stops there. */
async function guarded(lived: Lived, work: () => Promise<void> | void): Promise<void> {
  if (lived.fault !== null) return;
  try {
    await work();
  } catch (error) {
    lived.fault = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

function stepOf(lived: Lived, at: number): Promise<void> {
  return guarded(lived, async () => {
    for (const event of lived.steps[at] ?? []) {
      lived.happened.push(event);
      lived.questions.expect(await lived.life.carryOut(event));
    }
  });
}

async function settleAndAnswer(stack: Stack, all: readonly Lived[]): Promise<void> {
  let quiet = 0;
  for (let round = 0; round < roundsMaximum; round += 1) {
    await stack.settle(patienceMs);
    const asked = await openQuestions(stack);
    const answered = await answerAll(stack, all, asked);
    quiet = answered > 0 ? 0 : quiet + 1;
    const isDone = all.every(({ fault, questions }) => fault !== null || questions.isDone);
    if (quiet === 0 || (!isDone && quiet < quietMaximum)) continue;
    for (const lived of all) {
      await guarded(lived, () => {
        const missing = lived.questions.missing(questionsOf(lived, asked));
        if (missing.length > 0) throw new Error(missing.join('\n'));
      });
    }
    return;
  }
  throw new Error('it never comes to rest');
}

async function answerAll(
  stack: Stack,
  all: readonly Lived[],
  asked: readonly Question[],
): Promise<number> {
  let answered = 0;
  for (const lived of all) {
    await guarded(lived, async () => {
      answered += await lived.questions.answer(stack, questionsOf(lived, asked));
    });
  }
  return answered;
}

function questionsOf({ life }: Lived, asked: readonly Question[]): Question[] {
  const own = new Set(life.workflowIds);
  return asked.filter(({ workflowId }) => own.has(workflowId));
}

async function compareAll(stack: Stack, all: readonly Lived[]): Promise<void> {
  const everything = await everythingOn(stack);
  for (const lived of all) {
    await guarded(lived, () => {
      const wrong = differences(seenOf(everything, lived.life));
      if (wrong.length > 0) throw new Error(wrong.join('\n'));
    });
  }
}

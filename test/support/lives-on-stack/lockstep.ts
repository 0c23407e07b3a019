// Takes many random lives through one running stack side by side: a step of each that is ready for it, one settling, the answers, and again.
import type { Life, LifeEvent } from '../../domain/claims/lives/life.ts';
import { differences } from '../../domain/claims/lives/compare.ts';
import { patienceMs } from '../people.ts';
import type { Stack } from '../stack.ts';
import type { Ground } from './ground.ts';
import { LifeOnStack } from './life-on-stack.ts';
import type { Question } from './questions.ts';
import { openQuestions, QuestionsOfLife } from './questions.ts';
import { everythingOn, seenOf } from './seen-on-stack.ts';

/** What is deleted counts as gone once two readings of the whole list lacked it, so a question may come a settling late. */
const quietMaximum = 2;

export type Outcome = { happened: LifeEvent[]; fault: string | null };

type Lived = Outcome & {
  life: LifeOnStack;
  questions: QuestionsOfLife;
  /** Those that are to come. */
  steps: LifeEvent[][];
  /** Nothing that was answered is on its way: it is what the model says, and the next step may come. */
  isReady: boolean;
  /** How many settlings in a row brought nothing of what is to be asked. */
  quiet: number;
};

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
export async function liveOn(
  stack: Stack,
  ground: Ground,
  lives: readonly Life[],
): Promise<Map<number, Outcome>> {
  const all: Lived[] = [];
  for (const life of lives) all.push(await begun(stack, ground, life));
  for (;;) {
    await settleAndAnswer(stack, all);
    if (all.every(isOver)) break;
    await Promise.all(all.filter(({ isReady }) => isReady).map(nextStep));
  }
  return new Map(
    all.map(({ life, happened, fault }) => [life.life.setup.seed, { happened, fault }]),
  );
}

const isOver = ({ fault, steps, isReady }: Lived): boolean =>
  fault !== null || (steps.length === 0 && isReady);

async function begun(stack: Stack, ground: Ground, life: Life): Promise<Lived> {
  const onStack = await LifeOnStack.begin(stack, ground, life);
  return {
    life: onStack,
    questions: new QuestionsOfLife(onStack),
    steps: stepsOf(life.events),
    ...{ happened: [], fault: null, isReady: false, quiet: 0 },
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

function nextStep(lived: Lived): Promise<void> {
  return guarded(lived, async () => {
    for (const event of lived.steps.shift() ?? []) {
      lived.isReady = false;
      lived.happened.push(event);
      lived.questions.expect(await lived.life.carryOut(event));
    }
  });
}

/** Lives that are over are held against their models to the last: what happens to others must not move them. */
async function settleAndAnswer(stack: Stack, all: readonly Lived[]): Promise<void> {
  await stack.settle(patienceMs);
  const questions = await openQuestions(stack);
  const everything = await everythingOn(stack);
  for (const lived of all) {
    await guarded(lived, async () => {
      const own = new Set(lived.life.workflowIds);
      const asked = questions.filter(({ workflowId }) => own.has(workflowId));
      lived.isReady = await isSettled(stack, lived, asked);
      if (!lived.isReady) return;
      const wrong = differences(seenOf(everything, lived.life));
      if (wrong.length > 0) throw new Error(wrong.join('\n'));
    });
  }
}

/** Answers what is asked. Whether nothing was, and nothing is to come. */
async function isSettled(stack: Stack, lived: Lived, asked: readonly Question[]): Promise<boolean> {
  const { questions } = lived;
  const answered = await questions.answer(stack, asked);
  lived.quiet = answered > 0 || questions.isDone ? 0 : lived.quiet + 1;
  if (answered > 0 || (!questions.isDone && lived.quiet < quietMaximum)) return false;
  const missing = questions.missing(asked);
  if (missing.length > 0) throw new Error(missing.join('\n'));
  return true;
}

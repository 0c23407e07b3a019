// What keeps one odd document from stopping a workflow: a plan that cannot be made, or a body that cannot be written, is a question.
import type { Role } from '../identity/roles.ts';
import { NotAnAmountError } from '../money/amount.ts';
import { whyNotWritable } from '../records/write-bodies.ts';
import type { ObjectPlan, Verdict } from './verdict.ts';
import { blocked } from './verdicts.ts';

/** What a document's plan rests on beside its observation. */
type Ground = {
  role: Role;
  isLinked: boolean;
  /** Records of the document that cannot be read as they stand: nothing is planned on what they said before. */
  unreadable: readonly string[];
};

/**
 * The planner's plan, or one question where it fails: thrown in a workflow it would be tried for ever without a word.
 * What a person can mend is said by name; anything else is a fault of ours, and is said to be one.
 */
export function planSafely(
  plan: () => ObjectPlan,
  { role, isLinked, unreadable }: Ground,
): ObjectPlan {
  try {
    const made = plan();
    if (unreadable.length === 0) return made;
    const words = unreadable.join('; ');
    return { ...made, verdicts: [blocked(role, 'unreadable', words, { words })] };
  } catch (error) {
    const detail =
      error instanceof NotAnAmountError
        ? `${error.message}, so that what it comes to is not certain`
        : `its plan cannot be made, which is a fault of Tieout's own (${nameOf(error)})`;
    return {
      verdicts: [blocked(role, 'stuck', detail, { fault: detail })],
      standing: {
        state: isLinked ? 'posted' : 'notPosted',
        final: false,
        amount: null,
        currency: null,
      },
    };
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : 'an unknown error';
}

/** What may be sent is known when it is planned: in a batch it would hold up every other record. */
export function writableOrBlocked(verdict: Verdict): Verdict {
  const write = 'write' in verdict ? verdict.write : null;
  // What cannot be carried out is never sent; its own reason is the one to say.
  if ('impossible' in verdict) return verdict;
  const why = write ? whyNotWritable(write.body) : null;
  if (why === null) return verdict;
  const { role, subject, changes } = verdict;
  return { ...blocked(role, 'notWritable', why, { why }), subject, changes };
}

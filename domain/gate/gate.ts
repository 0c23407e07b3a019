// The gate: policy and answers decide of each verdict whether it goes, waits for a person, or stays silent.
import { contentHash } from '../identity/canonical-json.ts';
import type { Role } from '../identity/roles.ts';
import type { Answers, PendingDecision, Refusal } from '../plan/answers.ts';
import type { QuestionKind } from '../plan/question-kinds.ts';
import { fixOfKind, isApprovableKind, leadOf, precedenceOf } from '../plan/question-kinds.ts';
import { seenHashOf, seenOf } from '../plan/seen.ts';
import type { Seen } from '../plan/seen.ts';
import type { Finding, SealedVerdict } from '../plan/verdict.ts';
import { questionHashOf } from '../plan/verdict.ts';

/** What waits for a person: all verdicts of one subject, and what is shown of them. */
export type Question = {
  subject: Role;
  kind: QuestionKind;
  hash: string;
  verdicts: readonly SealedVerdict[];
  seen: Seen;
  seenHash: string;
  /** The sentence a person can act on. */
  sentence: string;
  /** What to do instead of approving; null where approving works. */
  fix: string | null;
};

export type Gated = {
  /** Verdicts to carry out, in their order; `decisionId` names the approval that let one go. */
  going: { verdict: SealedVerdict; decisionId: string | null }[];
  questions: Question[];
  /** Workflow ids of the documents that must come first. */
  waitsFor: string[];
  /** Questions answered "leave it" in this pass. */
  left: { question: Question; decisionId: string }[];
  /** Subjects with a write on their way: their questions stay as they are. */
  inFlight: Role[];
  /** What became of each decision that was pending. A decision on a subject in flight stays pending. */
  decisions: { id: string; outcome: 'applied' | 'refused' }[];
};

type Ground = { answers: Answers; context: string };

/** One look at all verdicts of a document. Each subject is judged by itself: no answer reaches another. */
export function gate(verdicts: readonly SealedVerdict[], ground: Ground): Gated {
  const gated: Gated = {
    going: [],
    questions: [],
    waitsFor: [],
    left: [],
    inFlight: [],
    decisions: [],
  };
  const subjects = [...new Set(verdicts.map(({ subject }) => subject))];
  for (const subject of subjects) {
    const together = verdicts.filter((verdict) => verdict.subject === subject);
    judge(gated, subject, together, ground);
  }
  for (const decision of ground.answers.decisions) {
    const isTold = gated.decisions.some(({ id }) => id === decision.id);
    if (isTold || gated.inFlight.includes(decision.subject)) continue;
    gated.decisions.push({ id: decision.id, outcome: 'refused' });
  }
  return { ...gated, going: inOrder(gated) };
}

function judge(
  gated: Gated,
  subject: Role,
  verdicts: readonly SealedVerdict[],
  { answers, context }: Ground,
): void {
  if (verdicts.some(({ role }) => answers.inFlight.includes(role))) {
    gated.inFlight.push(subject);
    return;
  }
  const moving = verdicts.filter(({ outcome }) => outcome !== 'unchanged');
  if (moving.length === 0) return;
  for (const verdict of moving) {
    if (verdict.outcome === 'blocked' && verdict.reason.why === 'waitsFor') {
      gated.waitsFor.push(verdict.reason.workflowId);
      return;
    }
  }
  const question = questionOf(subject, moving, refusalsOf(moving, answers, context));
  if (!question) {
    gated.going.push(...moving.map((verdict) => ({ verdict, decisionId: null })));
    return;
  }
  const isLeft = answers.accepted.some(
    (left) => left.subject === subject && left.seenHash === question.seenHash,
  );
  const decision = answers.decisions.find(
    (made) => made.subject === subject && made.questionHash === question.hash,
  );
  if (decision) return decide(gated, question, moving, decision);
  if (!isLeft) gated.questions.push(question);
}

/** A decision counts only for exactly the question it was made on. */
function decide(
  gated: Gated,
  question: Question,
  verdicts: readonly SealedVerdict[],
  { id, verdict: said }: PendingDecision,
): void {
  if (said === 'reject') {
    gated.left.push({ question, decisionId: id });
    gated.decisions.push({ id, outcome: 'applied' });
  } else if (question.fix === null) {
    gated.going.push(...verdicts.map((verdict) => ({ verdict, decisionId: id })));
    gated.decisions.push({ id, outcome: 'applied' });
  } else {
    gated.questions.push(question);
    gated.decisions.push({ id, outcome: 'refused' });
  }
}

/** Refusals of exactly these verdicts, while nothing they depend on has moved. */
function refusalsOf(
  verdicts: readonly SealedVerdict[],
  { refusals }: Answers,
  context: string,
): Refusal[] {
  return refusals.filter(
    (refusal) =>
      refusal.context === context &&
      verdicts.some(({ role, hash }) => role === refusal.role && hash === refusal.verdictHash),
  );
}

function questionOf(
  subject: Role,
  verdicts: readonly SealedVerdict[],
  refusals: readonly Refusal[],
): Question | null {
  const refused = refusals.map(({ kind, messages, role }): Finding => ({
    kind,
    detail: messages.join(' '),
    figures: { said: messages.join(' '), body: bodyHashOf(verdicts, role) },
  }));
  const findings = [...refused, ...verdicts.flatMap((verdict) => verdict.findings)];
  const leading = refused[0] ?? leadingOf(findings);
  if (!leading) return null;
  const hashes = questionHashOf(verdicts);
  const seen = seenOf(leading, findings, verdicts);
  return {
    subject,
    kind: leading.kind,
    // What was refused is another question than what was asked before: the same answer must not count twice.
    hash: refused.length > 0 ? `${hashes.slice(0, 32)}${seenHashOf(seen).slice(0, 32)}` : hashes,
    verdicts,
    seen,
    seenHash: seenHashOf(seen),
    sentence: sentenceOf(leading),
    fix: refused.length > 0 ? fixOfKind(leading.kind) : fixOf(leading, verdicts),
  };
}

/** What was refused, without the mapping's and the planner's part in the verdict's hash. */
function bodyHashOf(verdicts: readonly SealedVerdict[], role: Role): string | null {
  const refused = verdicts.find((verdict) => verdict.role === role);
  return refused && 'write' in refused && refused.write ? contentHash(refused.write.body) : null;
}

function leadingOf(findings: readonly Finding[]): Finding | null {
  const ordered = [...findings].sort((a, b) => precedenceOf(a.kind) - precedenceOf(b.kind));
  return ordered[0] ?? null;
}

export function sentenceOf({ kind, detail }: Pick<Finding, 'kind' | 'detail'>): string {
  const lead = leadOf(kind);
  return detail === '' ? `${lead}.` : `${lead}: ${detail.replace(/\.$/, '')}.`;
}

function fixOf(leading: Finding, verdicts: readonly SealedVerdict[]): string | null {
  for (const verdict of verdicts) {
    if ('impossible' in verdict && verdict.impossible !== undefined) return verdict.impossible;
  }
  const isBlocked = verdicts.some(({ outcome }) => outcome === 'blocked');
  return isApprovableKind(leading.kind) && !isBlocked ? null : fixOfKind(leading.kind);
}

/** A verdict goes only when every role it must come after is done or goes before it in this pass. */
function inOrder({ going, questions, inFlight }: Gated): Gated['going'] {
  const waiting = new Set<Role>([
    ...questions.flatMap(({ verdicts }) => verdicts.map(({ role }) => role)),
    ...inFlight,
  ]);
  const may: Gated['going'] = [];
  for (const one of going) {
    if (one.verdict.after.some((role) => waiting.has(role))) waiting.add(one.verdict.role);
    else may.push(one);
  }
  return may;
}

// The decision: what can be said, what was said, and what came of it. Every message comes from what is stored.
import type { DecisionTold, ExceptionRow, PlanShown } from '../../db/queries/console-exceptions.ts';
import { parseWorkflowId } from '../../domain/identity/workflow-ids.ts';
import { ruleOf } from '../../domain/objects/objects.ts';
import type { SealedVerdict } from '../../domain/plan/verdict.ts';
import { documentHref, moment } from './format.ts';
import type { Content, Html } from './html.ts';
import { html } from './html.ts';
import { closingName, endpointName, personName } from './words.ts';

/** Why the form that was just sent decided nothing; told in the answer to it and nowhere else. */
export type Refused = {
  why: 'planMoved' | 'decidedOtherwise' | 'alreadyClosed' | 'notApprovable';
  /** What the person typed, so that it is not lost. */
  reason: string | null;
};

export type DecisionView = {
  exception: ExceptionRow;
  shown: PlanShown | null;
  /** Everything decided about its subject, newest first. */
  decisions: readonly DecisionTold[];
  refused: Refused | null;
};

const refusedWords: Record<Refused['why'], string> = {
  planMoved: 'Nothing was decided: the plan had moved since you saw it. This is how it stands now.',
  decidedOtherwise: 'Nothing was changed: it had been decided otherwise already.',
  alreadyClosed: 'Nothing was decided: it was closed already.',
  notApprovable: 'Approving cannot help here; see what to do instead.',
};

export function decisionSection(view: DecisionView): Html {
  const { exception, decisions } = view;
  const own = decisions.find(({ made }) => isOn(exception, made));
  const before = decisions.filter((told) => told !== own || exception.state === 'open');
  return html`${notice(view, own)}${exception.state === 'open' ? form(view) : outcome(view, own)}
  ${saidBefore(before)}`;
}

/** A decision is on a question as it stood: one that was brought up to date since waits anew. */
export function isOn(exception: ExceptionRow, made: DecisionTold['made']): boolean {
  return made.exceptionId === exception.id && made.planHash === exception.planHash;
}

function notice({ exception, refused }: DecisionView, own: DecisionTold | undefined): Content {
  if (refused)
    return html`<p class="notice attention" role="status">${refusedWords[refused.why]}</p>`;
  if (!own || exception.state === 'open' || exception.state === 'closed') return null;
  const text =
    own.made.verdict === 'approve'
      ? 'The approval is kept. It is being written.'
      : 'It is left as it is. Nothing is written.';
  return html`<p class="notice good" role="status">${text}</p>`;
}

function form({ exception, shown, refused }: DecisionView): Html {
  const approvable = exception.fix === null;
  return html`<section class="decision" aria-label="Decision">
    <div class="decision-words">
      <h2>${approvable ? 'Your decision' : 'What to do'}</h2>
      <p>${approvable ? whatApprovingDoes(shown) : exception.fix}</p>
      <p class="quiet">${whatLeavingDoes(exception)}</p>
    </div>
    <form method="post" action="/api/exceptions/${exception.id}/decision">
      <input type="hidden" name="planHash" value="${exception.planHash}" />
      <label for="reason">Reason, kept with the decision</label>
      <textarea id="reason" name="reason" rows="2" maxlength="2000">${refused?.reason}</textarea>
      <div class="buttons">
        ${
          approvable &&
          html`<button class="button" name="decision" value="approve">
            ${approveLabel(shown)}
          </button>`
        }
        <button class="button quiet" name="decision" value="reject">Leave it</button>
      </div>
    </form>
  </section>`;
}

function whatLeavingDoes({ workflowId, fix }: ExceptionRow): string {
  if (parseWorkflowId(workflowId) === null) {
    return 'This closes by itself once that is done. Leaving it says that you have seen it.';
  }
  const closes = fix === null ? '' : 'This closes by itself once its cause is gone. ';
  return `${closes}Leaving it writes nothing and keeps the difference in the register of what was accepted; you are asked again when what you see here changes, or when you reopen it.`;
}

function wordOf(shown: PlanShown, { role }: SealedVerdict): string {
  return ruleOf(shown.observation, role).word;
}

function writeOf(verdict: SealedVerdict) {
  return 'write' in verdict ? verdict.write : null;
}

function approveLabel(shown: PlanShown | null): string {
  const [verdict, another] = shown?.verdicts ?? [];
  if (!shown || !verdict || another) return 'Approve';
  if (verdict.outcome === 'adopt') return `Approve: link this ${wordOf(shown, verdict)}`;
  const operation = writeOf(verdict)?.operation;
  if (operation === 'create') {
    return verdict.outcome === 'conflict' ? 'Approve and put back' : 'Approve and post';
  }
  const isRemoval = operation === 'delete' || operation === 'void';
  return isRemoval ? 'Approve and remove' : 'Approve and write';
}

function whatApprovingDoes(shown: PlanShown | null): string {
  const [verdict] = shown?.verdicts ?? [];
  if (!shown || !verdict) return 'Approving carries out the plan below.';
  if (verdict.outcome === 'adopt') {
    return `Approving links to this ${wordOf(shown, verdict)} as it stands. Nothing is written, and what waits behind it goes on.`;
  }
  const write = writeOf(verdict);
  if (!write) return 'Approving carries out the plan below.';
  const what = endpointName(write.endpoint);
  if (write.operation === 'create') {
    const beside = verdict.findings.some(({ kind }) => kind === 'lookAlike')
      ? ' The one that is there already stays as it is.'
      : '';
    return `Approving posts a new ${what}, exactly as shown below.${beside}`;
  }
  if (write.operation === 'delete' || write.operation === 'void') {
    return `Approving removes the ${what} shown below, and nothing else.`;
  }
  return `Approving writes what is shown below over the ${what}.`;
}

function outcome({ exception }: DecisionView, own: DecisionTold | undefined): Html {
  const href = documentHref(exception.workflowId);
  return html`<section class="decision over" aria-label="Decision">
    <div class="decision-words">
      <h2>${outcomeHeading(exception, own)}</h2>
      ${own && whatWasSaid(own)}
      ${exception.state !== 'closed' && html`<p class="quiet">${stillToCome(exception, own)}</p>`}
      ${exception.closedAt && html`<p class="quiet">Closed ${moment(exception.closedAt)}.</p>`}
    </div>
    ${
      href !== null &&
      html`<p class="buttons"><a class="button quiet" href="${href}">See the document</a></p>`
    }
  </section>`;
}

/** "Approved" says no more than that: whether it was written is what its writes say. */
function outcomeHeading(exception: ExceptionRow, own: DecisionTold | undefined): string {
  if (exception.state !== 'closed') {
    if (own?.made.verdict === 'reject') return 'Left as it is';
    return 'Being written';
  }
  const name = closingName(exception.closedBecause);
  if (exception.closedBecause !== 'approved' || !own) return name;
  if (own.writes.length === 0) return `${name} and carried out`;
  return own.writes.every(({ state }) => state === 'done')
    ? `${name} and written`
    : `${name}, and not written`;
}

function stillToCome({ workflowId }: ExceptionRow, own: DecisionTold | undefined): string {
  if (parseWorkflowId(workflowId) === null) return 'It stays here until the cause is gone.';
  return own?.made.verdict === 'reject'
    ? 'It is put into the register of accepted differences.'
    : 'Both sides are read again before anything is written, and this stays here until it is. Reload to see what came of it.';
}

function whatWasSaid({ made, writes }: DecisionTold): Html {
  const verb = made.verdict === 'approve' ? 'Approved' : 'Left as it is';
  return html`<p>
      ${verb} by ${personName(made.person)}
      ${moment(made.decidedAt)}${made.reason !== null && html`: <q>${made.reason}</q>`}
    </p>
    ${
      made.outcome === 'refused' &&
      html`<p>It was not carried out, because the document had moved by then.</p>`
    }
    ${writes
      .filter(({ state }) => state === 'failed')
      .map((write) => html`<p>It was not written${whyNot(write.outcome)}.</p>`)}`;
}

/** The vendor's own words, or that it had moved. */
export function whyNot(outcome: unknown): string {
  if (typeof outcome !== 'object' || outcome === null || !('why' in outcome)) return '';
  if (outcome.why === 'stale') return ': it had moved in the meantime';
  if (outcome.why === 'predecessorFailed') return ': what comes first was not written';
  const messages = 'messages' in outcome && Array.isArray(outcome.messages) ? outcome.messages : [];
  return messages.length === 0 ? '' : `: ${messages.map(String).join(' ').replace(/\.$/, '')}`;
}

/** What was said about the same subject before, so that no reason is lost when a question is asked anew. */
function saidBefore(decisions: readonly DecisionTold[]): Content {
  if (decisions.length === 0) return null;
  return html`<section class="before">
    <h2>Said before</h2>
    ${decisions.map(whatWasSaid)}
  </section>`;
}

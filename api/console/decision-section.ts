// The decision: what can be said, what was said, and what came of it.
import type { DecisionRow, ExceptionRow, PlanShown } from '../../db/queries/console-exceptions.ts';
import { writesOf } from '../../domain/plan/plan.ts';
import { documentHref, moment } from './format.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { closingName, endpointName, personName } from './words.ts';

export type DecisionView = {
  exception: ExceptionRow;
  shown: PlanShown | null;
  decisions: DecisionRow[];
  said: string | null;
};

/** By the word in the address, so that nothing a link says is ever shown as ours. */
const notices: Record<string, { tone: 'good' | 'attention'; text: string }> = {
  approved: { tone: 'good', text: 'Your approval is kept. It is carried out now.' },
  rejected: { tone: 'good', text: 'Your rejection is kept. Nothing is written.' },
  planMoved: {
    tone: 'attention',
    text: 'Nothing was decided: the plan had moved since you saw it. This is how it stands now.',
  },
  decidedOtherwise: {
    tone: 'attention',
    text: 'Nothing was changed: it had been decided otherwise already.',
  },
  alreadyClosed: { tone: 'attention', text: 'Nothing was decided: it was closed already.' },
  notApprovable: { tone: 'attention', text: 'Approving cannot help here; see what to do instead.' },
};

export function decisionSection(view: DecisionView): Html {
  return html`${notice(view.said)}${view.exception.state === 'open' ? form(view) : outcome(view)}`;
}

function notice(said: string | null): Html | null {
  const known = said !== null && Object.hasOwn(notices, said) ? notices[said] : undefined;
  return known ? html`<p class="notice ${known.tone}" role="status">${known.text}</p>` : null;
}

function form({ exception, shown }: DecisionView): Html {
  const approvable = exception.fix === null;
  return html`<section class="decision" aria-label="Decision">
    <div class="decision-words">
      <h2>${approvable ? 'Your decision' : 'What to do'}</h2>
      <p>${approvable ? whatApprovingDoes(shown) : exception.fix}</p>
      <p class="quiet">
        ${
          approvable
            ? 'Rejecting writes nothing; this stays silent until the document changes.'
            : 'This closes by itself once that is done. Rejecting writes nothing and keeps it silent until the document changes.'
        }
      </p>
    </div>
    <form method="post" action="/api/exceptions/${exception.id}/decision">
      <input type="hidden" name="planHash" value="${exception.planHash}" />
      <label for="reason">Reason, kept with the decision</label>
      <textarea id="reason" name="reason" rows="2" maxlength="2000"></textarea>
      <div class="buttons">
        ${
          approvable &&
          html`<button class="button" name="decision" value="approve">
            ${approveLabel(shown)}
          </button>`
        }
        <button class="button quiet" name="decision" value="reject">Reject</button>
      </div>
    </form>
  </section>`;
}

function approveLabel(shown: PlanShown | null): string {
  if (shown?.plan.outcome === 'adopt') return 'Approve: link this contact';
  const writes = shown ? writesOf(shown.plan) : [];
  const [first] = writes;
  if (!first || writes.length > 1) return 'Approve';
  const verb = first.operation === 'create' ? 'post' : 'write';
  return `Approve and ${verb}`;
}

function whatApprovingDoes(shown: PlanShown | null): string {
  if (shown?.plan.outcome === 'adopt') {
    return 'Approving links the vendor to this contact. Nothing is written to Xero, and what waits behind it goes on.';
  }
  const [first] = shown ? writesOf(shown.plan) : [];
  if (!first) return 'Approving carries out the plan below.';
  const what = endpointName(first.endpoint);
  if (first.operation === 'create') {
    return `Approving posts a new ${what}, exactly as shown below. The one that is there already stays as it is.`;
  }
  return `Approving writes what is shown below over the ${what}.`;
}

function outcome({ exception, decisions }: DecisionView): Html {
  const [made] = decisions;
  const href = documentHref(exception.workflowId);
  const isOver = exception.state === 'closed';
  return html`<section class="decision over" aria-label="Decision">
    <div class="decision-words">
      <h2>${isOver ? closingName(exception.closedBecause) : 'Decided'}</h2>
      ${made && whatWasSaid(made)} ${!isOver && html`<p class="quiet">${stillToCome(made)}</p>`}
      ${exception.closedAt && html`<p class="quiet">Closed ${moment(exception.closedAt)}.</p>`}
    </div>
    ${
      href !== null &&
      html`<p class="buttons"><a class="button quiet" href="${href}">See the document</a></p>`
    }
  </section>`;
}

function stillToCome(made: DecisionRow | undefined): string {
  return made?.outcome === 'applied'
    ? 'It stays here until the cause is gone.'
    : 'Both sides are read again before anything is written. Reload to see what came of it.';
}

function whatWasSaid(made: DecisionRow): Html {
  const verb = made.verdict === 'approve' ? 'Approved' : 'Rejected';
  return html`<p>
      ${verb} by ${personName(made.person)}
      ${moment(made.decidedAt)}${made.reason !== null && html`: <q>${made.reason}</q>`}
    </p>
    ${
      made.outcome === 'refused' &&
      html`<p>It was not carried out, because the document had moved by then.</p>`
    }`;
}

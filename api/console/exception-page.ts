// One question: what is wrong, both systems beside each other as they stood when it was asked, and the decision.
import type { HeldUp } from '../../db/queries/console-documents.ts';
import type { ExceptionRow, PlanShown } from '../../db/queries/console-exceptions.ts';
import { arithmetic } from './arithmetic.ts';
import { comparisonOf } from './comparison.ts';
import type { ComparisonRow } from './comparison-row.ts';
import type { ColumnNames } from './comparison-table.ts';
import { comparisonTable, plainColumnNames } from './comparison-table.ts';
import type { DecisionView } from './decision-section.ts';
import { decisionSection } from './decision-section.ts';
import { heldUpNote } from './exception-table.ts';
import { ageOf, documentHref, moment, money, sentenceCase, shortHash } from './format.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { layout } from './layout.ts';
import type { Names } from './objects/object-pages.ts';
import { workingIn } from './objects/objects.ts';
import { kindName } from './words.ts';
import { writesSection } from './writes-section.ts';

export type ExceptionPageView = DecisionView & {
  heldUp: HeldUp | null;
  contactNames: Names;
  now: Date;
};

export function exceptionPage(view: ExceptionPageView): string {
  const { exception, shown } = view;
  return layout({
    title: `${kindName(exception.kind)}: ${exception.documentName}`,
    at: 'exceptions',
    body: html`
      ${crumbs(exception)} ${heading(view)} ${decisionSection(view)}
      ${shown && working(view, shown)} ${shown && sides(exception, shown, view.contactNames)}
      ${
        shown?.isAsAsked &&
        exception.fix === null &&
        whatIsWritten(exception, shown, view.contactNames)
      }
      ${small(exception)}
    `,
  });
}

function crumbs({ workflowId }: ExceptionRow): Html {
  const href = documentHref(workflowId);
  return html`<p class="crumbs">
    <a href="/exceptions">Exceptions</a>${
      href !== null && html` · <a href="${href}">Its document</a>`
    }
  </p>`;
}

function heading({ exception, heldUp, now }: ExceptionPageView): Html {
  const name = sentenceCase(exception.documentName);
  return html`<header class="subject">
    <div>
      <p class="eyebrow">${kindName(exception.kind)}</p>
      <h1>${name}</h1>
      <p class="lead">${exception.sentence}</p>
    </div>
    <dl class="at-stake">
      ${
        exception.amount !== null &&
        html`<div>
          <dt>Amount of the document, without tax</dt>
          <dd class="figure">${money(exception.amount, exception.currency)}</dd>
        </div>`
      }
      ${
        heldUp &&
        html`<div>
          <dt>Behind it</dt>
          <dd>${heldUpNote(heldUp)}</dd>
        </div>`
      }
      <div>
        <dt>Found</dt>
        <dd>${moment(exception.openedAt)}, ${agoOf(exception.openedAt, now)}</dd>
      </div>
    </dl>
  </header>`;
}

function agoOf(at: Date, now: Date): string {
  const age = ageOf(at, now);
  return age === 'just now' ? age : `${age} ago`;
}

function working({ exception }: ExceptionPageView, { observation }: PlanShown): Html | null {
  const failed = exception.kind === 'partsNotWhole' ? workingIn(observation) : null;
  return failed && arithmetic(failed);
}

function sides(exception: ExceptionRow, shown: PlanShown, names: Names): Html | null {
  const rows = comparisonOf(exception, shown, names);
  if (rows.length === 0) return null;
  const since = exception.state === 'closed' ? 'As it stood when this was asked.' : null;
  const rules = shown.isAsAsked
    ? null
    : 'Tieout has learnt other rules since; these are the differences that were shown then.';
  return html`<section>
    <h2>Side by side</h2>
    ${since !== null && html`<p class="quiet">${since}</p>`}
    ${rules !== null && html`<p class="quiet">${rules}</p>`}
    ${comparisonTable(rows, columnNamesFor(shown, rows))}
  </section>`;
}

/** What the last two columns mean depends on the verdict: a stranger's bill is not touched, a link writes nothing. */
function columnNamesFor(
  { verdicts, isAsAsked }: PlanShown,
  rows: readonly ComparisonRow[],
): ColumnNames {
  const [verdict] = isAsAsked ? verdicts : [];
  const write = verdict && 'write' in verdict ? verdict.write : null;
  if (write?.operation === 'delete' || write?.operation === 'void') {
    return { ...plainColumnNames, proposed: 'After removing' };
  }
  if (rows.every((row) => row.values.proposed === null)) {
    return { ...plainColumnNames, proposed: 'Nothing is written' };
  }
  if (verdict?.outcome === 'adopt') return { ...plainColumnNames, proposed: 'After linking' };
  if (verdict?.findings.some(({ kind }) => kind === 'lookAlike')) {
    return { ...plainColumnNames, xero: 'The bill in Xero', proposed: 'New bill beside it' };
  }
  return plainColumnNames;
}

function whatIsWritten({ state }: ExceptionRow, { verdicts }: PlanShown, names: Names): Html {
  const writes = verdicts.some((verdict) => 'write' in verdict && verdict.write !== null);
  return html`<section>
    <h2>${state === 'open' ? 'What approving writes' : 'What approving meant'}</h2>
    ${
      writes
        ? writesSection(verdicts, names)
        : html`<p>Nothing. It is linked as it stands, and counted as agreed from then on.</p>`
    }
  </section>`;
}

function small(exception: ExceptionRow): Html {
  return html`<p class="fine">
    Question ${shortHash(exception.planHash)} about <code>${exception.subject}</code> of
    <code>${exception.workflowId}</code>. A decision counts for exactly this question; if either
    side moves first, you are asked again.
  </p>`;
}

// One exception: what is wrong, both systems beside each other, what would be written, and the decision.
import type { HeldUp } from '../../db/queries/console-documents.ts';
import type { DecisionRow, ExceptionRow, PlanShown } from '../../db/queries/console-exceptions.ts';
import { writesOf } from '../../domain/plan/plan.ts';
import type { Arithmetic } from './arithmetic.ts';
import { arithmeticOf } from './arithmetic.ts';
import type { ComparisonRow } from './comparison.ts';
import { comparisonOf } from './comparison.ts';
import type { ColumnNames } from './comparison-table.ts';
import { comparisonTable, plainColumnNames } from './comparison-table.ts';
import { decisionSection } from './decision-section.ts';
import { heldUpNote, sentenceCase } from './exception-table.ts';
import { ageOf, documentHref, groupDigits, moment, money, shortHash } from './format.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { layout } from './layout.ts';
import { kindName } from './words.ts';
import { writesSection } from './writes-section.ts';

export type ExceptionPageView = {
  exception: ExceptionRow;
  shown: PlanShown | null;
  decisions: DecisionRow[];
  heldUp: HeldUp | null;
  contactNames: ReadonlyMap<string, string>;
  /** What came of the form that was just sent. */
  said: string | null;
  now: Date;
};

export function exceptionPage(view: ExceptionPageView): string {
  const { exception, shown } = view;
  return layout({
    title: `${kindName(exception.kind)}: ${exception.documentName}`,
    at: 'exceptions',
    body: html`
      ${crumbs(exception)} ${heading(view)} ${decisionSection(view)} ${shown && arithmetic(shown)}
      ${shown && sides(shown, view.contactNames)}
      ${shown && exception.fix === null && whatIsWritten(shown, view.contactNames)}
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
          <dt>Amount, without tax</dt>
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

function sides(shown: PlanShown, contactNames: ReadonlyMap<string, string>): Html | null {
  const rows = comparisonOf(shown.observation, shown.plan, contactNames);
  if (rows.length === 0) return null;
  return html`<section>
    <h2>Side by side</h2>
    ${comparisonTable(rows, columnNamesFor(shown, rows))}
  </section>`;
}

/** What the last two columns mean depends on the plan: a stranger's bill is not touched, a link writes nothing. */
function columnNamesFor(
  { plan, observation }: PlanShown,
  rows: readonly ComparisonRow[],
): ColumnNames {
  if (rows.every((row) => row.values.proposed === null)) {
    return { ...plainColumnNames, proposed: 'Nothing is written' };
  }
  if (plan.outcome === 'adopt') return { ...plainColumnNames, proposed: 'After linking' };
  if (plan.outcome === 'create' && observation.type === 'payApp') {
    const isBeside = plan.waits === 'lookAlike';
    return {
      ...plainColumnNames,
      xero: isBeside ? 'The bill in Xero' : 'Xero now',
      proposed: 'New bill beside it',
    };
  }
  return plainColumnNames;
}

function whatIsWritten(shown: PlanShown, contactNames: ReadonlyMap<string, string>): Html {
  const writes = writesOf(shown.plan);
  return html`<section>
    <h2>What approving writes</h2>
    ${
      writes.length === 0
        ? html`<p>
            Nothing. The vendor is linked to this contact as it stands in Xero, and its pay apps are
            billed to it from then on.
          </p>`
        : writesSection(writes, contactNames)
    }
  </section>`;
}

function arithmetic({ observation, plan }: PlanShown): Html | null {
  if (observation.type !== 'payApp' || !observation.requisition) return null;
  const isAboutParts =
    plan.outcome === 'blocked' &&
    plan.reason.why === 'exception' &&
    plan.reason.kind === 'partsNotWhole';
  if (!isAboutParts) return null;
  return arithmeticTable(arithmeticOf(observation.requisition));
}

function arithmeticTable({ lines, sums, summary, difference }: Arithmetic): Html {
  const cells = (completed: string, retained: string): Html =>
    html`<td class="right" data-label="Completed and stored">
        <span class="digits">${groupDigits(completed)}</span>
      </td>
      <td class="right" data-label="Retainage held">
        <span class="digits">${groupDigits(retained)}</span>
      </td>`;
  return html`<section>
    <h2>The arithmetic</h2>
    <div class="table-wrap">
      <table class="lines">
        <thead>
          <tr>
            <th scope="col">Line, to date</th>
            <th scope="col" class="right">Completed and stored</th>
            <th scope="col" class="right">Retainage held</th>
          </tr>
        </thead>
        <tbody>
          ${lines.map(
            (line) =>
              html`<tr>
                <th scope="row">${line.description}</th>
                ${cells(line.completed, line.retained)}
              </tr>`,
          )}
        </tbody>
        <tfoot>
          ${
            sums &&
            html`<tr>
              <th scope="row">The lines add up to</th>
              ${cells(sums.completed, sums.retained)}
            </tr>`
          }
          <tr>
            <th scope="row">The summary says</th>
            ${cells(summary.completed, summary.retained)}
          </tr>
          ${
            difference &&
            html`<tr class="difference">
              <th scope="row">Difference</th>
              ${cells(difference.completed, difference.retained)}
            </tr>`
          }
        </tfoot>
      </table>
    </div>
  </section>`;
}

function small(exception: ExceptionRow): Html {
  return html`<p class="fine">
    Plan ${shortHash(exception.planHash)} of <code>${exception.workflowId}</code>. A decision counts
    for exactly this plan; if either side moves first, you are asked again.
  </p>`;
}

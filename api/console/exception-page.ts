// One question: what is wrong, both systems beside each other as they stood when it was asked, and the decision.
import type { HeldUp } from '../../db/queries/console-documents.ts';
import type { ExceptionRow, PlanShown } from '../../db/queries/console-exceptions.ts';
import type { Whose } from '../../db/queries/console-whose.ts';
import type { SealedVerdict } from '../../domain/plan/verdict.ts';
import { isStanding } from '../../domain/records/xero/standing.ts';
import { arithmetic } from './arithmetic.ts';
import { comparisonOf } from './comparison.ts';
import type { ComparisonRow } from './comparison-row.ts';
import type { ColumnNames } from './comparison-table.ts';
import { comparisonTable, plainColumnNames } from './comparison-table.ts';
import type { DecisionView } from './decision-section.ts';
import { decisionSection, isOn } from './decision-section.ts';
import { heldUpNote } from './exception-table.ts';
import { ageOf, documentHref, moment, money, sentenceCase, shortHash } from './format.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import type { Frame } from './layout.ts';
import { layout } from './layout.ts';
import { recordsElsewhere, workingIn } from './objects/objects.ts';
import type { PageNames } from './page-names.ts';
import type { Elsewhere } from './vendor-links.ts';
import { vendorHref } from './vendor-links.ts';
import { elsewhereLinks, runLink, whoseLine } from './whose-and-where.ts';
import { kindName } from './words.ts';
import { writesSection } from './writes-section.ts';

export type ExceptionPageView = DecisionView & {
  frame?: Frame;
  heldUp: HeldUp | null;
  whose: Whose;
  names: PageNames;
  elsewhere: Elsewhere;
  now: Date;
};

export function exceptionPage(view: ExceptionPageView): string {
  const { exception, shown, names } = view;
  return layout({
    frame: view.frame,
    title: `${kindName(exception.kind)}: ${exception.documentName}`,
    at: 'exceptions',
    body: html`
      ${crumbs(exception)} ${heading(view)} ${linksOut(view)} ${decisionSection(view)}
      ${shown && working(view, shown)} ${shown && sides(view, shown)}
      ${shown?.isAsAsked && exception.fix === null && whatIsWritten(exception, shown, names)}
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

function heading({ exception, whose, heldUp, now }: ExceptionPageView): Html {
  const name = sentenceCase(exception.documentName);
  return html`<header class="subject">
    <div>
      <p class="eyebrow">${kindName(exception.kind)}</p>
      <h1>${name}</h1>
      ${whoseLine(whose)}
      <p class="lead">${exception.sentence}</p>
    </div>
    <dl class="at-stake">
      ${stake(exception)}
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

/** What the question is about comes first; of how much, where that is more. */
function stake({ amount, difference, currency }: ExceptionRow): Html | null {
  const isPart = difference !== null && difference !== amount;
  if (!isPart && amount === null) return null;
  return html`<div>
    <dt>${isPart ? 'Difference, without tax' : 'Amount of the document, without tax'}</dt>
    <dd class="figure">${money(isPart ? difference : amount, currency)}</dd>
    ${isPart && amount !== null && html`<dd>of ${money(amount, currency)}</dd>`}
  </div>`;
}

function linksOut({ exception, shown, elsewhere }: ExceptionPageView): Html | null {
  const records = shown ? recordsElsewhere(shown.observation) : [];
  return elsewhereLinks([
    ...records.map(({ label, record }) => ({ label, href: vendorHref(elsewhere, record) })),
    ...runLink(elsewhere, exception.workflowId),
  ]);
}

function agoOf(at: Date, now: Date): string {
  const age = ageOf(at, now);
  return age === 'just now' ? age : `${age} ago`;
}

function working({ exception }: ExceptionPageView, { observation }: PlanShown): Html | null {
  const failed = exception.kind === 'partsNotWhole' ? workingIn(observation) : null;
  return failed && arithmetic(failed);
}

function sides(view: ExceptionPageView, shown: PlanShown): Html | null {
  const { exception, names } = view;
  const compared = comparisonOf(exception, shown, names);
  const rows = [...compared.open, ...compared.agreed, ...compared.money];
  if (rows.length === 0) return null;
  const since = exception.state === 'closed' ? 'As it stood when this was asked.' : null;
  const rules = shown.isAsAsked
    ? null
    : 'Tieout has learnt other rules since; these are the differences that were shown then.';
  return html`<section>
    <h2>Side by side</h2>
    ${since !== null && html`<p class="quiet">${since}</p>`}
    ${rules !== null && html`<p class="quiet">${rules}</p>`}
    ${comparisonTable(compared, columnNamesFor(stillOf(view), shown, rows))}
  </section>`;
}

/** Whether what was shown is still so, and whether it is still to be written. */
type Still = { isNow: boolean; isToBeWritten: boolean };

function stillOf({ exception, decisions }: ExceptionPageView): Still {
  const own = decisions.find(({ made }) => isOn(exception, made));
  const isNow = exception.state !== 'closed';
  return { isNow, isToBeWritten: isNow && own?.made.verdict !== 'reject' };
}

/** What the last two columns mean depends on the verdict: a stranger's bill is not touched, a link writes nothing. */
function columnNamesFor(
  still: Still,
  shown: PlanShown,
  rows: readonly ComparisonRow[],
): ColumnNames {
  const [verdict] = shown.isAsAsked ? shown.verdicts : [];
  const names = { ...plainColumnNames, xero: xeroColumnName(still, verdict, rows) };
  const write = verdict && 'write' in verdict ? verdict.write : null;
  if (rows.every((row) => row.values.proposed === null)) {
    return { ...names, proposed: 'Nothing is written' };
  }
  if (write?.operation === 'delete' || write?.operation === 'void') {
    return { ...names, proposed: 'After removing' };
  }
  if (verdict?.outcome === 'adopt') return { ...names, proposed: 'After linking' };
  if (isBeside(verdict)) return { ...names, proposed: 'New bill beside it' };
  return still.isToBeWritten ? names : { ...names, proposed: 'What was proposed' };
}

function isBeside(verdict: SealedVerdict | undefined): boolean {
  return verdict?.findings.some(({ kind }) => kind === 'lookAlike') ?? false;
}

/** Figures of a record that was ended stand there as they were: the head of their column says so. */
function xeroColumnName(
  { isNow }: Still,
  verdict: SealedVerdict | undefined,
  rows: readonly ComparisonRow[],
): string {
  const status = rows.find(({ label }) => label === 'Status')?.values.xero ?? null;
  const name = isNow ? plainColumnNames.xero : 'Xero then';
  if (status !== null && !isStanding({ status })) return `${name}: ${status.toLowerCase()}`;
  return isBeside(verdict) ? 'The bill in Xero' : name;
}

function whatIsWritten({ state }: ExceptionRow, { verdicts }: PlanShown, names: PageNames): Html {
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

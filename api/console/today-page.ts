// Today: what waits for a person, the money in it, and how the two systems stand.
import type { ExceptionListed } from '../../db/queries/console-exceptions.ts';
import type { HeldUp } from '../../db/queries/console-documents.ts';
import type { Readiness } from '../../db/queries/settled.ts';
import { documentTypes } from '../../domain/identity/workflow-ids.ts';
import { isAnsweredTogether, togetherHref } from './together-page.ts';
import type { ExceptionGroup } from './exception-table.ts';
import { exceptionTable, stageOf } from './exception-table.ts';
import { ageOf, groupDigits, moment, money, plural, sumByCurrency } from './format.ts';
import type { Content, Html } from './html.ts';
import { html } from './html.ts';
import { layout } from './layout.ts';
import { typePlural } from './objects/objects.ts';
import { kindName, stateName } from './words.ts';

export type TodayView = {
  exceptions: ExceptionListed[];
  /** How many differences stand accepted. */
  accepted: number;
  /** How many projects that Procore shows are not turned on. */
  projectsOff: number;
  heldUp: HeldUp[];
  readiness: Readiness;
  sort: 'oldest' | 'largest';
  now: Date;
};

export function todayPage(view: TodayView): string {
  const { exceptions, heldUp, readiness } = view;
  const undecided = exceptions.filter(({ row }) => row.state === 'open').length;
  const title = undecided === 0 ? 'Nothing waits for you' : `${undecided} waiting`;
  return layout({
    title,
    at: 'today',
    body: html`
      <h1>Today</h1>
      <dl class="tiles">
        ${waitingTile(exceptions, readiness.settled)} ${moneyTile(exceptions, heldUp)}
        ${standingTile(readiness, view.now)}
      </dl>
      ${exceptions.length === 0 ? nothingWaits(readiness) : waitingList(view)}
      ${documentCounts(readiness)} ${furtherLists(view)}
    `,
  });
}

function tile(name: string, figure: Content, note: Content, tone = ''): Html {
  return html`<div class="tile ${tone}">
    <dt>${name}</dt>
    <dd class="figure">${figure}</dd>
    <dd class="note">${note}</dd>
  </div>`;
}

function waitingTile(exceptions: readonly ExceptionListed[], settled: boolean): Html {
  const open = exceptions.filter(({ row }) => row.state === 'open');
  const approvable = open.filter(({ row }) => row.fix === null).length;
  const written = exceptions.filter((one) => stageOf(one) === 'being written').length;
  const parts = [
    approvable > 0 && `${approvable} can be approved here`,
    open.length > approvable && `${open.length - approvable} to put right at the source`,
    written > 0 && `${plural(written, 'decision')} being written`,
  ].filter((part) => part !== false);
  const clean = settled ? 'everything clean has been posted' : 'so far';
  return tile(
    'Waiting for you',
    groupDigits(String(open.length)),
    parts.length === 0 ? clean : parts.join(', '),
    open.length > 0 ? 'attention' : '',
  );
}

function moneyTile(exceptions: readonly ExceptionListed[], heldUp: readonly HeldUp[]): Html {
  // A document with several questions is the same money once.
  const documents = new Map(exceptions.map(({ row }) => [row.workflowId, row]));
  const sums = sumByCurrency([
    ...documents.values(),
    ...heldUp.flatMap(({ amounts }) =>
      amounts.map(({ currency, sum }) => ({ currency, amount: sum })),
    ),
  ]);
  const behind = heldUp.reduce((sum, { payApps }) => sum + payApps, 0);
  const figure =
    sums.length === 0
      ? '0'
      : sums.map(({ currency, sum }) => html`<span class="sum">${money(sum, currency)}</span>`);
  const note =
    behind > 0
      ? `including ${plural(behind, 'pay app')} held up behind others`
      : 'without tax, in what waits';
  return tile('Money at stake', figure, note);
}

function standingTile(readiness: Readiness, now: Date): Html {
  const { settled, wake, intents, sweeping, sweepFinishedAt } = readiness;
  const swept = sweepFinishedAt === null ? null : new Date(sweepFinishedAt);
  const read =
    swept === null
      ? 'both sides have not been read to the end yet'
      : html`both sides read
        ${ageOf(swept, now) === 'just now' ? 'just now' : `${ageOf(swept, now)} ago`},
        ${moment(swept)}`;
  if (settled) return tile('Procore and Xero', 'Settled', read, 'good');
  const parts = [
    wake > 0 && `${groupDigits(String(wake))} to look at`,
    intents > 0 && `${groupDigits(String(intents))} to write`,
    sweeping && 'reading both sides',
  ].filter((part) => part !== false);
  const what = parts.join(', ');
  return tile(
    'Procore and Xero',
    'Working',
    html`${what === '' ? 'checking once more' : what}; ${read}`,
  );
}

function nothingWaits(readiness: Readiness): Html {
  return html`<section class="empty">
    <h2>Nothing waits for you</h2>
    <p>
      ${
        readiness.settled
          ? 'Procore and Xero agree on everything Tieout may post. New pay apps post as they are approved; whatever looks off will appear here with its plan.'
          : 'Tieout is still reading and writing. Whatever looks off will appear here with its plan.'
      }
    </p>
    <p><a class="button quiet" href="/documents">See what has been posted</a></p>
  </section>`;
}

function waitingList({ exceptions, heldUp, sort, now }: TodayView): Html {
  const order = (name: TodayView['sort'], label: string): Html =>
    sort === name
      ? html`<a href="/?sort=${name}" aria-current="true">${label}</a>`
      : html`<a href="/?sort=${name}">${label}</a>`;
  return html`<section>
    <div class="heading-row">
      <h2>What waits</h2>
      <p class="choices" role="group" aria-label="Order">
        ${order('oldest', 'Oldest first')} ${order('largest', 'Largest first')}
      </p>
    </div>
    ${exceptionTable(byKind(exceptions), heldUp, now)}
  </section>`;
}

/** Questions of one kind stand together; the kind of the first one first. */
function byKind(exceptions: readonly ExceptionListed[]): ExceptionGroup[] {
  const groups = new Map<string, ExceptionListed[]>();
  for (const one of exceptions) {
    groups.set(one.row.kind, [...(groups.get(one.row.kind) ?? []), one]);
  }
  return [...groups].map(([kind, rows]) => ({ heading: headingOf(kind, rows), rows }));
}

function headingOf(kind: string, rows: readonly ExceptionListed[]): Html {
  const together = isAnsweredTogether(kind) && rows.length > 1;
  return html`${kindName(kind)} <span class="count-of">${rows.length}</span> ${
      together && html`<a href="${togetherHref(kind)}">Answer several at once</a>`
    }`;
}

/** Where to look for what does not wait: differences that were left, and projects that post nothing. */
function furtherLists({ accepted, projectsOff }: TodayView): Html {
  return html`<p class="quiet">
    <a href="/accepted">${plural(accepted, 'accepted difference')}</a> ·
    ${
      projectsOff === 0
        ? html`<a href="/projects">no project waits to be turned on</a>`
        : html`<a href="/projects">${plural(projectsOff, 'project')} not turned on</a>`
    }
  </p>`;
}

function documentCounts({ documents }: Readiness): Html | null {
  const types = documentTypes.filter((type) => documents[type] !== undefined);
  if (types.length === 0) return null;
  return html`<section>
    <h2>Where documents stand</h2>
    <ul class="standing">
      ${types.map(
        (type) =>
          html`<li>
            <a class="standing-type" href="/documents?type=${type}">${typePlural(type)}</a>
            ${Object.entries(documents[type] ?? {}).map(
              ([state, count]) =>
                html`<a class="count" href="/documents?type=${type}&state=${state}"
                  ><span class="digits">${groupDigits(String(count))}</span>
                  ${stateName(state).toLowerCase()}</a
                >`,
            )}
          </li>`,
      )}
    </ul>
  </section>`;
}

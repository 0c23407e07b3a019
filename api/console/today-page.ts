// Today: what waits for a person, the money in it, and how the two systems stand.
import type { ExceptionListed, Waiting } from '../../db/queries/console-question-lists.ts';
import type { HeldUp } from '../../db/queries/console-documents.ts';
import type { Retry } from '../../db/queries/retries.ts';
import type { Readiness } from '../../db/queries/settled.ts';
import { documentTypes } from '../../domain/identity/workflow-ids.ts';
import { isAnsweredTogether, togetherHref } from './together-page.ts';
import type { ExceptionGroup } from './exception-table.ts';
import { exceptionTable } from './exception-table.ts';
import { ageOf, groupDigits, moment, money, plural } from './format.ts';
import type { Content, Html } from './html.ts';
import { html } from './html.ts';
import type { Frame } from './layout.ts';
import { layout } from './layout.ts';
import { retriesSection } from './retries-section.ts';
import { typePlural } from './objects/objects.ts';
import { kindName, stateName } from './words.ts';

export type TodayView = {
  frame?: Frame;
  /** The first of what waits; `total` is how many there are. */
  exceptions: ExceptionListed[];
  total: number;
  kinds: readonly { kind: string; count: number }[];
  waiting: Waiting;
  /** How many differences stand accepted. */
  accepted: number;
  /** How many projects that Procore shows are not turned on. */
  projectsOff: number;
  heldUp: HeldUp[];
  readiness: Readiness;
  /** What has failed several times and is tried again. */
  retries: readonly Retry[];
  sort: 'oldest' | 'largest';
  now: Date;
};

export function todayPage(view: TodayView): string {
  const { exceptions, readiness, waiting } = view;
  const title = waiting.open === 0 ? 'Nothing waits for you' : `${waiting.open} waiting`;
  return layout({
    frame: view.frame,
    title,
    at: 'today',
    body: html`
      <h1>Today</h1>
      <dl class="tiles">
        ${waitingTile(waiting, readiness.settled)} ${moneyTile(waiting)}
        ${standingTile(readiness, view.now)}
      </dl>
      ${retriesSection(view.retries, view.now)}
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

function waitingTile({ open, approvable, beingWritten }: Waiting, settled: boolean): Html {
  const parts = [
    approvable > 0 && `${groupDigits(String(approvable))} can be approved here`,
    open > approvable && `${groupDigits(String(open - approvable))} to put right at the source`,
    beingWritten > 0 && `${plural(beingWritten, 'decision')} being written`,
  ].filter((part) => part !== false);
  const clean = settled ? 'everything clean has been posted' : 'so far';
  return tile(
    'Waiting for you',
    groupDigits(String(open)),
    parts.length === 0 ? clean : parts.join(', '),
    open > 0 ? 'attention' : '',
  );
}

function moneyTile({ money: sums, heldUp }: Waiting): Html {
  const figure =
    sums.length === 0
      ? '0'
      : sums.map(({ currency, sum }) => html`<span class="sum">${money(sum, currency)}</span>`);
  const note =
    heldUp > 0
      ? `what the questions are about, and ${plural(heldUp, 'pay app')} held up behind them`
      : 'what the questions are about, without tax';
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
    readiness.retrying > 0 && `${plural(readiness.retrying, 'step')} being retried`,
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

function waitingList({ exceptions, total, kinds, heldUp, sort, now }: TodayView): Html {
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
    ${exceptionTable(byKind(exceptions, kinds), heldUp, now)}
    ${
      total > exceptions.length &&
      html`<p class="count-line">
        The ${sort === 'largest' ? 'largest' : 'oldest'} ${exceptions.length} of
        ${plural(total, 'exception')}. <a href="/exceptions">See and search all of them</a>
      </p>`
    }
  </section>`;
}

/** Questions of one kind stand together; the kind of the first one first. */
function byKind(
  exceptions: readonly ExceptionListed[],
  kinds: TodayView['kinds'],
): ExceptionGroup[] {
  const groups = new Map<string, ExceptionListed[]>();
  for (const one of exceptions) {
    groups.set(one.row.kind, [...(groups.get(one.row.kind) ?? []), one]);
  }
  return [...groups].map(([kind, rows]) => {
    const count = kinds.find((one) => one.kind === kind)?.count ?? rows.length;
    return { heading: headingOf(kind, count), rows };
  });
}

function headingOf(kind: string, count: number): Html {
  const together = isAnsweredTogether(kind) && count > 1;
  return html`${kindName(kind)} <span class="count-of">${count}</span> ${
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

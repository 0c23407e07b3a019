// Questions of one kind answered at once, each by its own hash: a list of checkboxes with its total.
import type { ExceptionListed } from '../../db/queries/console-question-lists.ts';
import type { QuestionKind } from '../../domain/plan/question-kinds.ts';
import { whose } from './exception-table.ts';
import { ageOf, money, plural, sentenceCase, sumByCurrency } from './format.ts';
import type { Content, Html } from './html.ts';
import { html } from './html.ts';
import type { Frame } from './layout.ts';
import { layout } from './layout.ts';
import { kindName } from './words.ts';

/** An AP run deleted and entered again asks once a payment; every other kind is looked at one by one. */
const answeredTogether: readonly QuestionKind[] = ['paymentRemoved'];

/** How many stand on one page; the rest follows once these are answered. */
export const togetherMaximum = 200;

export function isAnsweredTogether(kind: string): boolean {
  return answeredTogether.some((one) => one === kind);
}

export const togetherHref = (kind: string): string =>
  `/exceptions/together?kind=${encodeURIComponent(kind)}`;

export type TogetherView = {
  frame?: Frame;
  kind: string;
  rows: readonly ExceptionListed[];
  /** How many wait in all. */
  total: number;
  now: Date;
};

export function togetherPage({ kind, rows, total, now, frame }: TogetherView): string {
  return layout({
    frame,
    title: `${kindName(kind)}: ${rows.length}`,
    at: 'exceptions',
    body: html`
      <p class="crumbs">
        <a href="/exceptions">Exceptions</a> ·
        <a href="/exceptions?kind=${kind}">${kindName(kind)}</a>
      </p>
      <h1>${kindName(kind)}: answer several at once</h1>
      ${
        total > rows.length &&
        html`<p class="count-line">
          The oldest ${rows.length} of ${plural(total, 'question')}; the rest follows once these are
          answered.
        </p>`
      }
      ${rows.length === 0 ? nothing() : form({ rows, now, ...(frame && { frame }) })}
    `,
  });
}

function nothing(): Html {
  return html`<section class="empty">
    <h2>None of these waits</h2>
    <p><a class="button quiet" href="/exceptions">See what waits</a></p>
  </section>`;
}

function totalsOf(rows: readonly ExceptionListed[]): Content {
  const amounts = rows.map(({ row }) => ({
    amount: row.difference ?? row.amount,
    currency: row.currency,
  }));
  return sumByCurrency(amounts).map(
    ({ currency, sum }, index) => html`${index > 0 && ', '}${money(sum, currency)}`,
  );
}

/** Whose questions these are, whatever is chosen elsewhere meanwhile. */
function whichOf(frame: Frame | undefined): string {
  return frame && frame.others.length > 0
    ? `?connection=${encodeURIComponent(frame.connection)}`
    : '';
}

function form({ rows, now, frame }: Pick<TogetherView, 'rows' | 'now' | 'frame'>): Html {
  return html`<form method="post" action="/api/exceptions/decide${whichOf(frame)}" class="together">
    <p class="lead">
      ${plural(rows.length, 'question')}, ${totalsOf(rows)} in all. Take the tick off those that are
      to be looked at one by one.
    </p>
    <div class="table-wrap">
      <table class="list">
        <thead>
          <tr>
            <th scope="col">Document</th>
            <th scope="col">What is off</th>
            <th scope="col" class="right">Payment</th>
            <th scope="col" class="right">Waiting</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map((one) => row(one, now))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colspan="2">All of them</th>
            <td class="right" data-label="Payment">${totalsOf(rows)}</td>
            <td></td>
          </tr>
        </tfoot>
      </table>
    </div>
    <div class="decision">
      <div class="decision-words">
        <h2>Your decision on those ticked</h2>
        <p>
          Approving removes exactly the contract payments shown. Leaving them writes nothing and
          keeps each difference in the register. Each is answered by itself: one that has moved
          meanwhile is asked again.
        </p>
      </div>
      <div>
        <label for="reason">Reason, kept with each decision</label>
        <textarea id="reason" name="reason" rows="2" maxlength="2000"></textarea>
        <div class="buttons">
          <button class="button" name="verdict" value="approve">Approve those ticked</button>
          <button class="button quiet" name="verdict" value="reject">Leave them</button>
        </div>
      </div>
    </div>
  </form>`;
}

function row(listed: ExceptionListed, now: Date): Html {
  const { row: asked } = listed;
  const name = sentenceCase(asked.documentName);
  return html`<tr>
    <th scope="row">
      <label class="tick"
        ><input type="checkbox" name="item" value="${asked.id} ${asked.planHash}" checked />
        ${name}</label
      >
      ${whose(listed)}
      <a class="kind" href="/exceptions/${asked.id}">Look at it alone</a>
    </th>
    <td class="sentence">${asked.sentence}</td>
    <td class="right amount" data-label="Payment">
      ${money(asked.difference ?? asked.amount, asked.currency)}
    </td>
    <td class="right age" data-label="Waiting">${ageOf(asked.openedAt, now)}</td>
  </tr>`;
}

/** What came of one of several: where a kept decision stands now, or why nothing was decided. */
export type TogetherResult = { id: string; name: string } & (
  { stands: 'beingWritten' | 'left' | 'closed' } | { stands: null; said: string }
);

/** Each sentence only where one of them is so. */
const standings = [
  ['beingWritten', 'What was approved is being written; each question closes when it is.'],
  ['left', 'What was left as it is writes nothing, and goes into the register.'],
  ['closed', 'What was carried out before stays as it was.'],
] as const;

export function togetherResultPage(results: readonly TogetherResult[]): string {
  const kept = results.filter(({ stands }) => stands !== null).length;
  const others = results.flatMap((one) => (one.stands === null ? [one] : []));
  const told = standings.filter(([name]) => results.some(({ stands }) => stands === name));
  return layout({
    title: `${plural(kept, 'decision')} kept`,
    at: 'exceptions',
    body: html`
      <h1>${plural(kept, 'decision')} kept</h1>
      ${told.length > 0 && html`<p class="lead">${told.map(([, words]) => words).join(' ')}</p>`}
      ${
        others.length > 0 &&
        html`<section>
          <h2>${plural(others.length, 'question')} not decided</h2>
          <ul class="plain">
            ${others.map(
              ({ id, name, said }) =>
                html`<li><a href="/exceptions/${id}">${sentenceCase(name)}</a>: ${said}</li>`,
            )}
          </ul>
        </section>`
      }
      <p><a class="button quiet" href="/">See what waits</a></p>
    `,
  });
}

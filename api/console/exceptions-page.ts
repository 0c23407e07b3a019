// All exceptions, by kind and by whether they are still open, searched and a page at a time.
import type { HeldUp } from '../../db/queries/console-documents.ts';
import type { ExceptionFilter, ExceptionListed } from '../../db/queries/console-question-lists.ts';
import { exceptionTable } from './exception-table.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import type { Frame } from './layout.ts';
import { layout } from './layout.ts';
import type { ListAsk } from './list-controls.ts';
import { countLine, listHref, nothingFound, pageLinks, searchBox } from './list-controls.ts';
import { isAnsweredTogether, togetherHref } from './together-page.ts';
import { isKind, kindName } from './words.ts';

export type ExceptionsView = {
  frame?: Frame;
  rows: ExceptionListed[];
  total: number;
  heldUp: HeldUp[];
  kinds: { kind: string; count: number }[];
  filter: ExceptionFilter;
  kind: string | null;
  ask: ListAsk;
  now: Date;
};

const filterNames: Record<ExceptionFilter, string> = {
  open: 'Waiting',
  closed: 'Closed',
  all: 'All',
};

const path = '/exceptions';

function choicesOf(filter: ExceptionFilter, kind: string | null) {
  return { state: filter === 'open' ? null : filter, kind };
}

export function exceptionsPage(view: ExceptionsView): string {
  const { rows, filter, kind, ask, total } = view;
  const list = { path, choices: choicesOf(filter, kind), ask };
  return layout({
    frame: view.frame,
    title: 'Exceptions',
    at: 'exceptions',
    body: html`
      <div class="heading-row">
        <h1>Exceptions</h1>
        <p class="choices" role="group" aria-label="Which">
          ${(['open', 'closed', 'all'] as const).map((name) =>
            choice(addressOf(name, kind, ask), filterNames[name], name === filter),
          )}
        </p>
      </div>
      ${searchBox(list, 'Number, subcontractor, project or amount')}
      ${view.kinds.length > 0 && kindChoices(view)}
      ${
        rows.length === 0
          ? nothing(view)
          : html`<p class="count-line">
                ${countLine(list, { total, shown: rows.length, noun: 'exception' })}${
                  filter === 'open' &&
                  kind !== null &&
                  isAnsweredTogether(kind) &&
                  html` · <a href="${togetherHref(kind)}">Answer several at once</a>`
                }
              </p>
              ${exceptionTable([{ heading: null, rows }], view.heldUp, view.now)}`
      }
      ${pageLinks(list, total)}
    `,
  });
}

/** Another choice begins at its first page and keeps what was typed. */
function addressOf(filter: ExceptionFilter, kind: string | null, { search }: ListAsk): string {
  return listHref(path, choicesOf(filter, kind), { search, page: 1 });
}

function choice(href: string, label: string, isCurrent: boolean): Html {
  return isCurrent
    ? html`<a href="${href}" aria-current="true">${label}</a>`
    : html`<a href="${href}">${label}</a>`;
}

function kindChoices({ kinds, filter, kind, ask }: ExceptionsView): Html {
  return html`<p class="choices wrap" role="group" aria-label="Kind">
    ${choice(addressOf(filter, null, ask), 'Every kind', kind === null)}
    ${kinds.map((one) =>
      choice(
        addressOf(filter, one.kind, ask),
        `${kindName(one.kind)} ${one.count}`,
        one.kind === kind,
      ),
    )}
  </p>`;
}

const stateWords: Record<ExceptionFilter, string> = {
  open: 'waits',
  closed: 'is closed',
  all: 'was ever asked',
};

function nothing({ filter, kind, ask }: ExceptionsView): Html {
  const isPlain = filter === 'open' && kind === null && ask.search === null && ask.page === 1;
  if (!isPlain) {
    // A kind that is none is not repeated from the address.
    const named = kind !== null && isKind(kind) ? `the kind “${kindName(kind)}”` : 'this kind';
    const what = kind === null ? 'No exception' : `No exception of ${named}`;
    const list = { path, choices: choicesOf(filter, kind), ask };
    const where = ask.page > 1 ? 'on this page' : stateWords[filter];
    return nothingFound(list, `${what} ${where}.`);
  }
  return html`<section class="empty">
    <h2>Nothing waits for you</h2>
    <p>Whatever looks off will appear here with the exact plan that settles it.</p>
    <p>
      <a class="button quiet" href="/exceptions?state=closed">See what was decided before</a>
    </p>
  </section>`;
}

// All exceptions, by kind and by whether they are still open.
import type { HeldUp } from '../../db/queries/console-documents.ts';
import type { ExceptionFilter, ExceptionListed } from '../../db/queries/console-exceptions.ts';
import { exceptionTable } from './exception-table.ts';
import { plural } from './format.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { layout } from './layout.ts';
import { isAnsweredTogether, togetherHref } from './together-page.ts';
import { kindName } from './words.ts';

export type ExceptionsView = {
  rows: ExceptionListed[];
  heldUp: HeldUp[];
  kinds: { kind: string; count: number }[];
  filter: ExceptionFilter;
  kind: string | null;
  now: Date;
};

const filterNames: Record<ExceptionFilter, string> = {
  open: 'Waiting',
  closed: 'Closed',
  all: 'All',
};

export function exceptionsPage(view: ExceptionsView): string {
  const { rows, filter, kind } = view;
  return layout({
    title: 'Exceptions',
    at: 'exceptions',
    body: html`
      <div class="heading-row">
        <h1>Exceptions</h1>
        <p class="choices" role="group" aria-label="Which">
          ${(['open', 'closed', 'all'] as const).map((name) =>
            choice(addressOf(name, kind), filterNames[name], name === filter),
          )}
        </p>
      </div>
      ${view.kinds.length > 0 && kindChoices(view)}
      ${
        rows.length === 0
          ? nothing(view)
          : html`<p class="count-line">
                ${plural(rows.length, 'exception')}${
                  filter === 'open' &&
                  kind !== null &&
                  isAnsweredTogether(kind) &&
                  html` · <a href="${togetherHref(kind)}">Answer several at once</a>`
                }
              </p>
              ${exceptionTable([{ heading: null, rows }], view.heldUp, view.now)}`
      }
    `,
  });
}

function addressOf(filter: ExceptionFilter, kind: string | null): string {
  const query = new URLSearchParams({
    ...(filter === 'open' ? {} : { state: filter }),
    ...(kind === null ? {} : { kind }),
  }).toString();
  return query === '' ? '/exceptions' : `/exceptions?${query}`;
}

function choice(href: string, label: string, isCurrent: boolean): Html {
  return isCurrent
    ? html`<a href="${href}" aria-current="true">${label}</a>`
    : html`<a href="${href}">${label}</a>`;
}

function kindChoices({ kinds, filter, kind }: ExceptionsView): Html {
  return html`<p class="choices wrap" role="group" aria-label="Kind">
    ${choice(addressOf(filter, null), 'Every kind', kind === null)}
    ${kinds.map((one) =>
      choice(addressOf(filter, one.kind), `${kindName(one.kind)} ${one.count}`, one.kind === kind),
    )}
  </p>`;
}

function nothing({ filter, kind }: ExceptionsView): Html {
  const isPlain = filter === 'open' && kind === null;
  return html`<section class="empty">
    <h2>${isPlain ? 'Nothing waits for you' : 'None of these'}</h2>
    <p>
      ${
        isPlain
          ? 'Whatever looks off will appear here with the exact plan that settles it.'
          : 'No exception is of this kind and state.'
      }
    </p>
    <p>
      ${
        isPlain
          ? html`<a class="button quiet" href="/exceptions?state=closed"
              >See what was decided before</a
            >`
          : html`<a class="button quiet" href="/exceptions">See what waits</a>`
      }
    </p>
  </section>`;
}

// The register of accepted differences: who left what as it is, when and why, and asking again.
import type { AcceptedListed } from '../../db/queries/accepted.ts';
import { stakeOf, whose } from './exception-table.ts';
import { documentHref, moment, plural, sentenceCase } from './format.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import type { Frame } from './layout.ts';
import { layout } from './layout.ts';
import type { ListAsk } from './list-controls.ts';
import { nothingFound, pageLinks, searchBox } from './list-controls.ts';
import { kindName, personName } from './words.ts';

export type AcceptedView = {
  frame?: Frame;
  rows: readonly AcceptedListed[];
  count: { standing: number; ended: number };
  ask: ListAsk;
};

const path = '/accepted';

export function acceptedPage({ rows, count, ask, frame }: AcceptedView): string {
  const standing = rows.filter(({ row }) => row.endedAt === null);
  const ended = rows.filter(({ row }) => row.endedAt !== null);
  const list = { path, choices: {}, ask };
  const total = count.standing + count.ended;
  return layout({
    frame,
    title: 'Accepted differences',
    at: 'accepted',
    body: html`
      <h1>Accepted differences</h1>
      <p class="lead">
        Questions that a person answered “leave it”. Each stays answered while what that person saw
        stays so, and stands here until it is reopened.
      </p>
      ${searchBox(list, 'Number, subcontractor, project, amount or reason')}
      ${rows.length === 0 ? nothing(list) : null}
      ${
        standing.length > 0 &&
        html`<section>
          <h2>${plural(count.standing, 'difference')} accepted</h2>
          ${table(standing)}
        </section>`
      }
      ${
        ended.length > 0 &&
        html`<section>
          <h2>${plural(count.ended, 'difference')} reopened</h2>
          ${table(ended)}
        </section>`
      }
      ${pageLinks(list, total)}
    `,
  });
}

function nothing(list: Parameters<typeof nothingFound>[0]): Html {
  const { ask } = list;
  if (ask.search !== null) return nothingFound(list, 'No accepted difference is like that.');
  if (ask.page > 1) return nothingFound(list, 'No accepted difference is on this page.');
  return html`<section class="empty">
    <h2>Nothing was left as it is</h2>
    <p>When you leave a question as it is, the difference is kept here with who said so and why.</p>
    <p><a class="button quiet" href="/exceptions">See what waits</a></p>
  </section>`;
}

function table(rows: readonly AcceptedListed[]): Html {
  return html`<div class="table-wrap">
    <table class="list">
      <thead>
        <tr>
          <th scope="col">Document</th>
          <th scope="col">What was seen</th>
          <th scope="col">Who and why</th>
          <th scope="col" class="right">At stake</th>
          <th scope="col"></th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(acceptedRow)}
      </tbody>
    </table>
  </div>`;
}

function acceptedRow(listed: AcceptedListed): Html {
  const { row } = listed;
  const href = documentHref(row.workflowId);
  const name = sentenceCase(row.documentName);
  return html`<tr>
    <th scope="row">
      ${href === null ? name : html`<a class="row-link" href="${href}">${name}</a>`}
      <span class="kind">${kindName(row.kind)}</span>
      ${whose(listed)}
    </th>
    <td class="sentence"><a href="/exceptions/${row.exceptionId}">${row.sentence}</a></td>
    <td class="sentence" data-label="Who and why">
      ${sentenceCase(personName(row.person))}
      ${moment(row.acceptedAt)}${row.reason !== null && html`: <q>${row.reason}</q>`}
    </td>
    <td class="right amount" data-label="At stake">${stakeOf(row)}</td>
    <td class="right">
      ${
        row.endedAt === null
          ? html`<form method="post" action="/api/accepted/${row.id}/reopen">
              <button class="button quiet">Reopen</button>
            </form>`
          : html`Reopened by ${personName(row.endedBy ?? '')} ${moment(row.endedAt)}`
      }
    </td>
  </tr>`;
}

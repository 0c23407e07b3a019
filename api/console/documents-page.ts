// Every document by type and state, the last looked at first.
import type { DocumentListed } from '../../db/queries/console-documents.ts';
import { documentTypes } from '../../domain/identity/workflow-ids.ts';
import { documentPlace, documentTitle } from './document-title.ts';
import { whose } from './exception-table.ts';
import { documentHref, moment, money } from './format.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import type { Frame } from './layout.ts';
import { layout } from './layout.ts';
import type { ListAsk } from './list-controls.ts';
import { countLine, listHref, nothingFound, pageLinks, searchBox } from './list-controls.ts';
import { typeName, typePlural } from './objects/objects.ts';
import { stateName } from './words.ts';

export type DocumentsView = {
  frame?: Frame;
  rows: DocumentListed[];
  total: number;
  type: string | null;
  state: string | null;
  ask: ListAsk;
};

const path = '/documents';

export function documentsPage(view: DocumentsView): string {
  const { rows, total, type, state, ask } = view;
  const list = { path, choices: { type, state }, ask };
  return layout({
    frame: view.frame,
    title: 'Documents',
    at: 'documents',
    body: html`
      <div class="heading-row">
        <h1>Documents</h1>
        <p class="choices" role="group" aria-label="Type">
          ${choice(addressOf(view, { type: null, state }), 'All', type === null)}
          ${documentTypes.map((one) =>
            choice(addressOf(view, { type: one, state }), typePlural(one), one === type),
          )}
        </p>
      </div>
      ${searchBox(list, 'Number, subcontractor, project or amount')}
      ${
        state !== null &&
        html`<p class="count-line">
          Only ${stateName(state).toLowerCase()}.
          <a href="${addressOf(view, { type, state: null })}">Show every state</a>
        </p>`
      }
      ${
        rows.length === 0
          ? nothing(view)
          : html`<p class="count-line">
                ${countLine(list, { total, shown: rows.length, noun: 'document' })}
              </p>
              ${table(rows)}`
      }
      ${pageLinks(list, total)}
    `,
  });
}

/** Another choice begins at its first page and keeps what was typed. */
function addressOf(
  { ask: { search } }: DocumentsView,
  choices: { type: string | null; state: string | null },
): string {
  return listHref(path, choices, { search, page: 1 });
}

function choice(href: string, label: string, isCurrent: boolean): Html {
  return isCurrent
    ? html`<a href="${href}" aria-current="true">${label}</a>`
    : html`<a href="${href}">${label}</a>`;
}

function table(rows: readonly DocumentListed[]): Html {
  return html`<div class="table-wrap">
    <table class="list">
      <thead>
        <tr>
          <th scope="col">Document</th>
          <th scope="col">State</th>
          <th scope="col" class="right">Amount</th>
          <th scope="col" class="right">Last looked at</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(documentRow)}
      </tbody>
    </table>
  </div>`;
}

function documentRow(listed: DocumentListed): Html {
  const { document, observation } = listed;
  return html`<tr>
    <th scope="row">
      <a class="row-link" href="${documentHref(document.workflowId) ?? '/documents'}"
        >${documentTitle(document, observation)}</a
      >
      ${whose({ ...listed, project: listed.project ?? documentPlace(observation) }) ?? html`<span class="kind">${typeName(document.type)}</span>`}
    </th>
    <td data-label="State">
      <span class="state ${document.state}">${stateName(document.state)}</span>
    </td>
    <td class="right amount" data-label="Amount">${money(document.amount, document.currency)}</td>
    <td class="right age" data-label="Last looked at">
      ${document.plannedAt && moment(document.plannedAt)}
    </td>
  </tr>`;
}

function nothing({ type, state, ask }: DocumentsView): Html {
  const isPlain = type === null && state === null && ask.search === null && ask.page === 1;
  if (!isPlain) {
    const what = type === null ? 'document' : typeName(type).toLowerCase();
    const where = state === null ? 'is here' : `is ${stateName(state).toLowerCase()}`;
    const list = { path, choices: { type, state }, ask };
    return nothingFound(list, `No ${what} ${ask.page > 1 ? 'is on this page' : where}.`);
  }
  return html`<section class="empty">
    <h2>No document here yet</h2>
    <p>Documents appear once the first sweep has read Procore and Xero.</p>
    <p><a class="button quiet" href="/">See where things stand</a></p>
  </section>`;
}

// Every document by type and state, the last looked at first.
import type { DocumentListed } from '../../db/queries/console-documents.ts';
import { documentTypes } from '../../domain/identity/workflow-ids.ts';
import { documentPlace, documentTitle } from './document-title.ts';
import { documentHref, moment, money, plural } from './format.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { layout } from './layout.ts';
import { typeName, typePlural } from './objects/objects.ts';
import { stateName } from './words.ts';

export type DocumentsView = {
  rows: DocumentListed[];
  total: number;
  type: string | null;
  state: string | null;
  page: number;
  pageSize: number;
};

export function documentsPage(view: DocumentsView): string {
  const { rows, total, type, state } = view;
  return layout({
    title: 'Documents',
    at: 'documents',
    body: html`
      <div class="heading-row">
        <h1>Documents</h1>
        <p class="choices" role="group" aria-label="Type">
          ${choice(addressOf({ type: null, state }), 'All', type === null)}
          ${documentTypes.map((one) =>
            choice(addressOf({ type: one, state }), typePlural(one), one === type),
          )}
        </p>
      </div>
      ${
        state !== null &&
        html`<p class="count-line">
          Only ${stateName(state).toLowerCase()}.
          <a href="${addressOf({ type, state: null })}">Show every state</a>
        </p>`
      }
      ${rows.length === 0 ? nothing() : list(view)} ${total > view.pageSize && pages(view)}
    `,
  });
}

function addressOf(ask: { type: string | null; state: string | null; page?: number }): string {
  const query = new URLSearchParams({
    ...(ask.type === null ? {} : { type: ask.type }),
    ...(ask.state === null ? {} : { state: ask.state }),
    ...(ask.page === undefined || ask.page === 1 ? {} : { page: String(ask.page) }),
  }).toString();
  return query === '' ? '/documents' : `/documents?${query}`;
}

function choice(href: string, label: string, isCurrent: boolean): Html {
  return isCurrent
    ? html`<a href="${href}" aria-current="true">${label}</a>`
    : html`<a href="${href}">${label}</a>`;
}

function list({ rows, total }: DocumentsView): Html {
  return html`<p class="count-line">${plural(total, 'document')}</p>
    <div class="table-wrap">
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

function documentRow({ document, observation }: DocumentListed): Html {
  return html`<tr>
    <th scope="row">
      <a class="row-link" href="${documentHref(document.workflowId) ?? '/documents'}"
        >${documentTitle(document, observation)}</a
      >
      <span class="kind">${documentPlace(observation) ?? typeName(document.type)}</span>
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

function pages({ page, pageSize, total, type, state }: DocumentsView): Html {
  const last = Math.ceil(total / pageSize);
  return html`<p class="choices pages" role="group" aria-label="Pages">
    ${page > 1 && choice(addressOf({ type, state, page: page - 1 }), 'Earlier page', false)}
    <span>Page ${page} of ${last}</span>
    ${page < last && choice(addressOf({ type, state, page: page + 1 }), 'Next page', false)}
  </p>`;
}

function nothing(): Html {
  return html`<section class="empty">
    <h2>No document here yet</h2>
    <p>Documents appear once the first sweep has read Procore and Xero.</p>
    <p><a class="button quiet" href="/">See where things stand</a></p>
  </section>`;
}

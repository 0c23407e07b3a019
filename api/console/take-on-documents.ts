// Of a take-on: what is taken over as it stands, what stays opening and why, and what of Xero's is matched to nothing.
import type {
  ClaimMatch,
  ClaimOpened,
  OrderMatch,
  Proposal,
  RecordShown,
} from '../../domain/take-on/proposal.ts';
import { wordOfRecord } from '../../domain/take-on/words.ts';
import { documentHref, money, plural, sentenceCase } from './format.ts';
import type { Content, Html } from './html.ts';
import { html } from './html.ts';

export function documentsSection(proposal: Proposal): Content {
  const { matched, opened, orders, leftOver, undated, from } = proposal;
  return [
    section(
      `${plural(matched.length + orders.length, 'document')} taken over as they stand in Xero`,
      [...matched.map(matchRow), ...orders.map(orderRow)],
      ['In Procore', 'Due', 'In Xero', 'Without tax', 'Why'],
    ),
    section(
      `${plural(opened.length, 'claim')} in the opening alone, never posted`,
      opened.map(openedRow),
      ['In Procore', 'Dated', 'Due', 'Why no document of Xero is taken for it'],
    ),
    section(
      `${plural(leftOver.length, 'document')} of the same contacts in Xero, matched to nothing`,
      leftOver.map(leftOverRow),
      ['In Xero', 'Of', 'Dated', 'Without tax'],
    ),
    undated.length > 0 &&
      html`<p>
        ${sentenceCase(undated.join(', '))}: without a billing date, so neither before ${from} nor
        after. Each becomes an exception once the project posts.
      </p>`,
  ];
}

function section(title: string, rows: readonly Html[], heads: readonly string[]): Content {
  if (rows.length === 0) return null;
  return html`<section>
    <h2>${title}</h2>
    <div class="table-wrap">
      <table class="list">
        <thead>
          <tr>
            ${heads.map((head) => html`<th scope="col">${head}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${[...rows]}
        </tbody>
      </table>
    </div>
  </section>`;
}

function named(name: string, workflowId: string): Content {
  const href = documentHref(workflowId);
  return href === null ? name : html`<a href="${href}">${sentenceCase(name)}</a>`;
}

function recordName(record: RecordShown): string {
  return `${wordOfRecord(record.kind)} ${record.number ?? '(no number)'} of ${record.date}`;
}

function matchRow({ name, workflowId, date, due, currency, record, why }: ClaimMatch): Html {
  return html`<tr>
    <th scope="row">${named(name, workflowId)} of ${date}</th>
    <td class="amount" data-label="Due">${money(due, currency)}</td>
    <td data-label="In Xero">${recordName(record)}</td>
    <td class="amount" data-label="Without tax">${money(record.net, record.currency)}</td>
    <td data-label="Why">${sentenceCase(why)}</td>
  </tr>`;
}

function orderRow({ contract, workflowId, record, why }: OrderMatch): Html {
  return html`<tr>
    <th scope="row">${named(`contract ${contract}`, workflowId)}</th>
    <td></td>
    <td data-label="In Xero">${recordName(record)}</td>
    <td class="amount" data-label="Without tax">${money(record.net, record.currency)}</td>
    <td data-label="Why">${sentenceCase(why)}</td>
  </tr>`;
}

function openedRow({ name, workflowId, date, due, currency, why }: ClaimOpened): Html {
  return html`<tr>
    <th scope="row">${named(name, workflowId)}</th>
    <td data-label="Dated">${date}</td>
    <td class="amount" data-label="Due">${money(due, currency)}</td>
    <td data-label="Why no document of Xero is taken for it">${sentenceCase(why)}</td>
  </tr>`;
}

function leftOverRow(record: Proposal['leftOver'][number]): Html {
  return html`<tr>
    <th scope="row">
      ${sentenceCase(`${wordOfRecord(record.kind)} ${record.number ?? '(no number)'}`)}
    </th>
    <td data-label="Of">${record.party}</td>
    <td data-label="Dated">${record.date}</td>
    <td class="amount" data-label="Without tax">${money(record.net, record.currency)}</td>
  </tr>`;
}

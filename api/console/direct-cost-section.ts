// Which documents of a project's actuals have their direct cost in Procore, and which wait.
import type { CostStanding } from '../../db/queries/direct-cost-standing.ts';
import { standingWords } from '../../domain/actuals/words.ts';
import { groupDigits } from './format.ts';
import type { Content } from './html.ts';
import { html } from './html.ts';

/** What a page shows of a long list; the rest is in the command's JSON. */
const shownMost = 100;

export function directCostSection(costs: readonly CostStanding[]): Content {
  if (costs.length === 0) return null;
  const there = costs.filter(({ directCostId }) => directCostId !== null).length;
  const more = costs.length - shownMost;
  return html`<section>
    <h2>In Procore as direct costs: ${there} of ${costs.length}</h2>
    <div class="table-wrap">
      <table class="list">
        <thead>
          <tr>
            <th scope="col">Document</th>
            <th scope="col">Date</th>
            <th scope="col">In Procore</th>
            <th scope="col" class="right">Amount</th>
          </tr>
        </thead>
        <tbody>
          ${costs.slice(0, shownMost).map(row)}
        </tbody>
      </table>
    </div>
    ${more > 0 && html`<p>And ${more} more.</p>`}
  </section>`;
}

function row({ document, amount, directCostId, asked }: CostStanding): Content {
  const place = directCostId === null ? 'Not there' : `Direct cost ${directCostId}`;
  const why = asked ?? (directCostId === null ? standingWords.notAsked : '');
  return html`<tr>
    <th scope="row">${document.name}</th>
    <td data-label="Date">${document.date}</td>
    <td data-label="In Procore">${place} ${why}</td>
    <td class="right" data-label="Amount">
      <span class="digits">${groupDigits(amount)}</span>
    </td>
  </tr>`;
}

// The working of a pay app's proof as the domain returns it, for when the parts are not the whole.
import { fromMinor } from '../../domain/money/amount.ts';
import type { PartsWorking } from '../../domain/retainage/claim-parts.ts';
import { groupDigits } from './format.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';

type Check = keyof PartsWorking['checks'];
const checks: readonly Check[] = ['gross', 'retainage', 'paymentDue'];

const checkNames: Record<Check, string> = {
  gross: 'Completed and stored',
  retainage: 'Retainage held, less released',
  paymentDue: 'Payment due',
};

/** A figure for each check; null leaves its cell empty. */
type Row = { name: string; figures: Record<Check, bigint | null> };

export function arithmetic({ parts, checks: sums }: PartsWorking): Html {
  const row = (name: string, figureOf: (check: Check) => bigint | null): Row => ({
    name,
    figures: {
      gross: figureOf('gross'),
      retainage: figureOf('retainage'),
      paymentDue: figureOf('paymentDue'),
    },
  });
  const lines = parts.map(({ item, gross, held, released }): Row => ({
    name: item.description,
    figures: { gross, retainage: held - released, paymentDue: gross - held + released },
  }));
  const difference = (check: Check): bigint | null => {
    const { parts: summed, header } = sums[check];
    return summed === header ? null : header - summed;
  };
  return html`<section>
    <h2>The arithmetic</h2>
    <div class="table-wrap">
      <table class="lines">
        <thead>
          <tr>
            <th scope="col">Line, this period</th>
            ${checks.map((check) => html`<th scope="col" class="right">${checkNames[check]}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${lines.map((line) => tableRow(line))}
        </tbody>
        <tfoot>
          ${tableRow(row('The lines add up to', (check) => sums[check].parts))}
          ${tableRow(row('The summary says', (check) => sums[check].header))}
          ${tableRow(row('Difference', difference), 'difference')}
        </tfoot>
      </table>
    </div>
  </section>`;
}

function tableRow({ name, figures }: Row, tone = ''): Html {
  const cell = (check: Check): Html => {
    const figure = figures[check];
    return html`<td class="right" data-label="${checkNames[check]}">
      ${figure !== null && html`<span class="digits">${groupDigits(fromMinor(figure))}</span>`}
    </td>`;
  };
  return html`<tr class="${tone}">
    <th scope="row">${name}</th>
    ${checks.map(cell)}
  </tr>`;
}

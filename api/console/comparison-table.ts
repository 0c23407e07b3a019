// Base, Procore, Xero and proposed side by side: what differs stands open and is marked by more than its colour, what agrees is
// folded, and the sums stand at the end.
import type { Compared } from './comparison.ts';
import type { Column, ComparisonRow } from './comparison-row.ts';
import { columns } from './comparison-row.ts';
import { groupDigits, plural } from './format.ts';
import type { Content, Html } from './html.ts';
import { html } from './html.ts';

export type ColumnNames = Record<Column, string>;

export const plainColumnNames: ColumnNames = {
  base: 'Last agreed',
  procore: 'Procore',
  xero: 'Xero now',
  proposed: 'Will be written',
};

export function comparisonTable({ open, agreed, money }: Compared, names: ColumnNames): Html {
  // Figures stand to the right, and what shares a column with them too; words alone stand to the left.
  const hasFigures = [...open, ...agreed, ...money].some((row) => row.kind !== 'field');
  const tone = hasFigures ? 'compare figures' : 'compare';
  const rowsOf = (rows: readonly ComparisonRow[]): Content =>
    rows.map((row) => comparisonRow(row, names));
  return html`<div class="table-wrap">
    <table class="${tone}">
      <thead>
        <tr>
          <td></td>
          ${columns.map((column) => html`<th scope="col" class="${column}">${names[column]}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rowsOf(open)}
      </tbody>
      ${
        agreed.length > 0 &&
        html`<tbody>
          <tr class="folded">
            <td colspan="${columns.length + 1}">
              <details>
                <summary>
                  ${agreed.length === 1 ? '1 line agrees' : `${plural(agreed.length, 'line')} agree`}
                </summary>
                <table class="inner">
                  <tbody>
                    ${rowsOf(agreed)}
                  </tbody>
                </table>
              </details>
            </td>
          </tr>
        </tbody>`
      }
      ${
        money.length > 0 &&
        html`<tbody class="sums">
          ${rowsOf(money)}
        </tbody>`
      }
    </table>
  </div>`;
}

function comparisonRow(row: ComparisonRow, names: ColumnNames): Html {
  const chip = row.gone ?? (row.changed ? 'differs' : null);
  return html`<tr class="${`${row.kind}${row.changed ? ' changed' : ''}`}">
    <th scope="row">
      ${row.label}${chip !== null && html` <span class="chip differs">${chip}</span>`}
    </th>
    ${columns.map((column) => cell(row, column, names))}
  </tr>`;
}

function cell(row: ComparisonRow, column: Column, names: ColumnNames): Html {
  const value = row.values[column];
  const isMoney = row.kind !== 'field';
  const marked = row.changed && isMarked(row, column);
  const text =
    value === null || value === ''
      ? html`<span class="none">–</span>`
      : isMoney
        ? html`<span class="digits">${groupDigits(value)}</span>`
        : value;
  return html`<td class="${column}" data-label="${names[column]}">
    ${marked ? html`<mark>${text}</mark>` : text}
  </td>`;
}

/** The cells that moved since the last agreement; without one, the two sides that disagree. */
function isMarked(row: ComparisonRow, column: Column): boolean {
  const { base, procore, xero } = row.values;
  if (column === 'base' || column === 'proposed') return false;
  if (base === null) return row.values[column] !== null && procore !== xero;
  return row.values[column] !== base;
}

// Base, Procore, Xero and proposed side by side, with what differs marked by more than its colour.
import type { Column, ComparisonRow } from './comparison-row.ts';
import { columns } from './comparison-row.ts';
import { groupDigits } from './format.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';

export type ColumnNames = Record<Column, string>;

export const plainColumnNames: ColumnNames = {
  base: 'Last agreed',
  procore: 'Procore',
  xero: 'Xero now',
  proposed: 'Will be written',
};

export function comparisonTable(rows: readonly ComparisonRow[], names: ColumnNames): Html {
  // Figures stand to the right, and what shares a column with them too; words alone stand to the left.
  const hasFigures = rows.some((row) => row.kind !== 'field');
  return html`<div class="table-wrap">
    <table class="${hasFigures ? 'compare figures' : 'compare'}">
      <thead>
        <tr>
          <td></td>
          ${columns.map((column) => html`<th scope="col" class="${column}">${names[column]}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map((row) => comparisonRow(row, names))}
      </tbody>
    </table>
  </div>`;
}

function comparisonRow(row: ComparisonRow, names: ColumnNames): Html {
  return html`<tr class="${`${row.kind}${row.changed ? ' changed' : ''}`}">
    <th scope="row">
      ${row.label}${row.changed && html` <span class="chip differs">differs</span>`}
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

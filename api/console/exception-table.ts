// A list of exceptions: what it is, whose money, how long it has waited.
import type { HeldUp } from '../../db/queries/console-documents.ts';
import type { ExceptionRow } from '../../db/queries/console-exceptions.ts';
import { ageOf, compareAmounts, moment, money, plural } from './format.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { closingName, kindName } from './words.ts';

export function exceptionTable(
  rows: readonly ExceptionRow[],
  heldUp: readonly HeldUp[],
  now: Date,
): Html {
  const held = new Map(heldUp.map((one) => [one.root, one]));
  return html`<div class="table-wrap">
    <table class="list">
      <thead>
        <tr>
          <th scope="col">Document</th>
          <th scope="col">What is off</th>
          <th scope="col" class="right">Amount</th>
          <th scope="col" class="right">Waiting</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map((row) => exceptionRow(row, held.get(row.workflowId), now))}
      </tbody>
    </table>
  </div>`;
}

function exceptionRow(row: ExceptionRow, held: HeldUp | undefined, now: Date): Html {
  const approvable = row.state === 'open' && row.fix === null;
  return html`<tr>
    <th scope="row">
      <a class="row-link" href="/exceptions/${row.id}">${sentenceCase(row.documentName)}</a>
      <span class="kind">${kindName(row.kind)}</span>
      ${approvable && html`<span class="chip decide">can be approved</span>`}
      ${row.state === 'decided' && html`<span class="chip">being carried out</span>`}
      ${row.state === 'closed' && html`<span class="chip">${closingName(row.closedBecause)}</span>`}
    </th>
    <td class="sentence">${row.sentence}</td>
    <td class="right amount" data-label="Amount">
      ${money(row.amount, row.currency)}${held && heldUpNote(held)}
    </td>
    <td class="right age" data-label="Waiting">
      ${row.closedAt ? moment(row.closedAt) : html`<span title="${row.openedAt.toISOString()}">${ageOf(row.openedAt, now)}</span>`}
    </td>
  </tr>`;
}

export function heldUpNote(held: HeldUp): Html {
  return html`<span class="held"
    >holds up
    ${plural(held.payApps, 'pay app')}${held.amounts.map(
      ({ currency, sum }) => html`, ${money(sum, currency)}`,
    )}</span
  >`;
}

export function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What an exception holds: its own amount, or that of the pay apps behind it. */
export function byStake(heldUp: readonly HeldUp[]) {
  const held = new Map(heldUp.map(({ root, amounts }) => [root, amounts[0]?.sum ?? null]));
  const stake = (row: ExceptionRow): string | null =>
    row.amount ?? held.get(row.workflowId) ?? null;
  return (a: ExceptionRow, b: ExceptionRow): number => compareAmounts(stake(a), stake(b));
}

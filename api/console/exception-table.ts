// A list of questions: what it is, whose money, how long it has waited.
import type { HeldUp } from '../../db/queries/console-documents.ts';
import type { ExceptionListed } from '../../db/queries/console-exceptions.ts';
import { parseWorkflowId } from '../../domain/identity/workflow-ids.ts';
import { ageOf, compareAmounts, moment, money, plural, sentenceCase } from './format.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { closingName, kindName } from './words.ts';

/** Questions under a heading of their own; without one, each row says its kind. */
export type ExceptionGroup = { heading: Html | null; rows: readonly ExceptionListed[] };

export function exceptionTable(
  groups: readonly ExceptionGroup[],
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
      ${groups.map(
        ({ heading, rows }) =>
          html`<tbody>
            ${
              heading &&
              html`<tr class="of-kind">
                <th scope="rowgroup" colspan="4">${heading}</th>
              </tr>`
            }
            ${rows.map((one) =>
              exceptionRow(one, {
                held: held.get(one.row.workflowId),
                isGrouped: heading !== null,
                now,
              }),
            )}
          </tbody>`,
      )}
    </table>
  </div>`;
}

type RowGround = { held: HeldUp | undefined; isGrouped: boolean; now: Date };

function exceptionRow(listed: ExceptionListed, { held, isGrouped, now }: RowGround): Html {
  const { row } = listed;
  const approvable = row.state === 'open' && row.fix === null;
  const stage = stageOf(listed);
  const age = html`<span title="${row.openedAt.toISOString()}">${ageOf(row.openedAt, now)}</span>`;
  return html`<tr>
    <th scope="row">
      <a class="row-link" href="/exceptions/${row.id}">${sentenceCase(row.documentName)}</a>
      ${!isGrouped && html`<span class="kind">${kindName(row.kind)}</span>`} ${whose(listed)}
      ${approvable && html`<span class="chip decide">can be approved</span>`}
      ${stage !== null && html`<span class="chip">${stage}</span>`}
    </th>
    <td class="sentence">${row.sentence}</td>
    <td class="right amount" data-label="Amount">
      ${money(row.amount, row.currency)}${held && heldUpNote(held)}
    </td>
    <td class="right age" data-label="Waiting">${row.closedAt ? moment(row.closedAt) : age}</td>
  </tr>`;
}

/** Whose money it is: the project and the subcontractor, where the document has them. */
function whose({ project, subcontractor }: ExceptionListed): Html | null {
  const known = [project, subcontractor].filter((name) => name !== null);
  return known.length === 0 ? null : html`<span class="kind">${known.join(', ')}</span>`;
}

/** Where a question that is no longer open stands; nothing is said to be done before it is. */
export function stageOf({ row, said }: ExceptionListed): string | null {
  switch (row.state) {
    case 'open':
      return null;
    case 'decided':
      if (said === 'reject') return parseWorkflowId(row.workflowId) ? 'left as it is' : 'seen';
      return 'being written';
    case 'beingWritten':
      return 'being written';
    case 'closed':
      return closingName(row.closedBecause);
  }
}

export function heldUpNote(held: HeldUp): Html {
  return html`<span class="held"
    >holds up
    ${plural(held.payApps, 'pay app')}${held.amounts.map(
      ({ currency, sum }) => html`, ${money(sum, currency)}`,
    )}</span
  >`;
}

/** What a question holds: its document's amount, or that of the pay apps behind it. */
export function byStake(heldUp: readonly HeldUp[]) {
  const held = new Map(heldUp.map(({ root, amounts }) => [root, amounts[0]?.sum ?? null]));
  const stake = ({ row }: ExceptionListed): string | null =>
    row.amount ?? held.get(row.workflowId) ?? null;
  return (a: ExceptionListed, b: ExceptionListed): number => compareAmounts(stake(a), stake(b));
}

// A list of questions: what it is, whose money, how long it has waited.
import type { HeldUp } from '../../db/queries/console-documents.ts';
import type { ExceptionListed } from '../../db/queries/console-question-lists.ts';
import type { ExceptionRow } from '../../db/queries/console-exceptions.ts';
import type { Whose } from '../../db/queries/console-whose.ts';
import { parseWorkflowId } from '../../domain/identity/workflow-ids.ts';
import { ageOf, moment, money, plural, sentenceCase } from './format.ts';
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
          <th scope="col" class="right">At stake</th>
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
    <td class="right amount" data-label="At stake">${stakeOf(row)}${held && heldUpNote(held)}</td>
    <td class="right age" data-label="Waiting">${row.closedAt ? moment(row.closedAt) : age}</td>
  </tr>`;
}

/** Whose money it is: the project and the subcontractor, where the document has them. */
export function whose({ project, subcontractor }: Whose): Html | null {
  const known = [project, subcontractor].filter((name) => name !== null && name !== '');
  return known.length === 0 ? null : html`<span class="kind">${known.join(', ')}</span>`;
}

/** What a question is about, and of how much where that is more. */
export function stakeOf({
  amount,
  difference,
  currency,
}: Pick<ExceptionRow, 'amount' | 'difference' | 'currency'>): Html | null {
  const isPart = difference !== null && difference !== amount;
  if (!isPart) return money(amount, currency);
  return html`<span class="stake"
    >${money(difference, currency)}${
      amount !== null && html` <span class="held">of ${money(amount, null)}</span>`
    }</span
  >`;
}

/** Where a question that is no longer open stands; nothing is said to be done before it is. */
function stageOf({ row, said }: ExceptionListed): string | null {
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

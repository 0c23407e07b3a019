// What has failed several times and is being tried again: why nothing moves, for whoever looks at Today.
import type { Retry } from '../../db/queries/retries.ts';
import { ageOf } from './format.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';

/** What an activity does, after "being retried:". */
const doings: Readonly<Record<string, string>> = {
  dbObserve: 'looking at a document',
  dbEndPass: 'ending the look at a document',
  dbClaimBatch: 'taking up what is ready to be written',
  dbBeginSweep: 'beginning to read both sides',
  dbEndSweep: 'ending the reading of both sides',
  procoreReadRecord: 'reading a record in Procore',
  xeroReadRecord: 'reading a record in Xero',
  xeroSweep: 'reading what changed in Xero',
  procoreSweepCompany: 'reading what changed in the company in Procore',
  procoreSweepProject: 'reading what changed in a project in Procore',
  xeroSendBatch: 'writing to Xero',
  procoreSendBatch: 'writing to Procore',
};
const shownAtMost = 10;

export function retriesSection(retries: readonly Retry[], now: Date): Html | null {
  if (retries.length === 0) return null;
  const more = retries.length - shownAtMost;
  return html`<section>
    <h2>Being retried</h2>
    <ul class="plain">
      ${retries
        .slice(0, shownAtMost)
        .map(
          ({ activity, workflowId, attempt, since, why }) =>
            html`<li>
              ${doings[activity] ?? activity} (<code>${workflowId}</code>), attempt
              ${String(attempt)}, first noted ${ageOf(since, now)} ago: ${why}
            </li>`,
        )}
      ${more > 0 && html`<li>and ${String(more)} more</li>`}
    </ul>
  </section>`;
}

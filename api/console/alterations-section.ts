// What of a document is written otherwise than its source says, because the other system takes it in no other form.
import type { Observation } from '../../domain/objects/objects.ts';
import { alterationsOf } from '../../domain/objects/objects.ts';
import type { Alteration } from '../../domain/text/alteration.ts';
import { cutToLength } from '../../domain/text/fit-text.ts';
import { labelOf } from './field-words.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';

/** So much of a long text is enough to know it by. */
const shownLength = 80;

export function alterationsSection(observation: Observation | null): Html | null {
  const altered = observation === null ? [] : alterationsOf(observation);
  if (altered.length === 0) return null;
  return html`<section class="panel">
    <h2>Written differently in Xero</h2>
    <ul class="plain">
      ${altered.map((one) => html`<li>${sentenceOf(one)}</li>`)}
    </ul>
  </section>`;
}

function sentenceOf({ path, source, written, why }: Alteration): Html {
  const what = labelOf(path);
  return written === null
    ? html`${what}: “${shown(source)}” is left out, because ${why}.`
    : html`${what}: “${shown(source)}” is written as “${shown(written)}”, because ${why}.`;
}

function shown(text: string): string {
  return text.length <= shownLength ? text : `${cutToLength(text, shownLength)}…`;
}

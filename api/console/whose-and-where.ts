// At the head of a page: whose it is, and where its records are opened elsewhere.
import type { Whose } from '../../db/queries/console-whose.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import type { Elsewhere, LinkOut } from './vendor-links.ts';
import { temporalHref } from './vendor-links.ts';

export function whoseLine({ project, subcontractor }: Whose): Html | null {
  const known = [project, subcontractor].filter((name) => name !== null && name !== '');
  return known.length === 0 ? null : html`<p class="whose">${known.join(', ')}</p>`;
}

export function runLink(elsewhere: Elsewhere, workflowId: string): LinkOut[] {
  const href = temporalHref(elsewhere, workflowId);
  return href === null ? [] : [{ label: 'Its history in Temporal', href }];
}

/** They lead out of the console: no page elsewhere is told where from. */
export function elsewhereLinks(links: readonly LinkOut[]): Html | null {
  if (links.length === 0) return null;
  return html`<p class="elsewhere" role="group" aria-label="Elsewhere">
    ${links.map(({ label, href }) => html`<a href="${href}" rel="external noreferrer">${label}</a> `)}
  </p>`;
}

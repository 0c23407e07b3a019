// A failure as a page: what happened and where to go, never how.
import type { RequestError } from '../request-errors.ts';
import { html } from './html.ts';
import { layout } from './layout.ts';

const headings: Record<number, string> = {
  400: 'That could not be read',
  403: 'That is not allowed from here',
  404: 'Nothing is here',
  413: 'That is too large',
  503: 'Not available just now',
};

export function errorPage({ status, message }: RequestError): string {
  const heading = headings[status] ?? 'That did not work';
  return layout({
    title: heading,
    at: null,
    body: html`<section class="empty">
      <p class="eyebrow">${status}</p>
      <h1>${heading}</h1>
      <p>${message}</p>
      <p><a class="button" href="/">Go to what waits today</a></p>
    </section>`,
  });
}

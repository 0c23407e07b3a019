// The frame of every page: where one is, what the page says, and that this is a stand-in with invented data.
import type { Answer } from '../../kit/http.ts';
import { html } from './html.ts';
import type { Content, Markup } from './html.ts';

const STYLE = html`<style>
  body {
    font:
      15px/1.5 system-ui,
      sans-serif;
    margin: 0 auto;
    max-width: 92rem;
    padding: 1rem;
    color: #1c1917;
    overflow-wrap: anywhere;
  }
  header {
    border-bottom: 2px solid #c2410c;
    margin-bottom: 1rem;
  }
  header p {
    color: #57534e;
    margin: 0 0 0.5rem;
  }
  table {
    border-collapse: collapse;
    width: 100%;
    margin-bottom: 1.5rem;
  }
  th,
  td {
    text-align: left;
    padding: 0.3rem 0.5rem;
    border-bottom: 1px solid #e7e5e4;
    vertical-align: top;
  }
  .number {
    text-align: right;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  th.number {
    white-space: normal;
    vertical-align: bottom;
  }
  th {
    overflow-wrap: normal;
  }
  td:not(.number) {
    min-width: 5rem;
    overflow-wrap: break-word;
  }
  .wide {
    overflow-x: auto;
  }
  dl {
    display: grid;
    grid-template-columns: max-content auto;
    gap: 0.2rem 1.2rem;
  }
  dd {
    margin: 0;
  }
</style>`;

export type Crumb = { address: string; label: string };

export type Page = { title: string; crumbs: readonly Crumb[]; content: Content };

/** No script runs and nothing is loaded: the page is one answer. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
};

export function pageAnswer({ title, crumbs, content }: Page, status = 200): Answer {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Procore sandbox</title>
        ${STYLE}
      </head>
      <body>
        <header>
          <p>Procore sandbox: a stand-in with invented data, to look at only.</p>
          <nav>
            <a href="/">Projects</a
            >${crumbs.map(({ address, label }) => html` › <a href="${address}">${label}</a>`)}
          </nav>
        </header>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html> `;
  return { status, headers: HEADERS, body: page.text, contentType: 'text/html; charset=utf-8' };
}

export function notFoundPage(): Answer {
  const content = html`<p>There is nothing of that number here. It may have been deleted.</p>`;
  return pageAnswer({ title: 'Not found', crumbs: [], content }, 404);
}

export type Column<T> = { head: string; isNumber?: boolean; of: (row: T) => Content };

export function table<T>(columns: readonly Column<T>[], rows: readonly T[]): Markup {
  const classOf = ({ isNumber }: Column<T>): Markup | null =>
    isNumber === true ? html` class="number"` : null;
  return html`<div class="wide">
    <table>
      <thead>
        <tr>
          ${columns.map((column) => html`<th${classOf(column)}>${column.head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${columns.map((column) => html`<td${classOf(column)}>${column.of(row)}</td>`)}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}

/** Names and their values; a null value is left out. */
export function facts(entries: readonly (readonly [string, Content])[]): Markup {
  const shown = entries.filter(([, value]) => value !== null && value !== '');
  return html`<dl>
    ${shown.map(
      ([name, value]) =>
        html`<dt>${name}</dt>
          <dd>${value}</dd>`,
    )}
  </dl>`;
}

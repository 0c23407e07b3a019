// What every page of the sandbox looks like, and how amounts, days and moments are shown on it.
import type { Answer } from '../../kit/http.ts';
import type { Cents } from '../decimal.ts';
import type { XeroState } from '../xero-state.ts';
import { Html, html } from './html.ts';
import { centsText } from '../decimal.ts';

/** No script runs and nothing is fetched, whatever stands in the books. */
const HEADERS = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

const STYLE = new Html(`
body { font: 15px/1.5 system-ui, sans-serif; color: #1b2733; margin: 0 auto; max-width: 62rem; padding: 0 1rem 3rem; }
header { border-bottom: 2px solid #13b5ea; padding: 1rem 0 .5rem; margin-bottom: 1.5rem; }
header p { margin: 0; color: #56616c; }
nav a { margin-right: 1rem; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1.5rem; }
th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid #dde3e8; vertical-align: top; overflow-wrap: anywhere; }
.money { text-align: right; white-space: nowrap; overflow-wrap: normal; font-variant-numeric: tabular-nums; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.2rem; }
dd { margin: 0; overflow-wrap: anywhere; }
`);

export function page(state: XeroState, title: string, content: Html, status = 200): Answer {
  const which = whichOf(state);
  const whole = html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title} · Xero sandbox</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <header>
          <p>
            Xero sandbox: ${state.organisation().name}. Nothing here is real, and nothing can be
            changed here.
          </p>
          <nav>
            <a href="/${which}">Bills</a><a href="/sales${which}">Sales invoices</a
            ><a href="/credit-notes${which}">Credit notes</a><a href="/contacts${which}">Contacts</a
            ><a href="/purchase-orders${which}">Purchase orders</a>
          </nav>
          ${othersOf(state)}
        </header>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html> `;
  return { status, headers: HEADERS, contentType: 'text/html; charset=utf-8', body: whole.text };
}

/** What the address of a list says of whose it is. */
function whichOf({ connected, tenantId }: XeroState): string {
  return connected[0]?.tenantId === tenantId ? '' : `?tenant=${tenantId}`;
}

function othersOf(state: XeroState): Html {
  const others = state.connected.filter((one) => one !== state);
  if (others.length === 0) return html``;
  const links = others.map(
    (one) => html`<a href="/${whichOf(one)}">${one.organisation().name}</a> `,
  );
  return html`<p>Other organisations of the same app: ${links}</p>`;
}

export function notThere(state: XeroState, what: string): Answer {
  return page(state, `No such ${what}`, html`<p>These books hold no ${what} of that id.</p>`, 404);
}

/** 15270.30 as 15,270.30. */
export function money(cents: Cents): string {
  return centsText(cents).replaceAll(/\B(?=(\d{3})+\.)/g, ',');
}

/** 2026-05-31T09:30:00Z as 2026-05-31 09:30 UTC. */
export function moment(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

const ROWS = 100;

type Window<T> = { rows: readonly T[]; links: Html };

/** One hundred at a time. */
export function windowOf<T>(all: readonly T[], query: URLSearchParams, path: string): Window<T> {
  const last = Math.max(1, Math.ceil(all.length / ROWS));
  const asked = Number(query.get('page') ?? '1');
  const page = Number.isInteger(asked) ? Math.min(last, Math.max(1, asked)) : 1;
  const tenant = query.get('tenant');
  const ofTenant = tenant === null ? '' : `tenant=${encodeURIComponent(tenant)}&`;
  const link = (to: number, words: string): Html =>
    to < 1 || to > last ? html`` : html`<a href="${path}?${ofTenant}page=${to}">${words}</a> `;
  return {
    rows: all.slice((page - 1) * ROWS, page * ROWS),
    links: html`<p>
      ${all.length} in all, page ${page} of ${last}.
      ${link(page - 1, 'Earlier page')}${link(page + 1, 'Later page')}
    </p>`,
  };
}

// The frame of every page: title, ways around, and the page itself.
import type { ApiSettings } from '../settings.ts';
import type { Content, Html } from './html.ts';
import { html } from './html.ts';
import { stylesheetPath } from './stylesheet.ts';

export type Page = {
  title: string;
  /** Which entry of the navigation this page belongs to. */
  at: 'today' | 'exceptions' | 'documents' | 'accepted' | 'projects' | null;
  body: Content;
  frame?: Frame | undefined;
};

/** Whose books a page shows, and the others there are. Absent on a page that is of none. */
export type Frame = { connection: string; others: readonly string[] };

export function frameOf({ connection, connections }: ApiSettings): Frame {
  const names = connections.map(({ mapping }) => mapping.connection);
  return { connection, others: names.filter((name) => name !== connection) };
}

const entries = [
  { at: 'today', href: '/', label: 'Today' },
  { at: 'exceptions', href: '/exceptions', label: 'Exceptions' },
  { at: 'documents', href: '/documents', label: 'Documents' },
  { at: 'accepted', href: '/accepted', label: 'Accepted' },
  { at: 'projects', href: '/projects', label: 'Projects' },
] as const;

export function layout({ title, at, body, frame }: Page): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Tieout</title>
        <link rel="stylesheet" href="${stylesheetPath}" />
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
      </head>
      <body>
        <a class="skip" href="#content">Skip to content</a>
        <header class="top">
          <a class="brand" href="/"><span class="mark" aria-hidden="true"></span>Tieout</a>
          <nav aria-label="Main">${entries.map((entry) => navigationEntry(entry, at))}</nav>
          ${frame && frame.others.length > 0 && connectionNavigation(frame)}
        </header>
        <main id="content" tabindex="-1">${body}</main>
        <footer class="foot">
          Times are UTC. Nothing is written to Xero or Procore without its plan.
        </footer>
      </body>
    </html> `.markup;
}

/** Only where there are several: whose books these are is never to be guessed. */
function connectionNavigation({ connection, others }: Frame): Html {
  return html`<nav class="connections" aria-label="Connection">
    <strong aria-current="true">${connection}</strong>
    ${others.map((name) => html`<a href="/connections/${name}">${name}</a>`)}
  </nav>`;
}

function navigationEntry(entry: (typeof entries)[number], at: Page['at']): Html {
  return entry.at === at
    ? html`<a href="${entry.href}" aria-current="page">${entry.label}</a>`
    : html`<a href="${entry.href}">${entry.label}</a>`;
}

// The frame of every page: title, ways around, and the page itself.
import type { Content, Html } from './html.ts';
import { html } from './html.ts';
import { stylesheetPath } from './stylesheet.ts';

export type Page = {
  title: string;
  /** Which entry of the navigation this page belongs to. */
  at: 'today' | 'exceptions' | 'documents' | 'accepted' | 'projects' | null;
  body: Content;
};

const entries = [
  { at: 'today', href: '/', label: 'Today' },
  { at: 'exceptions', href: '/exceptions', label: 'Exceptions' },
  { at: 'documents', href: '/documents', label: 'Documents' },
  { at: 'accepted', href: '/accepted', label: 'Accepted' },
  { at: 'projects', href: '/projects', label: 'Projects' },
] as const;

export function layout({ title, at, body }: Page): string {
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
        </header>
        <main id="content" tabindex="-1">${body}</main>
        <footer class="foot">
          Times are UTC. Nothing is written to Xero or Procore without its plan.
        </footer>
      </body>
    </html> `.markup;
}

function navigationEntry(entry: (typeof entries)[number], at: Page['at']): Html {
  return entry.at === at
    ? html`<a href="${entry.href}" aria-current="page">${entry.label}</a>`
    : html`<a href="${entry.href}">${entry.label}</a>`;
}

// What every long list has: one box that searches it, a hundred rows a page, and the ways to the pages beside.
import type { Request } from 'express';
import { groupDigits, plural } from './format.ts';
import type { Content, Html } from './html.ts';
import { html } from './html.ts';

export const rowsPerPage = 100;
const searchCharactersMaximum = 200;

/** Which page of a list, and what was typed into its box. */
export type ListAsk = { search: string | null; page: number };

export function listAsk(request: Request<object>): ListAsk {
  const { q, page } = request.query;
  const typed = typeof q === 'string' ? q.trim().slice(0, searchCharactersMaximum) : '';
  const number = typeof page === 'string' && /^\d{1,6}$/.test(page) ? Number(page) : 1;
  return { search: typed === '' ? null : typed, page: Math.max(1, number) };
}

export const offsetOf = ({ page }: ListAsk): number => (page - 1) * rowsPerPage;

/** An address of the list with what was asked of it, page one unsaid. */
export function listHref(
  path: string,
  choices: Readonly<Record<string, string | null>>,
  { search, page }: ListAsk,
): string {
  const query = new URLSearchParams(
    Object.entries({ ...choices, q: search, page: page === 1 ? null : String(page) }).flatMap(
      ([name, value]): [string, string][] => (value === null ? [] : [[name, value]]),
    ),
  ).toString();
  return query === '' ? path : `${path}?${query}`;
}

type List = {
  path: string;
  /** What else is chosen, by its name in the address; null where it is left open. */
  choices: Readonly<Record<string, string | null>>;
  ask: ListAsk;
};

/** `what` says which words find a row. */
export function searchBox({ path, choices, ask }: List, what: string): Html {
  return html`<form method="get" action="${path}" class="search" role="search">
    ${Object.entries(choices).map(
      ([name, value]) =>
        value !== null && html`<input type="hidden" name="${name}" value="${value}" />`,
    )}
    <label for="q">Search</label>
    <input
      type="search"
      id="q"
      name="q"
      value="${ask.search}"
      placeholder="${what}"
      maxlength="200"
    />
    <button class="button quiet">Find</button>
    ${
      ask.search !== null &&
      html`<a href="${listHref(path, choices, { search: null, page: 1 })}">Show all</a>`
    }
  </form>`;
}

/** "101 to 200 of 10,000 exceptions with “Kauri”". */
export function countLine(
  { ask }: List,
  { total, shown, noun }: { total: number; shown: number; noun: string },
): Content {
  const first = offsetOf(ask) + 1;
  const some = `${groupDigits(String(first))} to ${groupDigits(String(first + shown - 1))} of `;
  const isWhole = shown === total;
  return html`${!isWhole && some}${plural(total, noun)}${
    ask.search !== null && html` with <q>${ask.search}</q>`
  }`;
}

export function pageLinks({ path, choices, ask }: List, total: number): Html | null {
  const last = Math.max(1, Math.ceil(total / rowsPerPage));
  if (last === 1 && ask.page === 1) return null;
  const to = (page: number): string => listHref(path, choices, { ...ask, page });
  return html`<nav class="choices pages" aria-label="Pages">
    ${ask.page > 1 && html`<a rel="prev" href="${to(Math.min(ask.page - 1, last))}">Previous</a>`}
    <span>Page ${ask.page} of ${last}</span>
    ${ask.page < last && html`<a rel="next" href="${to(ask.page + 1)}">Next</a>`}
  </nav>`;
}

/** A list that a search or a choice left empty says so, and how to see more. */
export function nothingFound({ path, choices, ask }: List, sentence: string): Html {
  return html`<section class="empty">
    <h2>None of these</h2>
    <p>${ask.search === null ? sentence : html`Nothing here has <q>${ask.search}</q>.`}</p>
    ${
      ask.search !== null &&
      html`<p>
        <a class="button quiet" href="${listHref(path, choices, { search: null, page: 1 })}"
          >Show all without the search</a
        >
      </p>`
    }
  </section>`;
}

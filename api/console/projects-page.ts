// The first day: which projects post, and turning one on against the list of what it would post.
import type { StartList, WouldPost } from '../../db/queries/project-start-list.ts';
import { startListOf } from '../../db/queries/project-start-list.ts';
import type { ProjectListed } from '../../db/queries/projects.ts';
import { groupDigits, moment, money, plural } from './format.ts';
import type { Content, Html } from './html.ts';
import { html } from './html.ts';
import type { Frame } from './layout.ts';
import { layout } from './layout.ts';
import type { ListAsk } from './list-controls.ts';
import {
  countLine,
  nothingFound,
  offsetOf,
  pageLinks,
  rowsPerPage,
  searchBox,
} from './list-controls.ts';
import { personName } from './words.ts';

export type ProjectsView = {
  frame?: Frame;
  /** One page of those that a search finds. */
  projects: readonly ProjectListed[];
  total: number;
  ask: ListAsk;
  /** The day from which the lists are made. */
  from: string;
  /** Why the form that was just sent turned nothing on. */
  refused: string | null;
  /** Whether the firm asks for what its projects cost by Xero. */
  hasActuals: boolean;
};

const path = '/projects';

export function projectsPage(view: ProjectsView): string {
  const { projects, total, ask, from, refused } = view;
  const off = projects.filter(({ start }) => start === null);
  const on = projects.filter(({ start }) => start !== null);
  const list = { path, choices: { from }, ask };
  return layout({
    frame: view.frame,
    title: 'Projects',
    at: 'projects',
    body: html`
      <h1>Projects</h1>
      ${refused !== null && html`<p class="notice attention" role="status">${refused}</p>`}
      <p class="lead">
        A project posts nothing until it is turned on. From its day on, every approved pay app and
        owner invoice is posted; what was billed before stays as it is.
      </p>
      ${searchBox(list, 'Number or name')}
      ${
        projects.length === 0
          ? nothing(view)
          : html`<p class="count-line">
              ${countLine(list, { total, shown: projects.length, noun: 'project' })}
            </p>`
      }
      ${off.length > 0 && offSection(off, view)} ${on.length > 0 && onSection(on, view)}
      ${pageLinks(list, total)}
    `,
  });
}

/** The projects of one page, of those whose name has every word that was typed. */
export function projectsAsked(
  projects: readonly ProjectListed[],
  ask: ListAsk,
): Pick<ProjectsView, 'projects' | 'total' | 'ask'> {
  const words = (ask.search ?? '').toLowerCase().split(/\s+/u);
  const found = projects.filter(({ name }) =>
    words.every((word) => name.toLowerCase().includes(word)),
  );
  const first = offsetOf(ask);
  return { projects: found.slice(first, first + rowsPerPage), total: found.length, ask };
}

function nothing({ ask, from }: ProjectsView): Html {
  const list = { path, choices: { from }, ask };
  if (ask.search !== null) return nothingFound(list, 'No project is called that.');
  if (ask.page > 1) return nothingFound(list, 'No project is on this page.');
  return html`<section class="empty">
    <h2>No project here yet</h2>
    <p>Projects appear once the first sweep has read Procore.</p>
  </section>`;
}

function totalsOf({ totals }: Pick<StartList, 'totals'>): Content {
  return Object.entries(totals).map(
    ([currency, sum], index) => html`${index > 0 && ', '}${money(sum, currency)}`,
  );
}

function offSection(projects: readonly ProjectListed[], view: ProjectsView): Html {
  const { from, ask } = view;
  return html`<section>
    <h2>${plural(projects.length, 'project')} not turned on</h2>
    <form method="get" action="/projects" class="from-day">
      ${ask.search !== null && html`<input type="hidden" name="q" value="${ask.search}" />`}
      <label for="from">Billed from</label>
      <input type="date" id="from" name="from" value="${from}" required />
      <button class="button quiet">Show</button>
    </form>
    <div class="table-wrap">
      <table class="list">
        <thead>
          <tr>
            <th scope="col">Project</th>
            <th scope="col" class="right">Would be posted</th>
            <th scope="col" class="right">Due, without tax</th>
            <th scope="col" class="right">Billed before</th>
            <th scope="col"></th>
          </tr>
        </thead>
        <tbody>
          ${projects.map((project) => offRow(project, view))}
        </tbody>
      </table>
    </div>
  </section>`;
}

/** Whose it is now, or should be by the mapping file: moving it is a person's to say. */
function routeNote({ id, movedTo, givenTo }: ProjectListed): Content {
  if (movedTo) {
    return html`<span class="held">
      with ${movedTo.to} since ${movedTo.from}; what was posted here keeps its payments
    </span>`;
  }
  return (
    givenTo !== null &&
    html`<span class="held">
      The mapping file gives it to ${givenTo}. It stays here until someone moves it: tieout projects
      move ${id} --to ${givenTo} --from a day
    </span>`
  );
}

function offRow(project: ProjectListed, { from, hasActuals }: ProjectsView): Html {
  const { id, name, isActive, wouldPost } = project;
  const list: WouldPost = wouldPost ?? { count: 0, totals: {}, before: 0, undated: 0 };
  const { count, before, ownerInvoices } = list;
  return html`<tr>
    <th scope="row">
      ${name} ${!isActive && html`<span class="chip">inactive in Procore</span>`}
      ${routeNote(project)}
    </th>
    <td class="right" data-label="Would be posted">
      ${plural(count, 'pay app')}
      ${ownerInvoices && html`<br />${plural(ownerInvoices.count, 'owner invoice')}`}
    </td>
    <td class="right amount" data-label="Due, without tax">
      ${totalsOf(list)} ${ownerInvoices && html`<br />${totalsOf(ownerInvoices)}`}
    </td>
    <td class="right" data-label="Billed before">
      ${groupDigits(String(list.before))}${
        list.undated > 0 && html`<span class="held">${list.undated} without a billing date</span>`
      }
    </td>
    <td class="right">
      <form method="post" action="/api/projects/${id}/start">
        <input type="hidden" name="postFrom" value="${from}" />
        <input type="hidden" name="shown" value="${JSON.stringify(startListOf(list))}" />
        <button class="button">Turn on from ${from}</button>
      </form>
      ${before > 0 && html`<a href="${takeOnHref(id)}?from=${from}">Take on what was billed before</a>`}
      ${hasActuals && html`<a href="${actualsHref(id)}">Actuals</a>`}
    </td>
  </tr>`;
}

function actualsHref(id: string): string {
  return `/projects/${encodeURIComponent(id)}/actuals`;
}

function takeOnHref(id: string): string {
  return `/projects/${encodeURIComponent(id)}/take-on`;
}

/** Projects of before they were turned on one by one post from the beginning. */
function dayName(postFrom: string): string {
  return postFrom <= '1900-01-01' ? 'the beginning' : postFrom;
}

function onSection(projects: readonly ProjectListed[], { hasActuals }: ProjectsView): Html {
  return html`<section>
    <h2>${plural(projects.length, 'project')} turned on</h2>
    <div class="table-wrap">
      <table class="list">
        <thead>
          <tr>
            <th scope="col">Project</th>
            <th scope="col">Posts from</th>
            <th scope="col">Turned on</th>
            <th scope="col"></th>
          </tr>
        </thead>
        <tbody>
          ${projects.map((project) => {
            const { id, name, start } = project;
            return html`<tr>
              <th scope="row">${name} ${routeNote(project)}</th>
              <td data-label="Posts from">${start && dayName(start.postFrom)}</td>
              <td data-label="Turned on">
                ${start && html`by ${personName(start.person)} ${moment(start.startedAt)}`}
              </td>
              <td class="right">
                ${start && start.postFrom > '1900-01-01' && html`<a href="${takeOnHref(id)}">Take-on</a>`}
                ${hasActuals && html`<a href="${actualsHref(id)}">Actuals</a>`}
              </td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
  </section>`;
}

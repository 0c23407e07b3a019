// What a project has cost by Xero, by code and account, and whether Xero's own reports say the same.
import type { ActualsRead } from '../../db/queries/actuals-facts.ts';
import type { Actuals, CodeCost, PartOf, Split } from '../../domain/actuals/actuals.ts';
import type { Check, Compared } from '../../domain/actuals/cross-check.ts';
import { checkWords, reasonWords } from '../../domain/actuals/words.ts';
import { sameAmount } from '../../domain/money/amount.ts';
import { directCostSection } from './direct-cost-section.ts';
import { moment, money, plural } from './format.ts';
import type { Content, Html } from './html.ts';
import { html } from './html.ts';
import type { Frame } from './layout.ts';
import { layout } from './layout.ts';

/** What a page shows of a long list; the rest is in the command's table. */
const shownMost = 100;

export function actualsPage(view: ActualsRead & { frame?: Frame }): string {
  const { actuals, check, directCosts, frame } = view;
  const { project, asOf } = actuals;
  return layout({
    frame,
    title: `Actuals of ${project.name}`,
    at: 'projects',
    body: html`
      <p><a href="/projects">Projects</a></p>
      <h1>Actuals of ${project.name}</h1>
      <p class="lead">
        What Xero’s bills, credit notes, sales invoices, bank transactions and manual journals say
        this project cost, in ${actuals.currency} without tax.
        ${
          directCosts === null
            ? 'Nothing of it is written anywhere.'
            : 'What is direct is written to Procore’s direct costs.'
        }
      </p>
      <form method="get" class="from-day">
        <label for="asOf">Dated up to</label>
        <input type="date" id="asOf" name="asOf" value="${asOf ?? ''}" />
        <button class="button quiet">Show</button>
      </form>
      ${actuals.lines.length === 0 ? nothing(actuals) : costs(actuals)} ${balanceSheet(actuals)}
      ${notAssigned(actuals)} ${directCosts && directCostSection(directCosts)} ${checks(check)}
    `,
  });
}

/** Where the firm did not ask for actuals. */
export function actualsOff(): string {
  return layout({
    title: 'Actuals',
    at: 'projects',
    body: html`
      <p><a href="/projects">Projects</a></p>
      <h1>Actuals</h1>
      <section class="empty">
        <h2>Actuals are off</h2>
        <p>
          Set <code>actuals.direction</code> to <code>"report"</code> in tieout.config.ts and start
          again. The next sweep reads what they need from Xero; nothing is written. With
          <code>"directCosts"</code> what is direct goes to Procore as well.
        </p>
      </section>
    `,
  });
}

function nothing({ project }: Actuals): Html {
  return project.options.length === 0
    ? html`<section class="empty">
        <h2>Xero has no tracking option of this project</h2>
        <p>
          Documents are found by it. Make the option in Xero, or turn on
          <code>directions.projectBudget</code>, which makes it.
        </p>
      </section>`
    : html`<section class="empty">
        <h2>No cost yet</h2>
        <p>No posted document of Xero is tracked by ${project.options.join(' or ')}.</p>
      </section>`;
}

function costs({ cost, byCode, currency }: Actuals): Html {
  return html`<section>
    <h2>Cost by code</h2>
    <div class="table-wrap">
      <table class="list">
        <thead>
          <tr>
            <th scope="col">Code</th>
            <th scope="col">Account</th>
            ${['Against commitments', 'Direct', 'In all'].map((title) => amountHead(title))}
          </tr>
        </thead>
        <tbody>
          ${byCode.map((code) => codeRows(code, currency))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colspan="2">Cost in all</th>
            ${splitCells(cost, currency)}
          </tr>
        </tfoot>
      </table>
    </div>
  </section>`;
}

function amountHead(title: string): Html {
  return html`<th scope="col" class="right">${title}</th>`;
}

function codeRows({ option, accounts }: CodeCost, currency: string): Content {
  return accounts.map(
    ({ code, name, ...split }) =>
      html`<tr>
        <th scope="row">${option ?? 'Without a code'}</th>
        <td data-label="Account">${code} ${name}</td>
        ${splitCells(split, currency)}
      </tr>`,
  );
}

function splitCells({ againstCommitments, direct, total }: Split, currency: string): Content {
  return [
    amountCell('Against commitments', againstCommitments, currency),
    amountCell('Direct', direct, currency),
    amountCell('In all', total, currency),
  ];
}

function amountCell(label: string, amount: string, currency: string): Html {
  return html`<td class="right amount" data-label="${label}">${money(amount, currency)}</td>`;
}

function balanceSheet({ retention, elsewhere, currency }: Actuals): Content {
  const rows = [
    ...retention.map((one) => ({ ...one, what: 'retention' })),
    ...elsewhere.map((one) => ({ ...one, what: 'other' })),
  ];
  if (rows.length === 0) return null;
  return html`<section>
    <h2>On the balance sheet, and no cost</h2>
    <div class="table-wrap">
      <table class="list">
        <thead>
          <tr>
            <th scope="col">Account</th>
            <th scope="col">What it is</th>
            ${amountHead('Debits above zero')}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ code, name, what, amount }) =>
              html`<tr>
                <th scope="row">${code} ${name}</th>
                <td data-label="What it is">${what}</td>
                ${amountCell('Debits above zero', amount, currency)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

function notAssigned({ notAssigned: parts, unvalued, currency }: Actuals): Content {
  const { toCode, toProject, toAccount } = parts;
  return [
    partsSection('Of no code, and in the cost above', toCode, currency),
    partsSection('Of no project, and in no project’s cost', toProject, currency),
    partsSection('On an unknown account, and not counted', toAccount, currency),
    unvalued.length > 0 &&
      html`<p class="notice attention">
        ${plural(unvalued.length, 'document')} in another currency without a rate
        ${unvalued.length === 1 ? 'is' : 'are'} not counted:
        ${unvalued.map(({ id }) => id).join(', ')}.
      </p>`,
  ];
}

type Parts = { total: string; documents: PartOf[] };

function partsSection(title: string, { total, documents }: Parts, currency: string): Content {
  if (documents.length === 0) return null;
  const more = documents.length - shownMost;
  return html`<section>
    <h2>${title}: ${money(total, currency)}</h2>
    <div class="table-wrap">
      <table class="list">
        <thead>
          <tr>
            <th scope="col">Document</th>
            <th scope="col">Date</th>
            <th scope="col">Why</th>
            ${amountHead('Amount')}
          </tr>
        </thead>
        <tbody>
          ${documents.slice(0, shownMost).map((part) => partRow(part, currency))}
        </tbody>
      </table>
    </div>
    ${more > 0 && html`<p>And ${more} more: <code>tieout actuals … --csv</code> prints them all.</p>`}
  </section>`;
}

function partRow({ document, amount, reason, names }: PartOf, currency: string): Html {
  return html`<tr>
    <th scope="row">${document.name}</th>
    <td data-label="Date">${document.date}</td>
    <td data-label="Why">${reasonWords[reason]}${names !== null && html` “${names}”`}</td>
    ${amountCell('Amount', amount, currency)}
  </tr>`;
}

function checks({ cost, retention, untracked }: ActualsRead['check']): Html {
  return html`<section>
    <h2>Held against Xero’s reports</h2>
    ${checkPart('Profit and loss by tracking', cost)}
    ${checkPart('Balance sheet by tracking, retention', retention)}
    ${checkPart('Profit and loss, what no project tracks', untracked)}
  </section>`;
}

function checkPart(report: string, { state, readAt, accounts }: Check): Html {
  const differing = accounts.filter(({ difference }) => !sameAmount(difference, '0.00'));
  return html`<p class="notice ${state === 'same' ? 'good' : 'attention'}">
      ${report}: ${checkWords[state]}${readAt !== null && html`, read ${moment(new Date(readAt))}`}.
    </p>
    ${
      differing.length > 0 &&
      html`<ul>
        ${differing.map(comparedItem)}
      </ul>`
    }`;
}

function comparedItem({ account, documents, report, difference, causes }: Compared): Html {
  const names = (of: Compared['causes'][number]['documents']): string =>
    of.map(({ name, date }) => `${name} of ${date}`).join(', ');
  return html`<li>
    ${account.code} ${account.name}: documents ${money(documents, null)}, report
    ${money(report, null)}, difference ${money(difference, null)}.
    ${causes.map(
      ({ words, documents: of }) => html`${words}${of.length > 0 && html`: ${names(of)}`}. `,
    )}
  </li>`;
}

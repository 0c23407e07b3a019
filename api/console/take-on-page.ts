// A project under way: what was billed before it posts, which documents in Xero that is, and the form that signs it.
import type { TakeOnView } from '../../db/queries/sign-take-on.ts';
import { canonicalAmount, sameAmount } from '../../domain/money/amount.ts';
import type { Position } from '../../domain/take-on/positions.ts';
import type { Proposal } from '../../domain/take-on/proposal.ts';
import { isEmpty } from '../../domain/take-on/proposal.ts';
import { moment, money, plural } from './format.ts';
import type { Content, Html } from './html.ts';
import { html } from './html.ts';
import type { Frame } from './layout.ts';
import { layout } from './layout.ts';
import { documentsSection } from './take-on-documents.ts';
import { personName } from './words.ts';

export type TakeOnPage = TakeOnView & {
  frame?: Frame;
  /** Why the form that was just sent signed nothing, and what was typed into it. */
  refused: string | null;
  typed: Readonly<Record<string, string>>;
};

export function takeOnPage(view: TakeOnPage): string {
  const { proposal, postFrom, refused } = view;
  const { project, from } = proposal;
  return layout({
    frame: view.frame,
    title: `Take-on of ${project.name}`,
    at: 'projects',
    body: html`
      <p><a href="/projects">Projects</a></p>
      <h1>Take-on of ${project.name}</h1>
      ${refused !== null && html`<p class="notice attention" role="status">${refused}</p>`}
      <p class="lead">
        What was billed before ${from} is never posted. It becomes an opening that you sign, and no
        release of a contract posts before its opening held is what is in the Xero retention
        account.
      </p>
      ${postFrom === null ? dayForm(from) : html`<p>It posts from ${postFrom}.</p>`}
      ${signedNotice(view)} ${isEmpty(proposal) ? nothing(proposal) : signing(view)}
      ${documentsSection(proposal)}
    `,
  });
}

function dayForm(from: string): Html {
  return html`<form method="get" class="from-day">
    <label for="from">Billed from</label>
    <input type="date" id="from" name="from" value="${from}" required />
    <button class="button quiet">Show</button>
  </form>`;
}

function nothing({ from, project }: Proposal): Html {
  return html`<section class="empty">
    <h2>Nothing to take on</h2>
    <p>
      Nothing of ${project.name} was billed before ${from}, and Xero has no order of its contracts.
      Turn it on from the list of <a href="/projects">projects</a>.
    </p>
  </section>`;
}

function signedNotice({ signed, proposal }: TakeOnPage): Content {
  if (!signed) return null;
  const { person, signedAt, proposalHash } = signed;
  const differing = signed.openings.filter(
    ({ held, stated }) => !sameAmount(canonicalAmount(held), canonicalAmount(stated)),
  );
  const says =
    differing.length === 0
      ? 'Every opening held is what was stated to be in Xero.'
      : `${plural(differing.length, 'opening')} held ${differing.length === 1 ? 'is' : 'are'} not what was stated to be in Xero: releases of these contracts wait.`;
  const hasMoved = proposalHash !== proposal.hash;
  return html`<p class="notice ${differing.length === 0 ? 'good' : 'attention'}">
    Signed by ${personName(person)} ${moment(signedAt)}. ${says}
    ${hasMoved && 'What is proposed now is not exactly what was signed.'} Where something was signed
    wrongly, sign again: the earlier signing stays on record, ended.
  </p>`;
}

function signing(view: TakeOnPage): Html {
  const { proposal } = view;
  const { project, from, hash, positions } = proposal;
  return html`<section>
    <h2>Opening by contract and tax type</h2>
    <form method="post" action="/api/projects/${project.id}/take-on">
      <input type="hidden" name="from" value="${from}" />
      <input type="hidden" name="hash" value="${hash}" />
      ${positions.length === 0 ? html`<p>Nothing was billed before ${from}.</p>` : openings(view)}
      ${uncounted(proposal)}
      <p class="buttons">
        <button class="button">Sign the opening and post from ${from}</button>
      </p>
    </form>
  </section>`;
}

function uncounted({ uncounted: names }: Proposal): Content {
  if (names.length === 0) return null;
  return html`<p class="notice attention">
    Nobody can tell what is new in ${names.map(({ name }) => name).join(', ')}: Procore does not
    show the claim before it, or its summary does not add up. Nothing can be signed before.
  </p>`;
}

function openings({ proposal, signed, typed }: TakeOnPage): Html {
  const before = new Map(
    (signed?.openings ?? []).map((row) => [inputName(row), canonicalAmount(row.stated)]),
  );
  return html`<div class="table-wrap">
    <table class="list">
      <thead>
        <tr>
          <th scope="col">Contract</th>
          <th scope="col">Tax type</th>
          <th scope="col" class="right">Billed</th>
          <th scope="col" class="right">Paid in Procore</th>
          <th scope="col" class="right">Held</th>
          <th scope="col" class="right">In the Xero retention account</th>
        </tr>
      </thead>
      <tbody>
        ${proposal.positions.map((position) => openingRow(position, { before, typed }))}
      </tbody>
      <tfoot>
        ${proposal.totals.map(totalRow)}
      </tfoot>
    </table>
  </div>`;
}

function inputName({ contractId, taxType }: Pick<Position, 'contractId' | 'taxType'>): string {
  return `stated/${contractId}/${taxType ?? ''}`;
}

type Filled = {
  before: ReadonlyMap<string, string>;
  typed: Readonly<Record<string, string>>;
};

/** Nothing is filled in that nobody said: the amount is the controller's own, read in Xero. */
function openingRow(position: Position, { before, typed }: Filled): Html {
  const { contract, contractId, party, taxType, currency, billed, paid, held } = position;
  const name = inputName(position);
  const value = typed[name] ?? before.get(name) ?? '';
  return html`<tr>
    <th scope="row">${contract}<span class="held">${party}</span></th>
    <td data-label="Tax type">
      ${
        taxType ??
        html`<input
          name="taxType/${contractId}"
          aria-label="Tax type of ${contract}"
          value="${typed[`taxType/${contractId}`] ?? ''}"
          placeholder="not known"
          size="10"
        />`
      }
    </td>
    <td class="right amount" data-label="Billed">${money(billed, currency)}</td>
    <td class="right amount" data-label="Paid in Procore">${money(paid, currency)}</td>
    <td class="right amount" data-label="Held">${money(held, currency)}</td>
    <td class="right" data-label="In the Xero retention account">
      <input
        name="${name}"
        aria-label="In the Xero retention account for ${contract} ${taxType ?? ''}"
        value="${value}"
        inputmode="decimal"
        size="12"
      />
    </td>
  </tr>`;
}

const sides = { payable: 'Subcontractors', receivable: 'Owners' } as const;

function totalRow({ side, currency, billed, paid, held }: Proposal['totals'][number]): Html {
  return html`<tr>
    <th scope="row" colspan="2">${sides[side]} in all</th>
    <td class="right amount" data-label="Billed">${money(billed, currency)}</td>
    <td class="right amount" data-label="Paid in Procore">${money(paid, currency)}</td>
    <td class="right amount" data-label="Held">${money(held, currency)}</td>
    <td></td>
  </tr>`;
}

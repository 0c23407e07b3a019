// One document: where it stands, what it is linked to, what was written, and everything that happened to it.
import { alterationsSection } from './alterations-section.ts';
import type {
  AuditRow,
  DocumentFile,
  IntentRow,
  LinkRow,
} from '../../db/queries/console-documents.ts';
import type { DecisionRow, ExceptionRow } from '../../db/queries/console-exceptions.ts';
import { parseWorkflowId } from '../../domain/identity/workflow-ids.ts';
import { objectOf } from '../../domain/objects/objects.ts';
import { whyNot } from './decision-section.ts';
import { documentPlace, documentTitle } from './document-title.ts';
import { documentHref, moment, money, shortHash } from './format.ts';
import type { Content, Html } from './html.ts';
import { html } from './html.ts';
import type { Frame } from './layout.ts';
import { layout } from './layout.ts';
import { factsOf, recordsElsewhere, typeName, typePlural } from './objects/objects.ts';
import type { Elsewhere } from './vendor-links.ts';
import { vendorHref, xeroRecord } from './vendor-links.ts';
import { elsewhereLinks, runLink, whoseLine } from './whose-and-where.ts';
import {
  actionName,
  closingName,
  endpointName,
  intentStateName,
  kindName,
  personName,
  recordName,
  stateName,
  linkEndName,
} from './words.ts';
import { facts } from './writes-section.ts';

export type DocumentPageView = {
  frame?: Frame;
  file: DocumentFile;
  exceptions: ExceptionRow[];
  decisions: DecisionRow[];
  elsewhere: Elsewhere;
};

export function documentPage(view: DocumentPageView): string {
  const { file, exceptions } = view;
  const { document } = file;
  const name = documentTitle(document, file.observation);
  const live = exceptions.filter((row) => row.state !== 'closed');
  return layout({
    frame: view.frame,
    title: name,
    at: 'documents',
    body: html`
      <p class="crumbs">
        <a href="/documents">Documents</a> ·
        <a href="/documents?type=${document.type}">${typePlural(document.type)}</a>
      </p>
      <header class="subject">
        <div>
          <h1>${name}</h1>
          ${whoseLine({ ...file, project: file.project ?? documentPlace(file.observation) })}
          <p class="lead">
            <span class="state ${document.state}">${stateName(document.state)}</span>
          </p>
        </div>
        ${
          document.amount !== null &&
          html`<dl class="at-stake">
            <div>
              <dt>Amount, without tax</dt>
              <dd class="figure">${money(document.amount, document.currency)}</dd>
            </div>
          </dl>`
        }
      </header>
      ${linksOut(view)}
      ${live.map(
        (row) =>
          html`<p class="notice attention">
            <a href="/exceptions/${row.id}">${kindName(row.kind)}</a>: ${row.sentence}
          </p>`,
      )}
      ${waits(file)} ${alterationsSection(file.observation)} ${about(view)} ${links(view)}
      ${writes(file.intents)} ${trail(view)}
      <p class="fine">Workflow <code>${document.workflowId}</code>.</p>
    `,
  });
}

function documentLink(workflowId: string): Html {
  const href = documentHref(workflowId);
  const id = parseWorkflowId(workflowId);
  const [, , sourceId = workflowId] = workflowId.split('/');
  const name = `${id ? typeName(id.type).toLowerCase() : ''} ${sourceId}`.trim();
  return href === null ? html`${name}` : html`<a href="${href}">${name}</a>`;
}

function waits({ waitsFor, awaitedBy }: DocumentFile): Html | null {
  if (waitsFor.length + awaitedBy.length === 0) return null;
  const list = (ids: readonly string[]): Content =>
    ids.map((id, index) => html`${index > 0 && ', '}${documentLink(id)}`);
  return html`<section class="panel">
    ${waitsFor.length > 0 && html`<p>Waits for ${list(waitsFor)}.</p>`}
    ${awaitedBy.length > 0 && html`<p>Awaited by ${list(awaitedBy)}.</p>`}
  </section>`;
}

function about({ file }: DocumentPageView): Html {
  const { document, observation } = file;
  const id = parseWorkflowId(document.workflowId);
  const source = id && objectOf(id.type).sourceOf(id.sourceId);
  const system = source?.kind.startsWith('xero') ? 'Xero' : 'Procore';
  return html`<section>
    <h2>In ${system}</h2>
    ${facts([
      ...(observation ? factsOf(observation) : []),
      [`${system} id`, html`<code>${source?.recordId ?? document.sourceId}</code>`],
      ['First seen', moment(document.firstSeenAt)],
      ['Last looked at', document.plannedAt && moment(document.plannedAt)],
      ['Plan', document.planHash === null ? null : shortHash(document.planHash)],
      ['Mapping', document.mappingVersion === null ? null : shortHash(document.mappingVersion)],
    ])}
  </section>`;
}

/** Its source, what it is linked to, and its run; a record that looks like it is linked from its question. */
function linksOut({ file, elsewhere }: DocumentPageView): Html | null {
  const records = file.observation ? recordsElsewhere(file.observation) : [];
  return elsewhereLinks([
    ...records.map(({ label, record }) => ({ label, href: vendorHref(elsewhere, record) })),
    ...runLink(elsewhere, file.document.workflowId),
  ]);
}

function target({ kind, targetId }: LinkRow, elsewhere: Elsewhere): Html {
  const record = xeroRecord(kind, targetId);
  const id = html`<code>${targetId}</code>`;
  return record === null
    ? id
    : html`<a href="${vendorHref(elsewhere, record)}" rel="external noreferrer">${id}</a>`;
}

function links({ file: { links: rows }, elsewhere }: DocumentPageView): Html {
  return html`<section>
    <h2>Linked to</h2>
    ${
      rows.length === 0
        ? html`<p class="quiet">Nothing in the other system yet.</p>`
        : html`<ul class="plain">
            ${rows.map(
              (row) =>
                html`<li>
                  ${recordName(row.kind)} ${target(row, elsewhere)},
                  ${row.how === 'written' ? 'written by Tieout' : 'linked as it was'}
                  ${moment(row.linkedAt)}${
                    row.endedAt && html`; ${linkEndName(row.endedBecause)} ${moment(row.endedAt)}`
                  }
                </li>`,
            )}
          </ul>`
    }
  </section>`;
}

const operationLeads: Record<IntentRow['operation'], string> = {
  create: 'New',
  update: 'Change to the',
  void: 'Taking back the',
  delete: 'Removal of the',
  allocate: 'Allocation of the',
};

function writes(rows: readonly IntentRow[]): Html | null {
  if (rows.length === 0) return null;
  return html`<section>
    <h2>Writes</h2>
    <div class="table-wrap">
      <table class="list">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">How it ended</th>
            <th scope="col">Planned</th>
            <th scope="col">Ended</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                <th scope="row">${operationLeads[row.operation]} ${endpointName(row.endpoint)}</th>
                <td data-label="How it ended">
                  ${intentStateName(row.state)}${whyNot(row.outcome)}
                </td>
                <td data-label="Planned">${moment(row.createdAt)}</td>
                <td data-label="Ended">${row.settledAt && moment(row.settledAt)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

type Event = { at: Date; who: string; what: Content };

/** Exceptions, decisions and the audit log as one story, newest first. */
function trail({ file, exceptions, decisions }: DocumentPageView): Html | null {
  const reasons = new Map(decisions.map((row) => [row.id, row.reason]));
  const events: Event[] = [
    ...file.trail.map((row) => auditEvent(row, reasons)),
    ...exceptions.flatMap(exceptionEvents),
  ].sort((a, b) => b.at.getTime() - a.at.getTime());
  if (events.length === 0) return null;
  return html`<section>
    <h2>What happened</h2>
    <ol class="trail">
      ${events.map(
        ({ at, who, what }) =>
          html`<li>
            <span class="when">${moment(at)}</span>
            <span class="what">${what}</span>
            <span class="who">${who}</span>
          </li>`,
      )}
    </ol>
  </section>`;
}

function auditEvent(row: AuditRow, reasons: ReadonlyMap<string, string | null>): Event {
  const reason = row.decisionId === null ? null : (reasons.get(row.decisionId) ?? null);
  const isSaid = row.action === 'approved' || row.action === 'rejected';
  const endpoint = endpointIn(row.details);
  return {
    at: row.at,
    who: personName(row.actor),
    what: html`${actionName(row.action)}${endpoint !== null && `: ${endpointName(endpoint)}`}${
      isSaid && reason !== null && html`: <q>${reason}</q>`
    }`,
  };
}

function endpointIn(details: unknown): string | null {
  if (typeof details !== 'object' || details === null || !('endpoint' in details)) return null;
  return typeof details.endpoint === 'string' ? details.endpoint : null;
}

function exceptionEvents(row: ExceptionRow): Event[] {
  const opened: Event = {
    at: row.openedAt,
    who: 'Tieout',
    what: html`<a href="/exceptions/${row.id}">${kindName(row.kind)}</a>: ${row.sentence}`,
  };
  if (!row.closedAt) return [opened];
  const closed: Event = {
    at: row.closedAt,
    who: 'Tieout',
    what: html`${kindName(row.kind)}: ${closingName(row.closedBecause).toLowerCase()}`,
  };
  return [opened, closed];
}

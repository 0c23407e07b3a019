// An order that is in Xero: what moved since both sides agreed, what a change order adds, and its end when the contract is closed.
import { documentUpdate } from '../../plan/document-update.ts';
import { lineBodyOf } from '../../plan/merged-lines.ts';
import type { DocumentBase, OwnedDocument } from '../../plan/owned.ts';
import { ownedDocument } from '../../plan/owned.ts';
import type { FieldChange, Verdict } from '../../plan/verdict.ts';
import { finding, proposal, unchanged } from '../../plan/verdicts.ts';
import { whatMoved } from '../../plan/what-moved.ts';
import type { ProcoreCommitment } from '../../records/procore/commitment.ts';
import type { XeroPurchaseOrder } from '../../records/xero/purchase-order.ts';
import { adoptedOrderBase } from './adopted-order.ts';
import type { CommitmentObservation } from './observation.ts';
import { notHandledYet, projectionOf } from './order-projection.ts';
import { agreedOn, orderMarker, orderWrite, sourceHashOf } from './order-write.ts';

export function postedOrder(
  observation: CommitmentObservation,
  commitment: ProcoreCommitment,
  target: XeroPurchaseOrder,
): Verdict {
  const base = observation.base ?? adoptedOrderBase(observation, target);
  const owned = ownedDocument(target);
  // Set so by us because the contract was closed: it stays so for as long as that is.
  const isClosed = isAtClose(commitment) && target.status === 'BILLED';
  const gone = target.status === 'DELETED' || (target.status === 'BILLED' && !isClosed);
  const made = postedProjection(observation, commitment, base);
  if (!made.ok && !gone) return made.verdict;
  const projection = made.ok ? made.projection : base.projection;
  const update = documentUpdate({ base, projection, target: owned }, observation.chart.codes);
  if (update.verdict === 'same' && !gone) {
    return isAtClose(commitment) && target.status === 'AUTHORISED'
      ? closing(observation, commitment, { base, target })
      : unchanged('order');
  }
  const edited = gone || update.verdict !== 'sourceMoved';
  const status: FieldChange = {
    path: 'status',
    base: 'AUTHORISED',
    procore: commitment.status,
    xero: target.status,
    proposed: null,
  };
  const changes = gone ? [status, ...update.changes] : update.changes;
  const agreed = agreedOn(observation, commitment, update.agreed);
  const detail = gone
    ? `the order was set to ${target.status} in Xero`
    : whatMoved(changes, edited ? 'xero' : 'procore');
  const isGrown = !edited && isOnlyChangeOrders(base, projection, changes);
  return proposal('order', {
    outcome: edited ? 'conflict' : 'update',
    changes,
    // What was approved in Procore as a change order only adds to an order that nobody touched.
    findings: isGrown ? [] : [finding(edited ? 'editedInXero' : 'editedAfterPosting', detail)],
    write: orderWrite(
      orderMarker(observation, commitment),
      { target, agreed },
      {
        kind: 'xeroPurchaseOrder',
        orderId: target.id,
        ...update.fields,
        status: null,
      },
    ),
    impossible: gone
      ? `Xero does not take changes to an order that is ${target.status}; leave it to keep it so.`
      : (lineStillBilled(observation, base, projection) ?? update.impossible),
  });
}

/** Procore's last status of either kind of contract. Source: Procore OpenAPI of 2024, the statuses' enums; read 2026-11-23. */
function isAtClose({ status, contractKind }: ProcoreCommitment): boolean {
  return status === (contractKind === 'po' ? 'Closed' : 'Complete');
}

/** Whether Xero takes BILLED from an app is not documented: where it refuses, its words are the question. */
function closing(
  observation: CommitmentObservation,
  commitment: ProcoreCommitment,
  { base, target }: { base: DocumentBase; target: XeroPurchaseOrder },
): Verdict {
  const { contactId, number, date, currency, lines } = ownedDocument(target);
  const both = { projection: base.projection, target: base.target };
  const codes = observation.chart.codes;
  return proposal('order', {
    outcome: 'update',
    changes: [
      {
        path: 'status',
        base: 'AUTHORISED',
        procore: commitment.status,
        xero: target.status,
        proposed: 'BILLED',
      },
    ],
    write: orderWrite(
      orderMarker(observation, commitment),
      { target, agreed: agreedOn(observation, commitment, both, true) },
      {
        kind: 'xeroPurchaseOrder',
        orderId: target.id,
        ...{ contactId, number, date, currency },
        status: 'BILLED',
        lines: lines.map((line) => lineBodyOf(line, line.lineId, codes)),
      },
    ),
  });
}

/** Only lines that were added, each of a change order. */
function isOnlyChangeOrders(
  base: DocumentBase,
  projection: OwnedDocument,
  changes: readonly FieldChange[],
): boolean {
  const known = new Set(base.projection.lines.map(({ key }) => key));
  const added = projection.lines.filter(({ key }) => !known.has(key));
  const areAllOfThem = added.every(({ key }) => key?.startsWith('co/'));
  const isWhole = ({ path, base: was, procore }: FieldChange): boolean =>
    path.startsWith('lines[') && path.endsWith(']') && was === null && procore !== null;
  return areAllOfThem && changes.length === added.length && changes.every(isWhole);
}

/** A line that pay apps have billed may not go from the order: what was billed would have nothing to stand against. */
function lineStillBilled(
  { billedLineIds }: CommitmentObservation,
  base: DocumentBase,
  projection: OwnedDocument,
): string | undefined {
  const kept = new Set(projection.lines.map(({ key }) => key));
  const gone = base.projection.lines.find(
    ({ key }) => key !== null && !kept.has(key) && billedLineIds.includes(lineIdIn(key)),
  );
  return gone
    ? `The line "${gone.description}" was billed already, and an order keeps what was billed. Put it back in Procore, or leave it.`
    : undefined;
}

function lineIdIn(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}

/** A contract that says what it said when both sides last agreed projects what was agreed, whatever surrounds it. */
function postedProjection(
  observation: CommitmentObservation,
  commitment: ProcoreCommitment,
  base: DocumentBase,
): { ok: true; projection: OwnedDocument } | { ok: false; verdict: Verdict } {
  if (base.source === sourceHashOf(commitment, observation.changeOrders))
    return { ok: true, projection: base.projection };
  const notYet = notHandledYet(observation, commitment);
  if (notYet) return { ok: false, verdict: notYet };
  const { contact, project } = observation;
  // The order's number follows the contract's; the project's part of it is as it was posted.
  const stem = base.projection.number;
  const isSameContract = stem.endsWith(`-${commitment.number}`);
  const number = isSameContract || !project ? stem : `${project.number}-${commitment.number}`;
  const contactId = contact?.contactId ?? base.projection.contactId;
  const made = projectionOf(observation, commitment, { contactId, number });
  // Surroundings that are out of sight are no news of an order whose own source was not kept.
  if (!made.ok && base.source === null) return { ok: true, projection: base.projection };
  return made;
}
